# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields

from ..common.pay import PayHttpCase

# The smallest picture there is.
PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    b"AABJRU5ErkJggg=="
)


class TestPayOrders(PayHttpCase):
    def test_an_order_is_paid_before_it_is_billed(self):
        """C6, B27: the unpaid rest; then nothing is left"""
        order = self.make_order("sale")
        link = self.issue(order, "pay")
        self.assertEqual(self.shown_amount(self.open(link)), order.amount_total)
        self.begin(link, order.amount_total)
        transaction = self.transactions(order)
        self.assertEqual(transaction.sale_order_ids, order)
        self.assertEqual(transaction.partner_id, order.partner_invoice_id)
        self.pay(transaction)
        self.assertIn('data-code="paid"', self.open(link).text)

    def test_a_billed_order_pays_its_invoices(self):
        """C6, A46: the payment meets the invoice in the ledger"""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.action_post()
        link = self.issue(order, "pay")
        self.begin(link, order.amount_total)
        transaction = self.transactions(invoice)
        self.assertEqual(transaction.invoice_ids, invoice)
        self.pay(transaction)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertIn('data-code="paid"', self.open(link).text)
        other = self.issue(invoice, "pay")
        self.assertIn('data-code="paid"', self.open(other).text)

    def test_an_order_and_its_invoice_are_one_balance(self):
        """F7, F8: what is in progress on one blocks the other"""
        order = self.make_order("sale")
        self.begin(self.issue(order, "pay"), order.amount_total)
        self.transactions(order)._set_pending()
        invoice = order._create_invoices()
        invoice.action_post()
        page = self.open(self.issue(invoice, "pay"))
        self.assertIn('data-code="processing"', page.text)

    def test_a_quotation_is_paid_only_where_that_is_switched_on(self):
        """C7, F6, T11"""
        order = self.make_order(
            require_payment=True, prepayment_percent=0.5, require_signature=False
        )
        link = self.issue(order, "pay")
        self.assertIn('data-code="not_accepted"', self.open(link).text)
        self.assertIn("error", self.begin(link, 430.11))
        self.company.public_links_accept_and_pay = True
        page = self.open(link)
        self.assertEqual(self.shown_amount(page), 430.11)
        self.assertIn("down payment", page.text)
        self.assertIn("Quotation date", page.text)
        order.validity_date = fields.Date.subtract(fields.Date.today(), days=1)
        order.public_link_revised = False
        self.assertIn('data-code="expired_quote"', self.open(link).text)
        self.assertIn("error", self.begin(link, 430.11))
        order.validity_date = fields.Date.add(fields.Date.today(), days=1)
        self.assertIn('data-code="revised_quote"', self.open(link).text)
        self.assertIn("error", self.begin(link, 430.11))
        order._public_link_sent_again()
        # What begins in the second of a change counts as begun before it (T11).
        order.public_link_offer_since -= timedelta(seconds=2)
        self.begin(link, 430.11)
        self.pay(self.transactions(order))
        self.assertEqual(order.state, "sale")

    def test_a_quotation_that_asks_for_a_signature_is_signed_first(self):
        """C7, F6: as core's portal has it"""
        self.company.public_links_accept_and_pay = True
        order = self.make_order(require_payment=True, require_signature=True)
        link = self.issue(order, "pay")
        self.assertIn('data-code="not_signed"', self.open(link).text)
        self.assertIn("error", self.begin(link, order.amount_total))
        order.signature = PIXEL
        self.assertEqual(self.shown_amount(self.open(link)), order.amount_total)

    def test_view_leads_to_pay_when_and_only_when_the_gate_is_open(self):
        """A21, B6, B26, F4"""
        order = self.make_order("sale")
        view = self.issue(order)
        self.assertIn("/to/pay", self.open(view).text)
        answer = self.open(view, "to/pay", method="POST")
        self.assertEqual(answer.status_code, 303)
        child = self.Link.search([("parent_id", "=", view.id)])
        self.assertEqual(child.purpose, "pay")
        self.assertLessEqual(child.expires_at, view.expires_at)
        self.assertEqual(self.shown_amount(self.open(child)), order.amount_total)
        self.provider.state = "disabled"
        self.assertNotIn("/to/pay", self.open(view).text)
        answer = self.open(view, "to/pay", method="POST")
        self.assertIn("said=closed", answer.headers["Location"])
        self.provider.state = "test"
        self.company.public_links_pay_enabled = False
        self.assertNotIn("/to/pay", self.open(view).text)
        self.assertEqual(self.open(child).status_code, 410)
        self.company.public_links_pay_enabled = True
        view._revoke()
        self.assertEqual(self.open(child).status_code, 410)

    def test_a_pay_link_follows_the_due_date(self):
        """F2"""
        today = fields.Date.today()
        for days, life in ((0, 30), (20, 50), (80, 110), (-300, 30)):
            invoice = self.make_invoice(
                invoice_date=fields.Date.add(today, days=min(days, 0)),
                invoice_date_due=fields.Date.add(today, days=days),
                invoice_payment_term_id=False,
            )
            link = self.issue(invoice, "pay")
            left = (link.expires_at.date() - today).days
            self.assertIn(left, (life, life + 1), days)
