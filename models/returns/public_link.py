# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Additions to links by the return purpose: announcements."""

from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class PublicLink(models.Model):
    _inherit = "public.link"

    def _is_kept_on(self):
        # Returns that were asked for stay in sight when no more of them are taken.
        if (
            self.purpose != "return"
            or not self.company_id._public_links_settings()["enabled"]
        ):
            return super()._is_kept_on()
        order = self.env["sale.order"].browse(self.res_id)
        return self.res_model == "sale.order" and order._return_under_way()

    _announced = {
        "return_asked": (
            "ok",
            _lt("Thank you! We have your request. Below is what to do next."),
        ),
        "return_cancelled": (
            "ok",
            _lt("Your return is cancelled. Please keep the items."),
        ),
    }
