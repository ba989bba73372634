from . import log_masking
from . import controllers
from . import models
from . import wizards

log_masking.install()


def post_init_hook(env):
    """Make parcels of the tracking numbers that are there already."""
    env["stock.picking"]._make_missing_parcels()
