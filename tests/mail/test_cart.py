# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shop's abandoned carts, beside ``website_sale`` and without it."""

import re
import time
from html import unescape
from unittest.mock import patch

from odoo.tests import tagged  # noqa: F401

from ...models.mail.sale_order_cart import CHECKOUT, MAIL
from ...tools import placeholders, tokens
from ..common.base import PublicLinkCase
from ..common.cart import CartFixtures
from .test_mail import MailCase

ADDRESS = re.compile(r"https?://[^\s\"'<>]+/shop/cart[^\s\"'<>]*")


class TestCartMails(CartFixtures, MailCase):
    def setUp(self):
        super().setUp()
        self.cart = self.make_cart()

    def recover(self):
        """Send the cart's mail as the shop's scheduled action does."""
        if self.shop:
            with self.mock_mail_gateway():
                self.cart._cart_recovery_email_send()
                mail = self.env["mail.mail"].search(
                    [("model", "=", "sale.order"), ("res_id", "=", self.cart.id)]
                )
                stored = mail.body_html + mail.mail_message_id.body
                mail.send()
            return stored
        # Without a shop nothing sends it; what looks like it is handled all the same.
        body = f'<a href="{self.core_url(self.cart).replace("&", "&amp;")}">x</a>'
        return self.send(self.cart, body=body).body

    def test_a_cart_s_mail_is_stored_with_a_placeholder(self):
        """S7, S2, R1: never with the permanent token."""
        stored = self.recover()
        self.assertIn(
            placeholders.for_document("cart", "sale.order", self.cart.id), stored
        )
        self.assertNotIn(self.cart.access_token, stored)
        self.assertNotIn("access_token", stored)
        self.assertNotIn("eyJ", stored)

    def test_its_customer_is_sent_a_token_of_this_cart_alone(self):
        """S7, R1"""
        self.recover()
        self.assertNotIn(self.cart.access_token, "".join(self.texts()))
        addresses = ADDRESS.findall("".join(self.texts("joel")))
        if not self.shop:
            self.assertFalse(addresses, "There is no page that would take it.")
            return
        self.assertEqual(len(set(addresses)), 1 if "&amp;" not in addresses[0] else 2)
        found = re.search(
            rf"\?id={self.cart.id}&access_token=(.*)", unescape(addresses[0])
        )
        order = self.env["sale.order"]._public_link_cart_find(found[1], MAIL)
        self.assertEqual(order, self.cart)

    def test_nobody_but_its_customer_is_sent_one(self):
        """S7, F22: a placeholder is written by anybody."""
        url = self.Link._placeholder_base() + placeholders.for_document(
            "cart", "sale.order", self.cart.id
        )
        self.send(self.cart, self.other | self.third, body=f'<a href="{url}">x</a>')
        text = "".join(self.texts())
        self.assertNotIn("/shop/cart", text)
        self.assertIn("/link/ask/", text)

    def test_the_button_of_a_cart_s_mail_leads_to_the_cart(self):
        """S7, R1: the mail that staff send by hand has one."""
        order = self.cart.with_user(self.salesman)
        order = order.with_context(website_sale_send_recovery_email=True)
        with self.mock_mail_gateway():
            message = order.message_post(
                body="Hello",
                partner_ids=self.customer.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertNotIn(self.cart.access_token, "".join(mail.mapped("body_html")))
        text = "".join(self.texts("joel"))
        self.assertNotIn("pl-box", text, "A cart is no document: core's layout.")
        self.assertTrue(text)
        self.assertNotIn(self.cart.access_token, text)
        self.assertEqual("/shop/cart?id=" in text, self.shop)

    def test_who_may_not_send_a_document_sends_no_cart(self):
        """S27"""
        order = self.cart.with_user(self.warehouse).sudo()
        order = order.with_context(website_sale_send_recovery_email=True)
        with self.mock_mail_gateway():
            order.message_post(
                body="Hello",
                partner_ids=self.customer.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        text = "".join(self.texts("joel"))
        self.assertIn("Hello", text)
        self.assertNotIn("/shop/cart", text)
        self.assertNotIn(self.cart.access_token, text)

    def test_an_answer_that_quotes_the_mail_is_stored_without_a_token(self):
        """S2, S7"""
        for quoted in (self.core_url(self.cart), self.cart._public_link_cart_url()):
            for text in (quoted, quoted.replace("&", "&amp;")):
                message = self.send(self.cart, body=f"<p>&gt; {text}</p>")
                self.assertIn("/link/for/cart/", message.body)
                self.assertNotIn("access_token", message.body)
                self.assertNotIn("eyJ", message.body)

    def test_other_addresses_are_left_alone(self):
        """S7"""
        for text in (
            "https://x.example/shop/cart",
            "https://x.example/shop/cart?id=1",
            "https://x.example/shop/cart?access_token=a",
            f"https://x.example/shop/cart?id={'9' * 30}&access_token=a",
            f"https://x.example/shop/carts?id={self.cart.id}&access_token=a",
        ):
            self.assertEqual(self.Link._without_tokens(text), text)

    def test_with_the_setting_off_the_mail_is_core_s(self):
        """A9"""
        self.company.public_links_in_mails = False
        self.assertIn(self.cart.access_token, self.recover())

    def test_with_links_switched_off_the_mail_leads_to_the_shop(self):
        """S7: and no permanent token is sent instead."""
        self.company.public_links_enabled = False
        self.assertTrue(self.cart._public_link_cart_url().endswith("/shop/cart"))
        self.recover()
        self.assertNotIn(self.cart.access_token, "".join(self.texts()))


class TestCartTokens(CartFixtures, PublicLinkCase):
    def setUp(self):
        super().setUp()
        self.cart = self.make_cart()

    def find(self, token, audience=MAIL):
        return self.env["sale.order"]._public_link_cart_find(token, audience)

    def token(self, audience=MAIL, days=1):
        return self.cart._public_link_cart_token(audience, days)

    def assertFound(self, token, audience=MAIL):
        self.assertEqual(
            self.find(token, audience),
            self.cart.browse(self.cart.ids if self.shop else []),
        )

    def test_a_token_opens_its_own_cart(self):
        """S7: a quotation that no shop began is none."""
        self.assertFound(self.token())
        self.assertFound(self.token(CHECKOUT), CHECKOUT)

    def test_a_token_stays_out_of_the_logs(self):
        """S6"""
        token = self.token()
        line = f"GET /shop/cart?id={self.cart.id}&access_token={token} HTTP/1.1"
        self.assertNotIn(token.split(".")[1], tokens.mask(line))

    def test_a_token_is_good_for_one_thing(self):
        """S1, S7: nor does a link of ours open a cart, or a cart a page of ours."""
        link = self.issue(self.make_order())
        for token in (link._token(), self.token(CHECKOUT), "eyJ", "", "x" * 600, "é"):
            self.assertFalse(self.find(token))
        self.assertFalse(self.find(self.token(), CHECKOUT))
        for purpose in ("view", "pay", "approve", "portal"):
            self.assertUnknown(self.token(), purpose, 0)

    def test_a_forged_token_opens_nothing(self):
        """S4, S7: nor does one of another cart, or of another time."""
        key = self.env["public.link.key"]._current()
        jti, _kid = tokens.read(
            self.token(), MAIL, self.env["public.link.key"]._verification_keys()
        )
        order_id, expires, proof = jti.split("-")
        other = self.make_cart()
        for name in (
            f"{other.id}-{expires}-{proof}",
            f"{order_id}-{expires}-{'0' * 32}",
            f"{order_id}-x-{proof}",
            f"{order_id}-{proof}-1",
            f"999999999-{expires}-{proof}",
        ):
            self.assertFalse(self.find(tokens.sign(key.key, key.kid, name, MAIL)))
        self.assertFalse(self.find(tokens.sign(b"x" * 32, key.kid, jti, MAIL)))

    def test_a_forged_token_costs_no_query(self):
        """S4"""
        self.env["public.link.key"]._current()
        before = self.env.cr.sql_log_count
        for token in ("eyJ.a.b", self.token()[:-3] + "AAA"):
            self.cart.browse()._public_link_cart_find(token, MAIL)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)

    def test_a_token_ends(self):
        """S7: with its days, its key, the switch, its customer, its permanent token."""
        token = self.token()
        with patch.object(time, "time", return_value=time.time() + 25 * 3600):
            self.assertFalse(self.find(token))
        self.assertFound(token)
        self.company.public_links_enabled = False
        self.assertFalse(self.find(token))
        self.company.public_links_enabled = True
        self.customer.public_links_blocked = True
        self.assertFalse(self.find(token))
        self.customer.public_links_blocked = False
        self.assertFound(token)
        self.cart.partner_id = self.other
        self.assertFalse(self.find(token))
        self.cart.partner_id = self.customer
        self.cart.access_token = "another"
        self.assertFalse(self.find(token))
        token = self.token()
        self.assertFound(token)
        keys = self.env["public.link.key"]
        keys.browse(keys._current().id)._retire()
        self.assertFalse(self.find(token))

    def test_stopping_all_links_stops_those_of_carts(self):
        """F29, S7: of one customer, or of the company."""
        for partner in (self.customer, self.env["res.partner"]):
            token, stranger = self.token(), self.make_cart(partner_id=self.other.id)
            theirs = stranger._public_link_cart_token(MAIL, 1)
            self.env["public.link.stop"].create(
                {"partner_id": partner.id, "company_id": self.company.id}
            ).action_stop()
            self.assertFalse(self.find(token))
            self.assertEqual(bool(self.find(theirs)), bool(partner and self.shop))
