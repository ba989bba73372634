# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from odoo import Command
from odoo.exceptions import AccessError

from ..common.approve import ApproveCase
from ..common.base import CANARY


class TestComments(ApproveCase):
    def test_comments_stand_on_view_and_approve_pages_orders_included(self):
        """C9, C10, C26, D19, E6.3: conflict 9; marked as coming by this link"""
        order, approve = self.quote()
        sold = self.make_order("sale", user_id=self.salesman.id)
        for link in (
            approve,
            self.issue(order),
            self.issue(sold),
            self.issue(sold, "approve"),
        ):
            document = self.env["sale.order"].browse(link.res_id)
            text = f"Is the lift wide enough? {link.purpose}"
            page = self.assertSaid(self.act(link, "comment", text=text), "comment_sent")
            self.assertIn(text, page.text)
            message = document.message_ids.filtered(lambda row: text in row.body)  # noqa: B023
            self.assertEqual(message.author_id, self.customer)
            self.assertIn("Comment by link", message.body)
            self.assertTrue(message.subtype_id.internal)
            self.assertIn(self.salesman.partner_id, message.notified_partner_ids)
            self.assertIn(self.salesman, document.activity_ids.user_id)
            self.assertIn("commented", link.event_ids.mapped("kind"))

    def test_other_documents_take_no_change_requests(self):
        """A3, S10: an invoice and a delivery can be asked about, and that is all."""
        for document in (self.make_invoice(), self.make_order("sale").picking_ids):
            link = self.issue(document)
            self.assertNotIn("Request a change", self.open(link).text)
            self.assertPublic(self.act(link, "change", text="Hello"), 404)

    def test_markup_is_text(self):
        """C10, S14"""
        order, link = self.quote()
        evil = "<script>alert(1)</script> <b onclick=x>bold</b> & {{7*7}}"
        page = self.assertSaid(self.act(link, "comment", text=evil), "comment_sent")
        self.assertIn(evil, unescape(page.text))
        self.assertNotIn("<script>alert", page.text)
        self.assertNotIn("<b onclick", page.text)
        message = order.message_ids.filtered(lambda row: "alert(1)" in row.body)
        self.assertNotIn("<script", message.body)
        self.assertNotIn("<b ", message.body)

    def test_bad_texts_are_answered_on_the_page(self):
        """C10, C21, S15: what was typed stays in the form"""
        _order, link = self.quote()
        for action in ("comment", "change"):
            for text in ("", "   \n\t ", "\u200b", "\u00a0"):
                self.assertAgain(self.act(link, action, text=text), "Please write")
            huge = "long & wide " * 90_000  # 1 MB
            response = self.act(link, action, text=huge)
            self.assertAgain(response, "shorten this", "long & wide long")
            self.assertLess(len(response.content), 200_000)
        self.assertFalse(self.env["public.link.message"].search([]))

    def test_a_change_request_is_an_activity_and_a_state(self):
        """C13, C21, C22, E6.3"""
        order, link = self.quote()
        page = self.assertSaid(
            self.act(link, "change", text="In green, please.\nAnd two more."),
            "change_sent",
        )
        self.assertIn("Changes requested", page.text)
        self.assertIn("In green, please.", page.text)
        self.assertIn("Changes requested of", order.activity_ids.summary)
        self.assertIn("And two more.", order.activity_ids.note)
        self.assertIn("Changes requested", self.open(self.issue(order)).text)
        found = self.env["sale.order"].search(
            [("public_link_change_asked", "!=", False)]
        )
        self.assertIn(order, found)
        order.action_public_link_sent_again()
        self.assertNotIn("Changes requested", self.open(link).text)

    def test_nothing_else_of_the_history_is_shown(self):
        """A4, C9, Q6: notes, mails, other people's messages"""
        order, link = self.quote()
        order.message_post(body=f"To the team {CANARY}", subtype_xmlid="mail.mt_note")
        order.message_post(
            body="SECRET-MAIL",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.other.ids,
        )
        for one in (link, self.issue(order)):
            response = self.open(one)
            self.assertPublic(response, 200)
            self.assertNotIn("SECRET-MAIL", response.text)

    def compose(self, order, user=None, **values):
        """Answer as staff would, by the composer that the button opens."""
        action = order.with_user(user or self.salesman).action_public_link_answer()
        composer = (
            self.env["mail.compose.message"]
            .with_user(user or self.salesman)
            .with_context(**action["context"])
            .create({"body": "<p>It is wide enough.</p><p>Greetings</p>", **values})
        )
        before = order.message_ids
        composer._action_send_mail()
        return order.message_ids - before

    def test_staff_answer_and_choose_who_sees_it(self):
        """C9, D19: the customer gets a mail with the link, and sees it on the page"""
        order, link = self.quote()
        self.assertSaid(self.act(link, "comment", text="Wide?"), "comment_sent")
        message = self.compose(order)
        self.assertEqual(message.notified_partner_ids, self.customer)
        page = self.open(link).text
        self.assertIn("It is wide enough.\nGreetings", page)
        self.assertIn(self.company.name, page)
        self.assertNotIn(self.salesman.name, page)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        body = mail._personalize_outgoing_body(mail.body_html, self.customer)
        self.assertIn("/link/view/eyJ", body)
        self.compose(order, body="<p>Between us</p>", public_link_shared=False)
        self.assertNotIn("Between us", self.open(link).text)

    def test_files_that_staff_share_can_be_downloaded(self):
        """C11, C12, S10, S14: those alone, and by this document's links alone"""
        order, link = self.quote()
        shared, internal = (
            self.env["ir.attachment"]
            .with_user(self.salesman)
            .create(
                [
                    {
                        "name": "plan.pdf",
                        "raw": b"%PDF-1.4 plan %%EOF",
                        "res_model": "mail.compose.message",
                    },
                    {
                        "name": "margin.txt",
                        "raw": CANARY.encode(),
                        "res_model": "sale.order",
                        "res_id": order.id,
                    },
                ]
            )
        )
        self.compose(order, attachment_ids=[Command.set(shared.ids)])
        page = self.open(link).text
        self.assertIn("plan.pdf", page)
        self.assertNotIn("margin.txt", page)
        row = order.public_link_message_ids.filtered("attachment_id")
        response = self.open(link, f"file/{row.id}")
        self.assertEqual(response.content, b"%PDF-1.4 plan %%EOF")
        self.assertIn("inline", response.headers["Content-Disposition"])
        _other, foreign = self.quote()
        for one, number in (
            (foreign, row.id),
            (link, internal.id),
            (link, 0),
            (link, 999999),
        ):
            self.assertPublic(self.open(one, f"file/{number}"), 404)
        self.assertEqual(self.open(link, "file/x").status_code, 404)

    def test_staff_withdraw_what_was_shared_by_mistake(self):
        """F30: comment and file; it is logged, and the seller's rights decide"""
        order, link = self.quote()
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.salesman)
            .create(
                {
                    "name": "wrong.txt",
                    "raw": b"wrong",
                    "res_model": "mail.compose.message",
                }
            )
        )
        self.compose(order, attachment_ids=[Command.set(attachment.ids)])
        rows = order.public_link_message_ids
        self.assertEqual(len(rows), 2)
        number = rows.filtered("attachment_id").id
        own = self._make_user("own", "sales_team.group_sale_salesman")
        for user in (self.clerk, own):
            with self.assertRaises(AccessError):
                rows.with_user(user).action_withdraw()
        rows.with_user(self.salesman).action_withdraw()
        page = self.open(link).text
        self.assertNotIn("wide enough", page)
        self.assertNotIn("wrong.txt", page)
        self.assertPublic(self.open(link, f"file/{number}"), 404)
        self.assertEqual(rows.withdrawn_by, self.salesman)
        log = [row.body for row in order.message_ids if "Withdrawn" in row.body]
        self.assertEqual(len(log), 2)
        for name in ("text", "withdrawn_at"):
            with self.assertRaises(AccessError):
                rows.with_user(self.salesman).write({name: False})

    def test_each_can_be_switched_off(self):
        """D19, Q7"""
        _order, link = self.quote()
        for setting, action, label in (
            ("public_links_messages", "comment", "Write a comment"),
            ("public_links_changes", "change", "Submit Change Request"),
            ("public_links_uploads", "upload", "Upload files"),
        ):
            self.assertIn(label, self.open(link).text)
            self.company[setting] = False
            self.assertNotIn(label, self.open(link).text)
            self.assertPublic(self.act(link, action, text="Hello"), 404)

    def test_writing_is_limited(self):
        """S13"""
        _order, link = self.quote()
        for _number in range(30):
            self.act(link, "comment", text="")
        page = self.act(link, "comment", text="Hello")
        self.assertPublic(page, 422)
        self.assertIn("too often", page.text)
        self.assertIn("Hello</textarea>", page.text)
        self.assertFalse(self.env["public.link.message"].search([]))

    def test_two_recipients_read_the_same_thread(self):
        """C9, F1"""
        order, link = self.quote()
        second = self.issue(order, "approve", self.other)
        self.act(link, "comment", text="Mine")
        self.act(second, "comment", text="And mine")
        for one in (link, second):
            page = self.open(one).text
            self.assertIn("Mine", page)
            self.assertIn("And mine", page)
        authors = order.public_link_message_ids.mapped("author_id")
        self.assertEqual(authors, self.customer + self.other)
