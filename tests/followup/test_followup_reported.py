# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What users report of other addons that remind."""

from ..common.followup import FollowupCase
from ..common.mailbox import MailboxFixtures


class TestFollowupReported(MailboxFixtures, FollowupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_mailbox()

    def test_what_is_partly_paid_is_asked_for_by_what_is_left(self):
        """F57: it is still late, and its history stays"""
        self.plan(3, 10)
        invoice = self.billed(4)
        first = self.run_plans()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": 100})._create_payments()
        self.env.invalidate_all()
        self.pass_days(8)
        second = self.run_plans()
        self.assertEqual(second.line_ids.amount, 218.6)
        self.assertIn("218.60", second.body)
        self.assertEqual(invoice.public_link_followup_ids.followup_id, first | second)

    def test_a_line_break_in_a_subject_keeps_no_mail_back(self):
        """F57: in a template's subject, or what it names"""
        self.words.subject = "Seller Inc.\r\nbcc: x@example.com"
        self.plan(3)
        self.billed(4)
        followup = self.run_plans()
        self.assertEqual(followup.subject, "Seller Inc. bcc: x@example.com")
        with self.delivering() as arrived:
            self.mails(followup).send()
        [mail] = arrived
        self.assertEqual(mail.mail["subject"], followup.subject)
        self.assertFalse(mail.mail["bcc"])
        self.assertEqual(mail.readers, (self.customer.email,))

    def test_whoever_edits_the_words_loses_no_line_of_the_list(self):
        """F57: it is no part of the template"""
        self.plan(3)
        bills = self.billed(4) | self.billed(5) | self.billed(6)
        self.words.body_html = "<table><tr><td>Own words</td></tr></table>"
        body = self.run_plans().body
        for bill in bills:
            self.assertIn(bill.name, body)

    def test_a_real_mail_program_gets_it(self):
        """F57, issue 20 "Done means": a captured mailbox, with the reader's own link"""
        self.plan(3)
        self.billed(4)
        self.billed(-20)
        followup = self.run_plans()
        with self.delivering() as arrived:
            self.mails(followup).send()
        [mail] = arrived
        for text in (mail.html, mail.plain):
            self.assertIn(followup.link_ids._url(), text)
            self.assertIn("4 days late", text)
            self.assertIn("Not due yet", text)
