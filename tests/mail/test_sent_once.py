# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What becomes of our mails when a real mail server refuses, or goes away in the middle."""

import re
from contextlib import contextmanager
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import mute_logger

from ...models.link.public_link_job import INTERRUPTED
from ...models.mail.mail_mail_taken import CutOff, Watch
from ..common.mailbox import MailboxFixtures
from ..common.send import SendCase

QUIET = (
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.base.models.ir_mail_server",
    "odoo.addons.public_links.models.link.public_link_job",
)
JOB = "odoo.addons.public_links.models.link.public_link_job"


class TestSentOnce(MailboxFixtures, SendCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_mailbox()
        cls.third = cls.env["res.partner"].create(
            {"name": "Third", "email": "third@example.net"}
        )

    def setUp(self):
        super().setUp()
        self.env["mail.mail"].search([]).unlink()
        # Who is written to while it runs, in this order.
        self.readers = []

    @contextmanager
    def trouble(self, when, says, times=1, about="", skip=0):
        """Let the server say something else so many times, after some in which it does
        not: None is to hang up."""
        left = [times + skip]

        def trouble(now, *readers):
            if now != when or not left[0] or about not in "".join(readers):
                return False
            left[0] -= 1
            return says if left[0] < times else False

        self.mailbox.trouble = trouble
        try:
            with mute_logger(*QUIET):
                yield
        finally:
            del self.mailbox.trouble

    def issued(self, *partners):
        """Return links with mails in the queue, one for each."""
        links = self.Link.browse()
        for partner in partners or [self.customer]:
            link = self.issue(self.order, "view", partner)
            links += link
        links._send_mails(queue=True)
        return links

    def say_to(self, people):
        """Let staff write to some people by core's Send, and the mails leave."""
        self.order.with_user(self.salesman).message_post(
            body="Hello",
            partner_ids=people.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.env.flush_all()
        self.mails().send()

    def mails(self):
        return self.env["mail.mail"].search([], order="id")

    def leave(self):
        """Let the mails leave, as after the commit of a request."""
        with self.delivering() as arrived:
            self.mails().send()
        self.env.invalidate_all()
        self.readers += [reader for one in arrived for reader in one.readers]

    def run_cron(self, after=None):
        """Let what failed be tried again, as late as nothing waits any more."""
        at = fields.Datetime.now() + (after or timedelta(days=1))
        with self.delivering() as arrived, self.enter_registry_test_mode():
            cron = self.env.ref("public_links.ir_cron_again")
            cron.method_direct_trigger()
            with freeze_time(at):
                cron.method_direct_trigger()
        self.env.invalidate_all()
        self.readers += [reader for one in arrived for reader in one.readers]

    def job(self):
        return self.env["public.link.job"].search([("kind", "=", "mail")])

    # === NEVER TWICE === #

    def test_what_the_server_may_have_taken_is_not_sent_again(self):
        """M1, F62: it went away after the last line, and had the mail"""
        link = self.issued()
        with self.trouble("taken", None):
            self.leave()
        self.assertEqual(self.readers, [self.customer.email])
        self.assertEqual(link.mail_state, "failed")
        self.assertIn("may have arrived", link.mail_failure)
        self.assertIn("Ask the recipient", link.mail_fix)
        for _time in range(2):
            self.run_cron()
        self.assertFalse(self.job())
        self.assertEqual(self.readers, [self.customer.email], "It came once.")
        # Staff have asked, and send it again.
        with self.delivering() as arrived:
            link.action_resend()
        self.assertEqual(len(arrived), 1)
        self.assertEqual(link.mail_state, "sent")

    def test_of_several_readers_only_those_without_it_get_it_later(self):
        """M1, F62: one mail of core's Send to three; the second one's connection broke"""
        people = self.customer | self.other | self.third
        with self.delivering() as arrived, self.trouble("taken", None, about="other@"):
            self.say_to(people)
        self.readers += [reader for one in arrived for reader in one.readers]
        for _time in range(2):
            self.run_cron()
            self.leave_by_queue()
        self.assertEqual(sorted(self.readers), sorted(people.mapped("email")))
        states = {
            link.partner_id: link.mail_state
            for link in self.links(self.order).filtered("mail_message_id")
        }
        self.assertEqual(
            states,
            {self.customer: "sent", self.other: "failed", self.third: "sent"},
        )

    def test_who_has_it_gets_no_other_when_it_breaks_before_the_next(self):
        """M1, F62: the first of three has it, and the server hangs up at the second"""
        people = self.customer | self.other | self.third
        for when in ("mail", "rcpt", "data"):
            self.readers.clear()
            with self.delivering() as arrived, self.trouble(when, None, skip=1):
                self.say_to(people)
            self.readers += [reader for one in arrived for reader in one.readers]
            for _time in range(2):
                self.run_cron()
            with self.subTest(when):
                self.assertEqual(sorted(self.readers), sorted(people.mapped("email")))
            self.mails().unlink()

    def test_a_server_that_hangs_is_not_asked_for_each(self):
        """F62: after the second connection the rest waits in the queue"""
        people = self.customer | self.other | self.third
        links = self.issued(*people)
        with self.trouble("taken", None, times=9):
            self.leave()
        self.assertEqual(len(self.readers), 2)
        states = sorted(links.mapped("mail_state"))
        self.assertEqual(states, ["failed", "failed", "queued"])
        self.leave_by_queue()
        self.assertEqual(sorted(self.readers), sorted(people.mapped("email")))

    def test_staff_send_it_again_to_those_only_who_may_not_have_it(self):
        """M1: one has it for sure"""
        people = self.customer | self.other
        with self.delivering() as arrived, self.trouble("taken", None, about="other@"):
            self.say_to(people)
        self.readers += [reader for one in arrived for reader in one.readers]
        mail = self.mails()
        self.assertEqual(mail.state, "exception")
        self.assertEqual(mail.recipient_ids, self.other)
        mail.write({"state": "outgoing"})
        self.leave()
        self.assertEqual(self.readers.count(self.customer.email), 1)
        self.assertEqual(self.readers.count(self.other.email), 2)

    def test_a_mail_that_was_cut_off_is_not_taken(self):
        """M1: without its end no server can have it"""

        class Session:
            def send(self, data):
                if isinstance(data, bytes):
                    raise SMTPServerDisconnected

            def send_message(self, _message, _sender, readers):
                self.send("data")
                self.send(b"half of it")

        watch = Watch(Session())
        with self.assertRaises(CutOff):
            watch.session.send_message("", "", ["a@example.com"])
        self.assertFalse(watch.taken | watch.unsure)

    def test_one_of_two_addresses_that_has_it_gets_no_other(self):
        """M8, F62: of one contact; the other address is left to staff"""
        self.customer.email = "anna@example.com, bob@example.com"
        link = self.issued()
        with self.trouble("rcpt", "550 Nobody here", times=9, about="bob@"):
            self.leave()
        for _time in range(2):
            self.run_cron()
        self.assertEqual(self.readers, ["anna@example.com"])
        self.assertEqual(link.mail_state, "failed")

    def test_a_connection_that_breaks_costs_no_other_mail(self):
        """M1: those before are not sent twice, those after are sent at once"""
        people = self.customer | self.other | self.third
        for when in ("mail", "data", "taken"):
            self.readers.clear()
            self.issued(*people)
            with self.subTest(when), self.trouble(when, None, skip=1):
                self.leave()
                self.assertEqual(sorted(self.readers), sorted(people.mapped("email")))
            self.mails().unlink()

    def test_who_was_stopped_while_sending_does_not_send_again(self):
        """F62: whether the server has it, nobody knows"""
        link = self.issued()
        with self.trouble("mail", "451 Later", times=9):
            self.leave()
            self.run_cron(timedelta(seconds=1))
        job = self.job()
        self.assertTrue(job)
        job.write(
            {
                "error": str(self.env._(INTERRUPTED)),
                "next_try": fields.Datetime.now(),
            }
        )
        self.run_cron()
        self.assertFalse(self.readers)
        self.assertFalse(self.job())
        self.assertIn("Ask the recipient", link.mail_fix)

    # === AGAIN === #

    def test_what_the_server_has_not_taken_is_sent_again_once(self):
        """M1, F62: it said no, or went away before the mail itself"""
        for when, says in (
            ("mail", "451 Later"),
            ("mail", None),
            ("rcpt", "452 Too many"),
            ("data", "451 Later"),
            ("data", None),
            ("taken", "554 No"),
        ):
            self.readers.clear()
            link = self.issued()
            with self.subTest(when=when, says=says):
                with self.trouble(when, says):
                    self.leave_by_queue()
                self.assertFalse(self.readers)
                self.run_cron()
                self.run_cron()
                self.assertEqual(self.readers, [self.customer.email])
                self.assertEqual(link.mail_state, "sent")

    def leave_by_queue(self):
        """Let them leave by core's queue, which catches what breaks."""
        with self.delivering() as arrived:
            self.env["mail.mail"].process_email_queue(self.mails().ids)
        self.env.invalidate_all()
        self.readers += [reader for one in arrived for reader in one.readers]

    def test_the_pauses_grow(self):
        """M1, F62: while the server is away"""
        self.issued()
        now, pauses = fields.Datetime.now(), []
        with self.trouble("mail", "451 Later", times=99), mute_logger(JOB):
            self.leave()
            for _time in range(6):
                with freeze_time(now), self.delivering():
                    with self.enter_registry_test_mode():
                        self.env.ref(
                            "public_links.ir_cron_again"
                        ).method_direct_trigger()
                self.env.invalidate_all()
                next_try = self.job().next_try
                pauses.append(next_try - now)
                now = next_try + timedelta(seconds=1)
        self.assertEqual(pauses, sorted(pauses))
        self.assertLess(pauses[0], timedelta(minutes=5))
        self.assertGreater(pauses[-1], 4 * pauses[0])

    # === STAFF === #

    def test_staff_see_and_resend_from_the_link_a_list_and_the_document(self):
        """M1, M13, F28"""
        links = self.issued(self.customer, self.other)
        with (
            self.trouble("taken", "554 No", times=9),
            patch.object(
                type(self.env["public.link.job"]), "_find", lambda _self: None
            ),
        ):
            self.leave()
        self.assertEqual(set(links.mapped("mail_state")), {"failed"})
        failed = self.Link.with_user(self.salesman).search(
            [("mail_state", "=", "failed"), ("res_id", "=", self.order.id)]
        )
        self.assertEqual(failed, links)
        for link in links:
            self.assertIn("554", link.mail_failure)
        # From the document, whose list of links this is.
        found = self.Link.with_user(self.salesman).search(
            self.order.with_user(self.salesman).action_public_links()["domain"]
        )
        self.assertEqual(found, links)
        with self.delivering() as arrived:
            found.action_resend()
            self.env.flush_all()
            self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        self.assertEqual(len(arrived), 2)
        self.assertEqual(set(links.mapped("mail_state")), {"sent"})

    def failed_receipt(self):
        """Let a mail of ours without a link of its own fail; return the mail."""
        link = self.issue(self.order, "view", self.customer)
        with self.post_office() as mails:
            link._queue_rendered(
                {
                    "subject": "Your receipt",
                    "body_html": f'<a href="{link._placeholder()}">See it</a>',
                    "lang": "en_US",
                    "preview": "",
                },
                self.order,
                self.customer,
            )
        with self.trouble("rcpt", "550 Nobody here"):
            self.leave()
        self.assertEqual(mails[0].state, "exception")
        return mails[0]

    def test_staff_resend_what_has_no_link_from_the_document_and_its_list(self):
        """M13, M7: a receipt, to the address that was corrected meanwhile"""
        mail = self.failed_receipt()
        mail.failure_type = "mail_email_invalid"
        self.run_cron()
        self.assertFalse(self.readers)
        rows = self.order.with_user(self.salesman)._public_link_diagnosis()
        [row] = [row for row in rows if "Your receipt" in row["text"]]
        self.assertIn("550", row["text"])
        self.assertIn("Correct the address", row["fix"])
        self.customer.email = "joel@new.example"
        others = self.make_order(user_id=self.salesman.id)
        with self.delivering() as arrived:
            (self.order | others).with_user(
                self.salesman
            ).action_public_link_mails_again()
            self.env["mail.mail"].process_email_queue()
        self.assertEqual([one.readers for one in arrived], [("joel@new.example",)])
        [token] = re.findall(r"/link/view/(eyJ[\w.-]+)", arrived[0].html)
        link = self.Link._find(token, "view")
        self.assertEqual(link.email, "joel@new.example")
        self.assertFalse(self.order._public_link_failed_mails())

    def test_who_may_not_send_links_resends_nothing(self):
        """S27, M13"""
        mail = self.failed_receipt()
        with self.assertRaises(AccessError):
            self.order.with_user(self.warehouse).action_public_link_mails_again()
        self.assertEqual(mail.state, "exception")
