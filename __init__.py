from .tools import log_masking
from . import controllers
from . import models
from . import wizards

log_masking.install()


def post_init_hook(env):
    """Make parcels of the tracking numbers that are there already."""
    env["stock.picking"]._make_missing_parcels()


def uninstall_hook(env):
    """Delete the XML ids that other addons have given to parts of our models.

    Selection values and inheritances that our models get from core's addons (a chatter
    from `mail`, for example) have XML ids of those addons. When Odoo removes our models,
    it leaves these ids behind.
    """
    tables = {
        model._table
        for model in map(env.get, env.registry)
        if model._original_module == "public_links"
    }
    parts = {
        f"{kind}__{table}__"
        for kind in ("selection", "model_inherit")
        for table in tables
    }
    foreign = env["ir.model.data"].search(
        [
            ("module", "!=", "public_links"),
            ("model", "in", ("ir.model.fields.selection", "ir.model.inherit")),
        ]
    )
    foreign.filtered(lambda one: one.name.startswith(tuple(parts))).unlink()
