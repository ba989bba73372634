# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A mail that is sent again, while somebody else changes the same."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import mute_logger

from ...models.link.public_link_job import CONFLICT, INTERRUPTED
from ..common.mailbox import MailboxFixtures
from ..common.send import SendCase


class TestSentConflict(MailboxFixtures, SendCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_mailbox()

    def setUp(self):
        super().setUp()
        self.env["mail.mail"].search([]).unlink()
        self.link = self.issue(self.order)
        with self.post_office() as mails:
            self.link._send_mails(queue=True)
        self.mail = mails[0]
        self.mail.state = "exception"
        self.job = self.env["public.link.job"]._row("mail", self.mail, self.order)
        # A test's transaction is never committed, and not rolled back but to savepoints.
        cron = self.env.registry["ir.cron"]
        self.patch(cron, "_commit_progress", lambda *_args, **_values: 1)
        self.patch(self.env.cr, "rollback", lambda: None)

    def lose(self, when):
        """Try it as the scheduled action does, and lose against somebody else.

        :param str when: "before" the server has the mail, or "after"
        :return: who got a mail
        """
        model = self.env.registry["mail.mail"]
        original = model.send

        def send(mails, *args, **kwargs):
            if when == "after":
                original(mails, *args, **kwargs)
            raise SerializationFailure("could not serialize access")

        with patch.object(model, "send", send):
            return self.attempt()

    def attempt(self):
        job = self.job.with_context(ir_cron_progress_id=True)
        with self.delivering() as arrived, mute_logger("odoo.sql_db"):
            job._again()
        self.env.invalidate_all()
        return [reader for one in arrived for reader in one.readers]

    def test_before_the_server_has_it_it_is_a_plain_retry(self):
        """M1, F62: nothing had left, so nobody has to ask the recipient"""
        self.assertFalse(self.lose("before"))
        self.assertEqual(self.job.error, str(self.env._(CONFLICT)))
        soon = fields.Datetime.now() + timedelta(minutes=2)
        self.assertLess(self.job.next_try, soon)
        self.assertEqual(self.attempt(), [self.customer.email])
        self.assertFalse(self.job.exists())

    def test_after_the_server_has_it_it_is_left_to_staff(self):
        """M1, F62: what was rolled back has left all the same"""
        self.assertEqual(self.lose("after"), [self.customer.email])
        self.assertEqual(self.job.error, str(self.env._(INTERRUPTED)))
        self.assertFalse(self.attempt())
        self.assertFalse(self.job.exists())
        self.assertEqual(self.mail.failure_type, "mail_unsure")
