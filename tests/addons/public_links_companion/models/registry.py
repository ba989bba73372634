# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import LazyTranslate

from odoo.addons.public_links.tools.registry import Check, Purpose
from odoo.addons.public_links.tools.states import State

from ..carrier import BookBus
from ..portal import Loans

_lt = LazyTranslate(__name__)


class PublicLinkRegistry(models.AbstractModel):
    _inherit = "public.link.registry"

    def _purposes(self):
        return super()._purposes() + [
            Purpose(
                code="renew",
                label=_lt("Renew"),
                rank=45,
                page="odoo.addons.public_links_companion.controllers.renew:renew_page",
                gate="_public_link_blockers_renew",
                senders="_public_link_senders_renew",
                reached_from=("portal",),
                switch="public_links_renew_enabled",
                days="public_links_renew_days",
                mail_button=_lt("Keep it for longer"),
                footer=(
                    _lt(
                        "Sent to %(address)s. This link lets its holder renew this loan"
                        " until %(date)s; it opens nothing else."
                    ),
                    _lt(
                        "This link lets its holder renew this loan until %s; it opens"
                        " nothing else."
                    ),
                ),
                dead={
                    "disabled": (
                        _lt("The library is closed"),
                        _lt("Please come back tomorrow."),
                    )
                },
            )
        ]

    def _sections(self):
        return super()._sections() + [Loans]

    def _checks(self):
        return super()._checks() + [
            Check(code="library", rank=300, ask="_public_links_check_library")
        ]

    def _states(self):
        return super()._states() + [
            State("loan", "lent", "info", _lt("Lent to you")),
            State("loan", "returned", "ok", _lt("Returned")),
        ]

    def _carriers(self):
        return super()._carriers() + [BookBus]
