# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from odoo import Command
from odoo.exceptions import AccessError

from ..common.base import CANARY, PublicLinkHttpCase
from ..common.portal import PortalFixtures


class TestPortalMessages(PortalFixtures, PublicLinkHttpCase):
    """Customers write to staff from the portal; staff answer there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.company.public_links_user_id = cls.salesman
        cls.customer.message_post(body=CANARY, subtype_xmlid="mail.mt_note")

    def say(self, text="Where is my order?", link=None):
        return self.post("messages/comment", {"text": text}, link)

    def upload(self, *files):
        files = [("files", (name, data)) for name, data in files]
        return self.post("messages/upload", files=files)

    def assertSaid(self, response, code):
        self.assertPublic(response, 303)
        self.assertIn(f"/messages?said={code}", response.headers["Location"])
        page = self.get(response.headers["Location"])
        self.assertPublic(page, 200)
        return page

    def rows(self):
        return self.env["public.link.message"].search(
            [("partner_id", "=", self.customer.id)]
        )

    def test_a_message_reaches_staff_in_the_contact_s_history(self):
        """D19, B3: with an activity; markup is text"""
        page = self.assertSaid(self.say("<b>Hello</b>\nthere"), "comment_sent")
        self.assertIn("<b>Hello</b>", unescape(page.text))
        self.assertNotIn("<b>Hello</b>", page.text)
        message = self.customer.message_ids.filtered(
            lambda row: "Message by the portal" in row.body
        )
        self.assertIn("&lt;b&gt;Hello&lt;/b&gt;<br>there", message.body)
        self.assertEqual(message.author_id, self.customer)
        self.assertTrue(message.subtype_id.internal)
        self.assertIn(self.salesman.partner_id, message.notified_partner_ids)
        self.assertIn(self.salesman, self.customer.activity_ids.user_id)
        self.assertIn("commented", self.link.event_ids.mapped("kind"))
        self.assertEqual(self.rows().company_id, self.company)

    def test_two_messages_make_one_activity(self):
        """D19"""
        self.say("One")
        self.say("Two")
        self.assertEqual(len(self.customer.activity_ids), 1)
        self.assertIn("Two", self.customer.activity_ids.note)

    def test_files_come_as_on_approve(self):
        """C11, S14: what they are is looked at; served from this portal alone"""
        self.assertSaid(self.upload(("a.txt", b"Hello")), "files_sent")
        row = self.rows()
        self.assertEqual(row.attachment_id.res_model, "res.partner")
        path = f"messages/file/{row.id}"
        self.assertEqual(self.page(path).content, b"Hello")
        stranger = self.issue(self.other, "portal")
        self.assertPublic(self.page(path, stranger), 404)
        for bad in (("a.svg", b"<svg/>"), ("a.pdf", b"no"), ("a.txt", b"")):
            answer = self.upload(bad)
            self.assertPublic(answer, 422)
            self.assertTrue('class="wrong"' in answer.text)
        self.assertEqual(len(self.rows()), 1)

    def test_nobody_reads_another_contact_s_messages(self):
        """B50, D2: not even another contact of the same customer"""
        child = self.env["res.partner"].create(
            {"name": "Colleague", "parent_id": self.customer.id}
        )
        self.say("My own words")
        theirs = self.issue(child, "portal")
        self.assertNotIn("My own words", self.page("messages", theirs).text)
        # Nor in the portal of another company of the seller's.
        second = self.env["res.company"].create({"name": "Second"})
        second.public_links_portal_enabled = True
        there = self.issue(self.customer.with_company(second), "portal")
        self.assertPublic(self.page("messages", there), 200)
        self.assertNotIn("My own words", self.page("messages", there).text)
        self.assertPublic(self.page(f"messages/file/{self.rows().id}", there), 404)

    def test_internal_notes_never_show(self):
        """A4, B52"""
        self.assertPublic(self.page("messages"), 200)

    def test_bad_texts_are_answered_on_the_page(self):
        """D19: nothing typed is lost"""
        self.assertPublic(self.say(" \u200b "), 422)
        answer = self.say("x" * 6000)
        self.assertPublic(answer, 422)
        self.assertTrue("x" * 6000 in answer.text)
        self.assertFalse(self.rows())

    def test_the_setting_switches_it_off(self):
        """D19, Q7"""
        self.say("Kept")
        row = self.rows()
        self.company.public_links_portal_messages = False
        self.assertPublic(self.page("messages"), 404)
        self.assertPublic(self.say(), 404)
        self.assertPublic(self.upload(("a.txt", b"Hello")), 404)
        self.assertPublic(self.page(f"messages/file/{row.id}"), 404)
        self.company.public_links_portal_messages = True
        self.company.public_links_uploads = False
        self.assertPublic(self.upload(("a.txt", b"Hello")), 404)
        self.assertNotIn("Upload files", self.page("messages").text)
        # Those of orders have a switch of their own.
        self.company.public_links_messages = False
        self.assertSaid(self.say(), "comment_sent")

    def test_writing_is_limited(self):
        """S13"""
        self.patch(
            self.env.registry["public.link.rate"], "_allow", lambda *_args: False
        )
        page = self.say()
        self.assertPublic(page, 422)
        self.assertIn("too often", page.text)
        self.assertFalse(self.env["public.link.message"].search([]))

    def test_staff_answer_in_the_portal_and_withdraw(self):
        """D19, F30"""
        self.say()
        user = self._make_user("helper", "sales_team.group_sale_manager")
        action = self.customer.with_user(user).action_public_link_answer()
        composer = (
            self.env["mail.compose.message"]
            .with_user(user)
            .with_context(**action["context"])
            .create({"body": "<p>On its way</p>"})
        )
        self.assertEqual(composer.partner_ids, self.customer)
        composer._action_send_mail()
        self.assertIn("On its way", self.page("messages").text)
        row = self.rows().filtered(lambda one: not one.by_customer)
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).action_withdraw()
        row.with_user(user).action_withdraw()
        self.assertNotIn("On its way", self.page("messages").text)

    def test_whose_contact_one_cannot_read_one_reads_no_messages_of(self):
        """F29"""
        self.say()
        row = self.rows()
        self.assertEqual(row.with_user(self.salesman).text, row.text)
        rule = {
            "name": "Hidden contact",
            "model_id": self.env["ir.model"]._get_id("res.partner"),
            "domain_force": f"[('id', '!=', {self.customer.id})]",
            "groups": [Command.link(self.env.ref("base.group_user").id)],
        }
        self.env["ir.rule"].create(rule)
        self.env.invalidate_all()
        Message = self.env["public.link.message"].with_user(self.salesman)
        self.assertFalse(Message.search([("id", "=", row.id)]))
        with self.assertRaises(AccessError):
            row.with_user(self.salesman).read(["text"])
