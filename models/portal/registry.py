# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What this slice registers: see docs/EXTENDING.md."""

from odoo import models
from odoo.tools import LazyTranslate

from ...tools.registry import Purpose
from .portal_moves import CreditNotes, Invoices
from .portal_orders import Estimates, Orders
from .portal_payments import Payments
from .portal_profile import Messages, Profile
from .portal_returns import Returns
from .portal_section import Overview
from .portal_shipments import Shipments
from .portal_statement import Statement
from .states import STATES

_lt = LazyTranslate(__name__)


class PublicLinkRegistry(models.AbstractModel):
    _inherit = "public.link.registry"

    def _purposes(self):
        return super()._purposes() + [
            Purpose(
                code="portal",
                label=_lt("Portal"),
                rank=60,
                page="odoo.addons.public_links.controllers.portal.portal:portal_page",
                gate="_public_link_blockers_portal",
                senders="_public_link_senders_portal",
                switch="public_links_portal_enabled",
                days="public_links_portal_days",
                mail_button=_lt("Open your documents"),
                mail_subject=_lt("Your documents at %(seller)s"),
                footer=(
                    _lt(
                        "Sent to %(address)s. This link lets its holder see all your"
                        " documents with us until %(date)s. Please keep it to yourself."
                    ),
                    _lt(
                        "This link lets its holder see all your documents with us until"
                        " %s. Please keep it to yourself."
                    ),
                ),
                dead={
                    "disabled": (
                        _lt("Portal not available"),
                        _lt("It is switched off at the moment. Please contact us."),
                    )
                },
            ),
        ]

    def _sections(self):
        return super()._sections() + [
            Overview,
            Invoices,
            Estimates,
            Orders,
            CreditNotes,
            Shipments,
            Payments,
            Returns,
            Statement,
            Messages,
            Profile,
        ]

    def _states(self):
        return super()._states() + STATES
