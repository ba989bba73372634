# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command, fields
from odoo.tools import mute_logger

from ..common.pay import PayHttpCase


class TestPaymentTerms(PayHttpCase):
    """F24 What the terms of an invoice ask for, as core computes it."""

    def settle(self, link, amount, choice="now"):
        """Pay through the real route with the demo provider; return the payment."""
        answer = self.begin(link, amount, choice)
        self.assertIn("result", answer)
        self.assertEqual(answer["result"]["amount"], amount)
        invoice = link._document()
        with mute_logger("odoo.addons.payment_demo.models.payment_transaction"):
            self.get(
                "/payment/demo/simulate_payment",
                method="POST",
                json={
                    "jsonrpc": "2.0",
                    "params": {
                        "reference": answer["result"]["reference"],
                        "payment_details": "4242",
                        "simulated_state": "done",
                    },
                },
            )
        transaction = self.transactions(invoice).filtered(
            lambda tx: tx.reference == answer["result"]["reference"]
        )
        self.assertEqual(transaction.state, "done")
        transaction._post_process()
        self.env.flush_all()
        return transaction

    def asked(self, link, query=""):
        return self.shown_amount(self.get(link._path() + query))

    def discounted(self, **values):
        """Return an invoice that costs 5 % less for ten days."""
        term = self.env["account.payment.term"].create(
            {
                "name": "5% off in 10 days",
                "early_discount": True,
                "discount_days": 10,
                "discount_percentage": 5,
                "early_pay_discount_computation": "included",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        return self.make_invoice(invoice_payment_term_id=term.id, **values)

    def test_one_instalment_after_the_other(self):
        """F24"""
        term = self.instalments(30, 30, 40)
        invoice = self.make_invoice(invoice_payment_term_id=term.id)
        link = self.issue(invoice, "pay")
        for left in (223.02, 127.44, 0):
            amount = self.asked(link)
            self.settle(link, amount)
            self.assertAlmostEqual(invoice.amount_residual, left)
            self.env.registry.clear_all_caches()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertIn('data-code="paid"', self.open(link).text)
        references = self.transactions(invoice).mapped("reference")
        self.assertEqual(len(set(references)), 3)

    def test_everything_at_once(self):
        """F24"""
        term = self.instalments(30, 70)
        invoice = self.make_invoice(invoice_payment_term_id=term.id)
        link = self.issue(invoice, "pay")
        self.assertEqual(self.asked(link), 95.58)
        self.assertEqual(self.asked(link, "?pay=whole"), 318.6)
        self.settle(link, 318.6, "whole")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertTrue(
            all(
                line.reconciled
                for line in invoice.line_ids
                if line.display_type == "payment_term"
            )
        )

    def test_the_rest_after_an_instalment(self):
        """F24: what is open of two instalments after the first one was paid."""
        term = self.instalments(30, 30, 40)
        invoice = self.make_invoice(invoice_payment_term_id=term.id)
        link = self.issue(invoice, "pay")
        self.settle(link, 95.58)
        self.assertEqual(self.asked(link, "?pay=whole"), 223.02)
        self.settle(link, 223.02, "whole")
        self.assertEqual(invoice.amount_residual, 0)

    def test_instalments_that_are_overdue_are_asked_for_together(self):
        """F24"""
        term = self.instalments(30, 30, 40)
        invoice = self.make_invoice(
            invoice_payment_term_id=term.id,
            invoice_date=fields.Date.subtract(fields.Date.today(), days=45),
        )
        link = self.issue(invoice, "pay")
        self.assertEqual(self.asked(link), 191.16)
        self.settle(link, 191.16)
        self.assertAlmostEqual(invoice.amount_residual, 127.44)

    def test_what_is_asked_for_is_an_amount_of_the_currency(self):
        """F24, P1: core adds up late instalments as floats, 0.1 and 0.2 to a bit more"""
        invoice = self.make_invoice(
            post=False,
            invoice_payment_term_id=self.instalments(10, 20, 70).id,
            invoice_date=fields.Date.subtract(fields.Date.today(), days=45),
        )
        invoice.invoice_line_ids.write({"price_unit": 1, "tax_ids": [Command.clear()]})
        invoice.invoice_line_ids[1:].unlink()
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 1)
        core = invoice._get_invoice_next_payment_values()["next_amount_to_pay"]
        self.assertNotEqual(core, 0.3)
        link = self.issue(invoice, "pay")
        self.assertEqual(self.asked(link), 0.3)
        self.settle(link, 0.3)

    def test_a_discount_for_paying_early_settles_the_invoice(self):
        """F24: it reconciles to zero, and the receipt says so."""
        invoice = self.discounted()
        link = self.issue(invoice, "pay")
        page = self.open(link)
        self.assertIn("You save", page.text)
        self.assertNotIn("Everything that is open", page.text)
        amount = self.shown_amount(page)
        self.assertEqual(amount, 302.67)
        transaction = self.settle(link, amount)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(transaction.public_link_balance, 0)
        self.assertEqual(transaction.payment_id.amount, 302.67)

    def test_a_discount_ends_with_its_day(self):
        """F24, A40: the link of yesterday shows the price of today."""
        invoice = self.discounted(
            invoice_date=fields.Date.subtract(fields.Date.today(), days=11)
        )
        link = self.issue(invoice, "pay")
        self.assertEqual(self.asked(link), 318.6)
        answer = self.begin(link, 302.67)
        self.assertIn("has changed", answer["error"]["message"])
        self.settle(link, 318.6)
        self.assertEqual(invoice.amount_residual, 0)
