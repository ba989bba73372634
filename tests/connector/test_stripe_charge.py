# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

import requests

from odoo.exceptions import UserError

from ...models.pay.payment_transaction_charge import Charge
from ..common.stripe import StripeCase

TIMEOUT = requests.exceptions.ReadTimeout("late")


def refusal(code="card_declined", status=402, message="No.", **error):
    """Return how Stripe refuses."""
    return status, {"error": {"code": code, "message": message, **error}}


class TestStripeForm(StripeCase):
    """Paying with a new card: one PaymentIntent, and what becomes of it."""

    def begun(self, answers=None, link=None, **asked):
        """Begin a payment by link; return its payment and the answer."""
        invoice = self.make_invoice() if link is None else link._document()
        link = link or self.issue(invoice, "pay")
        answers = answers or {
            "POST customers": {"id": "cus_1"},
            "POST payment_intents": {"id": "pi_1", "client_secret": "pi_1_secret_1"},
        }
        with self.stripe(answers) as stripe:
            answer = self.begin(link, 318.6, **asked)
        self.asked = stripe
        return self.transactions(invoice)[:1], answer

    def test_the_paymentintent_is_remembered_at_once(self):
        """S20: before the browser has its secret"""
        payment, answer = self.begun()
        self.assertEqual(answer["result"]["client_secret"], "pi_1_secret_1")
        self.assertEqual(payment.provider_reference, "pi_1")
        sent = self.asked.asked[1][1]
        self.assertEqual(sent["data"]["description"], payment.reference)
        self.assertEqual(sent["data"]["amount"], 31860)
        self.assertTrue(sent["headers"]["Idempotency-Key"])

    def test_a_second_tab_gets_the_same_paymentintent(self):
        """F7: asked for by its number; Stripe would refuse to make it again"""
        payment, _answer = self.begun()
        link = payment.public_link_id
        intent = self.intent(payment, status="requires_payment_method")
        again, answer = self.begun({"GET payment_intents/pi_1": intent}, link)
        self.assertEqual(again, payment)
        self.assertEqual(len(self.transactions(payment.invoice_ids)), 1)
        self.assertEqual(answer["result"]["client_secret"], "pi_1_secret_1")
        self.assertEqual(self.asked.names, ["GET payment_intents/pi_1"])

    def test_a_second_tab_learns_that_it_is_paid(self):
        """F7, F8, A46: and the ledger learns it with it, before any webhook"""
        for state, status in (("pending", "processing"), ("done", "succeeded")):
            payment, _answer = self.begun()
            answers = {"GET payment_intents/pi_1": self.intent(payment, status=status)}
            again, answer = self.begun(answers, payment.public_link_id)
            self.assertEqual(again, payment)
            self.assertEqual(payment.state, state)
            self.assertTrue(answer["error"]["data"]["name"].endswith("BalanceChanged"))
            payment.provider_reference = f"pi_{status}"

    def test_a_paymentintent_closed_at_stripe_is_replaced(self):
        """S20"""
        payment, _answer = self.begun()
        answers = {"GET payment_intents/pi_1": self.intent(payment, status="canceled")}
        _again, answer = self.begun(answers, payment.public_link_id)
        self.assertIn("try again", answer["error"]["data"]["message"])
        self.assertEqual(payment.state, "cancel")
        again, _answer = self.begun(
            {
                "POST customers": {"id": "cus_1"},
                "POST payment_intents": {"id": "pi_2", "client_secret": "x"},
            },
            payment.public_link_id,
        )
        self.assertNotEqual(again, payment)
        self.assertEqual(again.provider_reference, "pi_2")

    def test_stripe_down_or_answering_garbage_takes_no_money_and_says_so(self):
        """S20: no answer, an answer cut short, no JSON, JSON of another shape"""
        customer = {"POST customers": {"id": "cus_1"}}
        for name, answers in {
            "no connection": {"POST customers": requests.ConnectionError()},
            "late": customer | {"POST payment_intents": TIMEOUT},
            "cut short": customer
            | {"POST payment_intents": requests.exceptions.ChunkedEncodingError()},
            "garbage": customer | {"POST payment_intents": "<html>"},
            "garbage with an error": {"POST customers": (500, "<html>")},
            "an error of another shape": {"POST customers": (500, {"error": "x"})},
            "an error of no shape": {"POST customers": (503, "[]")},
            "a list": customer | {"POST payment_intents": []},
            "nothing": customer | {"POST payment_intents": {}},
            "no customer": {"POST customers": {}},
            "no secret": customer | {"POST payment_intents": {"id": "pi_1"}},
            "no number": customer | {"POST payment_intents": {"client_secret": "x"}},
            "a wrong key": {"POST customers": refusal("api_key_expired", 401)},
        }.items():
            with self.subTest(name):
                payment, answer = self.begun(answers)
                self.assertEqual(answer["result"]["state"], "error")
                self.assertIn("No money was taken", answer["result"]["state_message"])
                self.assertEqual(payment.state, "error")
                self.assertFalse(payment.provider_reference)

    def test_stripe_down_for_a_second_tab_leaves_the_first_one_alone(self):
        """F7"""
        payment, _answer = self.begun()
        _again, answer = self.begun(
            {"GET payment_intents/pi_1": TIMEOUT}, payment.public_link_id
        )
        self.assertEqual(answer["result"]["state"], "error")
        self.assertEqual(payment.state, "draft")
        self.assertEqual(payment.provider_reference, "pi_1")


