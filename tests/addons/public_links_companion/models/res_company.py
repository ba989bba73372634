# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from odoo.addons.public_links.models.link.res_config_settings import lifetime_range


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_renew_enabled = fields.Boolean("Renew Links", default=True)
    public_links_renew_days = fields.Integer("Renew Links Expire After", default=14)

    _public_links_renew_days_range = lifetime_range("renew")

    def _public_links_check_library(self):
        """Return the checklist's point about the library."""
        title = self.env._("Library")
        # sudo: how many there are, nothing of them
        loans = self.env["library.loan"].sudo()
        if loans.search_count([("company_id", "=", self.id)], limit=1):
            text = self.env._("Readers can renew their loans.")
            return self._public_links_point("ok", title, text)
        return self._public_links_point(
            "warn",
            title,
            self.env._("No book is lent."),
            self.env._("Lend one."),
        )
