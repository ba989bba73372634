# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.fields import Command

from ..common.pay import PayHttpCase


class TestPayLedger(PayHttpCase):
    """What was paid once is not asked for again, however it is booked."""

    def paid_by(self, link, amount, document):
        """Pay by a link, and book it."""
        answer = self.begin(link, amount)
        self.assertIn("result", answer)
        [transaction] = self.env["payment.transaction"].search(
            [("reference", "=", answer["result"]["reference"])]
        )
        self.pay(transaction)
        return transaction

    def nothing_due(self, link, amount):
        self.assertIn('data-code="paid"', self.open(link).text)
        self.assertNotIn("result", self.begin(link, amount))

    def test_the_rest_of_a_partly_billed_order_is_paid_once(self):
        """F7, A46, S17"""
        order = self.make_order("sale")
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": 30,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        wizard.create_invoices()
        advance = order.invoice_ids
        advance.action_post()
        link = self.issue(order, "pay")
        self.paid_by(link, advance.amount_residual, advance)
        rest = order.amount_total - advance.amount_total
        self.assertAlmostEqual(self.shown_amount(self.open(link)), rest)
        self.paid_by(link, round(rest, 2), order)
        self.nothing_due(link, round(rest, 2))

    def test_an_order_paid_before_its_invoice_is_posted_is_not_due_again(self):
        """F7, A46"""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        link = self.issue(order, "pay")
        self.paid_by(link, order.amount_total, order)
        invoice.action_post()
        self.nothing_due(link, order.amount_total)
        self.nothing_due(self.issue(invoice, "pay"), order.amount_total)

    def test_an_order_that_bills_itself_is_paid_once(self):
        """F7, A46: core's automatic invoices"""
        self.env["ir.config_parameter"].set_param("sale.automatic_invoice", "True")
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.action_post()
        link = self.issue(order, "pay")
        transaction = self.paid_by(link, order.amount_total, order)
        self.assertEqual(transaction.invoice_ids, invoice)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.nothing_due(link, order.amount_total)

    def test_an_order_billed_elsewhere_is_paid_by_its_invoice(self):
        """A3, S10: with another order, to another customer"""
        first, second = self.make_order("sale"), self.make_order("sale")
        together = (first | second)._create_invoices()
        together.action_post()
        link = self.issue(first, "pay")
        self.assertIn('data-code="by_invoice"', self.open(link).text)
        self.assertNotIn("result", self.begin(link, first.amount_total))
        other = self.make_order("sale")
        invoice = other._create_invoices()
        invoice.partner_id = self.other
        invoice.action_post()
        link = self.issue(other, "pay")
        self.assertIn('data-code="by_invoice"', self.open(link).text)
        self.assertNotIn("result", self.begin(link, other.amount_total))

    def test_an_invoice_of_an_order_is_begun_once(self):
        """F7"""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.action_post()
        link = self.issue(invoice, "pay")
        for _click in range(3):
            self.begin(link, invoice.amount_residual)
        self.assertEqual(self.transactions(invoice).mapped("state"), ["draft"])

    def test_what_was_withdrawn_and_paid_all_the_same_counts(self):
        """F7, S17: money's truth"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.begin(link, 318.6)
        first = self.transactions(invoice)
        self.begin(link, 318.6, flow="redirect")
        self.assertEqual(first.state, "cancel")
        self.pay(first)
        self.assertEqual(first.state, "done")
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.nothing_due(link, 318.6)

    def test_a_payment_begun_in_the_portal_is_neither_taken_over_nor_withdrawn(self):
        """S7: its landing page holds the portal's permanent token"""
        invoice = self.make_invoice()
        foreign = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "reference": "portal",
                "amount": 318.6,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_direct",
                "landing_route": "/my/invoices/1?access_token=secret",
                "invoice_ids": [Command.set(invoice.ids)],
            }
        )
        answer = self.begin(self.issue(invoice, "pay"), 318.6)
        self.assertNotEqual(answer["result"]["reference"], foreign.reference)
        self.assertEqual(foreign.state, "draft")

    def test_each_goes_back_to_their_own_link(self):
        """S7, S19: two people who pay by one transaction"""
        invoice = self.make_invoice()
        mine = self.issue(invoice, "pay")
        self.begin(mine, 318.6)
        session = self.opener.cookies.copy()
        self.opener.cookies.clear()
        theirs = self.issue(invoice, "pay", self.other)
        self.begin(theirs, 318.6)
        self.opener.cookies.update(session)
        back = self.get("/link/pay/return").headers["Location"]
        self.assertIn(mine._path(), back)

    def test_a_quotation_that_says_something_else_is_not_accepted_by_paying(self):
        """C7, F6, S8"""
        self.company.public_links_accept_and_pay = True
        order = self.make_order(require_signature=False, require_payment=True)
        link = self.issue(order, "pay")
        route = self.route(link)
        order.order_line.name = "Something else altogether"
        order.validity_date = fields.Date.add(fields.Date.today(), days=9)
        self.assertIn(
            "being changed", self.begin(link, order.amount_total)["error"]["message"]
        )
        order._public_link_sent_again()
        answer = self.get(
            route,
            method="POST",
            json={
                "params": {
                    "amount": order.amount_total,
                    "provider_id": self.provider.id,
                    "payment_method_id": self.method.id,
                    "flow": "direct",
                }
            },
        ).json()
        self.assertIn("balance has changed", answer["error"]["message"])
        self.assertFalse(self.transactions(order))
