from . import responses
from . import base
from . import actions
from . import common
from . import placeholder
from . import core_doors
from . import view
from . import track
