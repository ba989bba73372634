# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Several mail addresses in one field."""

import re

from .test_mail import MailCase

LINK = re.compile(r"/link/([a-z]+)/(eyJ[A-Za-z0-9_.-]+)")
ANNA, BOB = "anna@example.com", "bob@example.com"


class TestAddresses(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = f"{ANNA}, {BOB}"

    def sent(self, document, purpose="view"):
        """Mail a link, and return what leaves: the links in each box's mail."""
        link = self.issue(document, purpose)
        link._send_mails(queue=True)
        [mail] = link.mail_message_id.mail_ids
        return link, self.boxes(mail)

    def boxes(self, mail):
        boxes = {}
        for row in mail._prepare_outgoing_list():
            [address] = row["email_to_normalized"]
            found = {
                self.Link._find(token, purpose)
                for purpose, token in LINK.findall(row["body"])
            }
            boxes[address] = self.Link.concat(*found)
        return boxes

    def test_each_address_is_a_recipient_of_its_own(self):
        """M8: with a mail and a link of its own, each with its address."""
        link, boxes = self.sent(self.make_invoice())
        self.assertEqual(set(boxes), {ANNA, BOB})
        self.assertEqual(boxes[ANNA].mapped("email"), [ANNA])
        self.assertEqual(boxes[BOB].mapped("email"), [BOB])
        self.assertNotEqual(boxes[ANNA], boxes[BOB])
        for own in boxes.values():
            self.assertEqual(own.partner_id, self.customer)
            self.assertEqual(own.parent_id, link)
            self.assertEqual(own.expires_at, link.expires_at)
            self.assertFalse(own._may_show_card())

    def test_a_mail_of_odoo_s_own_too(self):
        """M8: a message in the chatter."""
        order = self.make_order()
        message = order.message_post(
            body="Here it is.",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )
        boxes = {}
        for mail in message.sudo().mail_ids:
            if self.customer in mail.recipient_ids:
                boxes = self.boxes(mail)
        self.assertEqual(
            {address: set(own.mapped("email")) for address, own in boxes.items()},
            {ANNA: {ANNA}, BOB: {BOB}},
        )

    def test_a_mail_that_is_sent_again_has_the_same_links(self):
        """M8, M13: also after a failure of the server."""
        invoice = self.make_invoice()
        _link, boxes = self.sent(invoice)
        _link, again = self.sent(invoice)
        self.assertEqual(boxes, again)

    def test_the_links_end_together_and_an_address_by_itself(self):
        """M7, M8: what went to a box that is no longer theirs."""
        link, boxes = self.sent(self.make_invoice())
        link.sent_at = "2026-01-01"
        self.customer.email = BOB
        self.assertEqual(boxes[ANNA].state, "revoked")
        self.assertEqual(boxes[BOB].state, "active")
        link._revoke("staff")
        self.assertEqual(boxes[BOB]._dead_reason(), "revoked")

    def test_each_asks_for_a_new_link_when_it_has_expired(self):
        """M8, M11"""
        _link, boxes = self.sent(self.make_invoice())
        for own in (boxes[ANNA] | boxes[BOB]) | boxes[ANNA].parent_id:
            self.expire(own)
        self.assertEqual(boxes[ANNA]._request_new("192.0.2.1"), "mailed")

    def test_one_address_twice_is_one(self):
        """M8"""
        self.customer.email = f"{ANNA}, Anna <{ANNA.upper()}>"
        link = self.issue(self.make_invoice())
        link._send_mails(queue=True)
        [mail] = link.mail_message_id.mail_ids
        self.assertEqual(len(mail._prepare_outgoing_list()), 1)

    def test_the_portal_too(self):
        """M8: a portal link stays the only one of its contact."""
        self.company.public_links_portal_enabled = True
        link, boxes = self.sent(self.customer, "portal")
        self.assertEqual(set(boxes), {ANNA, BOB})
        self.assertEqual(link.state, "active")
        self.assertEqual(
            {one.state for own in boxes.values() for one in own}, {"active"}
        )
