# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tokens of ours for the carts of Odoo's shop (``website_sale``), whose mails and pages
would print the order's permanent token."""

import re
import time
import uuid
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

from odoo import api, models
from odoo.tools import consteq, hmac

from ...tools import placeholders, tokens
from ..link.public_link_mixin import CUSTOMERS

# Audiences of the tokens: each opens one thing, and no page of ours.
MAIL, CHECKOUT = "cart", "checkout"
# Days that a page's token is valid; opening the page again gives a new one.
PAGE_DAYS = 1
# The address of a cart as core writes it, or as a customer's answer quotes it.
CART_URL = re.compile(
    r"(?:https?://[^/\s\"'<>?#]+)?(?:/[a-z]{2,3}(?:_[A-Za-z]{2,4})?)?/shop/cart/?"
    r"\?[^\s\"'<>#]*(?:#[^\s\"'<>]*)?"
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === TOKENS === #

    def _public_link_is_cart(self):
        """Tell whether the order was begun in a shop.

        :rtype: bool
        """
        return "website_id" in self._fields and bool(self.website_id)

    def _public_link_cart_token(self, audience, days):
        """Return a token that stands for this cart's permanent one.

        It has no row: order, expiry and a proof are in its signed name. The proof is made
        of the order's customer and permanent token, so the token ends when one of these
        changes.

        :param str audience: MAIL or CHECKOUT
        :param int days: how long it opens anything
        :rtype: str
        """
        self.ensure_one()
        self._portal_ensure_token()
        key = self.env["public.link.key"]._current()
        expires = int(time.time()) + days * 24 * 3600
        jti = f"{self.id}-{expires}-{self._public_link_cart_proof(audience)}"
        return tokens.sign(key.key, key.kid, jti, audience)

    def _public_link_cart_proof(self, audience):
        # In the checkout the order gets its customer: that must not end the token.
        customer = self.partner_id.id if audience == MAIL else 0
        facts = f"{audience}/{self.id}/{customer}/{self.access_token}"
        # sudo: hmac reads the database's secret, which stays here
        return hmac(self.sudo().env, "public_links.cart", facts)[:32]

    @api.model
    def _public_link_cart_find(self, token, audience):
        """Return the cart that a token of ours stands for.

        :param str token: what stood in the URL or the request
        :param str audience: MAIL or CHECKOUT
        :return: the order, as superuser; empty for anything that opens nothing now
        """
        none = self.sudo().browse()  # the token grants access, not the visitor
        keys = self.env["public.link.key"]
        try:
            jti, kid = tokens.read(token, audience, keys._verification_keys())
            order_id, expires, proof = jti.split("-")
            order = none.browse(int(order_id))
            expired = int(expires) < time.time()
        except (tokens.InvalidToken, ValueError):
            return none
        if expired or keys._all()[kid].retired or not order.exists():
            return none
        if not order._public_link_is_cart():
            return none
        if audience == MAIL and not order._public_link_cart_open():
            return none
        known = consteq(proof, order._public_link_cart_proof(audience))
        return order if known else none

    def _public_link_cart_open(self):
        """Tell whether the company's and the customer's switches let mails lead to it."""
        customer = self.partner_id
        return self.company_id.public_links_enabled and not (
            customer.public_links_blocked
            or customer.commercial_partner_id.public_links_blocked
        )

    @api.model
    def _public_link_stop_carts(self, company, partner):
        """End the links to all carts of a company, or of one customer.

        :param company: `res.company`
        :param partner: `res.partner`, or none for every customer
        """
        if "website_id" not in self._fields:
            return
        domain = [("company_id", "=", company.id), ("state", "in", ("draft", "sent"))]
        domain += [("website_id", "!=", False), ("access_token", "!=", False)]
        if partner:
            domain += [("partner_id", "child_of", partner.commercial_partner_id.id)]
        # sudo: a manager stops every link, whoever may read the carts
        for order in self.sudo().search(domain):
            # Not NULL: core signs URLs with the token, and one over NULL fits any order.
            order.access_token = str(uuid.uuid4())

    # === MAILS === #

    def _public_link_senders(self, purpose):
        # "cart" is no purpose: who may send the order's view link may send it.
        return super()._public_link_senders("view" if purpose == MAIL else purpose)

    def _public_link_cart_url(self):
        """Return the URL of this cart for its customer's mail.

        Where links are switched off it has no token: the browser in which the cart was
        begun still shows the cart.

        :rtype: str
        """
        url = f"{self.get_base_url()}/shop/cart"
        if not self._public_link_cart_open():
            return url
        token = self._public_link_cart_token(
            MAIL, self.company_id.public_links_view_days
        )
        return f"{url}?{urlencode({'id': self.id, 'access_token': token})}"

    def _notify_get_recipients_groups_fillup(self, groups, *args, **kwargs):
        groups = super()._notify_get_recipients_groups_fillup(groups, *args, **kwargs)
        context = self.env.context
        if not context.get("website_sale_send_recovery_email"):
            return groups
        if context.get("public_link_withheld"):  # see `mail.thread`
            return groups
        # Core puts the cart's button into the group of portal customers, which is empty
        # now that ours come first.
        # Who merely follows the order has no cart to resume.
        known = {name: data for name, _member, data in groups}
        if {CUSTOMERS, "portal_customer"} <= known.keys():
            known[CUSTOMERS] |= {
                "has_button_access": True,
                "button_access": {
                    **known["portal_customer"]["button_access"],
                    "url": self._public_link_placeholder(MAIL),
                },
            }
        return groups

    def _public_link_lays_out(self, *args, **kwargs):
        # The shop's mail about a cart: it is no document yet.
        cart = self.env.context.get("website_sale_send_recovery_email")
        return not cart and super()._public_link_lays_out(*args, **kwargs)


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _placeholder_url(self, placeholder, partner=None):
        if placeholder.purpose == MAIL:
            order, *_rest = self._placeholder_target(placeholder)
            cart = (
                order and order._name == "sale.order" and order._public_link_is_cart()
            )
            # Anybody can write a placeholder: only the order's customer gets the cart.
            if cart and partner and partner == order.partner_id:
                return order._public_link_cart_url()
            placeholder = placeholder._replace(purpose="view")
        return super()._placeholder_url(placeholder, partner)

    @api.model
    def _without_tokens(self, text):
        return super()._without_tokens(self._without_cart_tokens(text))

    @api.model
    def _without_cart_tokens(self, text):
        """Return a text with placeholders in place of the addresses of carts.

        :param str text: HTML or plain text, or nothing
        """
        if not isinstance(text, str) or "access_token" not in text:
            return text
        return type(text)(CART_URL.sub(self._cart_placeholder, str(text)))

    @api.model
    def _cart_placeholder(self, found):
        query = parse_qs(urlsplit(unescape(found[0])).query)
        order_id = query.get("id", [""])[0]
        # Longer numbers are no ids of PostgreSQL.
        if not query.get("access_token") or not re.fullmatch(r"\d{1,9}", order_id):
            return found[0]
        # sudo: only the setting of its company is asked
        order = self.env["sale.order"].sudo().browse(int(order_id)).exists()
        if not order or not order._public_link_in_mails():
            return found[0]
        return self._placeholder_base() + placeholders.for_document(
            MAIL, "sale.order", order.id
        )
