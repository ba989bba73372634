# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo.exceptions import ValidationError

from .pay_common import PayHttpCase

SECRET = "10.0.0.7"


class TestPayFaults(PayHttpCase):
    """What goes wrong on the way to the provider: the customer reads the truth."""

    def setUp(self):
        super().setUp()
        self.invoice = self.make_invoice()
        self.link = self.issue(self.invoice, "pay")

    def test_a_provider_that_is_down_says_that_no_money_was_taken(self):
        """S15"""

        def down(transaction, values):
            raise ValidationError(SECRET)

        self.patch(
            self.env.registry["payment.transaction"],
            "_get_specific_processing_values",
            down,
        )
        answer = self.begin(self.link, 318.6)["result"]
        self.assertEqual(answer["state"], "error")
        self.assertIn("No money was taken", answer["state_message"])
        self.assertNotIn(SECRET, json.dumps(answer))
        self.assertEqual(self.transactions(self.invoice).state, "error")

    def test_an_unexpected_failure_does_not_claim_to_know(self):
        """S15: neither paid nor not paid, and no traceback"""

        def broken(transaction):
            raise KeyError(SECRET)

        self.patch(
            self.env.registry["payment.transaction"], "_get_processing_values", broken
        )
        answer = self.begin(self.link, 318.6)
        self.assertIn("do not know yet", answer["error"]["message"])
        self.assertNotIn(SECRET, json.dumps(answer))
