# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checks of what comes in from Stripe: its webhook, and browsers that return (S20)."""

import logging

import stripe
from werkzeug.exceptions import BadRequest, Forbidden

from odoo import http
from odoo.http import request

from odoo.addons.payment_stripe.controllers.main import StripeController

from ...models.connector.payment_stripe_guard import INTENT_ID

_logger = logging.getLogger(__name__)


class StripeGuard(StripeController):
    @http.route()
    def stripe_return(self, **data):
        """Override of `payment_stripe`: refuse the PaymentIntent of another payment."""
        # sudo: whoever comes back from Stripe may not read payments
        transaction = (
            request.env["payment.transaction"]
            .sudo()
            ._search_by_reference("stripe", data)
        )
        kind = (
            "setup_intent"
            if transaction.operation == "validation"
            else "payment_intent"
        )
        named, own = data.get(kind, ""), transaction.provider_reference
        # The id becomes part of a path of Stripe's API.
        known = INTENT_ID.fullmatch(named) and own in (False, named)
        if not transaction or not known:
            _logger.warning("Refused a return from Stripe for %s.", transaction)
            return request.redirect("/payment/status")
        return super().stripe_return(**data)

    @http.route()
    def stripe_webhook(self):
        """Override of `payment_stripe`: answer 400, not 500, to what is no event."""
        if not request.httprequest.headers.get("Stripe-Signature"):
            raise BadRequest("The header Stripe-Signature is missing.")
        try:
            event = request.get_json_data()
            kind, found = event["type"], event["data"]["object"]
            readable = isinstance(kind, str) and isinstance(found["id"], str)
        except (ValueError, LookupError, TypeError, RecursionError):
            readable = False
        if not readable:
            raise BadRequest("This is no event of Stripe's.")
        return super().stripe_webhook()

    def _verify_signature(self, tx_sudo):
        """Override of `payment_stripe`: verify with Stripe's library, and refuse events where
        no secret is set.

        :param tx_sudo: `payment.transaction`, which the event names
        :raise BadRequest: when there is no signature
        :raise Forbidden: when it is not Stripe's, or old
        """
        header = request.httprequest.headers.get("Stripe-Signature")
        if not header:
            raise BadRequest("The header Stripe-Signature is missing.")
        secret = tx_sudo.provider_id._public_link_webhook_secret()
        if not secret:
            _logger.error(
                "Stripe's event for payment %s was refused: the webhook secret of"
                " provider %s (id %s) is empty. Create the webhook on its form.",
                tx_sudo.reference,
                tx_sudo.provider_id.name,
                tx_sudo.provider_id.id,
            )
            raise Forbidden
        try:
            stripe.WebhookSignature.verify_header(
                request.httprequest.get_data(),
                header,
                secret,
                self.WEBHOOK_AGE_TOLERANCE,
            )
        # ValueError: a body that is no UTF-8
        except (stripe.SignatureVerificationError, ValueError) as error:
            _logger.warning(
                "Stripe's event for payment %s was refused: %s",
                tx_sudo.reference,
                error,
            )
            raise Forbidden from None
