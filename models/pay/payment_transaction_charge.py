# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charging a saved card, once, whatever happens to the provider's answer.

The transaction with its mark (``public_link_charged_at``) is committed before the
provider is asked. Whoever finds the mark never charges again: a second click, a rerun
after a serialisation error, a worker that starts after another one died. What the
provider answered, or that nobody knows, is settled afterwards.
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

# Times that a provider's answer is written down against others who write the same.
TRIES = 3
# What Stripe says of a charge that the customer has to confirm with their bank.
UNCONFIRMED = ("requires_action", "requires_confirmation")


class LostAnswer(Exception):
    """The provider was asked to charge, and nobody knows what it did.

    Not a ``ValidationError``: providers take that for a refusal.
    """


class Charge:
    """What is learnt while a card is charged: travels in the context."""

    def __init__(self):
        self.data = None  # what the provider said, as core processes it
        self.code = ""  # why it refused, in its words
        self.reference = ""  # its name of the payment
        self.refusal = ""  # it said no, and why
        self.lost = False  # it was asked, and its answer did not arrive
        self.unreached = False  # it was never asked

    def read_refusal(self, cause):
        """Keep what core drops of a refusal.

        :param Exception cause: of core's ``ValidationError``
        """
        self.unreached = _never_sent(cause)
        response = getattr(cause, "response", None)
        try:
            error = response.json()["error"]
            self.code = error.get("code") or ""
            self.reference = (error.get("payment_intent") or {}).get("id") or ""
        except (AttributeError, KeyError, TypeError, ValueError):
            # Other providers' errors have other shapes.
            return


def _never_sent(cause):
    """Tell whether a request failed before it left."""
    if isinstance(cause, requests.ConnectTimeout):
        return True
    reason = cause.args[0] if isinstance(cause, requests.ConnectionError) else None
    return isinstance(getattr(reason, "reason", None), NewConnectionError)


def _answer_lost(cause):
    """Tell whether a request may have been carried out although it failed."""
    if isinstance(cause, requests.HTTPError):
        return is_unclear(cause.response.status_code)
    return isinstance(cause, requests.RequestException) and not _never_sent(cause)


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _send_api_request(self, method, endpoint, **kwargs):
        """Tell a refusal from a lost answer, which core takes for the same."""
        charge = self.env.context.get("public_link_charge")
        if not charge:
            return super()._send_api_request(method, endpoint, **kwargs)
        try:
            return super()._send_api_request(method, endpoint, **kwargs)
        except ValidationError as error:
            charge.read_refusal(error.__context__)
            charge.refusal = str(error)
            # Stripe itself may say that it has not decided.
            unclear = getattr(error, "clear", True) is False
            if method != "GET" and (unclear or _answer_lost(error.__context__)):
                charge.lost = True
                # It is asked again with the same key first, see payment_stripe_guard.
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

        :return: done, authorized, pending, confirm, declined, unreached, or checking:
            nobody knows yet
        :rtype: str
        """
        self.ensure_one()
        charge, cr = Charge(), self.env.cr
        # From here on this payment is never charged again, whoever reruns what.
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
        """Do some work on this payment against others who write the same.

        What cannot be written now is left to the scheduled action.
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
        """Write down what the provider said, unless its webhook did."""
        if self.state == "draft" and charge.data:
            self._process(self.provider_code, charge.data)
        elif self.state == "draft" and charge.refusal and not charge.lost:
            self._set_error(charge.refusal)

    def _public_link_conclude(self, charge):
        """Note why the card was refused, or have the provider asked what it did."""
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
            self._public_link_have_asked()

    def _public_link_charge_outcome(self):
        """Return how the charge stands, see ``_public_link_charge``."""
        if self.state in ("error", "cancel"):
            return self.public_link_refusal or "declined"
        return "checking" if self.state == "draft" else self.state

    def _public_link_have_asked(self):
        # sudo: a scheduled action is the system's
        cron = self.env.ref("public_links.ir_cron_charges").sudo()
        cron._trigger(fields.Datetime.now() + timedelta(minutes=2))

    def _public_link_book(self):
        """Book what was paid; what goes wrong is left to Odoo's own scheduled action."""
        cr = self.env.cr
        try:
            self._post_process()
            cr.commit()
        except Exception:
            # The money is taken: nothing may tell the customer otherwise.
            cr.rollback()
            _logger.exception("Payment %s is booked later.", self.reference)
            # sudo: a scheduled action is the system's
            self.env.ref("payment.cron_post_process_payment_tx").sudo()._trigger()
            cr.commit()
