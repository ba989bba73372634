# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from ..common.pay import PayHttpCase


class TestPayAmount(PayHttpCase):
    def event(self, payment, amount, currency="USD"):
        """Let the provider tell of a payment that is done."""
        told = {"amount": amount, "currency_code": currency}
        tx = type(payment)
        with (
            patch.object(tx, "_extract_amount_data", lambda _self, _data: told),
            self.assertLogs("odoo.addons.public_links", "ERROR")
            if amount != 318.6 or currency != "USD"
            else patch.object(tx, "_log_received_message"),
        ):
            payment._process(
                "demo", {"reference": payment.reference, "simulated_state": "done"}
            )

    def begun(self, state):
        invoice = self.make_invoice()
        self.begin(self.issue(invoice, "pay"), 318.6)
        payment = self.transactions(invoice)
        if state == "error":
            payment._set_error("Declined")
        elif state == "withdrawn":
            payment._public_link_withdraw()
        elif state != "draft":
            getattr(payment, f"_set_{state}")()
        return payment

    def test_another_amount_never_makes_a_payment_done(self):
        """P9, S20: after a failed try, one that was withdrawn, and any other"""
        for state in ("error", "withdrawn", "canceled"):
            for amount, currency in ((1, "USD"), (318.6, "EUR"), (0, "USD")):
                with self.subTest(state=state, amount=amount, currency=currency):
                    payment = self.begun(state)
                    before = payment.state
                    self.event(payment, amount, currency)
                    self.assertEqual(payment.state, before)
                    self.assertIn("another amount", payment.state_message)
        for state in ("draft", "pending", "authorized"):
            with self.subTest(state=state):
                payment = self.begun(state)
                with patch.object(
                    type(payment),
                    "_extract_amount_data",
                    lambda _self, _data: {"amount": 1, "currency_code": "USD"},
                ):
                    payment._process("demo", {"simulated_state": "done"})
                self.assertEqual(payment.state, "error")

    def test_the_right_amount_is_taken_as_before(self):
        """P9: a second try of the same payment, one that was withdrawn and paid"""
        for state in ("draft", "pending", "error", "withdrawn"):
            with self.subTest(state=state):
                payment = self.begun(state)
                self.event(payment, 318.6)
                self.assertEqual(payment.state, "done")

    def test_staff_are_told_once(self):
        """P9"""
        payment = self.begun("error")
        invoice = payment.invoice_ids
        before = len(invoice.message_ids)
        for _time in range(3):
            self.event(payment, 1)
        self.assertEqual(len(invoice.message_ids), before + 1)
