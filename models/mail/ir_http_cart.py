# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pages of Odoo's shop take and print the permanent token of a cart.

This addon does not depend on the shop (``website_sale``), so it cannot inherit its
controllers. It stands before and after them instead, by the routes that they answer: they
get the permanent token, the browser gets ours.
"""

from werkzeug.exceptions import abort

from odoo import models
from odoo.http import request
from odoo.tools import consteq

from .core_doors import is_closed, is_own_cart
from .sale_order_cart import CHECKOUT, MAIL, PAGE_DAYS

CART = "/shop/cart"
# Where the scripts of a checkout call, core's and other addons' (l10n_tw_edi_ecpay).
CALLED = ("/shop/", "/payment/")
# What the shop's pages call: carts, checkout, express checkout.
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
        """Give core's page of a cart the permanent token in place of the mail's."""
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
        # Ids are PostgreSQL's integers: longer ones are core's to stumble over.
        order = orders.browse(int(order_id) if len(order_id) < 10 else 0).exists()
        if not order or not order.access_token:
            return
        # As bytes: consteq stumbles over texts beyond ASCII.
        if not consteq(order.access_token.encode(), token.encode()):
            return
        if is_closed(order):
            abort(request.redirect(order._public_link_core_path(), code=303))
        # An old mail; from here on its page carries ours.
        request.public_link_carts[order.id] = None

    @classmethod
    def _public_link_take_checkout(cls):
        """Let the visitor of a session pay for the cart of this session.

        The route names the order as it likes; the token says which one it may be.
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
        """Return the ids of the orders that this session made in the shop."""
        keys = ("sale_order_id", "sale_last_order_id")
        return {request.session.get(key) for key in keys} - {None, False}

    # === WHAT GOES OUT === #

    @classmethod
    def _public_link_hide_tokens(cls, response):
        """Put tokens of ours in place of the permanent ones on a page of the shop."""
        if response.is_streamed or response.mimetype not in (
            "text/html",
            "application/json",
        ):
            return
        ids = cls._public_link_own_carts() | set(request.public_link_carts)
        body = before = response.get_data() if ids else b""
        # sudo: what is looked for, so that it does not leave
        for order in request.env["sale.order"].sudo().browse(ids).exists():
            permanent = (order.access_token or "").encode()
            if permanent and permanent in body:
                token = cls._public_link_cart_stand_in(order) or order.access_token
                body = body.replace(permanent, token.encode())
        if body != before:
            response.set_data(body)

    @classmethod
    def _public_link_cart_stand_in(cls, order):
        """Return what a page prints in place of a permanent token, if it does."""
        if token := request.public_link_carts.get(order.id):
            return token  # no longer than the mail's own
        if not order._public_link_in_mails() or not order._public_link_is_cart():
            return None
        named = order.id in request.public_link_carts
        return order._public_link_cart_token(MAIL if named else CHECKOUT, PAGE_DAYS)
