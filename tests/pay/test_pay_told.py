# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from html import unescape

from odoo import Command, fields

from ..common.pay import PayHttpCase
from ..common.portal import PortalFixtures


def plain(text):
    """Return a page's text with its amounts in one piece: "$1080.00"."""
    text = unescape(re.sub(r"<[^>]*>", " ", text))
    for mark in ("\xa0", "\ufeff", ","):
        text = text.replace(mark, "")
    return " ".join(text.split())


class TestTold(PortalFixtures, PayHttpCase):
    """What pages say beside the amounts: what is late, and why the button says another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()

    def card(self, document):
        """Return the text of the first card of a document's page."""
        text = self.open(self.issue(document)).text
        card = re.search(r"<section[^>]*\bhero\b.*?</section>", text, re.DOTALL)[0]
        return plain(card)

    def late(self):
        """Return an invoice of 35 days ago in three parts, of which two are late."""
        day = fields.Date.subtract(fields.Date.today(), days=35)
        return self.make_invoice(
            invoice_date=day, invoice_payment_term_id=self.instalments(30, 30, 40).id
        )

    def totals(self, document):
        values = document._public_values(self.issue(document))
        return [(row["label"], plain(row["amount"])) for row in values["totals"]]

    def test_a_part_that_is_late_makes_an_invoice_overdue_everywhere(self):
        """T7: view, list, tab and overview; T8: the overview's button charges that part"""
        invoice = self.late()
        self.assertEqual(invoice._public_state(), ("invoice", "overdue"))
        card = self.card(invoice)
        self.assertIn("Overdue", card)
        self.assertIn("$191.16 of it was due on", card)
        self.assertIn("Pay $191.16", card)
        self.assertIn('data-code="overdue"', self.page("invoices").text)
        self.assertIn(invoice.name, self.page("invoices?tab=overdue").text)
        overview = plain(self.page("").text)
        self.assertIn("Pay $191.16", overview)
        self.assertIn("$191.16 of it was due on", overview)
        pay = plain(self.open(self.issue(invoice, "pay")).text)
        self.assertIn("The part that was due on", pay)
        second = self.make_invoice()
        overview = plain(self.page("").text)
        self.assertIn("1 of 2 are overdue", overview)
        self.assertIn(f"Pay ${191.16 + second.amount_residual:.2f}", overview)
        self.post("pay", {"all": invoice.currency_id.id})
        bundle = self.link.child_ids._document()
        self.assertAlmostEqual(bundle._public_pay_due().now, 191.16 + 318.6, 2)

    def test_a_part_that_is_due_next_is_named(self):
        """T7, T8"""
        term = self.instalments(30, 30, 40)
        invoice = self.make_invoice(invoice_payment_term_id=term.id)
        card = self.card(invoice)
        self.assertIn("$318.60", card)
        self.assertIn("$95.58 of it is due by", card)
        self.assertNotIn("Overdue", card)
        self.assertNotIn(invoice.name, self.page("invoices?tab=overdue").text)

    def test_an_early_discount_is_named(self):
        """T8: the amount is the whole, the button asks for less"""
        term = self.env["account.payment.term"].create(
            {
                "name": "5% off in 10 days",
                "early_discount": True,
                "discount_days": 10,
                "discount_percentage": 5,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        invoice = self.make_invoice(invoice_payment_term_id=term.id)
        due = invoice._public_pay_due()
        saved = f"you save ${due.discount:.2f}"
        self.assertIn(saved, self.card(invoice))
        overview = plain(self.page("").text)
        self.assertIn(f"Pay ${due.now:.2f}", overview)
        self.assertIn(saved, overview)

    def test_what_is_open_in_the_customers_favour_is_named_beside_the_button(self):
        """T8"""
        self.make_invoice()
        credit = self.make_invoice("out_refund")
        overview = plain(self.page("").text)
        self.assertIn(f"${credit.amount_total:.2f} is in your favour and not", overview)
        self.assertIn("Pay $318.60", overview)

    def test_an_order_says_what_is_left_and_why_the_button_asks_for_a_part(self):
        """T8, T9"""
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
        card = self.card(order)
        self.assertIn(f"${advance.amount_total:.2f} is billed and open now.", card)
        self.assertNotIn("left to pay", card)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=advance.ids
        ).create({}).action_create_payments()
        left = order.amount_total - advance.amount_total
        card = self.card(order)
        self.assertIn(f"${left:.2f} is left to pay.", card)
        self.assertIn(f"Pay ${left:.2f}", card)

    def test_a_payment_in_progress_is_told_on_the_view_page(self):
        """T12: of an invoice and of an order"""
        invoice, order = self.make_invoice(), self.make_order("sale")
        for document in (invoice, order):
            self.begin(self.issue(document, "pay"), document.amount_total)
            self.transactions(document)._set_pending()
            card = self.card(document)
            self.assertIn("Payment on its way", card)
            self.assertIn("lease do not pay again", card)
            self.assertNotIn("Pay $", card)

    def test_what_was_written_off_or_credited_is_not_called_paid(self):
        """T6, T18"""
        invoice = self.make_invoice()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        expense = self.env["account.account"].search(
            [("account_type", "=", "expense")], limit=1
        )
        wizard = wizard.create({"amount": 308.6})
        wizard.payment_difference_handling = "reconcile"
        wizard.writeoff_account_id = expense
        wizard.action_create_payments()
        self.assertEqual(
            self.totals(invoice)[-3:],
            [("Paid", "-$308.60"), ("Deducted", "-$10.00"), ("Due", "$0.00")],
        )
        invoice = self.make_invoice()
        reversal = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        action = reversal.create({"journal_id": invoice.journal_id.id}).refund_moves()
        credit = self.env["account.move"].browse(action["res_id"])
        credit.invoice_line_ids.price_unit = 95
        credit.action_post()
        (invoice + credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        amount = credit.amount_total
        self.assertEqual(
            self.totals(invoice)[-2:],
            [
                ("Credit note", f"-${amount:.2f}"),
                ("Due", f"${invoice.amount_residual:.2f}"),
            ],
        )
        self.assertEqual(
            self.totals(credit)[-2:],
            [("Set against invoices", f"-${amount:.2f}"), ("Due", "$0.00")],
        )

    def test_a_pay_page_says_since_when_it_is_due_and_on_which_terms(self):
        """T7, T16: not "due by" a day that is over; what core prints below is there too"""
        day = fields.Date.subtract(fields.Date.today(), days=3)
        term = self.env["account.payment.term"].create(
            {"name": "Net", "note": "<p>We charge interest</p>"}
        )
        invoice = self.make_invoice(
            invoice_date=day, invoice_date_due=day, invoice_payment_term_id=term.id
        )
        page = plain(self.open(self.issue(invoice, "pay")).text)
        self.assertIn("It was due on", page)
        self.assertNotIn("due by", page)
        self.assertIn("We charge interest", page)
        order = self.make_order("sale", note="<p>Our terms</p>")
        self.assertIn("Our terms", self.open(self.issue(order, "pay")).text)
