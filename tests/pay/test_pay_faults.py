# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ..common.pay import PayHttpCase

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

    def test_what_was_begun_and_cannot_be_withdrawn_says_that_nothing_was_charged(self):
        """S15, F7: the provider of the first attempt does not tell"""

        def mute(transaction):
            raise UserError(transaction.env._("Nothing was charged by this attempt."))

        self.begin(self.link, 318.6)
        kind = self.env.registry["payment.transaction"]
        self.patch(kind, "_public_link_withdraw", mute)
        answer = self.begin(self.link, 318.6, flow="redirect")
        self.assertIn("Nothing was charged", answer["error"]["message"])
        self.assertEqual(self.transactions(self.invoice).state, "draft")

    def test_a_page_that_fails_while_it_pays_does_not_say_that_nothing_happened(self):
        """S15, S18: the card may have been charged"""

        def broken(document, link, choice, form):
            raise KeyError(SECRET)

        kind = self.env.registry["account.move"]
        self.patch(kind, "_public_pay_by_card", broken)
        with mute_logger("odoo.http"):
            response = self.open(
                self.link, "card", method="POST", data={"charge": "yes"}
            )
        self.assertPublic(response, 500)
        self.assertIn("do not know yet", response.text)
        self.assertNotIn("Nothing was changed", response.text)
        self.assertNotIn(SECRET, response.text)

    def test_the_currency_that_was_shown_is_the_one_that_is_charged(self):
        """A41, S16: the same figure in another currency is another amount"""
        route = self.route(self.link)
        francs = self.env.ref("base.CHF")
        francs.active = True
        self.invoice.button_draft()
        self.invoice.currency_id = francs
        self.invoice.action_post()
        answer = self.get(
            route,
            method="POST",
            json={
                "params": {
                    "amount": self.invoice.amount_residual,
                    "provider_id": self.provider.id,
                    "payment_method_id": self.method.id,
                    "flow": "direct",
                }
            },
        ).json()
        self.assertIn("balance has changed", answer["error"]["message"])
        self.assertFalse(self.transactions(self.invoice))

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
