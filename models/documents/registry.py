# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What this slice registers: see docs/EXTENDING.md."""

from odoo import models
from odoo.tools import LazyTranslate

from ...tools.registry import Purpose
from .states import STATES

_lt = LazyTranslate(__name__)


class PublicLinkRegistry(models.AbstractModel):
    _inherit = "public.link.registry"

    def _purposes(self):
        return super()._purposes() + [
            Purpose(
                code="view",
                label=_lt("View"),
                rank=50,
                page="odoo.addons.public_links.controllers.documents.view:view_page",
                gate="_public_link_blockers_view",
                senders="_public_link_senders_view",
                button="_public_action_label_view",
                reached_from=("portal",),
                switch="public_links_view_enabled",
                days="public_links_view_days",
                footer=(
                    _lt(
                        "Sent to %(address)s. This link lets its holder view this document until"
                        " %(date)s; it opens nothing else."
                    ),
                    _lt(
                        "This link lets its holder view this document until %s; it opens nothing"
                        " else."
                    ),
                ),
            ),
        ]

    def _states(self):
        return super()._states() + STATES
