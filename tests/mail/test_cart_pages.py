# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shop's pages of a cart: they take our token and print no other."""

import json
import re
from html import unescape
from unittest.mock import patch

from odoo.tests import tagged  # noqa: F401
from odoo.tools import mute_logger

from ...models.mail.sale_order_cart import CHECKOUT, MAIL
from ..common.base import PublicLinkHttpCase
from ..common.cart import CartFixtures
from ..common.pay import PayFixtures


class TestCartPages(CartFixtures, PayFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cart = cls.make_cart()
        cls.permanent = cls.cart.access_token

    def open_cart(self, token, order=None, more=""):
        order = order or self.cart
        return self.get(f"/shop/cart?id={order.id}&access_token={token}{more}")

    def absent(self):
        """Without a shop: check that nothing answers there, and say so."""
        if self.shop:
            return False
        response = self.open_cart(self.cart._public_link_cart_token(MAIL, 1))
        self.assertEqual(response.status_code, 404)
        return True

    def assertHidden(self, response):
        self.assertNotIn(self.permanent, response.text)
        self.assertNotIn(self.permanent, repr(response.headers))

    def test_the_page_of_a_cart_prints_our_token(self):
        """S7, R1: the choices that it offers carry the one that opened it."""
        if self.absent():
            return
        token = self.cart._public_link_cart_token(MAIL, 1)
        page = self.open_cart(token)
        self.assertEqual(page.status_code, 200)
        self.assertHidden(page)
        for method in ("squash", "merge"):
            self.assertIn(
                f"id={self.cart.id}&access_token={token}&revive_method={method}",
                unescape(page.text),
            )

    def test_a_cart_that_is_taken_up_prints_no_permanent_token(self):
        """S7, R1: on no page of the shop, nor in what its scripts get."""
        if self.absent():
            return
        for method in ("squash", "merge"):
            with self.subTest(method):
                self.opener.cookies.clear()
                token = self.cart._public_link_cart_token(MAIL, 1)
                taken = self.open_cart(token, more=f"&revive_method={method}")
                self.assertEqual(taken.status_code, 303)
                self.assertHidden(taken)
                for path in ("/shop/cart", "/shop/checkout", "/shop/payment"):
                    page = self.get(path, allow_redirects=True)
                    self.assertEqual(page.status_code, 200)
                    self.assertHidden(page)
                page = self.get("/shop/cart")
                self.assertIn(self.product.name, page.text)
                line = self.cart.order_line[:1]
                answer = self.rpc("/shop/cart/update", line_id=line.id, quantity=2)
                self.assertIn("website_sale.cart_lines", answer.text)
                self.assertHidden(answer)

    def test_a_permanent_token_of_an_old_mail_is_printed_no_more(self):
        """S7: the page still opens while core's links are open."""
        if self.absent():
            return
        page = self.open_cart(self.permanent)
        self.assertEqual(page.status_code, 200)
        self.assertHidden(page)
        self.assertIn("revive_method=squash", page.text)
        self.company.public_links_in_mails = False
        self.assertIn(self.permanent, self.open_cart(self.permanent).text)

    def test_a_wrong_token_is_answered_as_core_does(self):
        """S4, S7: forged, expired, of another cart, for another use."""
        if self.absent():
            return
        order = self.make_cart()
        wrong = self.open_cart("wrong")
        self.assertEqual(wrong.status_code, 404)
        for token in (
            self.cart._public_link_cart_token(MAIL, -1),
            self.cart._public_link_cart_token(CHECKOUT, 1),
            order._public_link_cart_token(MAIL, 1),
            self.cart._public_link_cart_token(MAIL, 1)[:-2] + "AA",
            self.issue(self.make_order())._token(),
        ):
            page = self.open_cart(token)
            self.assertEqual(page.status_code, 404)
            self.assertHidden(page)

    def test_a_closed_portal_closes_the_permanent_token_of_carts(self):
        """F21: not ours, and not the page of one's own cart."""
        if self.absent():
            return
        self.company.public_links_close_core = True
        for more in ("", "&revive_method=squash", "&revive_method=merge"):
            page = self.open_cart(self.permanent, more=more)
            self.assertEqual(page.status_code, 303)
            self.assertIn("/link/core/sale.order/", page.headers["Location"])
            self.assertHidden(page)
        self.assertEqual(self.get(page.headers["Location"]).status_code, 410)
        token = self.cart._public_link_cart_token(MAIL, 1)
        self.assertEqual(self.open_cart(token).status_code, 200)
        self.assertEqual(self.open_cart("wrong").status_code, 404)
        self.open_cart(token, more="&revive_method=squash")
        self.assertEqual(self.open_cart(self.permanent).status_code, 200)

    def test_odd_requests_are_core_s(self):
        """S15"""
        for query in ("id=x&access_token=y", "id=&access_token=", "access_token=y"):
            response = self.get(f"/shop/cart?{query}")
            if not self.shop:
                self.assertEqual(response.status_code, 404)
        self.assertEqual(self.get("/shop/cart").status_code, 200 if self.shop else 404)

    # === CHECKOUT === #

    def rpc(self, path, **params):
        self.env.flush_all()
        return self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )

    def pay(self, token):
        answer = self.rpc(
            f"/shop/payment/transaction/{self.cart.id}", access_token=token
        ).json()
        return answer["error"]["data"]["message"]

    def test_the_checkout_takes_the_token_that_it_printed(self):
        """S7: of the session's own cart, and nothing else of ours."""
        if self.absent():
            return
        ours = self.cart._public_link_cart_token(CHECKOUT, 1)
        mailed = self.cart._public_link_cart_token(MAIL, 1)
        refused = "The access token is invalid."
        self.assertEqual(self.pay(ours), refused)
        self.open_cart(mailed, more="&revive_method=squash")
        self.assertEqual(self.pay(mailed), refused)
        self.assertEqual(self.pay("wrong"), refused)
        # Core goes on to what it checks next.
        self.assertNotEqual(self.pay(ours), refused)
        self.assertEqual(self.pay(ours), self.pay(self.permanent))

    def test_what_other_addons_ask_in_the_checkout_is_answered(self):
        """S7, R1: their scripts call with the token that their page printed."""
        addon = "l10n_tw_edi_ecpay_website_sale"
        path = f"/payment/ecpay/check_love_code/{self.cart.id}"
        if addon not in self.env.registry._init_modules:
            self.assertEqual(self.rpc(path).status_code, 404)
            return
        ours = self.cart._public_link_cart_token(CHECKOUT, 1)
        other = self.make_cart()._public_link_cart_token(CHECKOUT, 1)
        mailed = self.cart._public_link_cart_token(MAIL, 1)

        def ask(token):
            return self.rpc(path, access_token=token, love_code="1").json()

        known = {"RtnCode": 1, "IsExist": "Y"}
        with (
            patch(
                f"odoo.addons.{addon}.controllers.main.call_ecpay_api",
                lambda *args: known,
            ),
            mute_logger("odoo.http"),
        ):
            self.assertIn("error", ask(ours))
            self.open_cart(mailed, more="&revive_method=squash")
            self.assertIs(ask(ours).get("result"), True)
            for token in (other, mailed, "wrong"):
                self.assertIn("error", ask(token))

    def test_the_payment_page_prints_a_token_that_pays(self):
        """S7, R1"""
        if self.absent():
            return
        # All that the shop asks for before it shows the page.
        self.make_provider()
        self.product.type = "service"
        self.customer.state_id = self.env.ref("base.state_us_31")
        token = self.cart._public_link_cart_token(MAIL, 1)
        self.open_cart(token, more="&revive_method=squash")
        page = self.get("/shop/payment", allow_redirects=True)
        self.assertHidden(page)
        printed = re.search(r'data-access-token="([^"]+)"', page.text)
        self.assertTrue(printed, page.url)
        order = self.env["sale.order"]._public_link_cart_find(printed[1], CHECKOUT)
        self.assertEqual(order, self.cart)
