# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mails of ours while the mail server is away, and when it is back."""

import smtplib
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import mute_logger

from ..common.send import SendCase

QUIET = (
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.public_links.models.link.public_link_job",
)


class TestSentAgain(SendCase):
    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_again").method_direct_trigger()
        self.env.invalidate_all()

    def away(self, error=None, where="_connect__"):
        error = error or ConnectionRefusedError("no route to the mail server")
        return patch.object(type(self.env["ir.mail_server"]), where, side_effect=error)

    def failed(self, **how):
        """Return a link whose mail could not leave, and the mail."""
        link = self.issue(self.order)
        with self.post_office() as mails:
            link._send_mails(queue=True)
        with self.mock_mail_gateway(), self.away(**how), mute_logger(*QUIET):
            mails[0].send()
        self.env.invalidate_all()
        self.assertEqual(mails[0].state, "exception")
        return link, mails[0]

    def jobs(self):
        return self.env["public.link.job"].search([("kind", "=", "mail")])

    def test_a_mail_is_sent_again_when_the_server_is_back(self):
        """R2, F62: by itself, once, and staff read meanwhile why it waits"""
        link, _mail = self.failed()
        self.assertEqual(link.mail_state, "failed")
        with self.mock_mail_gateway(), self.away(), mute_logger(*QUIET):
            self.run_cron()
        self.assertEqual(link.mail_state, "failed")
        job = self.jobs()
        self.assertIn("no route", job.error)
        self.assertEqual(job.document_name, self.order.name)
        self.assertEqual(job.company_id, self.order.company_id)
        with self.mock_mail_gateway():
            self.run_cron()
            self.assertFalse(self._mails, "Its time had not come.")
            with freeze_time(job.next_try + timedelta(seconds=1)):
                self.run_cron()
            self.assertEqual(len(self._mails), 1)
        self.assertFalse(self.jobs())
        self.assertEqual(link.mail_state, "sent")
        self.assertTrue(link.sent_at)
        with self.mock_mail_gateway():
            self.run_cron()
            self.assertFalse(self._mails)

    def test_a_connection_that_breaks_among_others_is_no_end_either(self):
        """R2, F62: core leaves such a mail as failed, and tells nobody"""
        link = self.issue(self.order)
        with self.post_office() as mails:
            link._send_mails(queue=True)
        broken = smtplib.SMTPServerDisconnected("gone")
        with self.mock_mail_gateway(), self.away(broken, "send_email"):
            with mute_logger(*QUIET):
                self.env["mail.mail"].process_email_queue(mails[0].ids)
        self.env.invalidate_all()
        self.assertEqual(mails[0].state, "exception")
        with self.mock_mail_gateway():
            self.run_cron()
            self.assertEqual(len(self._mails), 1)

    def test_what_staff_did_meanwhile_counts(self):
        """F62: cancelled or sent by hand, it is not sent once more"""
        for state in ("cancel", "sent", "outgoing"):
            with self.subTest(state):
                _link, mail = self.failed()
                with self.mock_mail_gateway(), self.away(), mute_logger(*QUIET):
                    self.run_cron()
                mail.state = state
                with self.mock_mail_gateway():
                    with freeze_time(self.jobs().next_try + timedelta(seconds=1)):
                        self.run_cron()
                    self.assertFalse(self._mails)
                self.assertFalse(self.jobs())

    def test_a_wrong_address_is_left_to_staff(self):
        """F62, F28: sending again does not help"""
        link, mail = self.failed()
        mail.failure_type = "mail_email_invalid"
        with self.mock_mail_gateway():
            self.run_cron()
            self.assertFalse(self._mails)
        self.assertFalse(self.jobs())
        self.assertEqual(link.mail_state, "failed")

    def test_mails_of_others_are_left_alone(self):
        """F62: Odoo's own queue is Odoo's"""
        mail = self.env["mail.mail"].create(
            {"subject": "x", "email_to": "x@example.com", "state": "exception"}
        )
        with self.mock_mail_gateway():
            self.run_cron()
            self.assertFalse(self._mails)
        self.assertEqual(mail.state, "exception")

    def test_after_three_days_it_waits_for_staff(self):
        """F62: a mail server may refuse a mail for good"""
        self.failed()
        with self.mock_mail_gateway(), self.away(), mute_logger(*QUIET):
            self.run_cron()
            late = fields.Datetime.now() - timedelta(days=4)
            self.env.cr.execute("UPDATE public_link_job SET create_date = %s", [late])
            self.env.invalidate_all()
            self.jobs().next_try = fields.Datetime.now()
            self.run_cron()
        self.assertFalse(self.jobs().next_try)
        self.assertIn("no route", self.jobs().error)
