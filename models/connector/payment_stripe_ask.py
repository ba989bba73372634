# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charges of saved cards without an answer: Stripe is asked for their outcome."""

import logging
from datetime import timedelta

from odoo import models
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _public_link_ask(self):
        self.ensure_one()
        if self.provider_code == "stripe":
            intent = self._public_link_stripe_intent()
            if intent:
                self._public_link_stripe_settle(intent)
        return super()._public_link_ask()

    def _public_link_stripe_intent(self):
        """Return the PaymentIntent of this charge at Stripe, or ``None``.

        Without its id, which came with the lost answer, it is looked for among the payments
        of the saved card's customer, by our reference.
        """
        try:
            if self.provider_reference:
                return self._public_link_stripe_fetch()
            since = self.public_link_charged_at - timedelta(minutes=5)
            answer = self._send_api_request(
                "GET",
                "payment_intents",
                params={
                    "customer": self.token_id.provider_ref,
                    "created[gte]": int(since.timestamp()),
                    "limit": 100,
                    "expand[]": "data.payment_method",
                },
            )
        except ValidationError:
            _logger.warning("Stripe did not tell about payment %s.", self.reference)
            return None
        intents = [
            intent
            for intent in answer.get("data", ())
            if intent.get("description") == self.reference
        ]
        return intents[0] if intents else None

    def _public_link_stripe_settle(self, intent):
        """Set the payment's state; cancel an intent that waits for the customer's bank."""
        self._public_link_stripe_apply(intent)
        if self.state == "draft":
            self.provider_reference = intent["id"]
            if self._public_link_close_unfinished():
                self._set_error(self._public_link_ask_customer())
