# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.stripe import StripeCase


class TestStripeGuard(StripeCase):
    """Whose PaymentIntent pays what, on both ways by which Stripe's word comes in."""

    def replays(self, payment):
        """Return PaymentIntents that are not this payment's, by what is wrong."""
        return {
            "another payment's": self.intent(
                payment, id="pi_2", description="INV/OTHER"
            ),
            "no reference": self.intent(payment, id="pi_2", description=None),
            "ours by name only": self.intent(payment, id="pi_2"),
            "ours by number only": self.intent(payment, description="INV/OTHER"),
        }

    def test_core_s_normal_flow_pays(self):
        """S20, A46: the browser comes back, or the webhook tells, or both"""
        for ways in ("return", "webhook", "both"):
            payment = self.make_payment(provider_reference=f"pi_{ways}")
            intent = self.intent(payment)
            with (
                self.subTest(ways),
                self.stripe({f"GET payment_intents/{intent['id']}": intent}),
            ):
                if ways != "webhook":
                    self.come_back(payment, intent["id"])
                if ways != "return":
                    answer = self.tell(self.event("payment_intent.succeeded", intent))
                    self.assertEqual(answer.status_code, 200)
                self.assertEqual(payment.state, "done")
                self.assertEqual(payment.payment_method_id.code, "visa")

    def test_a_payment_begun_before_the_update_pays_too(self):
        """S20: its PaymentIntent was not remembered; its reference tells"""
        payment = self.make_payment(provider_reference=False)
        intent = self.intent(payment, id="pi_9")
        with self.stripe({"GET payment_intents/pi_9": intent}):
            self.come_back(payment, "pi_9")
        self.assertEqual(payment.state, "done")
        self.assertEqual(payment.provider_reference, "pi_9")

    def test_a_replayed_paymentintent_is_refused_on_return(self):
        """S20: what has paid one invoice pays no other one"""
        for known in ("pi_1", False):
            payment = self.make_payment(provider_reference=known)
            for name, intent in self.replays(payment).items():
                if not known and name.startswith("ours by name"):
                    continue  # nothing else is known of it: the test above
                answers = {f"GET payment_intents/{intent['id']}": intent}
                with self.subTest(name, known=known), self.stripe(answers):
                    answer = self.come_back(payment, intent["id"])
                    self.assertEqual(answer.status_code, 303)
                    self.assertEqual(payment.state, "draft")
                    self.assertEqual(payment.provider_reference, known)

    def test_a_replayed_paymentintent_is_refused_by_webhook(self):
        """S20: an event names the payment by its reference; the number must fit"""
        payment = self.make_payment()
        intent = self.intent(payment, id="pi_2")
        with self.stripe():
            answer = self.tell(self.event("payment_intent.succeeded", intent))
        self.assertEqual(answer.status_code, 200, "It need not be sent again.")
        self.assertEqual(payment.state, "draft")

    def test_no_paymentintent_pays_two(self):
        """S20: not even when the reference fits"""
        self.make_payment(provider_reference="pi_2")
        payment = self.make_payment(provider_reference=False)
        intent = self.intent(payment, id="pi_2")
        with self.stripe({"GET payment_intents/pi_2": intent}):
            self.come_back(payment, "pi_2")
            self.tell(self.event("payment_intent.succeeded", intent))
        self.assertEqual(payment.state, "draft")
        self.assertFalse(payment.provider_reference)

    def test_the_browser_s_name_is_no_path(self):
        """S20: nothing else of the account is asked for with the seller's key"""
        payment = self.make_payment(provider_reference=False)
        for name in ("", "pi_1/../../customers", "../balance", "pi_1?x=1", "pi_"):
            with self.subTest(name), self.stripe() as asked:
                self.assertEqual(self.come_back(payment, name).status_code, 303)
                self.assertFalse(asked.names)

    def test_a_return_of_an_unknown_payment_is_no_error(self):
        """S15"""
        with self.stripe() as asked:
            answer = self.get("/payment/stripe/return?reference=X&payment_intent=pi_1")
        self.assertEqual(answer.status_code, 303)
        self.assertFalse(asked.names)

    def test_another_amount_or_currency_pays_nothing(self):
        """S20, A46: core's check stays"""
        for number, values in enumerate(({"amount": 1}, {"currency": "eur"})):
            payment = self.make_payment(provider_reference=f"pi_{number}")
            with self.subTest(values), self.stripe():
                event = self.event(
                    "payment_intent.succeeded", self.intent(payment, **values)
                )
                self.tell(event)
                self.assertEqual(payment.state, "error")

    def test_a_card_is_validated_by_its_own_setupintent(self):
        """S20: payments of nothing, by which a card is saved"""
        for found, state in (("seti_1", "done"), ("seti_2", "draft")):
            payment = self.make_payment(
                operation="validation",
                amount=0,
                tokenize=True,
                invoice_ids=False,
                provider_reference=found if state == "done" else "seti_other",
            )
            intent = self.intent(payment, id=found, object="setup_intent")
            intent["payment_method"] = "pm_1"
            answers = {
                "GET payment_methods/pm_1": {
                    "type": "card",
                    "id": "pm_1",
                    "card": {"brand": "visa", "last4": "4242"},
                }
            }
            with self.subTest(found), self.stripe(answers):
                self.tell(self.event("setup_intent.succeeded", intent))
                self.assertEqual(payment.state, state)
                self.assertEqual(bool(payment.token_id), state == "done")

    def test_an_event_of_another_kind_changes_nothing(self):
        """S20: a SetupIntent does not pay, and causes no error of ours"""
        payment = self.make_payment()
        intent = self.intent(payment, object="setup_intent")
        with self.stripe({"GET payment_methods/pm_1": {}}):
            intent["payment_method"] = "pm_1"
            answer = self.tell(self.event("setup_intent.succeeded", intent))
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(payment.state, "draft")


