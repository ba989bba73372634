# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Saved cards that are charged without the payer: what core drops of Stripe's answers."""

import logging
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ValidationError

from ...tools.stripe_answers import Unclear
from .payment_stripe_guard import BY_TOKEN, INTENT_ID, TAKEN, StripeRefusal

_logger = logging.getLogger(__name__)

# After how long Stripe is asked for the outcome of a charge, and for how many at once.
SOON, BATCH = timedelta(minutes=2), 50


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _send_api_request(self, method, endpoint, **kwargs):
        """Override of `payment`: keep what core drops of the answer to a charge."""
        charge = (
            self.provider_code == "stripe"
            and self.operation in BY_TOKEN
            and (method, endpoint) == ("POST", "payment_intents")
        )
        if not charge:
            return super()._send_api_request(method, endpoint, **kwargs)
        for _try in range(2):
            try:
                return super()._send_api_request(method, endpoint, **kwargs)
            except StripeRefusal as refusal:
                if refusal.is_decided:
                    raise self._public_link_refused(refusal) from refusal
                _logger.warning("No clear answer to the charge of %s.", self.reference)
            except ValidationError:
                # With the same idempotency key Stripe answers again, and charges once.
                _logger.warning("No clear answer to the charge of %s.", self.reference)
        raise Unclear

    def _public_link_refused(self, refusal):
        """Store the PaymentIntent of a refused charge, and cancel it.

        :return: the exception with whose text the payment fails
        """
        if INTENT_ID.fullmatch(str(refusal.intent.get("id"))):
            self.provider_reference = refusal.intent["id"]
        if refusal.error.get("code") != "authentication_required":
            return refusal
        self._public_link_close_unfinished()
        return ValidationError(self._public_link_ask_customer())

    def _send_payment_request(self):
        """Override of `payment_stripe`: cancel a charge that waits for its payer.

        The payer is not there to confirm it, and core would poll for ever.
        """
        result = super()._send_payment_request()
        if self.provider_code == "stripe" and self.state == "draft":
            if self._public_link_close_unfinished():
                self._set_error(self._public_link_ask_customer())
        return result

    def _public_link_close_unfinished(self):
        """Cancel a PaymentIntent that nobody can confirm; tell whether no money was taken.

        :rtype: bool
        """
        if not self._public_link_has_intent():
            return True
        try:
            intent = self._public_link_stripe_cancel()
        except ValidationError:
            _logger.warning("%s stays open at Stripe.", self.provider_reference)
            return True
        if intent["status"] == "canceled":
            self.public_link_withdrawn_at = fields.Datetime.now()
            return True
        self._public_link_stripe_apply(intent)
        return False

    def _public_link_ask_customer(self):
        return self.env._(
            "The bank wants this payment to be confirmed by the card's holder. Nothing was"
            " charged: please enter the card in the form."
        )

    # === WHEN STRIPE DID NOT ANSWER === #

    def _cron_post_process(self):
        """Override of `payment`: first ask for the outcome of charges without an answer."""
        self._public_link_resolve_unclear()
        return super()._cron_post_process()

    def _public_link_resolve_unclear(self):
        """Ask Stripe for the outcome of charges that it did not answer."""
        unclear = self.search(
            [
                ("provider_code", "=", "stripe"),
                ("operation", "in", BY_TOKEN),
                ("state", "=", "pending"),
                ("provider_reference", "=", False),
                ("last_state_change", "<", fields.Datetime.now() - SOON),
            ],
            limit=BATCH,
        )
        for transaction in unclear:
            try:
                with self.env.cr.savepoint():
                    transaction._public_link_ask_stripe()
            except ValidationError as error:
                _logger.warning("Stripe does not tell: %s", error)

    def _public_link_ask_stripe(self):
        """Look among the customer's PaymentIntents for this payment's.

        :raise ValidationError: if Stripe does not answer
        """
        answer = self._send_api_request(
            "GET",
            "payment_intents",
            params={"customer": self.token_id.provider_ref, "limit": 100},
        )
        found = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise ValidationError(self._public_link_unreachable())
        for intent in found:
            if intent.get("description") == self.reference:
                self.provider_reference = intent["id"]
                self._public_link_stripe_apply(intent)
                if self.state == "pending" and intent["status"] not in TAKEN:
                    self._set_error(self._public_link_not_charged())
                return
        self._set_error(self._public_link_not_charged())

    def _public_link_not_charged(self):
        return self.env._("The card was not charged. Please try again.")
