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

PATH = "/link/core/<string:model>/<int:document_id>/<string:proof>"


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
        if not document_sudo._public_link_core_closed() or self._is_own_cart(
            document_sudo
        ):
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
    @base.plain_route([PATH, f"{PATH}/<any(sent):step>"])
    def core(self, model, document_id, proof, step=""):
        """Tell who came by a permanent link that it is no longer in use; say the same to
        everybody who asked for a new one, whatever was done."""
        if request.httprequest.method not in ("GET", "HEAD"):
            return responses.method_not_allowed(["GET", "HEAD"])
        document = self._proven(model, document_id, proof)
        if not document:
            return responses.unknown()
        env = document.env
        seller = base.seller_values(document._public_link_company())
        if step:
            return responses.dead(
                env,
                "requested",
                200,
                env._("Thank you"),
                env._(
                    "If we have your mail address on file, a new link is on its way to"
                    " it. Should nothing arrive within a few minutes, please contact us."
                ),
                seller=seller,
            )
        return responses.dead(
            env,
            "closed",
            410,
            env._("This kind of link is no longer in use"),
            env._(
                "We now send personal links that expire, to keep your documents private."
                " Nothing is lost: we can send you one, to the address that we have on"
                " file for you."
            ),
            seller=seller,
            request_url=f"{document._public_link_core_path()}/request",
            request_label=env._("Send me a new link"),
        )

    @base.plain_route(f"{PATH}/request")
    def ask(self, model, document_id, proof):
        """Mail a new link to the customer on file."""
        if request.httprequest.method != "POST" or not base.same_origin():
            return responses.method_not_allowed(["POST"])
        document = self._proven(model, document_id, proof)
        if not document:
            return responses.unknown()
        address = request.httprequest.remote_addr or ""
        response = responses.redirect(f"{document._public_link_core_path()}/sent")

        def work(env):
            # Afterwards: how long the answer takes tells nobody what was done.
            row = env[model].browse(document_id).exists()
            if row:
                row._public_link_request_from_core(address)

        return responses.after_response(response, work)

    def _proven(self, model, document_id, proof):
        """Return the document whose permanent token the visitor held, or ``None``.

        The proof is checked first: whether a document exists is told to no one else.
        """
        env = responses.visitor_env()
        if model not in MODELS:
            return None
        document = env[model].browse(document_id)
        # As bytes: consteq stumbles over texts beyond ASCII.
        expected = document._public_link_core_proof().encode()
        if not consteq(proof.encode(), expected):
            return None
        document = document.exists()
        return document.with_company(document._public_link_company())
