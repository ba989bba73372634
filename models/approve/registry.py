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
                code="approve",
                label=_lt("Approve"),
                rank=20,
                page="odoo.addons.public_links.controllers.approve:approve_page",
                gate="_public_link_blockers_approve",
                senders="_public_link_senders_approve",
                button="_public_action_label_approve",
                reached_from=("view", "portal"),
                switch="public_links_approve_enabled",
                days="public_links_approve_days",
                mail_button=_lt("Review and approve"),
                footer=(
                    _lt(
                        "Sent to %(address)s. This link lets its holder approve this document until"
                        " %(date)s; it opens nothing else."
                    ),
                    _lt(
                        "This link lets its holder approve this document until %s; it opens nothing"
                        " else."
                    ),
                ),
                dead={
                    "revised": (
                        _lt("This quotation is being revised"),
                        _lt(
                            "We will send you the new version, or have just done so:"
                            " please open the link in our latest email."
                        ),
                    )
                },
            ),
        ]

    def _states(self):
        return super()._states() + STATES
