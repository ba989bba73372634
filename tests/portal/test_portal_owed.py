# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from html import unescape

from odoo import fields

from ..common.base import PublicLinkHttpCase
from ..common.portal import PortalFixtures


class TestPortalOwed(PortalFixtures, PublicLinkHttpCase):
    """What is owed and overdue, and what ticked invoices come to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.make_provider()

    def late(self, days=10):
        today = fields.Date.today()
        return self.make_invoice(
            invoice_date=today - timedelta(days=days + 5),
            invoice_payment_term_id=False,
            invoice_date_due=today - timedelta(days=days),
        )

    def text(self, place="invoices"):
        text = unescape(self.page(place).text)
        return text.replace("\xa0", "").replace("\ufeff", "")

    def test_the_list_says_what_is_owed_and_pays_what_is_overdue(self):
        """F18, F53: one button for all that is overdue, and for nothing else"""
        late = self.late(10) | self.late(3)
        due = self.make_invoice()
        text = self.text()
        total = sum((late + due).mapped("amount_residual"))
        overdue = sum(late.mapped("amount_residual"))
        self.assertIn(f"${total:,.2f} is open on 3 invoices.", text)
        self.assertIn(f"${overdue:,.2f} is overdue", text)
        self.assertIn("2 invoices, the oldest since", text)
        self.assertIn("Pay all overdue", text)
        self.post("pay", {"overdue": due.currency_id.id})
        self.assertEqual(self.link.child_ids._document().invoice_ids, late)

    def test_nothing_is_overdue(self):
        """F18, S10: then nothing is asked for by that button, or by a number of nothing"""
        invoice = self.make_invoice()
        self.assertNotIn("overdue", self.text().replace("tab=overdue", ""))
        for bad in (invoice.currency_id.id, 999999, "x", "-1"):
            response = self.post("pay", {"overdue": bad})
            self.assertEqual(response.status_code, 303)
            self.assertFalse(self.link.child_ids)

    def test_ticked_invoices_are_added_up_by_the_server(self):
        """F18: by the address, which a script asks for"""
        first, second = self.make_invoice(), self.make_invoice()
        both = first.amount_residual + second.amount_residual
        text = self.text(f"invoices?invoice={first.id}&invoice={second.id}")
        self.assertIn(f"${both:,.2f}</bdi></b>", text)
        self.assertIn("2 invoices", text)
        self.assertEqual(text.count('checked="checked"'), 2)
        stranger = self.make_invoice(partner_id=self.other.id)
        for bad in ("x", "-1", stranger.id, 999999999999):
            page = self.text(f"invoices?invoice={bad}")
            self.assertNotIn("checked=", page)
            self.assertNotIn("</bdi></b>", page.partition('class="till')[2])

    def test_with_more_than_fit_the_overview_says_how_to_pay(self):
        """F18: what is owed, how much of it is late, and what to do"""
        from ...models.portal import portal_moves

        self.late(), self.make_invoice()
        self.patch(portal_moves, "MOST", 1)
        text = self.text("")
        self.assertIn("1 of 2 are overdue.", text)
        self.assertIn("or up to 1 that you tick", text)
