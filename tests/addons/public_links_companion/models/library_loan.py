# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models

from odoo.addons.public_links.tools.blockers import Blocker
from odoo.addons.public_links.tools.formatting import day
from odoo.addons.public_links.tools.senders import SALES, Senders

RENEWAL = timedelta(days=14)


class LibraryLoan(models.Model):
    """A book that somebody has borrowed: a document, since it inherits the mixin."""

    _name = "library.loan"
    _description = "Loan"
    _inherit = ["mail.thread", "mail.activity.mixin", "public.link.mixin"]

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", "Reader", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    due_date = fields.Date(
        required=True, default=lambda self: fields.Date.today() + RENEWAL
    )
    returned = fields.Boolean()

    # What the gate and the page read: nothing else is fetched for a page.
    _public_fields = ("company_id", "due_date", "name", "partner_id", "returned")

    def _public_link_kind(self):
        return self.env._("Loan")

    def _public_state(self):
        return "loan", "returned" if self.returned else "lent"

    # === THE PURPOSE, AS THE REGISTRY NAMES IT === #

    def _public_link_blockers_renew(self):
        if not self.returned:
            return []
        return [
            Blocker(
                "returned",
                self.env._("You have brought this book back. Thank you!"),
                self.env._("The book was returned."),
                self.env._("There is nothing to renew."),
            )
        ]

    def _public_link_senders_renew(self):
        return Senders((SALES,), self.env._("Only librarians may send this."))

    def _public_renew_values(self, link):
        """Return what the page shows, and its form sends back as ``seen``.

        :param link: `public.link`
        :rtype: dict
        """
        return {
            "title": self.env._("Renew %s", self.name),
            "status": self._public_status(),
            "due": day(self.env, self.due_date),
            "renew_url": link._form_path("extend") if link.id else "#",
            "footer": self._public_footer(link),
        }

    def _public_link_seen(self, link):
        values = self._public_renew_values(link)
        return self._public_link_version({"due": values["due"]})

    def _renew(self):
        """Let the reader keep the book for two more weeks."""
        self.due_date += RENEWAL
