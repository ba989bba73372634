# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What links gain by the return purpose: what a page says of what was done."""

from odoo import api, models


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _announcements(self):
        env = self.env
        return super()._announcements() | {
            "return_asked": (
                "ok",
                env._("Thank you! Your return has arrived. Below is what to do next."),
            ),
            "return_cancelled": (
                "ok",
                env._("Your return is cancelled. Please keep the items."),
            ),
        }