class TestStripeWithdraw(StripeCase):
    """What was begun and is not wanted any more must not be paid later."""

    CANCEL = "POST payment_intents/pi_1/cancel"
    FETCH = "GET payment_intents/pi_1"
    DECIDED = refusal("payment_intent_unexpected_state", 400)

    def withdraw(self, payment, answers):
        with self.stripe(answers) as stripe:
            payment._public_link_withdraw()
        return stripe

    def test_stripe_is_told_first(self):
        """S20, F7"""
        payment = self.make_payment()
        self.withdraw(payment, {self.CANCEL: self.intent(payment, status="canceled")})
        self.assertEqual(payment.state, "cancel")
        self.assertTrue(payment.public_link_withdrawn_at)
        self.assertFalse(payment._public_link_open())

    def test_what_stripe_has_taken_counts(self):
        """S20, A46: paid in the other tab a moment ago"""
        for status, state in (
            ("succeeded", "done"),
            ("processing", "pending"),
            ("requires_capture", "authorized"),
        ):
            payment = self.make_payment(provider_reference="pi_1")
            intent = self.intent(payment, status=status)
            self.withdraw(payment, {self.CANCEL: self.DECIDED, self.FETCH: intent})
            self.assertEqual(payment.state, state)
            self.assertFalse(payment.public_link_withdrawn_at)
            payment.provider_reference = f"pi_{status}"

    def test_nothing_new_is_begun_while_stripe_does_not_tell(self):
        """S20, F7: the customer reads that it was not charged by this try"""
        payment = self.make_payment()
        for answers in (
            {self.CANCEL: requests.ConnectionError()},
            {self.CANCEL: (500, "<html>")},
            {self.CANCEL: self.DECIDED, self.FETCH: TIMEOUT},
            {self.CANCEL: self.DECIDED, self.FETCH: {"id": "pi_2"}},
            {
                self.CANCEL: self.DECIDED,
                self.FETCH: self.intent(payment, status="requires_action"),
            },
        ):
            with (
                self.subTest(answers),
                self.assertRaisesRegex(UserError, "Nothing was"),
            ):
                self.withdraw(payment, answers)
            self.assertEqual(payment.state, "draft")

    def test_an_old_attempt_is_not_in_the_way_for_ever(self):
        """S20: when the seller has left Stripe, other ways to pay are open"""
        payment = self.make_payment()
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = create_date - interval '2 d'"
            " WHERE id = %s",
            [payment.id],
        )
        payment.invalidate_recordset()
        self.withdraw(
            payment, {self.CANCEL: refusal("api_key_expired", 401), self.FETCH: TIMEOUT}
        )
        self.assertEqual(payment.state, "cancel")

    def test_another_way_to_pay_withdraws_the_first_one(self):
        """S20, F7: by link, through the whole route"""
        self.demo.write({"state": "test", "is_published": True})
        payment = self.make_payment()
        link = self.issue(payment.invoice_ids, "pay")
        demo = {
            "provider_id": self.demo.id,
            "payment_method_id": self.demo_method.id,
        }
        with self.stripe({self.CANCEL: requests.ConnectionError()}):
            answer = self.begin(link, 318.6, **demo)
        self.assertIn("cannot be reached", answer["error"]["data"]["message"])
        self.assertEqual(self.transactions(payment.invoice_ids), payment)
        with self.stripe({self.CANCEL: self.DECIDED, self.FETCH: self.intent(payment)}):
            answer = self.begin(link, 318.6, **demo)
        self.assertTrue(answer["error"]["data"]["name"].endswith("BalanceChanged"))
        self.assertEqual(self.transactions(payment.invoice_ids), payment)
        self.assertEqual(payment.state, "done")

    def test_a_declined_card_s_paymentintent_is_closed_before_the_next(self):
        """S20, F7: another tab could still pay it by its secret"""
        payment = self.make_payment(state="error")
        self.assertTrue(payment._public_link_open())
        link = self.issue(payment.invoice_ids, "pay")
        answers = {
            self.CANCEL: self.intent(payment, status="canceled"),
            "POST customers": {"id": "cus_1"},
            "POST payment_intents": {"id": "pi_2", "client_secret": "x"},
        }
        with self.stripe(answers) as stripe:
            self.begin(link, 318.6)
        self.assertEqual(stripe.names[0], self.CANCEL)
        self.assertEqual(payment.state, "error")
        self.assertFalse(payment._public_link_open())
        self.assertEqual(
            self.transactions(payment.invoice_ids)[0].provider_reference, "pi_2"
        )


