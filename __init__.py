from .tools import log_masking
from . import controllers
from . import models
from . import wizards

log_masking.install()


def post_init_hook(env):
    """Make parcels of the tracking numbers that are there already."""
    env["stock.picking"]._make_missing_parcels()


def uninstall_hook(env):
    """Forget the names that other addons gave to parts of our models.

    A model with a chatter or activities gets fields of core's addons, and their parts are
    named after those; Odoo removes the parts with the model, but not these names.
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
