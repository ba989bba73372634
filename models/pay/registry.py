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
                code="pay",
                label=_lt("Pay"),
                rank=10,
                page="odoo.addons.public_links.controllers.pay.pay:pay_page",
                gate="_public_link_blockers_pay",
                senders="_public_link_senders_pay",
                button="_public_action_label_pay",
                reached_from=("view", "approve", "portal"),
                for_anybody=True,
                switch="public_links_pay_enabled",
                days="public_links_pay_days",
                mail_button=_lt("Pay now"),
                footer=(
                    _lt(
                        "Sent to %(address)s. This link lets its holder pay this document until"
                        " %(date)s; it opens nothing else."
                    ),
                    _lt(
                        "This link lets its holder pay this document until %s; it opens nothing"
                        " else."
                    ),
                ),
            ),
        ]

    def _states(self):
        return super()._states() + STATES