class TestStripeRefund(StripeCase):
    def charge(self, payment, intent="pi_1", **refund):
        """Return a charge of which something was refunded."""
        refund = {
            "id": "re_1",
            "object": "refund",
            "amount": 1000,
            "currency": payment.currency_id.name.lower(),
            "payment_intent": intent,
            "status": "succeeded",
            **refund,
        }
        return {
            "id": "ch_1",
            "object": "charge",
            "description": payment.reference,
            "payment_intent": intent,
            "refunds": {"data": [refund], "has_more": False},
        }

    def test_a_refund_at_stripe_is_booked_once(self):
        """S20: events of refunds go on working, and are told twice at times"""
        payment = self.make_payment(state="done")
        with self.stripe():
            for _time in range(2):
                self.tell(self.event("charge.refunded", self.charge(payment)))
        refund = payment.child_transaction_ids
        self.assertEqual(refund.mapped("amount"), [-10])
        self.assertEqual(refund.state, "done")
        self.assertEqual(refund.provider_reference, "re_1")

    def test_a_refund_that_fails_later_is_told(self):
        """S20"""
        payment = self.make_payment(state="done")
        charge = self.charge(payment)
        with self.stripe():
            self.tell(self.event("charge.refunded", charge))
            failed = charge["refunds"]["data"][0] | {"status": "failed"}
            self.tell(self.event("charge.refund.updated", failed))
        self.assertEqual(payment.child_transaction_ids.state, "error")

    def test_a_refund_of_another_paymentintent_is_refused(self):
        """S20: the same reference at Stripe, by somebody's own making"""
        payment = self.make_payment(state="done")
        with self.stripe():
            self.tell(self.event("charge.refunded", self.charge(payment, "pi_2")))
        self.assertFalse(
            payment.child_transaction_ids.filtered(lambda one: one.state == "done")
        )

    def test_staff_refund_a_payment(self):
        """S20: core's button"""
        payment = self.make_payment(state="done")
        answer = self.charge(payment)["refunds"]["data"][0]
        with self.stripe({"POST refunds": answer}) as asked:
            refund = payment._refund(10)
        self.assertEqual(refund.state, "done")
        self.assertEqual(asked.asked[0][1]["data"]["payment_intent"], "pi_1")

    def test_an_authorised_payment_is_captured(self):
        """S20: the part of a payment shares its PaymentIntent"""
        methods = self.provider.payment_method_ids
        methods.filtered(
            lambda one: one.support_manual_capture == "none"
        ).active = False
        self.provider.capture_manually = True
        payment = self.make_payment(state="authorized")
        answer = self.intent(payment)
        with self.stripe({"POST payment_intents/pi_1/capture": answer}):
            part = payment._capture()
            self.assertEqual(part.state, "done")
            self.tell(self.event("payment_intent.succeeded", answer))
        self.assertEqual(payment.state, "done")
