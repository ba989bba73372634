# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers answer by mail stands on the page."""

from odoo.addons.mail.tests.common import MockEmail

from ...tools.mail_answer import answer_text
from ..common.answers import AnswerFixtures
from ..common.approve import ApproveCase

GMAIL = """
<div dir="ltr">Wednesday is fine.<br>Ring twice.</div><br>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Anna wrote:<br></div>
<blockquote class="gmail_quote">Dear Joel, <a href="%s">Review and approve</a></blockquote>
</div>
"""


class TestAnswersByMail(AnswerFixtures, MockEmail, ApproveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_alias_domain()

    def setUp(self):
        super().setUp()
        self.order, self.link = self.quote()
        with self.mock_mail_gateway():
            self.link._send_mails(queue=True)
            self.link.mail_message_id.mail_ids.send()
        self.message = self.link.mail_message_id

    def rows(self):
        return self.order.public_link_message_ids

    def test_an_answer_of_the_customer_stands_on_the_page_without_its_quote(self):
        """M2, F36, S2: marked as coming by email; no token is stored."""
        answer = self.answer(self.message, html=GMAIL % self.link._url())
        self.assertEqual(self.rows().message_id, answer)
        self.assertEqual(self.rows().text, "Wednesday is fine.\nRing twice.")
        self.assertTrue(self.rows().by_customer)
        page = self.open(self.link).text
        self.assertIn("Ring twice.", page)
        self.assertIn("by email", page)
        self.assertNotIn("Dear Joel", page)

    def test_what_was_quoted_in_plain_text_is_cut(self):
        """M2, F36"""
        for text, shown in (
            ("Fine.\n\nOn Monday Anna wrote:\n> Dear Joel,\n> see it here\n", "Fine."),
            ("Yes\n\n> Is it red?\n\nand no\n", "Yes\nand no"),
            ("Fine.\n-----Original Message-----\nFrom: Anna\nDear Joel", "Fine."),
            ("Fine.\n________________________________\nFrom: Anna", "Fine."),
            ("Note: it is red\n", "Note: it is red"),
        ):
            with self.subTest(text):
                self.answer(self.message, text)
                text = self.rows().sorted("id")[-1].text
                lines = [line for line in text.splitlines() if line]
                self.assertEqual("\n".join(lines), shown)

    def test_only_contacts_of_the_customer_get_onto_the_page(self):
        """S29, M2, F36: senders can be forged; staff read the others in the chatter."""
        colleague = self.env["res.partner"].create(
            {
                "name": "Colleague",
                "email": "colleague@example.com",
                "parent_id": self.customer.id,
            }
        )
        for sender, shown in (
            ("stranger@example.net", False),
            (self.other.email_formatted, False),
            (self.salesman.email_formatted, False),
            (colleague.email_formatted, True),
        ):
            before = self.rows()
            answer = self.answer(self.message, f"From {sender}", sender=sender)
            with self.subTest(sender):
                self.assertTrue(answer)
                self.assertEqual(bool(self.rows() - before), shown)

    def test_automatic_answers_stay_off_the_page(self):
        """M2, F36"""
        self.answer(self.message, headers={"Auto-Submitted": "auto-replied"})
        self.assertFalse(self.rows())

    def test_a_page_without_comments_shows_none_by_mail(self):
        """M2: the company's switch."""
        self.company.public_links_messages = False
        self.answer(self.message)
        self.assertFalse(self.rows())

    def test_staff_take_an_answer_off_the_page(self):
        """C9, F36"""
        self.answer(self.message, "Our secret door code is 1234")
        self.rows().with_user(self.salesman).action_withdraw()
        self.assertNotSaid("1234", self.open(self.link).text)

    def test_nonsense_is_no_answer(self):
        """F36: empty and broken bodies."""
        for body in (
            "",
            None,
            "<p></p>",
            "<blockquote>only quoted</blockquote>",
            "<<<",
        ):
            with self.subTest(body):
                self.assertIn(answer_text(body), ("", "<<<"))
