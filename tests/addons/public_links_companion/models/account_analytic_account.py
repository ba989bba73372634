# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class AccountAnalyticAccount(models.Model):
    """A reading circle, for which the library keeps an account: a model of Odoo's own,
    made a document."""

    _name = "account.analytic.account"
    _inherit = ["account.analytic.account", "public.link.mixin"]

    _public_fields = ("company_id", "name", "partner_id")

    def _public_link_kind(self):
        return self.env._("Reading circle")

    def _public_link_blockers_view(self):
        return []

    def _public_values(self, link):
        """Return what the page of view links shows, see ``tools/page_values.py``."""
        label = self.env._("Open")
        return {
            "title": self.name,
            "status": {"code": "open", "label": label, "tone": "ok"},
            "headline": "",
            "sentence": self.env._("This circle takes new readers."),
            "lines": [],
            "totals": [],
            "deliveries": [],
            "addresses": [],
            "facts": [],
            "terms": [],
            "footer": self._public_footer(link),
        }
