# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo import fields
from odoo.tools import mute_logger

from ...models.pay.payment_transaction_charge import LostAnswer
from ..common.agreement import AgreementCase

CHARGE = "odoo.addons.public_links.models.pay.payment_transaction_charge"


class TestAgreement(AgreementCase):
    """Announced three days before, charged once."""

    def test_a_due_invoice_is_announced_and_charged_once(self):
        """F35, S19: with amount, document and how to stop it; booked, with a receipt"""
        self.agree()
        invoice = self.billed(3)
        self.run_cron()
        charge = self.charges(invoice)
        self.assertEqual(charge.state, "announced")
        self.assertEqual(charge.amount, 318.6)
        self.assertFalse(charge.sent_at)
        [mail] = self.send(charge)
        self.assertIn("joel.willis@example.com", mail["email_to"][0])
        for words in ("318.60", invoice.name, "4242", "July 18, 2026", "stop it"):
            self.assertIn(words, mail["body"].replace("\xa0", " "))
        self.assertIn("318.60", mail["subject"])
        token = re.search(r"/link/pay/([\w.-]+)", mail["body"])[1]
        self.assertEqual(self.Link._open(token, "pay"), charge.link_id)
        self.pass_time(days=2, hours=23)
        self.run_cron()
        self.assertFalse(self.payments(invoice))
        self.pass_time(hours=1)
        self.run_cron()
        payment = self.payments(invoice)
        self.assertEqual((payment.state, payment.operation), ("done", "offline"))
        self.assertEqual(payment.amount, 318.6)
        self.assertEqual(payment.token_id, self.card)
        self.assertEqual(payment.public_link_id, charge.link_id)
        self.assertEqual((charge.state, charge.transaction_id), ("paid", payment))
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertTrue(payment.public_link_booked_at)
        for _run in range(3):
            self.pass_time(days=1)
            self.run_cron()
        self.assertEqual(self.payments(invoice), payment)
        self.assertEqual(self.calls, payment.ids)
        self.assertEqual(self.charges(invoice), charge)

    def test_what_is_due_later_is_not_announced_yet(self):
        """F35"""
        self.agree()
        invoice = self.billed(4)
        self.run_cron()
        self.assertFalse(self.charges(invoice))
        self.pass_time(days=1)
        self.run_cron()
        self.assertTrue(self.charges(invoice))

    def test_what_is_due_already_is_announced_three_days_before_as_well(self):
        """F35"""
        self.agree()
        charge = self.announced(self.billed(-30))
        self.assertEqual(charge.charge_on, fields.Date.to_date("2026-07-18"))
        self.pass_time(days=2, hours=23)
        self.run_cron()
        self.assertFalse(self.calls)

    def test_the_three_days_begin_when_the_mail_leaves(self):
        """F35, S19: what waits in the queue announces nothing"""
        self.agree()
        invoice = self.billed(3)
        self.run_cron()
        charge = self.charges(invoice)
        self.pass_time(days=3)
        self.run_cron()
        self.assertEqual(charge.state, "announced")
        self.send(charge)
        self.pass_time(days=2, hours=23)
        self.run_cron()
        self.assertFalse(self.calls)
        self.pass_time(hours=1)
        self.run_cron()
        self.assertEqual(len(self.calls), 1)

    def test_a_changed_amount_is_announced_anew(self):
        """F35, S19: the three days begin again"""
        self.agree()
        invoice = self.billed(3)
        first = self.announced(invoice)
        self.pass_time(days=3)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": 100.0})._create_payments()
        self.run_cron()
        self.assertEqual((first.state, first.why), ("dropped", "changed"))
        self.assertFalse(self.calls)
        second = self.charges(invoice) - first
        self.assertEqual((second.state, second.amount), ("announced", 218.6))
        self.send(second)
        self.pass_time(days=2, hours=23)
        self.run_cron()
        self.assertFalse(self.calls)
        self.pass_time(hours=1)
        self.run_cron()
        self.assertEqual(self.payments(invoice).amount, 218.6)

    def test_a_later_due_date_is_waited_for(self):
        """F35: nothing is charged before the day that staff have agreed with the customer"""
        self.agree()
        invoice = self.billed(3)
        charge = self.announced(invoice)
        invoice.invoice_date_due = fields.Date.to_date("2026-08-20")
        self.pass_time(days=4)
        self.assertNotCharged(charge, "changed")
        self.assertEqual(self.charges(invoice), charge)

    def test_each_instalment_is_a_charge_of_its_own(self):
        """F35, F24"""
        self.agree()
        terms = self.terms((50, 3), (50, 33))
        invoice = self.billed(0, invoice_payment_term_id=terms.id)
        first = self.announced(invoice)
        self.assertEqual(first.amount, 159.3)
        self.pass_time(days=3)
        self.run_cron()
        self.assertEqual(first.state, "paid")
        self.pass_time(days=20)
        self.run_cron()
        self.assertEqual(len(self.charges(invoice)), 1)
        self.pass_time(days=7)
        second = self.announced(invoice)
        self.assertEqual(second.amount, 159.3)
        self.pass_time(days=3)
        self.run_cron()
        self.assertEqual(len(self.calls), 2)
        self.assertEqual(invoice.amount_residual, 0)

    def test_a_discount_for_early_payment_is_used_on_its_last_day(self):
        """F35, F24"""
        self.agree()
        terms = self.terms(
            (100, 30),
            early_discount=True,
            discount_percentage=10,
            discount_days=10,
            early_pay_discount_computation="included",
        )
        invoice = self.billed(0, invoice_payment_term_id=terms.id)
        self.run_cron()
        self.assertFalse(self.charges(invoice))
        self.pass_time(days=7)
        charge = self.announced(invoice)
        self.assertEqual(charge.amount, 286.74)
        self.assertEqual(charge.charge_on, fields.Date.to_date("2026-07-25"))
        self.pass_time(days=3)
        self.run_cron()
        self.assertEqual(charge.state, "paid")
        self.assertEqual(invoice.amount_residual, 0)

    def test_every_invoice_of_the_customer_and_of_nobody_else(self):
        """F35, S10: those of its contacts, too"""
        self.agree()
        child = self.env["res.partner"].create(
            {"name": "Bill To", "parent_id": self.customer.id, "type": "invoice"}
        )
        mine = self.billed(partner_id=child.id)
        theirs = self.billed(partner_id=self.other.id)
        self.run_cron()
        self.assertTrue(self.charges(mine))
        self.assertFalse(self.charges(theirs))

    def test_one_broken_invoice_keeps_no_other_from_being_announced(self):
        """F35, F62"""
        self.agree()
        broken, good = self.billed(1), self.billed(2)
        model = self.env.registry["public.link.agreement.charge"]
        announce = model._announce

        def fail(charges, agreement, invoice):
            if invoice.id == broken.id:
                raise ValueError("broken")
            return announce(charges, agreement, invoice)

        self.patch(model, "_announce", fail)
        self.run_cron()
        self.assertFalse(self.charges(broken))
        self.assertTrue(self.charges(good))


