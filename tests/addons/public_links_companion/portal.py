# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tools import SQL

from odoo.addons.public_links.models.link.public_link_read import fetch_where
from odoo.addons.public_links.models.portal.portal_section import Section
from odoo.addons.public_links.tools.formatting import day


class Loans(Section):
    """The books that a reader has borrowed."""

    code, sequence = "loans", 70
    model = "library.loan"
    switches = ("renew_enabled",)
    template = "public_links_companion.portal_loans"

    def label(self):
        return self.env._("Loans")

    def values(self, asked):
        loans = fetch_where(
            self.env["library.loan"],
            ("due_date", "name"),
            SQL(
                "company_id = %s AND partner_id IN (%s) AND NOT COALESCE(returned, false)",
                self.portal.company.id,
                self.people(),
            ),
            order=SQL("due_date, id"),
        )
        return {
            "rows": [
                {"title": loan.name, "due": day(self.env, loan.due_date)}
                for loan in loans
            ],
            "empty": self.env._("You have borrowed nothing."),
        }
