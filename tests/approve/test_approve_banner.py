# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers do by link stands on the form, with what to do, until that is done."""

import re
from html import unescape

from ..common.approve import ApproveCase

HASH = re.compile(r"\b[0-9a-f]{32,}\b")


class TestApproveBanner(ApproveCase):
    def seen_by(self, document, user=None):
        """Return what the banner of a form says to who works with it."""
        document.invalidate_recordset()
        own = document.with_user(user or self.salesman)
        return unescape(str(own.public_link_news or ""))

    def assertBanner(self, document, *texts, user=None):
        news = self.seen_by(document, user)
        for text in texts:
            self.assertIn(text, news)
        activities = document._public_link_customer_activities()
        self.assertTrue(activities)
        # Staff read words: hashes stand in the record of evidence alone.
        for body in (news, *document.message_ids.mapped("body"), activities[0].note):
            self.assertNotRegex(str(body), HASH)

    def assertNoBanner(self, document, user=None):
        self.assertFalse(self.seen_by(document, user))
        self.assertFalse(document._public_link_customer_activities())

    def send_again(self, order):
        own = order.with_user(self.salesman)
        if own.state == "cancel":
            own.action_draft()
        action = own.action_public_link_send()
        Send = self.env["public.link.send"].with_user(self.salesman)
        Send.with_context(**action["context"]).create({}).action_send()
        self.assertEqual(order.state, "sent")

    def test_an_approval(self):
        """F49: it is an order by itself; staff note that they have seen it"""
        order, link = self.quote()
        self.assertSaid(self.approve(link), "approved")
        self.assertEqual(order.state, "sale")
        self.assertBanner(order, "was approved by link", "carry on with it as usual")
        self.assertEqual(order.with_user(self.salesman).public_link_status, "approved")
        order.with_user(self.salesman).action_public_link_news_done()
        self.assertNoBanner(order)

    def test_an_approval_that_waits_for_its_payment(self):
        """F49: it says so on both sides, and goes with the payment or by hand"""
        order, link = self.quote(require_payment=True, prepayment_percent=1.0)
        page = self.assertSaid(self.approve(link), "approved")
        self.assertBanner(order, "once it is paid", "send the payment link")
        for text in (page.text, self.open(link).text):
            self.assertIn("once it is paid", unescape(text))
            self.assertIn("Pay $", unescape(text))
            self.assertNotIn("Accept and pay", unescape(text))
        order.with_user(self.salesman).action_confirm()
        self.assertNoBanner(order)

    def test_a_rejection(self):
        """F49: with the reason; another offer closes it"""
        order, link = self.quote()
        self.assertSaid(
            self.act(link, "reject", text="Too dear", name="Joel"), "rejected"
        )
        self.assertBanner(order, "was declined by link", "set it back to a quotation")
        self.assertIn("Too dear", str(order.message_ids.mapped("body")))
        self.send_again(order)
        self.assertNoBanner(order)

    def test_a_change_request(self):
        """F49: sending it again closes it"""
        order, link = self.quote()
        self.assertSaid(self.act(link, "change", text="In blue, please"), "change_sent")
        self.assertBanner(order, "Changes requested", "send it again")
        self.send_again(order)
        self.assertNoBanner(order)

    def test_a_comment(self):
        """F49: an answer that the customer sees closes it"""
        order, link = self.quote()
        self.assertSaid(
            self.act(link, "comment", text="How wide is it?"), "comment_sent"
        )
        self.assertBanner(order, "commented", "Answer")
        self.assertTrue(order.with_user(self.salesman).public_link_can_answer)
        own = order.with_user(self.salesman)
        message = own.message_post(
            body="90 cm.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        own._public_link_share(message)
        self.assertNoBanner(order)

    def test_a_dispute(self):
        """F49: on the invoice; ending it closes it"""
        invoice = self.make_invoice()
        link = self.issue(invoice)
        self.assertSaid(
            self.act(link, "dispute", seen="", text="Only two came."), "dispute_sent"
        )
        self.assertBanner(invoice, "disputed", "end the dispute", user=self.accountant)
        invoice.with_user(self.accountant).action_public_link_dispute_end()
        self.assertNoBanner(invoice, self.accountant)

    def test_staff_read_their_own_time_the_certificate_both(self):
        """F49: no label of staff's says UTC over a local time"""
        order, link = self.quote()
        self.assertSaid(self.approve(link), "approved")
        for model in ("sale.order.approval", "public.link.event", "public.link"):
            for name, label in (
                self.env[model].fields_get(attributes=["string"]).items()
            ):
                self.assertNotIn("UTC", label["string"], name)
        row = order.public_link_approval_ids
        Report = self.env["ir.actions.report"]
        html = Report._render_qweb_html("public_links.certificate", row.ids)[0].decode()
        self.assertIn("When (UTC)", html)
        self.assertIn(row.approved_at.strftime("%Y-%m-%d %H:%M:%S"), html)
        self.assertIn(row._seller_time(), unescape(html))