class TestStripeSavedCard(StripeCase):
    """Charging a card on file, when nobody is there."""

    INTENTS = "POST payment_intents"
    CANCEL = "POST payment_intents/pi_1/cancel"

    def charge(self, answers):
        payment = self.make_charge()
        with self.stripe(answers) as self.asked:
            payment._charge_with_token()
        return payment

    def test_a_saved_card_is_charged(self):
        """S20, A43"""
        payment = self.make_charge()
        with self.stripe({self.INTENTS: self.intent(payment)}):
            payment._charge_with_token()
        self.assertEqual(payment.state, "done")
        self.assertEqual(payment.provider_reference, "pi_1")

    def test_a_card_that_needs_its_holder_is_not_waited_for(self):
        """S19, A77: refused by Stripe, or waiting for somebody who is not there"""
        wanted = refusal(
            "authentication_required",
            payment_intent={"id": "pi_1", "status": "requires_payment_method"},
        )
        for answer in (wanted, {"id": "pi_1", "status": "requires_action"}):
            payment = self.make_charge()
            if isinstance(answer, dict):
                answer = self.intent(payment) | answer
            closed = self.intent(payment, status="canceled")
            with (
                self.subTest(answer),
                self.stripe({self.INTENTS: answer, self.CANCEL: closed}) as asked,
            ):
                payment._charge_with_token()
                self.assertEqual(asked.names, [self.INTENTS, self.CANCEL])
                self.assertEqual(payment.state, "error")
                self.assertIn("confirmed by the card", payment.state_message)
                self.assertEqual(payment.provider_reference, "pi_1")
                self.assertTrue(payment.public_link_withdrawn_at)
            payment.provider_reference = False

    def test_a_lost_cancellation_is_no_lost_charge(self):
        """S18, S19: Stripe has refused; whether its PaymentIntent is closed is no doubt"""
        wanted = refusal(
            "authentication_required",
            payment_intent={"id": "pi_1", "status": "requires_payment_method"},
        )
        payment = self.make_charge()
        with self.stripe({self.INTENTS: wanted, self.CANCEL: TIMEOUT}):
            payment.with_context(public_link_charge=Charge())._charge_with_token()
        self.assertEqual(payment.state, "error")
        self.assertEqual(payment.provider_reference, "pi_1")

    def test_a_declined_card_leaves_its_number(self):
        """S20, A47: staff find it at Stripe"""
        payment = self.charge(
            {self.INTENTS: refusal(payment_intent={"id": "pi_1"}, message="Declined.")}
        )
        self.assertEqual(payment.state, "error")
        self.assertIn("Declined.", payment.state_message)
        self.assertEqual(payment.provider_reference, "pi_1")

    def test_a_lost_answer_is_asked_for_again_and_charges_once(self):
        """S18: by the same idempotency key"""
        payment = self.make_charge()
        with self.stripe({self.INTENTS: [TIMEOUT, self.intent(payment)]}) as asked:
            payment._charge_with_token()
        self.assertEqual(payment.state, "done")
        keys = {kwargs["headers"]["Idempotency-Key"] for _name, kwargs in asked.asked}
        self.assertEqual(len(keys), 1)
        self.assertEqual(len(asked.names), 2)

    def test_while_it_is_not_known_nobody_pays_again(self):
        """S18, F8: it may have been charged, so no form is shown"""
        in_use = refusal("idempotency_key_in_use", 409)
        other = refusal("x", 400, type="idempotency_error")
        for answers in (
            [TIMEOUT, TIMEOUT],
            [requests.ConnectionError(), (500, "<html>")],
            [(500, {"error": {"message": "x"}}), TIMEOUT],
            [TIMEOUT, in_use],
            ["garbage", other],
        ):
            with self.subTest(answers):
                payment = self.charge({self.INTENTS: answers})
                self.assertEqual(payment.state, "pending")
                self.assertIn("checking", payment.state_message)
                blockers = payment.invoice_ids._public_link_blockers("pay")
                self.assertEqual(blockers[0].code, "processing")

    def test_the_scheduled_action_ends_the_doubt(self):
        """S18, A46: Stripe is asked for the payment's own PaymentIntent"""
        asked = "GET payment_intents"
        for name, found, state in (
            ("charged", {"status": "succeeded"}, "done"),
            ("declined", {"status": "requires_payment_method"}, "error"),
            ("another one", {"description": "S00099"}, "error"),
            ("garbage", None, "pending"),
        ):
            payment = self.charge({self.INTENTS: [TIMEOUT, TIMEOUT]})
            with self.subTest(name):
                with self.stripe() as stripe:
                    payment._public_link_resolve_unclear()
                    self.assertFalse(stripe.names, "Too soon.")
                payment.last_state_change -= timedelta(minutes=5)
                intent = self.intent(payment, id=f"pi_{state}", **(found or {}))
                answer = {"data": [intent]} if found else "garbage"
                with self.stripe({asked: answer}) as stripe:
                    payment._public_link_resolve_unclear()
                self.assertEqual(payment.state, state)
                self.assertEqual(stripe.names, [asked])
            payment.state = "error"

    def test_the_webhook_ends_the_doubt(self):
        """S18, A46"""
        payment = self.charge({self.INTENTS: [TIMEOUT, TIMEOUT]})
        with self.stripe():
            self.tell(self.event("payment_intent.succeeded", self.intent(payment)))
        self.assertEqual(payment.state, "done")
        self.assertEqual(payment.provider_reference, "pi_1")
