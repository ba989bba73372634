# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charging a saved card exactly once, also when the provider's answer is lost.

The transaction is marked (``public_link_charged_at``) and committed before the provider is
asked. A marked transaction is never charged again: not by a second click, not when Odoo
runs a request again after a serialisation error, not after a worker has died. Its state is
set afterwards, from the answer or by asking the provider.
"""
# The commits are the point of this file.
# pylint: disable=invalid-commit

import logging
from datetime import timedelta

import requests
from urllib3.exceptions import NewConnectionError

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.http_status import is_unclear
from ...tools.stripe_answers import Unclear

_logger = logging.getLogger(__name__)

# How often storing a provider's answer is tried when others write the same rows.
TRIES = 3
# States of a PaymentIntent that the customer has to confirm with their bank.
UNCONFIRMED = ("requires_action", "requires_confirmation")


class LostAnswer(Exception):
    """The provider was asked to charge, and its answer did not arrive.

    Not a ``ValidationError``: core's providers handle that as a refusal.
    """


class Charge:
    """What is found out while a card is charged. It is passed in the context."""

    def __init__(self):
        self.data = None  # the provider's answer, as core processes it
        self.code = ""  # the provider's code of a refusal
        self.reference = ""  # the provider's reference of the payment
        self.refusal = ""  # the sentence of a refusal
        self.lost = False  # the request was sent, and no answer arrived
        self.unreached = False  # the request was not sent

    def read_refusal(self, cause):
        """Keep code and reference of a refusal, which core drops.

        :param Exception cause: the cause of core's ``ValidationError``
        """
        self.unreached = _never_sent(cause)
        response = getattr(cause, "response", None)
        try:
            error = response.json()["error"]
            self.code = error.get("code") or ""
            self.reference = (error.get("payment_intent") or {}).get("id") or ""
        except (AttributeError, KeyError, TypeError, ValueError):
            # Not an error as Stripe describes it.
            return


def _never_sent(cause):
    """Tell whether a request failed before it was sent."""
    if isinstance(cause, requests.ConnectTimeout):
        return True
    reason = cause.args[0] if isinstance(cause, requests.ConnectionError) else None
    return isinstance(getattr(reason, "reason", None), NewConnectionError)


def _answer_lost(cause):
    """Tell whether a request that failed may have been carried out."""
    if isinstance(cause, requests.HTTPError):
        return is_unclear(cause.response.status_code)
    return isinstance(cause, requests.RequestException) and not _never_sent(cause)


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _send_api_request(self, method, endpoint, **kwargs):
        """Override of `payment`: tell refusals from lost answers, which core does not."""
        charge = self.env.context.get("public_link_charge")
        if not charge:
            return super()._send_api_request(method, endpoint, **kwargs)
        try:
            return super()._send_api_request(method, endpoint, **kwargs)
        except ValidationError as error:
            charge.read_refusal(error.__context__)
            charge.refusal = str(error)
            # Stripe may answer that it has not decided, see ``StripeRefusal``.
            unclear = getattr(error, "is_decided", True) is False
            if method != "GET" and (unclear or _answer_lost(error.__context__)):
                charge.lost = True
                # Stripe is first asked again, see payment_stripe_charge.
                if self.code != "stripe":
                    raise LostAnswer(str(error)) from error
            raise


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    public_link_refusal = fields.Selection(
        [
            ("confirm", "The bank wants the customer to confirm"),
            ("declined", "The card was declined"),
            ("unreached", "The provider could not be reached"),
        ],
        "Refused Because",
        readonly=True,
        copy=False,
    )

    def _process(self, provider_code, payment_data):
        charge = self.env.context.get("public_link_charge")
        if charge:
            charge.data = payment_data
        return super()._process(provider_code, payment_data)

    def _public_link_charge(self):
        """Charge the saved card of this payment; called once, under the document's lock.

        :return: done, authorized, pending, confirm (the customer must confirm with their
            bank), declined, unreached, or checking (the outcome is not known)
        :rtype: str
        """
        self.ensure_one()
        charge, cr = Charge(), self.env.cr
        # From here on this payment is never charged again.
        cr.commit()
        try:
            self.with_context(public_link_charge=charge)._charge_with_token()
            cr.commit()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            cr.rollback()
            _logger.info("Payment %s was written by others meanwhile.", self.reference)
            self._public_link_retry(self._public_link_write_down, charge)
        except (LostAnswer, Unclear) as error:
            cr.rollback()
            _logger.warning("No answer about payment %s: %s", self.reference, error)
            self._public_link_retry(self._public_link_write_down, charge)
        except Exception:
            cr.rollback()
            _logger.exception("Nobody knows whether %s was charged.", self.reference)
        self._public_link_retry(self._public_link_conclude, charge)
        return self._public_link_charge_outcome()

    def _public_link_retry(self, work, charge):
        """Do some work on this payment, again after serialisation errors.

        After ``TRIES`` it is left to the scheduled action.
        """
        for attempt in range(TRIES):
            try:
                work(charge)
                self.env.cr.commit()
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                _logger.info("Try %s to write down %s.", attempt + 1, self.reference)

    def _public_link_write_down(self, charge):
        """Store the provider's answer, unless its webhook has done so."""
        if self.state == "draft" and charge.data:
            self._process(self.provider_code, charge.data)
        elif self.state == "draft" and charge.refusal and not charge.lost:
            self._set_error(charge.refusal)

    def _public_link_conclude(self, charge):
        """Store why the card was refused, or have the provider asked for the outcome."""
        intent = (charge.data or {}).get("payment_intent") or {}
        if intent.get("status") in UNCONFIRMED:
            charge.code = "authentication_required"
        if self.state in ("error", "cancel"):
            self.public_link_refusal = (
                "unreached"
                if charge.unreached
                else "confirm"
                if charge.code == "authentication_required"
                else "declined"
            )
            self.provider_reference = self.provider_reference or charge.reference
        elif self.state == "draft":
            self._public_link_trigger_check()

    def _public_link_charge_outcome(self):
        """Return how the charge stands, see ``_public_link_charge``."""
        if self.state in ("error", "cancel"):
            return self.public_link_refusal or "declined"
        return "checking" if self.state == "draft" else self.state

    def _public_link_trigger_check(self):
        # sudo: the scheduled action belongs to the system
        cron = self.env.ref("public_links.ir_cron_charges").sudo()
        cron._trigger(fields.Datetime.now() + timedelta(minutes=2))

    def _public_link_book(self):
        """Book what was paid; after an error Odoo's scheduled action does it."""
        cr = self.env.cr
        try:
            self._post_process()
            cr.commit()
        except Exception:
            # The money was taken: the customer must not see an error.
            cr.rollback()
            _logger.exception("Payment %s is booked later.", self.reference)
            # sudo: a scheduled action is the system's
            self.env.ref("payment.cron_post_process_payment_tx").sudo()._trigger()
            cr.commit()
