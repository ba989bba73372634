# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError

from ..common.send import SendCase


class TestCustomerLink(SendCase):
    """The one button "Customer Link", its state and its panel; banners of the customer."""

    def seen(self, document=None, user=None):
        """Return a document as a user's form reads it."""
        document = document or self.order
        document.invalidate_recordset()
        return document.with_user(user or self.salesman)

    def acted(self, kind, summary="It happened"):
        """Note that the customer has done something by link."""
        order = self.order._public_link_acting()
        link = self.issue(self.order, "approve")
        order._public_link_tell(link, summary, "Words", kind=kind)

    # === STATE === #

    def test_the_button_says_how_the_links_stand(self):
        """F48: nothing sent, not opened, opened, not delivered"""
        self.assertEqual(self.seen().public_link_status, "none")
        link = self.issue(self.order, "approve")
        self.assertEqual(self.seen().public_link_status, "unopened")
        link.opened_first = fields.Datetime.now()
        self.assertEqual(self.seen().public_link_status, "opened")

    def test_a_mail_that_did_not_arrive_stands_on_the_form(self):
        """F48, F28: with the reason and what to do"""
        with self.post_office():
            self.wizard(self.order).action_send()
        link = self.links(self.order)
        notification = link.mail_message_id.notification_ids
        notification.write(
            {
                "notification_status": "bounce",
                "failure_type": "mail_bounce",
                "failure_reason": "No such mailbox",
            }
        )
        link.invalidate_recordset()
        order = self.seen()
        self.assertEqual(order.public_link_status, "failed")
        for words in ("Joel Willis", "No such mailbox", "Correct the address"):
            self.assertIn(words, order.public_link_failure)
        link._revoke("staff")
        self.assertFalse(self.seen().public_link_failure)

    def test_the_button_says_what_the_customer_did_in_the_end(self):
        """F48: approved, declined, paid"""
        self.issue(self.order, "approve")
        for answer in ("approved", "rejected"):
            self.order.public_link_answer = answer
            self.assertEqual(self.seen().public_link_status, answer)
        invoice = self.make_invoice()
        self.issue(invoice)
        self.assertEqual(
            self.seen(invoice, self.accountant).public_link_status, "unopened"
        )
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.assertEqual(self.seen(invoice, self.accountant).public_link_status, "paid")

    # === PANEL === #

    def test_the_panel_lists_links_by_recipient_and_what_is_wrong(self):
        """F48, A82: sent and printed ones, not those reached from them"""
        link = self.issue(self.order, "view")
        link._derive("approve", self.order)
        action = self.seen().action_public_link_panel()
        panel = self.env["public.link.diagnosis"].browse(action["res_id"])
        panel = panel.with_user(self.salesman)
        self.assertEqual(panel.link_ids, link)
        self.assertTrue(panel.can_send)
        self.assertIn("Can be opened by link now", panel.result)

    def test_on_a_phone_the_panel_says_whose_each_link_is(self):
        """F48: a card for each link, with all that the list has; a list that is wider than
        the screen shows its last columns alone"""
        view = self.env["public.link.diagnosis"].get_view(view_type="form")
        [field] = etree.fromstring(view["arch"]).iterfind(".//field[@name='link_ids']")
        self.assertEqual(field.get("mode"), "list,kanban")
        shown, cards = field.find("list"), field.find("kanban")
        self.assertEqual(
            [button.get("name") for button in cards.iter("button")],
            [button.get("name") for button in shown.iter("button")],
        )
        for button, other in zip(
            cards.iter("button"), shown.iter("button"), strict=True
        ):
            for name in ("invisible", "confirm"):
                self.assertEqual(button.get(name), other.get(name))
        for name in ("partner_id", "purpose", "state", "mail_state", "expires_at"):
            self.assertIsNotNone(cards.find(f".//templates//field[@name='{name}']"))

    def test_who_may_not_send_sees_no_door_to_it(self):
        """F48, F29: a warehouse clerk copies and sends no approval"""
        link = self.issue(self.order, "approve").with_user(self.warehouse)
        own = self.issue(self.order, "approve").with_user(self.salesman)
        self.assertTrue(own.can_give)
        self.assertFalse(link.sudo(False).can_give)
        self.assertTrue(self.seen().public_link_can_send)
        picking = self.make_order("sale").picking_ids
        self.assertTrue(self.seen(picking, self.warehouse).public_link_can_send)
        self.assertFalse(
            self.seen(self.make_invoice(), self.warehouse).public_link_can_send
        )

    def test_copying_is_one_click(self):
        """F46: the address comes with the answer, and stands in no database"""
        link = self.issue(self.order, "approve")
        action = self.Link.with_user(self.salesman).browse(link.id).action_copy_now()
        self.assertEqual(action["tag"], "public_links_copy")
        self.assertEqual(action["params"]["url"], link._url())
        self.assertIn("Joel Willis", action["params"]["message"])
        self.assertEqual(action["params"]["dialog"]["res_model"], "public.link.copy")
        self.assertEqual(link.event_ids.mapped("kind").count("copied"), 1)
        with self.assertRaises(AccessError):
            self.Link.with_user(self.warehouse).browse(link.id).action_copy_now()
        action = self.wizard(self.order).action_copy_now()
        self.assertEqual(action["params"]["url"], link._url())

    # === BANNER === #

    def test_a_banner_says_what_the_customer_did_and_what_to_do(self):
        """F49"""
        self.assertFalse(self.seen().public_link_news)
        for kind, words in (
            ("comment", "Answer"),
            ("file", "Look at the files"),
            ("change", "send it again"),
            ("rejected", "set it back"),
            ("approved", "confirm it"),
            ("proof", "new version"),
        ):
            with self.subTest(kind=kind):
                self.acted(kind, f"Summary of {kind}")
                news = self.seen().public_link_news
                self.assertIn(f"Summary of {kind}", news)
                self.assertIn(words, news)

    def test_an_answer_closes_what_the_customer_asked(self):
        """F49: the banner goes, and its activity with it"""
        self.acted("comment")
        self.acted("change", "Other")
        order = self.seen()
        message = order.message_post(
            body="Yes.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        order._public_link_share(message)
        self.assertNotIn("It happened", self.seen().public_link_news)
        self.assertIn("Other", self.seen().public_link_news)
        self.assertEqual(len(self.order.activity_ids), 1)

    def test_sending_again_closes_the_change_request(self):
        """F49"""
        self.acted("change")
        with self.post_office():
            self.wizard(self.order).action_send()
        self.assertFalse(self.seen().public_link_news)

    def test_confirming_closes_the_approval(self):
        """F49"""
        self.acted("approved")
        self.order.with_user(self.salesman).action_confirm()
        self.assertFalse(self.seen().public_link_news)

    def test_done_closes_it_for_who_may_write(self):
        """F49, F29"""
        self.acted("approved")
        self.seen().action_public_link_news_done()
        self.assertFalse(self.seen().public_link_news)
        stranger = self._make_user("stranger", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.order.with_user(stranger).action_public_link_news_done()

    def test_approved_and_waiting_for_payment_says_so(self):
        """F49"""
        self.order.write({"public_link_answer": "approved", "require_payment": True})
        self.acted("approved")
        self.assertIn("once it is paid", self.seen().public_link_news)
        self.company.public_links_accept_and_pay = True
        label = self.order._public_action_label_pay()
        self.assertTrue(label.startswith("Pay "), label)
        self.order.public_link_answer = False
        self.assertIn("Accept and pay", self.order._public_action_label_pay())
