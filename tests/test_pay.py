# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .pay_common import PayHttpCase


class TestPayPage(PayHttpCase):
    def test_an_invoice_is_paid_by_its_link(self):
        """B26, B27, B28, A39, A48"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        page = self.open(link)
        self.assertEqual(page.status_code, 200)
        self.assertIn("To be paid", page.text)
        self.assertIn("318.60", page.text)
        self.assertEqual(self.shown_amount(page), 318.6)
        answer = self.begin(link, 318.6)
        self.assertEqual(answer["result"]["amount"], 318.6)
        transaction = self.transactions(invoice)
        self.assertEqual(transaction.partner_id, self.customer)
        self.assertEqual(transaction.landing_route, "/link/pay/return")
        self.pay(transaction)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        page = self.open(link)
        self.assertIn('data-code="paid"', page.text)
        self.assertNotIn("o_payment_form", page.text)
