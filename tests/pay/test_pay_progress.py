# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command

from ..common.pay import PayHttpCase


class TestPayInProgress(PayHttpCase):
    """One charge: what was begun, is in progress or not booked yet counts."""

    def setUp(self):
        super().setUp()
        self.invoice = self.make_invoice()
        self.link = self.issue(self.invoice, "pay")

    def test_every_tab_gets_the_same_transaction_while_it_fits(self):
        """F7, S12"""
        first = self.begin(self.link, 318.6)["result"]["reference"]
        derived = (
            self.Link.sudo()._issue(self.invoice, "view")._derive("pay", self.invoice)
        )
        for link in (self.link, derived, self.link):
            self.assertEqual(self.begin(link, 318.6)["result"]["reference"], first)
        self.assertEqual(len(self.transactions(self.invoice)), 1)

    def test_another_way_to_pay_withdraws_the_one_that_was_begun(self):
        """F7: a provider never holds two payments of one balance"""
        second = self.second_provider()
        self.begin(self.link, 318.6)
        first = self.transactions(self.invoice)
        self.begin(self.link, 318.6, provider_id=second.id)
        self.assertEqual(first.state, "cancel")
        both = self.transactions(self.invoice)
        self.assertEqual(set(both.mapped("state")), {"cancel", "draft"})
        self.assertEqual(len(both), 2)

    def test_a_payment_in_progress_blocks_a_second_one(self):
        """F8, S17: pending, authorised, and done but not booked"""
        self.begin(self.link, 318.6)
        transaction = self.transactions(self.invoice)
        for state in ("pending", "authorized"):
            self.provider.support_manual_capture = "full_only"
            transaction.state = state
            page = self.open(self.link)
            self.assertIn('data-code="processing"', page.text)
            answer = self.begin(self.link, 318.6)
            self.assertIn("being processed", answer["error"]["message"])
        transaction.write({"state": "done", "is_post_processed": False})
        self.assertIn('data-code="processing"', self.open(self.link).text)
        self.assertEqual(len(self.transactions(self.invoice)), 1)

    def test_what_the_provider_has_taken_is_booked_before_anything_is_asked_of_it(self):
        """S17, A46: a second payment meets the booked one"""
        self.begin(self.link, 318.6)
        transaction = self.transactions(self.invoice)
        transaction._set_done()
        self.assertEqual(self.invoice.payment_state, "not_paid")
        answer = self.begin(self.link, 318.6)
        self.assertIn("paid", answer["error"]["message"])
        self.assertTrue(transaction.is_post_processed)
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(len(self.transactions(self.invoice)), 1)

    def test_an_announced_transfer_blocks_no_card(self):
        """F8, S17"""
        transfer = self.env["payment.provider"].search(
            [("code", "=", "custom"), ("company_id", "=", self.company.id)], limit=1
        )
        self.env["payment.transaction"].create(
            {
                "provider_id": transfer.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": "announced",
                "amount": 318.6,
                "currency_id": self.invoice.currency_id.id,
                "partner_id": self.customer.id,
                "invoice_ids": [Command.set(self.invoice.ids)],
                "operation": "online_redirect",
            }
        )._set_pending()
        page = self.open(self.link)
        self.assertIn("You announced a transfer of", page.text)
        self.assertIn("result", self.begin(self.link, 318.6))
