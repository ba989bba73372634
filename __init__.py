from . import log_masking
from . import controllers
from . import models
from . import wizards

log_masking.install()
