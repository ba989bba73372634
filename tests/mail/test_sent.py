# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import nullcontext
from unittest.mock import Mock, patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..common.send import SendCase


class TestSent(SendCase):
    """What staff read after they have sent a link is what became of its mail."""

    def told(self, action, user=None):
        """Return what staff read once the client has asked what became of the mails."""
        self.assertEqual(action["type"], "ir.actions.server")
        run = self.env["ir.actions.server"].browse(action["id"])
        run = run.with_user(user or self.salesman).with_context(**action["context"])
        answer = run.run()
        self.assertEqual(answer["tag"], "display_notification")
        return answer["params"]

    def broken(self, error):
        """Let the mail server fail, at the connection or at the mail."""
        if not error:
            return nullcontext()
        failure = Mock(side_effect=MailDeliveryException("It is closed today"))
        return patch.object(type(self.env["ir.mail_server"]), error, failure)

    def send(self, error=None, **values):
        """Send the order's link, let the mail leave or fail, and return what is told."""
        with self.post_office() as mails:
            action = self.wizard(self.order, purpose="view", **values).action_send()
        with self.mock_mail_gateway(), self.broken(error):
            for mail in mails:
                mail.send()
        self.env.invalidate_all()
        return self.told(action)

    def test_a_mail_that_has_left_is_called_sent(self):
        """R9, F28"""
        told = self.send()
        self.assertEqual(told["message"], "Link sent to Joel Willis.")
        self.assertEqual((told["type"], told["sticky"]), ("success", False))
        self.assertEqual(told["next"]["type"], "ir.actions.act_window_close")

    @mute_logger("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models")
    def test_a_mail_that_failed_is_not_called_sent(self):
        """R9, F28: with the reason, and what to do"""
        for error in ("_connect__", "send_email"):
            with self.subTest(error):
                told = self.send(error)
                self.assertIn("Not sent to Joel Willis", told["message"])
                self.assertNotIn("Link sent", told["message"])
                link = self.links(self.order)[0]
                self.assertEqual(link.mail_state, "failed")
                self.assertTrue(link.mail_fix)
                self.assertIn(link.mail_fix, told["message"])
                self.assertIn(link.mail_failure or "gave no reason", told["message"])
                self.assertEqual((told["type"], told["sticky"]), ("danger", True))

    def test_a_mail_that_waits_is_not_called_sent(self):
        """R9, F28: its state stands on the link"""
        action = self.wizard(self.order).action_send()
        link = self.links(self.order)
        self.assertEqual(link.mail_state, "queued")
        told = self.told(action)
        self.assertIn("to Joel Willis waits in the email queue", told["message"])
        self.assertNotIn("Link sent", told["message"])
        self.assertEqual(told["type"], "info")

    def test_each_recipient_is_told_apart(self):
        """R9, F22, F28"""
        people = self.customer | self.other
        with self.post_office() as mails:
            action = self.wizard(
                self.order, partner_ids=[Command.set(people.ids)]
            ).action_send()
        with self.mock_mail_gateway():
            mails[0].send()
        bounced = mails[1].mail_message_id.notification_ids
        bounced.write({"notification_status": "bounce", "failure_type": "mail_bounce"})
        told = self.told(action)["message"].splitlines()
        self.assertEqual(len(told), 2)
        self.assertIn(f"Not sent to {mails[1].recipient_ids.display_name}:", told[0])
        self.assertIn("Correct the address", told[0])
        self.assertIn(f"Link sent to {mails[0].recipient_ids.display_name}.", told[1])

    def test_sending_again_says_the_same(self):
        """R9, F28: from the list of links, one or several"""
        self.wizard(self.order, purpose="view").action_send()
        link = self.links(self.order).with_user(self.salesman)
        action = link.action_resend()
        self.assertIn("waits in the email queue", self.told(action)["message"])
        second = self.issue(self.order, "approve").with_user(self.salesman)
        message = (link | second).action_resend()["params"]["message"]
        self.assertIn("Links handed to the email queue: 2", message)

    def test_who_may_not_see_links_is_told_nothing(self):
        """F29"""
        action = self.wizard(self.order).action_send()
        with self.assertRaises(AccessError):
            self.told(action, self.clerk)
