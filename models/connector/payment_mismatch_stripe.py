# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Differences between Stripe and this database.

Stripe is asked for the payments and refunds since the last complete check, with an overlap,
and by number for those that are open here or on the list.
"""

import logging
from datetime import timedelta
from functools import partial

import stripe

from odoo import api, fields, models

from odoo.addons.payment import utils as payment_utils
from odoo.addons.payment_stripe import const

from ...tools.stripe_answers import UNREADABLE
from .payment_mismatch import Unreachable
from .payment_mismatch_local import GRACE, HORIZON

_logger = logging.getLogger(__name__)

KINDS = ("unknown", "state", "amount", "currency", "reference", "mode", "refunded")
# Payments that were begun before the last check may have succeeded since.
OVERLAP = timedelta(days=3)
# How many payments are asked for by number in one run.
BY_NUMBER = 200


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    public_link_compared_at = fields.Datetime(
        "Compared with Stripe up to",
        readonly=True,
        copy=False,
        help="All earlier payments at the provider were compared with the ones here.",
    )


class PaymentMismatch(models.Model):
    _inherit = "payment.mismatch"

    @api.model
    def _find_remote(self):
        providers = self.env["payment.provider"].search(
            [("code", "=", "stripe"), ("state", "!=", "disabled")]
        )
        return super()._find_remote() + [
            partial(self._find_stripe, provider)
            for provider in providers
            if provider.stripe_secret_key
        ]

    @api.model
    def _find_stripe(self, provider):
        """Return what differs between Stripe and this database for one provider.

        :raise Unreachable: if Stripe does not answer every question
        """
        now = fields.Datetime.now()
        rows = self.search(
            [
                ("provider_id", "=", provider.id),
                ("kind", "in", KINDS),
                ("state", "!=", "closed"),
            ]
        )
        try:
            intents, refunds = self._stripe_fetch(provider, rows, now)
        except UNREADABLE as error:
            _logger.warning(
                "Stripe could not be compared for provider %s: %s",
                provider.id,
                type(error).__name__,
            )
            raise Unreachable(
                self.env._(
                    "%s could not be reached. What was found before stays as it is.",
                    provider.name,
                )
            ) from error
        found = self._compare_intents(provider, intents, now)
        found |= self._compare_refunds(provider, refunds, now)
        asked = set(intents) | set(refunds)
        provider.public_link_compared_at = now
        return found, rows.filtered(lambda row: row.key.split(":", 1)[1] in asked)

    # === ASKING === #

    def _stripe_fetch(self, provider, rows, now):
        """Return payments and refunds by their numbers, as plain values.

        :raise stripe.StripeError: if Stripe cannot be asked
        """
        client = provider._public_link_stripe().v1
        begin = max(
            (provider.public_link_compared_at or now - HORIZON) - OVERLAP,
            now - HORIZON,
        )
        since = {"created": {"gte": int(begin.timestamp())}, "limit": 100}
        intents = self._stripe_list(client.payment_intents, since)
        refunds = self._stripe_list(client.refunds, since)
        refunded = rows.filtered(lambda row: row.kind == "refunded")
        waiting = self.env["payment.transaction"].search(
            [
                ("provider_id", "=", provider.id),
                ("state", "in", ("pending", "authorized")),
                ("last_state_change", ">=", now - HORIZON),
            ]
        )
        numbers = (rows - refunded).mapped("provider_reference")
        numbers += [
            number
            for number in waiting.mapped("provider_reference")
            if (number or "").startswith("pi_")
        ]
        self._stripe_add(client.payment_intents, numbers, intents)
        self._stripe_add(client.refunds, refunded.mapped("provider_reference"), refunds)
        return intents, refunds

    @staticmethod
    def _stripe_add(kind, numbers, known):
        """Ask by number for payments or refunds that are not in ``known``, and add them."""
        for number in sorted(set(filter(None, numbers)) - set(known))[:BY_NUMBER]:
            try:
                known[number] = kind.retrieve(number).to_dict()
            except stripe.InvalidRequestError as error:
                # 404: it belongs to another Stripe account.
                if error.http_status != 404:
                    raise

    @staticmethod
    def _stripe_list(kind, params):
        return {one.id: one.to_dict() for one in kind.list(params).auto_paging_iter()}

    # === COMPARING === #

    def _compare_intents(self, provider, intents, now):
        """Return what differs, by (kind, key)."""
        Transaction = self.env["payment.transaction"]
        own = [("provider_id", "=", provider.id)]
        by_number = {
            one.provider_reference: one
            for one in Transaction.search(
                own + [("provider_reference", "in", list(intents))]
            )
        }
        names = [one.get("description") for one in intents.values()]
        by_name = {
            one.reference: one
            for one in Transaction.search(
                own + [("reference", "in", list(filter(None, names)))]
            )
        }
        found = {}
        for number, intent in intents.items():
            transaction = by_number.get(number)
            named = by_name.get(intent.get("description"))
            for kind, values in self._compare_intent(
                intent, transaction, named, now
            ).items():
                sides = self._stripe_values(provider, intent, transaction or named)
                found[kind, f"{provider.id}:{number}"] = sides | values
        return found

    def _compare_intent(self, intent, transaction, named, now):
        """Return the differences of one payment at Stripe: facts by kind.

        :param dict intent: the PaymentIntent
        :param transaction: the `payment.transaction` with its id, possibly none
        :param named: the one that its description names, possibly none
        :param datetime now: the time of the check
        """
        paid = intent["status"] == "succeeded"
        if not transaction and not named:
            fact = {"fact_there": intent.get("description")}
            return {"unknown": fact} if paid else {}
        found = {}
        tx = transaction or named
        if transaction != named if transaction else tx.provider_reference:
            # It names another transaction, or is a second payment for this one.
            if paid:
                found["reference"] = {
                    "fact_here": tx.reference if transaction else tx.provider_reference,
                    "fact_there": intent.get("description")
                    if transaction
                    else intent["id"],
                }
            if not transaction:
                return found
        settled = (tx.last_state_change or tx.create_date) < now - GRACE
        if paid != (tx.state == "done") and (paid or tx.state == "done") and settled:
            states = dict(tx._fields["state"]._description_selection(self.env))
            found["state"] = {
                "fact_here": states[tx.state],
                "fact_there": intent["status"],
            }
        if bool(intent.get("livemode")) != tx.is_live:
            names = {True: self.env._("Live"), False: self.env._("Test")}
            found["mode"] = {
                "fact_here": names[tx.is_live],
                "fact_there": names[bool(intent.get("livemode"))],
            }
        if intent["currency"].upper() != tx.currency_id.name:
            found["currency"] = {
                "fact_here": tx.currency_id.name,
                "fact_there": intent["currency"].upper(),
            }
        elif self._taken(intent) not in (None, self._minor(tx)):
            found["amount"] = {}
        return found

    @staticmethod
    def _taken(intent):
        """Return the amount that Stripe has taken or authorised, in the smallest unit."""
        if intent["status"] == "succeeded":
            return intent.get("amount_received", intent["amount"])
        return intent["amount"] if intent["status"] == "requires_capture" else None

    @staticmethod
    def _minor(transaction):
        currency = transaction.currency_id
        return payment_utils.to_minor_currency_units(
            transaction.amount,
            currency,
            arbitrary_decimal_number=const.CURRENCY_DECIMALS.get(currency.name),
        )

    def _compare_refunds(self, provider, refunds, now):
        """Return the refunds that no transaction here knows, by (kind, key)."""
        late = (now - GRACE).timestamp()
        done = {
            number: one
            for number, one in refunds.items()
            if one.get("status") == "succeeded" and one.get("created", 0) < late
        }
        Transaction = self.env["payment.transaction"]
        own = [("provider_id", "=", provider.id)]
        known = set(
            Transaction.search(
                own + [("provider_reference", "in", list(done)), ("state", "=", "done")]
            ).mapped("provider_reference")
        )
        paid = {
            one.provider_reference: one
            for one in Transaction.search(
                own
                + [
                    (
                        "provider_reference",
                        "in",
                        [one.get("payment_intent") for one in done.values()],
                    )
                ]
            )
        }
        return {
            ("refunded", f"{provider.id}:{number}"): self._stripe_values(
                provider, refund, paid.get(refund.get("payment_intent"))
            )
            | {"fact_there": refund.get("payment_intent")}
            for number, refund in done.items()
            if number not in known and refund.get("payment_intent") in paid
        }

    def _stripe_values(self, provider, thing, transaction):
        """Return the values of a row about a payment or refund at Stripe."""
        values = {
            "company_id": provider.company_id.id,
            "provider_id": provider.id,
        }
        if transaction:
            values |= self._transaction_values(transaction)
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", thing["currency"].upper())], limit=1)
        )
        amount = thing.get("amount_received") or thing["amount"]
        return values | {
            "provider_reference": thing["id"],
            "provider_currency_id": currency.id,
            "amount_provider": currency
            and payment_utils.to_major_currency_units(
                amount,
                currency,
                arbitrary_decimal_number=const.CURRENCY_DECIMALS.get(currency.name),
            ),
            "fact_here": False,
            "fact_there": False,
        }

    def _provider_url(self):
        if self.provider_id.code != "stripe" or not self.provider_reference:
            return super()._provider_url()
        number = self.provider_reference
        if number.startswith("re_"):
            number = self.transaction_id.provider_reference or number
        test = "" if self.provider_id.state == "enabled" else "test/"
        return f"https://dashboard.stripe.com/{test}payments/{number}"
