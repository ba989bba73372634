# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charges by agreement at Stripe: the payer is not there."""

from odoo.tools import mute_logger

from ..common.agreement import AgreementCase
from ..common.stripe_cards import CHARGE, StripeCards


class TestAgreementStripe(StripeCards, AgreementCase):
    """F35, S18, S20: every way of answering, and of not answering."""

    def charged(self, does):
        """Return a charge whose time has come, after Stripe's answer."""
        self.agree()
        charge = self.announced(self.billed(3))
        self.pass_time(days=3)
        self.stripe.does = does
        self.run_cron()
        return charge

    def asked(self):
        """Return what Stripe was asked to charge."""
        return [
            asked
            for method, path, asked in self.stripe.requests
            if (method, path) == ("POST", "payment_intents")
        ]

    def test_it_is_charged_off_session_and_once(self):
        """F35, S18, S20"""
        charge = self.charged("paid")
        self.assertEqual(charge.state, "paid")
        [asked] = self.asked()
        self.assertEqual(asked["off_session"].lower(), "true")
        self.assertEqual(asked["confirm"].lower(), "true")
        self.assertEqual((asked["amount"], asked["currency"]), ("31860", "usd"))
        self.assertEqual(asked["customer"], self.card.provider_ref)
        payment = charge.transaction_id
        self.assertEqual(asked["description"], payment.reference)
        self.assertEqual(payment.provider_reference, self.stripe.charges()[0]["id"])
        for _run in range(3):
            self.pass_time(days=1)
            self.run_cron()
        self.assertEqual(len(self.stripe.charges()), 1)

    def test_a_card_that_is_declined_or_needs_its_holder_falls_back(self):
        """F35, S18, S19: the PaymentIntent is cancelled, nothing is tried again"""
        for does in ("declined", "authentication", "action"):
            with self.subTest(does):
                charge = self.charged(does)
                self.assertEqual(charge.state, "failed")
                self.assertEqual(
                    charge.transaction_id.public_link_refusal,
                    "declined" if does == "declined" else "confirm",
                )
                self.assertTrue(charge.invoice_id.activity_ids)
                self.stripe.does = "paid"
                self.pass_time(days=4)
                self.run_cron()
                self.assertFalse(self.stripe.charges())
                charge.agreement_id._end("staff")

    @mute_logger(CHARGE)
    def test_an_answer_that_is_lost_is_asked_for_and_not_charged_again(self):
        """F35, S18: charged, and Stripe tells so a minute later"""
        charge = self.charged("lost")
        self.assertEqual(charge.state, "checking")
        self.assertEqual(len(self.stripe.charges()), 1)
        self.pass_time(minutes=2)
        self.stripe.does = "paid"
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_charges").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(charge.transaction_id.state, "done")
        self.run_cron()
        self.assertEqual(charge.state, "paid")
        self.assertEqual(len(self.stripe.charges()), 1)

    @mute_logger(CHARGE)
    def test_a_charge_that_stripe_never_heard_of_is_for_staff_to_let_go(self):
        """F35, S18: asking does not charge, and nothing is sent again"""
        charge = self.charged("unheard")
        self.assertEqual(charge.state, "checking")
        self.stripe.does = "paid"
        self.pass_time(minutes=20)
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_charges").method_direct_trigger()
        self.env.invalidate_all()
        self.run_cron()
        self.assertEqual(charge.state, "checking")
        self.assertTrue(charge.invoice_id.activity_ids)
        payment = charge.transaction_id.with_user(self.accountant).sudo(False)
        payment.action_public_link_not_charged()
        self.run_cron()
        self.assertEqual(charge.state, "failed")
        self.pass_time(days=5)
        self.run_cron()
        self.assertFalse(self.stripe.charges())

    def test_without_the_webhook_s_secret_nothing_is_charged(self):
        """F35, S20"""
        self.agree()
        charge = self.announced(self.billed(3))
        self.provider.stripe_webhook_secret = False
        self.pass_time(days=3)
        self.run_cron()
        self.assertEqual(charge.state, "dropped")
        self.assertFalse(self.asked())
