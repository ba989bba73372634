# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's permanent links, once a company has closed them."""

from werkzeug.exceptions import abort

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.account_payment.controllers.payment import PaymentPortal
from odoo.addons.payment.controllers.post_processing import PaymentPostProcessing
from odoo.addons.sale_stock.controllers.portal import SaleStockPortal

from ...models.mail.core_doors import is_closed
from .. import base, responses

PATH = "/link/core/<string:model>/<int:document_id>/<string:proof>"


def refuse_if_closed(document_sudo):
    """Redirect a visitor who has nothing but the permanent token, or would be given it, to
    the page on which a new link can be asked for.

    :param document_sudo: any record, as superuser
    :raise AccessError: where a script calls, which would not follow a redirect
    """
    if not is_closed(document_sudo):
        return
    if request.dispatcher.routing_type == "http":
        abort(request.redirect(document_sudo._public_link_core_path(), code=303))
    raise AccessError(request.env._("This kind of link is no longer in use."))


def closed_landing(transaction_sudo):
    """Return the document to which a payment's status page leads by its permanent token,
    if the token is closed for this visitor; else ``None``."""
    route = transaction_sudo.landing_route or ""
    for documents in (transaction_sudo.invoice_ids, transaction_sudo.sale_order_ids):
        for document in documents:
            token = document.access_token
            if token and token in route and is_closed(document):
                return document
    return None


class ClosedPortal(SaleStockPortal, PaymentPortal):
    """Refuses the permanent token of a closed company's documents.

    Every portal page, payment and download of an order or invoice asks one of the first
    two methods. A payment page has a token of its own, and hands out the permanent one.
    What else has its own (attachments) does not.
    """

    def _document_check_access(self, model_name, document_id, access_token=None):
        document_sudo = super()._document_check_access(
            model_name, document_id, access_token=access_token
        )
        refuse_if_closed(document_sudo)
        return document_sudo

    def _stock_picking_check_access(self, picking_id, access_token=None):
        picking_sudo = super()._stock_picking_check_access(
            picking_id, access_token=access_token
        )
        if not request.env["stock.picking"].browse(picking_id).has_access("read"):
            # A delivery is opened by the token of its order.
            refuse_if_closed(picking_sudo.sale_id)
        return picking_sudo

    def _get_extra_payment_form_values(self, invoice_id=None, **kwargs):
        # After core has checked the payment link's own token.
        values = super()._get_extra_payment_form_values(invoice_id=invoice_id, **kwargs)
        if number := self._cast_as_int(invoice_id):
            # sudo: core has checked the visitor; here the company's setting is asked
            refuse_if_closed(request.env["account.move"].sudo().browse(number))
        return values


class ClosedStatus(PaymentPostProcessing):
    """The status page of core's payments links back to the document, by its token."""

    @http.route()
    def display_status(self, **kwargs):
        if document := closed_landing(self._get_monitored_transaction()):
            refuse_if_closed(document)
        return super().display_status(**kwargs)

    @http.route()
    def poll_status(self, **kwargs):
        values = super().poll_status(**kwargs)
        if document := closed_landing(self._get_monitored_transaction()):
            values["landing_route"] = document._public_link_core_path()
        return values


class CoreDoorsController(http.Controller):
    @base.plain_route([PATH, f"{PATH}/<any(sent):step>"])
    def core(self, model, document_id, proof, step=""):
        """Show that the permanent link is no longer in use; and, after a new one was asked
        for, a confirmation that is always the same."""
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
                    "If we have your email address on file, a new link is on its way to"
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
            # After the response: its duration must not tell what was done.
            row = env[model].browse(document_id).exists()
            if row:
                row._public_link_request_from_core(address)

        return responses.after_response(response, work, promised=True)

    def _proven(self, model, document_id, proof):
        """Return the document whose permanent token the visitor had, or ``None``.

        The proof in the URL is checked: others must not learn whether a document exists.
        """
        env = responses.visitor_env()
        if model not in env["public.link.registry"]._known().documents:
            return None
        document = env[model].browse(document_id)
        # As bytes: consteq raises on texts beyond ASCII.
        expected = document._public_link_core_proof().encode()
        if not consteq(proof.encode(), expected):
            return None
        document = document.exists()
        return document.with_company(document._public_link_company())
