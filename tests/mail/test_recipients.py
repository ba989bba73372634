# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who gets which link: the customer, whom staff choose, followers, employees."""

import re

from odoo.tools import mute_logger

from ..common.pay import PayFixtures
from .test_mail import MailCase

BUTTON = re.compile(r'class="pl-act"[^>]*>([^<]*)</a>')


class TestButtons(PayFixtures, MailCase):
    """M6, M9: a button asks nothing of a reader that their link cannot do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()

    def buttons(self, document, partners=None):
        """Have staff write about a document; return what each one's button says."""
        self.send(document, partners)
        return {
            mail["email_to"][0]: BUTTON.findall(mail["body"]) for mail in self._mails
        }

    def said(self, address, found):
        [words] = [one for to, one in found.items() if address in to]
        return words

    def test_a_follower_s_button_says_that_they_may_look(self):
        """M9, M6: what the customer is asked to approve, a follower only opens"""
        order = self.make_order()
        order.message_subscribe(self.other.ids)
        found = self.buttons(order)
        self.assertEqual(self.said("joel", found), ["Review and approve"])
        self.assertEqual(self.said("other@", found), [f"Open Quotation {order.name}"])
        body = "".join(self.texts("other@"))
        self.assertNotIn("approve", body.lower())
        self.assertEqual(self.urls("other@"), {self.links(order, self.other)._url()})

    def test_who_may_approve_is_asked_to(self):
        """M9: chosen by name now or before, the customer's own contact, by the setting"""
        order = self.make_order()
        colleague = self.env["res.partner"].create(
            {
                "name": "Colleague",
                "email": "colleague@example.com",
                "parent_id": self.customer.id,
            }
        )
        order.message_subscribe((self.other | colleague).ids)
        found = self.buttons(order, self.customer | self.third)
        for address in ("joel", "colleague@", "third@"):
            self.assertEqual(self.said(address, found), ["Review and approve"])
        self.Link._issue(order, "view", self.other)
        order.message_subscribe(self.third.ids)
        found = self.buttons(order)
        for address in ("other@", "third@"):
            self.assertEqual(self.said(address, found), ["Review and approve"])
        self.company.public_links_followers_act = True
        other = self.make_order()
        other.message_subscribe(self.other.ids)
        found = self.buttons(other)
        self.assertEqual(self.said("other@", found), ["Review and approve"])

    def test_whom_a_customer_copies_in_is_asked_nothing(self):
        """M9: by an answer by mail"""
        order = self.make_order()
        with self.mock_mail_gateway():
            order.message_post(
                body="Please look",
                author_id=self.customer.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.third.ids,
            )
        self.assertEqual(
            BUTTON.findall("".join(self.texts("third@"))),
            [f"Open Quotation {order.name}"],
        )

    def test_who_follows_an_invoice_may_pay_it_as_anybody_may(self):
        """M9: the page of a follower's link leads to payment"""
        invoice = self.make_invoice()
        invoice.message_subscribe(self.other.ids)
        found = self.buttons(invoice)
        [words] = self.said("other@", found)
        self.assertIn("View and pay $", words)
        self.assertIn("pay", self.links(invoice, self.other)._leads())

    def test_a_follower_s_mail_brings_no_portal(self):
        """M9, issue 16.7: the welcome is the customer's"""
        self.company.public_links_portal_auto = True
        order = self.make_order()
        order.message_subscribe(self.other.ids)
        self.send(order)
        portals = self.Link.search([("purpose", "=", "portal")]).partner_id
        self.assertNotIn(self.other, portals)
        self.assertNotIn("Open your documents", "".join(self.texts("other@")))


