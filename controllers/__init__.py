from . import responses
from . import base
from . import common
from . import view