class TestAgreementFailures(AgreementCase):
    """What fails is not tried again by itself (F35)."""

    def charged(self, state="done"):
        self.card.demo_simulated_state = state
        self.agree()
        invoice = self.billed(3)
        charge = self.announced(invoice)
        self.pass_time(days=3)
        self.run_cron()
        return invoice, charge

    def pay_mails(self, invoice):
        """Return the mails that say that a charge has failed, with the pay link."""
        link = self.charges(invoice).link_id[:1]
        mails = self.env["mail.mail"].search(
            [("model", "=", "account.move"), ("res_id", "=", invoice.id)]
        )
        return mails.filtered(
            lambda mail: (
                "could not charge your card" in mail.body_html
                and link._placeholder() in mail.body_html
            )
        )

    def test_a_declined_card_falls_back_to_a_pay_mail_and_an_activity(self):
        """F35: once, and never tried again"""
        invoice, charge = self.charged("error")
        self.assertEqual(charge.state, "failed")
        [mail] = self.pay_mails(invoice)
        self.assertEqual(mail.recipient_ids, self.customer)
        [activity] = invoice.activity_ids
        self.assertIn("not charged", activity.summary)
        self.assertIn("not tried again", activity.note)
        self.assertEqual(activity.user_id, invoice._public_link_seller())
        self.card.demo_simulated_state = "done"
        for _run in range(5):
            self.pass_time(days=2)
            self.run_cron()
        self.assertEqual(len(self.calls), 1)
        self.assertEqual(self.charges(invoice), charge)
        self.assertEqual(len(self.pay_mails(invoice)), 1)
        # The agreement stands: the next invoice is charged.
        following = self.announced(self.billed(3))
        self.pass_time(days=3)
        self.run_cron()
        self.assertEqual(following.state, "paid")

    def test_a_card_that_takes_its_time_is_waited_for(self):
        """F35, S17: and its end is noted"""
        invoice, charge = self.charged("pending")
        self.assertEqual(charge.state, "checking")
        self.pass_time(days=2)
        self.run_cron()
        self.assertEqual(charge.state, "checking")
        charge.transaction_id._set_done()
        self.run_cron()
        self.assertEqual(charge.state, "paid")
        self.assertEqual(len(self.calls), 1)
        self.assertFalse(self.pay_mails(invoice))

    @mute_logger(CHARGE)
    def test_a_lost_answer_is_never_followed_by_another_charge(self):
        """F35, S18: until staff say what they saw at the provider"""

        def lose(_transaction):
            raise LostAnswer("gone")

        self.effect = lose
        invoice, charge = self.charged()
        self.assertEqual(charge.state, "checking")
        self.assertTrue(charge.transaction_id.public_link_unknown)
        for _run in range(3):
            self.pass_time(days=1)
            self.run_cron()
        self.assertEqual(len(self.calls), 1)
        payment = charge.transaction_id.with_user(self.accountant).sudo(False)
        payment.action_public_link_not_charged()
        self.run_cron()
        self.assertEqual(charge.state, "failed")
        self.assertTrue(self.pay_mails(invoice))
        self.assertEqual(len(self.calls), 1)

    def test_a_worker_that_dies_after_the_mark_charges_nothing_again(self):
        """F35, S18"""
        self.agree()
        invoice = self.billed(3)
        charge = self.announced(invoice)
        self.pass_time(days=3)
        payment = charge._begin()
        self.assertTrue(payment.public_link_charged_at)
        self.env.flush_all()
        for _run in range(3):
            self.run_cron()
            self.pass_time(days=1)
        self.assertFalse(self.calls)
        self.assertEqual(charge.state, "checking")
        self.assertEqual(self.payments(invoice), payment)

    def test_an_announcement_that_never_leaves_is_given_up(self):
        """F35, F28: staff are told; the invoice is not announced for ever"""
        self.agree()
        invoice = self.billed(3)
        self.run_cron()
        charge = self.charges(invoice)
        self.pass_time(days=4, hours=1)
        self.assertNotCharged(charge, "unsent")
        self.assertIn("was not charged", invoice.activity_ids.summary)
        self.pass_time(days=1)
        self.run_cron()
        self.assertEqual(self.charges(invoice), charge)

    def test_an_announcement_that_bounced_counts_for_nothing(self):
        """F35, S19"""
        self.agree()
        invoice = self.billed(3)
        charge = self.announced(invoice)
        charge.message_id.notification_ids.notification_status = "bounce"
        self.pass_time(days=3)
        self.assertNotCharged(charge, "unsent")
