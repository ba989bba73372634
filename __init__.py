from . import controllers
from . import models
from . import wizards

from . import log_masking

log_masking.install()
