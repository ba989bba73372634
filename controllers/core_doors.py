# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's own doors: its permanent links, once a company has closed them."""

from werkzeug.exceptions import abort

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.sale_stock.controllers.portal import SaleStockPortal

from ..purposes import MODELS
from . import base, responses
from .placeholder import plain_route


class ClosedPortal(SaleStockPortal):
    """Refuses the permanent token of a closed company's documents.

    Every portal page, payment and download of an order or invoice asks one of these two
    methods. What has a token of its own (payment pages, attachments) does not.
    """

    def _document_check_access(self, model_name, document_id, access_token=None):
        document_sudo = super()._document_check_access(
            model_name, document_id, access_token=access_token
        )
        self._refuse_if_closed(document_sudo)
        return document_sudo

    def _stock_picking_check_access(self, picking_id, access_token=None):
        picking_sudo = super()._stock_picking_check_access(
            picking_id, access_token=access_token
        )
        if not request.env["stock.picking"].browse(picking_id).has_access("read"):
            # It was the token of its order that opened it.
            self._refuse_if_closed(picking_sudo.sale_id)
        return picking_sudo

    def _refuse_if_closed(self, document_sudo):
        """End the request of a visitor whom the permanent token alone lets in."""
        if not request.env.user._is_public() or document_sudo._name not in (
            "sale.order",
            "account.move",
        ):
            return
        if not document_sudo._public_link_core_closed() or self._is_own_cart(document_sudo):
            return
        if document_sudo.with_env(request.env).has_access("read"):
            return
        if request.dispatcher.routing_type == "http":
            abort(request.redirect(document_sudo._public_link_core_path(), code=303))
        raise AccessError(request.env._("This kind of link is no longer in use."))

    def _is_own_cart(self, document_sudo):
        """Tell whether the order is this very visitor's, made in the shop."""
        keys = ("sale_order_id", "sale_last_order_id")
        return document_sudo._name == "sale.order" and document_sudo.id in (
            request.session.get(key) for key in keys
        )


class CoreDoorsController(http.Controller):
    @plain_route("/link/core/<string:model>/<int:document_id>/<string:proof>")
    def core(self, model, document_id, proof):
        """Tell who came by a permanent link that it is no longer in use."""
        if request.httprequest.method not in ("GET", "HEAD"):
            return responses.method_not_allowed(["GET", "HEAD"])
        env = responses.visitor_env()
        if model not in MODELS:
            return responses.unknown()
        # The proof is checked first: whether a document exists is told to no one else.
        document = env[model].browse(document_id)
        # As bytes: consteq stumbles over texts beyond ASCII.
        expected = document._public_link_core_proof().encode()
        if not consteq(proof.encode(), expected) or not document.exists():
            return responses.unknown()
        return responses.dead(
            env,
            "closed",
            410,
            env._("This kind of link is no longer in use"),
            env._(
                "We now send personal links that expire, to keep your documents private."
                " Please ask us for a new one; nothing is lost."
            ),
            seller=base.seller_values(document._public_link_company()),
        )
