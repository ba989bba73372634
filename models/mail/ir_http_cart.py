# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Replaces the permanent token of carts in requests to, and pages of, Odoo's shop.

This addon does not depend on the shop (``website_sale``), so it cannot inherit its
controllers. Instead it acts before and after them, by their routes: the controllers get
the permanent token, the browser gets ours.
"""

from werkzeug.exceptions import abort

from odoo import models
from odoo.http import request
from odoo.tools import consteq

from .core_doors import is_closed, is_own_cart
from .sale_order_cart import CHECKOUT, MAIL, PAGE_DAYS

CART = "/shop/cart"
# Paths that the scripts of a checkout call, core's and other addons' (l10n_tw_edi_ecpay).
CALLED = ("/shop/", "/payment/")
# The path of the shop: carts, checkout, express checkout.
SHOP = "/shop"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        routes = endpoint.routing.get("routes") or ()
        if any(route.startswith(SHOP) for route in routes):
            request.public_link_carts = {}
            if CART in routes:
                cls._public_link_take_cart()
        if endpoint.routing["type"] == "jsonrpc" and any(
            route.startswith(CALLED) for route in routes
        ):
            cls._public_link_take_checkout()
        return super()._dispatch(endpoint)

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        if getattr(request, "public_link_carts", None) is not None:
            cls._public_link_hide_tokens(response)
        return result

    # === WHAT COMES IN === #

    @classmethod
    def _public_link_take_cart(cls):
        """Replace the token of a mail by the permanent one, for core's page of a cart."""
        params, token = request.params, request.params.get("access_token")
        order_id = params.get("id")
        if not token or not isinstance(order_id, str) or not order_id.isdecimal():
            return
        orders = request.env["sale.order"].sudo()  # the token is the authority
        order = orders._public_link_cart_find(token, MAIL)
        if order:
            if order_id == str(order.id):
                request.public_link_carts[order.id] = token
                params["access_token"] = order._portal_ensure_token()
            return
        # Longer numbers are no ids of PostgreSQL; core answers them as before.
        order = orders.browse(int(order_id) if len(order_id) < 10 else 0).exists()
        if not order or not order.access_token:
            return
        # As bytes: consteq raises on texts beyond ASCII.
        if not consteq(order.access_token.encode(), token.encode()):
            return
        if is_closed(order):
            abort(request.redirect(order._public_link_core_path(), code=303))
        # An older mail with the permanent token: its page gets ours.
        request.public_link_carts[order.id] = None

    @classmethod
    def _public_link_take_checkout(cls):
        """Replace our token by the permanent one in a call of the checkout.

        The token's order must be among the arguments, by whatever name, and be the cart of
        this session.
        """
        params, token = request.params, request.params.get("access_token")
        if not isinstance(token, str):
            return
        order = request.env["sale.order"]._public_link_cart_find(token, CHECKOUT)
        if not any(type(one) is int and one == order.id for one in params.values()):
            return
        if order and is_own_cart(order):
            params["access_token"] = order._portal_ensure_token()

    @classmethod
    def _public_link_own_carts(cls):
        """Return the ids of the orders that this session has made in the shop."""
        keys = ("sale_order_id", "sale_last_order_id")
        return {request.session.get(key) for key in keys} - {None, False}

    # === WHAT GOES OUT === #

    @classmethod
    def _public_link_hide_tokens(cls, response):
        """Replace permanent tokens by ours on a page of the shop."""
        if response.is_streamed or response.mimetype not in (
            "text/html",
            "application/json",
        ):
            return
        ids = cls._public_link_own_carts() | set(request.public_link_carts)
        body = before = response.get_data() if ids else b""
        # sudo: the tokens are read to be removed from the page
        for order in request.env["sale.order"].sudo().browse(ids).exists():
            permanent = (order.access_token or "").encode()
            if permanent and permanent in body:
                token = cls._public_link_cart_stand_in(order) or order.access_token
                body = body.replace(permanent, token.encode())
        if body != before:
            response.set_data(body)

    @classmethod
    def _public_link_cart_stand_in(cls, order):
        """Return the token that a page prints in place of an order's permanent one."""
        if token := request.public_link_carts.get(order.id):
            return token  # the mail's own, which expires as the mail said
        if not order._public_link_in_mails() or not order._public_link_is_cart():
            return None
        named = order.id in request.public_link_carts
        return order._public_link_cart_token(MAIL if named else CHECKOUT, PAGE_DAYS)
