# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.tools import mute_logger

from ...models.mail.mail_mail_taken import UNSURE
from ..common.followup import FollowupCase

JOB = "odoo.addons.public_links.models.link.public_link_job"


class TestFollowupFailed(FollowupCase):
    """F57, F28: what did not arrive is open again; the second words never come first."""

    def setUp(self):
        super().setUp()
        self.steps = self.plan(3, 10)
        self.invoice = self.billed(4)
        self.followup = self.run_plans()
        self.mail = self.mails(self.followup)

    def refuse(self, kind="unknown", mail=None):
        """Let a mail server refuse the follow-up; return what is tried again, if it is."""
        failed = {"failure_type": kind, "failure_reason": "550 Not here"}
        mail = mail or self.mail
        mail.write({"state": "exception", **failed})
        mail.mail_message_id.notification_ids.write(
            {"notification_status": "exception", **failed}
        )
        self.env["public.link.job"]._find()
        return self.env["public.link.job"].search([("res_id", "=", mail.id)])

    def note(self):
        self.env["public.link.followup"]._note_failed()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_while_it_is_tried_again_it_has_not_failed(self):
        """F57, F62: for days, by growing pauses; nobody gets it twice"""
        self.assertTrue(self.refuse().next_try)
        self.note()
        self.assertEqual(self.followup.state, "sent")
        self.pass_days(2)
        self.assertFalse(self.run_plans())

    def test_it_is_not_tried_again_at_night(self):
        """F57, F62: whenever the mail server is back"""
        job = self.refuse()
        self.now.move_to("2026-07-16 02:00:00")
        with self.mock_mail_gateway(), mute_logger(JOB):
            job._again()
        self.assertFalse(self._mails)
        self.assertIn("hours", job.error)
        self.now.move_to("2026-07-16 10:00:00")
        with self.mock_mail_gateway():
            job._again()
        self.assertEqual(len(self._mails), 1)
        self.assertFalse(job.exists())

    def test_what_nobody_tries_any_more_has_failed_and_is_written_anew(self):
        """F57: the same step, with the words and days of that day"""
        job = self.refuse()
        job.next_try = False
        self.note()
        self.assertEqual(self.followup.state, "failed")
        self.assertEqual(self.followup.line_ids.state, "failed")
        self.assertIn("550", self.followup.why)
        self.assertFalse(self.run_plans(), "Not within the pause between two mails.")
        self.pass_days(8)
        again = self.run_plans()
        self.assertEqual(again.step_id, self.steps.step_ids[0])
        self.assertIn("12 days late", again.body)
        # The old one is not tried again by anybody.
        self.assertFalse(job.exists())
        with self.mock_mail_gateway():
            self.mail._public_link_send_again()
        self.assertFalse(self._mails)

    def test_an_address_that_is_wrong_has_failed_at_once(self):
        """F57: and is written to when it is corrected, not before"""
        self.refuse("mail_email_invalid")
        self.note()
        self.assertEqual(self.followup.state, "failed")
        self.customer.email = "joel@elsewhere.example"
        again = self.run_plans()
        self.assertEqual(again.step_id, self.steps.step_ids[0])
        self.assertEqual(again.email, "joel@elsewhere.example")

    def test_what_came_back_has_failed(self):
        """F57, F28: shown, and not mailed again until the address is corrected"""
        self.followup.message_id.notification_ids.notification_status = "bounce"
        self.note()
        self.assertEqual(self.followup.state, "failed")
        self.assertIn("bounce", self.followup.why)
        self.pass_days(30)
        self.assertFalse(self.run_plans())
        self.assertIn("bounce", self.why(self.invoice))
        self.customer.email = "joel@elsewhere.example"
        self.env.invalidate_all()
        self.assertEqual(self.run_plans().step_id, self.steps.step_ids[0])

    def test_what_was_read_or_may_have_arrived_has_not_failed(self):
        """F57: the next words are the next step's"""
        self.followup.opened = True
        self.followup.message_id.notification_ids.notification_status = "bounce"
        self.note()
        self.assertEqual(self.followup.state, "sent")
        self.followup.opened = False
        self.followup.message_id.notification_ids.notification_status = "exception"
        self.refuse(UNSURE)
        self.note()
        self.assertEqual(self.followup.state, "sent")
        self.pass_days(8)
        self.assertEqual(self.run_plans().step_id, self.steps.step_ids[1])

    def test_an_address_that_refuses_twice_is_left_to_staff(self):
        """F57: until it is corrected, or something of ours has arrived there"""
        self.refuse().next_try = False
        self.note()
        self.pass_days(5)
        again = self.run_plans()
        self.refuse(mail=self.mails(again)).next_try = False
        self.note()
        self.pass_days(30)
        self.assertFalse(self.run_plans())
        self.assertIn("failed", self.why(self.invoice))
        link = self.issue(self.make_order())
        link.sent_at = fields.Datetime.now()
        self.env.flush_all()
        self.assertEqual(self.run_plans().step_id, self.steps.step_ids[0])

    def test_it_is_counted_among_what_was_not_sent(self):
        """F58: figures of a plan are of what arrived"""
        self.refuse().next_try = False
        self.note()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        ).create({})._create_payments()
        self.env["public.link.followup"]._note_results()
        self.assertFalse(self.followup.brought_amount)
