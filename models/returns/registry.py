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
                code="return",
                label=_lt("Return (RMA)"),
                rank=40,
                page="odoo.addons.public_links.controllers.returns:return_page",
                gate="_public_link_blockers_return",
                senders="_public_link_senders_return",
                button="_public_action_label_return",
                reached_from=("view", "portal"),
                switch="public_links_return_enabled",
                days="public_links_return_days",
                mail_button=_lt("Start a return"),
                footer=(
                    _lt(
                        "Sent to %(address)s. This link lets its holder return items of this order until"
                        " %(date)s; it opens nothing else."
                    ),
                    _lt(
                        "This link lets its holder return items of this order until %s; it opens nothing"
                        " else."
                    ),
                ),
            ),
        ]

    def _states(self):
        return super()._states() + STATES