class TestFollowers(MailCase):
    """M9: a follower reads; they do not answer for the customer."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order()
        self.order.message_subscribe(self.other.ids)

    def test_a_follower_of_another_company_reads_and_does_not_approve(self):
        """M9, S27, S10"""
        self.send(self.order, self.customer)
        link = self.links(self.order, self.other)
        self.assertEqual(link.channel, "follower")
        self.assertEqual(self.urls("other@"), {link._url()})
        self.assertNotIn("approve", link._leads())
        self.assertNotIn("return", link._leads())
        self.assertIn("approve", self.links(self.order, self.customer)._leads())

    def test_the_company_may_let_followers_act(self):
        """M9: a setting, off; whom a customer copies in never."""
        self.company.public_links_followers_act = True
        self.send(self.order, self.customer)
        link = self.links(self.order, self.other)
        self.assertEqual(link.channel, "mail")
        self.assertIn("approve", link._leads())

    def test_who_was_chosen_by_name_may_do_what_the_customer_may(self):
        """M9: in the mail, or later in the dialog"""
        self.send(self.order, self.customer | self.other)
        self.assertIn("approve", self.links(self.order, self.other)._leads())
        third = self.third
        self.order.message_subscribe(third.ids)
        self.send(self.order, self.customer)
        link = self.links(self.order, third)
        self.assertNotIn("approve", link._leads())
        self.Link._issue(self.order, "view", third)
        self.assertEqual(link.channel, "mail")
        self.assertIn("approve", link._leads())

    def test_a_contact_of_the_customer_may_follow_and_approve(self):
        """M9"""
        colleague = self.env["res.partner"].create(
            {
                "name": "Colleague",
                "email": "colleague@example.com",
                "parent_id": self.customer.id,
            }
        )
        self.order.message_subscribe(colleague.ids)
        self.send(self.order, self.customer)
        self.assertIn("approve", self.links(self.order, colleague)._leads())

    def test_a_template_with_an_approve_link_gives_followers_none(self):
        """M9, S27"""
        body = f'<a href="{self.order._public_link_placeholder("approve")}">Approve</a>'
        self.send(self.order, self.customer, body)
        purposes = self.links(self.order, self.other).mapped("purpose")
        self.assertEqual(purposes, ["view"])
        self.assertIn(
            "approve", self.links(self.order, self.customer).mapped("purpose")
        )
        self.assertNotIn("/link/approve/", "".join(self.texts("other@")))

    def test_whom_a_customer_copies_in_is_a_follower(self):
        """M9: an answer by mail chooses nobody by name"""
        with self.mock_mail_gateway():
            self.order.message_post(
                body="Please look",
                author_id=self.customer.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.third.ids,
            )
        self.assertEqual(
            self.links(self.order, self.third).mapped("channel"), ["follower"]
        )

    def test_a_follower_is_shown_no_card(self):
        """M9, S19: even where cards may be shown on any link"""
        self.company.public_links_card_anywhere = True
        self.send(self.order, self.customer)
        self.assertFalse(self.links(self.order, self.other)._may_show_card())
        self.assertTrue(self.links(self.order, self.customer)._may_show_card())


class TestEmployees(MailCase):
    def test_an_employee_who_is_the_customer_gets_a_link_and_no_permanent_one(self):
        """M14, S7: on each kind of document"""
        self.clerk.partner_id.email = "clerk@seller.example"
        who = {"partner_id": self.clerk.partner_id.id}
        for document in (self.make_order(**who), self.make_invoice(**who)):
            self.send(document, self.clerk.partner_id)
            text = "".join(self.texts("clerk@"))
            with self.subTest(document._name):
                link = self.links(document, self.clerk.partner_id)
                self.assertEqual(self.urls("clerk@"), {link._url()})
                for secret in ("access_token", "pid=", "hash="):
                    self.assertNotIn(secret, text)
                self.assertNotIn(document.access_token or "no token", text)


class TestAddresses(MailCase):
    def mailed(self, partner=None):
        order = self.make_order()
        link = self.Link._issue(order, "view", partner or self.customer)
        with self.mock_mail_gateway():
            link._send_mails(queue=True)
            link.mail_message_id.mail_ids.send()
        return link

    def test_a_corrected_address_ends_what_went_to_the_old_one(self):
        """M7: whoever reads the old mailbox"""
        link = self.mailed()
        self.customer.email = "Joel <joel.willis@example.com>"  # the same box
        self.assertEqual(link.state, "active")
        self.customer.email = "joel@elsewhere.example"
        self.assertEqual((link.state, link.revoked_reason), ("revoked", "address"))

    def test_no_other_link_ends(self):
        """M7: of other people, copied by hand, or mailed to the new address"""
        theirs = self.mailed(self.other)
        copied = self.Link._issue(self.make_order(), "view", self.customer, "copy")
        self.customer.email = "joel@elsewhere.example"
        fresh = self.mailed()
        self.customer.name = "Joel W."
        for link in (theirs, copied, fresh):
            self.assertEqual(link.state, "active")

    def test_an_address_that_is_taken_away_ends_them_too(self):
        """M7"""
        link = self.mailed()
        self.customer.email = False
        self.assertEqual(link.state, "revoked")

    def test_nothing_equals_no_address(self):
        """M8, S19: two addresses in one field are none to be known by"""
        self.customer.email = "anna@example.com, bob@example.com"
        link = self.Link._issue(self.make_invoice(), "pay", self.customer)
        link._note_sent()
        self.assertFalse(link.email)
        self.assertFalse(link._may_show_card())
        self.customer.email = False
        self.assertFalse(link._may_show_card())

    @mute_logger("odoo.addons.public_links.models.mail.mail_render_mixin")
    def test_a_text_message_carries_no_address_that_leads_nowhere(self):
        """M10: beside Odoo's text messages"""
        if "sms.template" not in self.env:
            return
        order = self.make_order()
        template = self.env["sms.template"].create(
            {
                "name": "Test",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "body": "Your order: {{ object.public_link_url }} Bye",
            }
        )
        text = template._render_field("body", order.ids)[order.id]
        self.assertEqual(" ".join(text.split()), "Your order: Bye")
