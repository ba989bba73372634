# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Binds each of Stripe's PaymentIntents to one payment, in all flows of payment_stripe.

Core compares amount and currency only. Here a PaymentIntent counts for the transaction
whose reference is its description, and on which its id was stored when it was created.
"""

import logging
import re
from datetime import timedelta

import requests

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.http_status import is_unclear
from ...tools.stripe_answers import Unclear

_logger = logging.getLogger(__name__)

INTENT_ID = re.compile(r"(?:pi|seti)_\w{1,120}", re.ASCII)
# States in which money was taken, or can be taken without the customer.
TAKEN = ("succeeded", "processing", "requires_capture")
# While Stripe cannot be reached, younger payments are not withdrawn.
PATIENCE = timedelta(days=1)
# Operations that charge a saved card, without the payer.
BY_TOKEN = ("online_token", "offline")


class StripeRefusal(ValidationError):
    """Stripe has answered with an error.

    :param str message: Stripe's sentence
    :param int status: HTTP status
    :param dict error: Stripe's description of the error
    """

    def __init__(self, message, status, error):
        super().__init__(message)
        self.status = status
        self.error = error

    @property
    def is_decided(self):
        """Whether Stripe has decided: not when it failed, or is still working on it."""
        return (
            not is_unclear(self.status)
            and self.error.get("type") != "idempotency_error"
        )

    @property
    def intent(self):
        """The PaymentIntent that the error names; empty when it names none."""
        intent = self.error.get("payment_intent")
        return intent if isinstance(intent, dict) else {}


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _public_link_can_pay(self):
        # Without the secret anybody could send us events of Stripe (S20).
        return super()._public_link_can_pay() and (
            self.code != "stripe" or bool(self._public_link_webhook_secret())
        )

    def _parse_response_error(self, response):
        message = super()._parse_response_error(response)
        if self.code != "stripe":
            return message
        # Core would only keep the sentence.
        raise StripeRefusal(
            self.env._("The payment provider rejected the request.\n%s", message),
            response.status_code,
            response.json()["error"],
        )

    def _send_api_request(self, *args, **kwargs):
        if self.code != "stripe":
            return super()._send_api_request(*args, **kwargs)
        try:
            return super()._send_api_request(*args, **kwargs)
        except StripeRefusal:
            raise
        except (
            requests.exceptions.RequestException,
            ValueError,
            AttributeError,
            KeyError,
            TypeError,
        ) as error:
            # Core does not expect incomplete or malformed answers.
            _logger.exception("Stripe's answer could not be understood.")
            raise ValidationError(
                self.env._("The payment provider did not answer as expected.")
            ) from error


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    public_link_withdrawn_at = fields.Datetime(
        "Withdrawn at the Provider at",
        readonly=True,
        copy=False,
        help="Since then the provider takes no money for this payment any more.",
    )

    # === WHOSE PAYMENTINTENT === #

    def _process(self, provider_code, payment_data):
        """Override of `payment`: ignore data of another PaymentIntent (S20)."""
        if provider_code != "stripe":
            return super()._process(provider_code, payment_data)
        transaction = self or self._search_by_reference(provider_code, payment_data)
        reason = transaction and transaction._public_link_foreign(payment_data)
        if reason:
            _logger.warning(
                "Stripe's data were refused for payment %s, which stays as it is: %s",
                transaction.reference,
                reason,
            )
            return transaction
        return super(PaymentTransaction, transaction)._process(
            provider_code, payment_data
        )

    def _public_link_foreign(self, payment_data):
        """Return why data of Stripe do not belong to this payment, or ``None`` if they do.

        :rtype: str | None
        """
        self.ensure_one()
        kind = {"validation": "setup_intent", "refund": "refund"}.get(
            self.operation, "payment_intent"
        )
        found = payment_data.get(kind)
        if not isinstance(found, dict) or not isinstance(found.get("id"), str):
            return f"there is no {kind}"
        # Captures and voids have the PaymentIntent of the payment that they belong to.
        own = self.source_transaction_id or self
        if kind == "refund":
            intent = found.get("payment_intent")
            if intent and own.provider_reference and intent != own.provider_reference:
                return "the refund is of another PaymentIntent"
            own = self
        elif found.get("description", own.reference) != own.reference:
            return f"the {kind} carries another reference"
        if own.provider_reference and own.provider_reference != found["id"]:
            return f"the {kind} is not the one that was made for it"
        if own._public_link_held_elsewhere(found["id"]):
            return f"another payment holds the {kind}"
        return None

    def _public_link_held_elsewhere(self, identifier):
        """Tell whether another payment, which is no part of this one, has a Stripe id."""
        # sudo: the other payment may be of another company
        others = self.sudo().search(
            [
                ("provider_code", "=", "stripe"),
                ("provider_reference", "=", identifier),
                ("id", "!=", self.id),
            ]
        )
        return bool(others.filtered(lambda one: one.source_transaction_id != self))

    # === MAKING ONE === #

    def _stripe_create_intent(self):
        """Override of `payment_stripe`: create one PaymentIntent only, and store its id."""
        if self.operation == "online_direct" and self._public_link_has_intent():
            return self._public_link_stripe_existing()
        try:
            intent = super()._stripe_create_intent()
        except Unclear:
            if self.env.context.get("public_link_charge"):
                raise  # charges by link: see _public_link_charge
            # It may have been charged: Stripe is asked later (S18).
            self._set_pending(
                state_message=self.env._(
                    "The payment service did not answer. We are checking whether the"
                    " card was charged: please do not pay again."
                )
            )
            return None
        except (LookupError, TypeError):
            # Core reads the customer from the answer without checking it.
            _logger.exception("Stripe's answer could not be understood.")
            intent = {}
        if intent is None:
            return None
        if not self._public_link_is_intent(intent):
            self._set_error(
                self.env._("The payment service did not answer as expected.")
            )
            return None
        self.provider_reference = intent["id"]
        return intent

    def _public_link_has_intent(self):
        return bool(re.fullmatch(r"pi_\w+", self.provider_reference or ""))

    def _public_link_is_intent(self, intent):
        return (
            isinstance(intent, dict)
            and INTENT_ID.fullmatch(str(intent.get("id")))
            and (self.operation in BY_TOKEN or intent.get("client_secret"))
        )

    def _public_link_stripe_existing(self):
        """Return the existing PaymentIntent, for a second browser that pays.

        Core would create it again with another customer, which Stripe refuses.

        :return: ``None`` if it is paid or closed, which is then the payment's state
        :rtype: dict | None
        """
        try:
            intent = self._public_link_stripe_fetch()
        except ValidationError as error:
            # The payment keeps its state: another browser may be about to finish it.
            raise UserError(self._public_link_unreachable()) from error
        if intent["status"] in (*TAKEN, "canceled"):
            self._public_link_stripe_apply(intent)
            return None
        return intent

    # === ASKING STRIPE === #

    def _public_link_stripe_fetch(self):
        """Return the PaymentIntent as it is at Stripe now.

        :rtype: dict
        :raise ValidationError: if Stripe does not answer
        """
        intent = self._send_api_request(
            "GET",
            f"payment_intents/{self.provider_reference}",
            data={"expand[]": "payment_method"},
        )
        if not isinstance(intent, dict) or intent.get("id") != self.provider_reference:
            raise ValidationError(self._public_link_unreachable())
        return intent

    def _public_link_stripe_apply(self, intent):
        """Set this payment's state to that of its PaymentIntent."""
        self._process(
            "stripe",
            {
                "reference": self.reference,
                "payment_intent": intent,
                "payment_method": intent.get("payment_method"),
            },
        )

    def _public_link_unreachable(self):
        return self.env._(
            "The payment service cannot be reached right now. Nothing was charged by this"
            " attempt: please try again in a few minutes."
        )

    # === WITHDRAWING ONE === #

    def _public_link_open(self):
        """Override: after a declined card the PaymentIntent can still be paid."""
        return super()._public_link_open() or (
            self.provider_code == "stripe"
            and self.state == "error"
            and self.operation == "online_direct"
            and self._public_link_has_intent()
            and not self.public_link_withdrawn_at
        )

    def _public_link_withdraw(self):
        """Override: cancel at Stripe first; if it has taken money, that is the state."""
        self.ensure_one()
        if self.provider_code != "stripe" or not self._public_link_has_intent():
            return super()._public_link_withdraw()
        try:
            intent = self._public_link_stripe_cancel()
        except ValidationError as error:
            age = fields.Datetime.now() - self.create_date
            if self.state == "draft" and age < PATIENCE:
                raise UserError(self._public_link_unreachable()) from error
            # Stripe's keys may be gone: an old attempt must not block payments for ever.
            _logger.warning("%s stays open at Stripe.", self.provider_reference)
        else:
            if intent["status"] != "canceled":
                return self._public_link_stripe_apply(intent)
            self.public_link_withdrawn_at = fields.Datetime.now()
        return super()._public_link_withdraw() if self.state == "draft" else None

    def _public_link_stripe_cancel(self):
        """Cancel the PaymentIntent; return it as it is then, canceled or taken.

        :rtype: dict
        :raise ValidationError: if it is neither, or Stripe does not answer
        """
        # Without the context of a charge: its answer must not be taken for the charge's.
        self = self.with_context(public_link_charge=None)
        try:
            intent = self._send_api_request(
                "POST", f"payment_intents/{self.provider_reference}/cancel"
            )
        except StripeRefusal:
            intent = self._public_link_stripe_fetch()
        if intent.get("status") not in (*TAKEN, "canceled"):
            raise ValidationError(self._public_link_unreachable())
        return intent
