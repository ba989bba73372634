# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Saved cards at Stripe: what it answers, and what becomes of an answer that is lost."""

from datetime import date
from unittest.mock import patch

import requests

from odoo import fields

from ...models.pay.payment_transaction_charge import _answer_lost, _never_sent
from ..common.card import CardHttpCase
from ..common.card_stripe import METHOD
from ..common.stripe_cards import StripeCards


class TestCardStripe(StripeCards, CardHttpCase):
    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"public_links.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def later(self, transaction, minutes=2):
        transaction.public_link_charged_at = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=minutes
        )

    # === EXPIRY === #

    def test_brand_and_expiry_are_asked_for_once_a_day_and_never_by_a_page(self):
        """A42, S19: by a scheduled action, through Stripe's own client"""
        link, _invoice = self.mailed()
        self.assertIn("card-on-file", self.open(link).text)
        self.assertFalse(self.stripe.requests)
        self.run_cron("cards")
        self.assertEqual(self.card.public_link_expiry, date(2099, 4, 30))
        self.assertEqual(self.card.public_link_brand, "Visa")
        page = self.open(link)
        self.assertIn("Your saved card, expires 04/99", page.text)
        self.assertIn("Visa", page.text)
        self.run_cron("cards")
        self.assertEqual(len(self.stripe.requests), 1)
        self.card.public_link_checked_at = fields.Datetime.subtract(
            fields.Datetime.now(), days=2
        )
        expired = METHOD | {"card": METHOD["card"] | {"exp_year": 2020}}
        with patch.dict(METHOD, expired):
            self.run_cron("cards")
        self.assertNoCard(link, "Stripe says that it has expired.")

    def test_stripe_being_down_leaves_what_is_known(self):
        """A42"""
        self.card.public_link_expiry = date(2098, 1, 31)
        self.stripe.down = True
        self.run_cron("cards")
        self.assertEqual(self.card.public_link_expiry, date(2098, 1, 31))
        self.assertTrue(self.card.public_link_checked_at, "Not asked again at once.")

    # === CHARGES === #

    def test_a_saved_card_is_charged_once(self):
        """A43, S18"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.assertSaid(self.charge(link, form), "done")
        self.assertSaid(self.charge(link, form), "")
        [intent] = self.stripe.charges()
        transaction = self.transactions(invoice)
        self.assertEqual(transaction.provider_reference, intent["id"])
        self.assertEqual(intent["description"], transaction.reference)
        self.assertEqual(intent["amount"], 31860)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_a_declined_card_ends_in_the_form(self):
        """A44"""
        self.stripe.does = "declined"
        link, invoice = self.mailed()
        self.assertSaid(self.charge(link), "declined")
        transaction = self.transactions(invoice)
        self.assertEqual(transaction.state, "error")
        self.assertEqual(transaction.public_link_refusal, "declined")
        self.assertIn(transaction.provider_reference, self.stripe.intents)
        self.assertFalse(self.stripe.charges())

    def test_a_card_that_needs_its_bank_ends_in_the_form_with_a_sentence(self):
        """A44, S19: never in a poll without end"""
        link, invoice = self.mailed()
        for does in ("authentication", "action"):
            with self.subTest(does):
                self.stripe.does = does
                answer = self.charge(link)
                self.assertSaid(answer, "confirm")
                page = self.get(answer.headers["Location"])
                self.assertIn("Your bank wants you to confirm", page.text)
                self.assertIn("o_payment_form", page.text)
                self.assertNotIn("data-refresh", page.text)
                transaction = self.transactions(invoice)[0]
                self.assertEqual(transaction.state, "error")
                self.assertIn(transaction.provider_reference, self.stripe.intents)
        intents = list(self.stripe.intents.values())
        self.assertEqual(intents[1]["status"], "canceled", "Nobody can pay it later.")

    def test_a_form_that_cannot_be_withdrawn_keeps_the_card_from_being_charged(self):
        """S17: its PaymentIntent could still be paid in another tab"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        begun = self.transactions(invoice).create(
            invoice._public_pay_create_values(
                link,
                318.6,
                self.provider,
                {
                    "provider_id": self.provider.id,
                    "payment_method_id": self.method.id,
                    "operation": "online_direct",
                    "currency_id": invoice.currency_id.id,
                    "partner_id": self.customer.id,
                    "provider_reference": "pi_3QJ000000000000000000009",
                },
            )
        )
        self.stripe.down = True
        self.assertSaid(self.charge(link, form), "unreached")
        self.assertEqual(self.transactions(invoice), begun)
        self.assertEqual(begun.state, "draft")

    # === LOST ANSWERS === #

    def test_a_lost_answer_is_asked_for_and_settled(self):
        """S18: the card was charged, and nobody told us"""
        for does in ("lost", "broken"):
            with self.subTest(does):
                self.stripe.does = does
                link, invoice = self.mailed(self.make_invoice())
                answer = self.charge(link)
                self.assertSaid(answer, "checking")
                page = self.get(answer.headers["Location"])
                self.assertIn("We do not know yet", page.text)
                self.assertNotIn("card-on-file", page.text)
                transaction = self.transactions(invoice)
                self.assertEqual(transaction.state, "draft")
                self.assertTrue(transaction.public_link_charged_at)
                self.run_cron("charges")
                self.assertEqual(transaction.state, "draft", "Still in flight.")
                self.later(transaction)
                self.run_cron("charges")
                self.assertEqual(transaction.state, "done")
                transaction._post_process()
                self.assertIn('data-code="paid"', self.open(link).text)
        self.assertEqual(len(self.stripe.charges()), 2)

    def test_a_charge_that_stripe_never_heard_of_is_for_staff_to_let_go(self):
        """S18: asking does not charge"""
        self.stripe.does = "unheard"
        link, invoice = self.mailed()
        self.assertSaid(self.charge(link), "checking")
        self.stripe.does = "paid"
        transaction = self.transactions(invoice)
        self.later(transaction, 20)
        self.run_cron("charges")
        self.assertEqual(transaction.state, "draft")
        self.assertFalse(self.stripe.intents)
        self.assertTrue(invoice.activity_ids)
        transaction.with_user(self.accountant).action_public_link_not_charged()
        self.assertSaid(self.charge(link), "done")
        self.assertEqual(len(self.stripe.charges()), 1)

    def test_a_lost_answer_is_settled_by_staff_asking(self):
        """S18, A47"""
        self.stripe.does = "lost"
        link, invoice = self.mailed()
        self.assertSaid(self.charge(link), "checking")
        transaction = self.transactions(invoice)
        self.later(transaction)
        transaction.with_user(self.accountant).action_public_link_ask()
        self.assertEqual(transaction.state, "done")

    def test_stripe_being_down_takes_no_money_and_says_so(self):
        """S15: a request that never left"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.stripe.stop()
        answer = self.charge(link, form)
        self.assertSaid(answer, "unreached")
        page = self.get(answer.headers["Location"])
        self.assertIn("No money was taken", page.text)
        self.assertEqual(self.transactions(invoice).public_link_refusal, "unreached")

    def test_only_what_surely_did_not_happen_counts_as_refused(self):
        """S18"""
        response = requests.Response()
        for status, lost in ((402, False), (400, False), (429, False), (409, True)):
            response.status_code = status
            error = requests.HTTPError(response=response)
            self.assertEqual(_answer_lost(error), lost, status)
        self.assertTrue(_answer_lost(requests.ReadTimeout()))
        self.assertTrue(_answer_lost(requests.ConnectionError("reset")))
        self.assertFalse(_answer_lost(requests.ConnectTimeout()))
        self.assertTrue(_never_sent(requests.ConnectTimeout()))
        self.assertFalse(_never_sent(requests.ConnectionError("reset")))
        self.assertFalse(_answer_lost(None))
