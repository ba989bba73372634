# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Health checks that ask Stripe."""

import logging

import stripe

from odoo import api, models

from odoo.addons.payment_stripe import const, utils

from ...tools import pasted
from ...tools.stripe_answers import UNREADABLE
from .payment_provider_health import finding

_logger = logging.getLogger(__name__)

# Not core's version: objects that are read here are never passed to core.
STRIPE_VERSION = "2024-06-20"
STRIPE_TIMEOUT = 8  # seconds; the SDK's own is 80
STRIPE_RETRIES = 1

# Fields that are pasted from Stripe's dashboard.
SECRETS = ("stripe_publishable_key", "stripe_secret_key", "stripe_webhook_secret")

# Without these, a payment at Stripe does not arrive here.
NEEDED_EVENTS = {
    name for name in const.HANDLED_WEBHOOK_EVENTS if name.startswith("payment_intent.")
}


def mode_of(key):
    """Return the mode of a key: "live", "test", or ``None`` if it does not say.

    :param str key: like "sk_test_..."
    """
    parts = (key or "").strip().split("_")
    return parts[1] if len(parts) > 2 and parts[1] in ("live", "test") else None


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([pasted.secrets_of(vals, SECRETS) for vals in vals_list])

    def write(self, vals):
        return super().write(pasted.secrets_of(vals, SECRETS))

    # === CLIENT === #

    def _public_link_stripe_base(self):
        """Return the address of Stripe's API; tests point it to a server of their own."""
        return "https://api.stripe.com"

    def _public_link_stripe(self):
        """Return a client of Stripe's SDK with this provider's key.

        :rtype: stripe.StripeClient
        """
        self.ensure_one()
        return stripe.StripeClient(
            (utils.get_secret_key(self) or "").strip(),
            stripe_account=self._get_stripe_extra_request_headers().get(
                "Stripe-Account"
            ),
            base_addresses={"api": self._public_link_stripe_base()},
            http_client=stripe.RequestsClient(timeout=STRIPE_TIMEOUT),
            max_network_retries=STRIPE_RETRIES,
            stripe_version=STRIPE_VERSION,
        )

    # === CHECKS === #

    def _public_link_found_red(self):
        red = super()._public_link_found_red() - {"webhook_secret"}
        # Needs no request: it counts at once, also if the provider was never checked.
        if self.code == "stripe" and not self._public_link_webhook_secret():
            red.add("webhook_secret")
        return red

    def _public_link_webhook_secret(self):
        """Return the secret of the webhook's signatures, without blanks; "" if there is none."""
        # sudo: used to check signatures, never shown
        return pasted.secret(utils.get_webhook_secret(self.sudo()))

    def _public_link_health_stored(self):
        rows = super()._public_link_health_stored()
        if self.code != "stripe" or self.state == "disabled":
            return rows
        rows = [row for row in rows if row["code"] != "webhook_secret"]
        return rows + [self._public_link_health_find_secret()]

    def _public_link_health_remote(self):
        codes = super()._public_link_health_remote()
        if self.code != "stripe":
            return codes
        return codes | {
            "key",
            "account",
            "card",
            "country",
            "currency",
            "webhook",
            "events",
            "version",
        }

    def _public_link_health_find(self):
        rows = super()._public_link_health_find()
        if self.code != "stripe" or self.state == "disabled":
            return rows
        rows += [
            self._public_link_health_find_secret(),
            *self._public_link_health_find_mode(),
        ]
        if not pasted.secret(utils.get_secret_key(self)):
            return rows + [finding("key", "bad", "key_none")]
        try:
            rows += self._public_link_health_find_account()
            if any(row["case"] == "key_wrong" for row in rows):
                return rows
            rows += self._public_link_health_find_webhook()
        except UNREADABLE as error:
            # Only the class is logged: the text may hold the key.
            _logger.warning(
                "Stripe could not be asked for provider %s: %s",
                self.id,
                type(error).__name__,
            )
            rows.append(finding("reachable", "warn", "unreachable"))
        return rows

    def _public_link_health_find_secret(self):
        if self._public_link_webhook_secret():
            return finding("webhook_secret", "ok", "secret")
        return finding("webhook_secret", "bad", "secret_none")

    def _public_link_health_find_mode(self):
        secret = mode_of(utils.get_secret_key(self))
        public = mode_of(utils.get_publishable_key(self))
        if secret and public and secret != public:
            return [finding("mode", "bad", "mode_mixed")]
        mode = secret or public
        if not mode:
            return []
        if self.state == "enabled" and mode == "test":
            return [finding("mode", "bad", "mode_test_key")]
        if self.state == "test" and mode == "live":
            return [finding("mode", "bad", "mode_live_key")]
        return [finding("mode", "ok", "mode")]

    def _public_link_health_find_account(self):
        """Check the Stripe account.

        :raise stripe.StripeError: if Stripe cannot be asked
        """
        try:
            account = self._public_link_stripe().v1.accounts.retrieve_current()
            account = account.to_dict()
        except stripe.AuthenticationError:
            return [finding("key", "bad", "key_wrong")]
        except stripe.PermissionError:
            return [finding("key", "warn", "key_narrow")]
        rows = [finding("key", "ok", "key")]
        if account.get("charges_enabled"):
            rows.append(finding("account", "ok", "account"))
        else:
            asked = account.get("requirements") or {}
            reason = asked.get("disabled_reason") or ""
            case = "account_off_why" if reason else "account_off"
            rows.append(finding("account", "bad", case, reason=reason))
        rows += self._public_link_health_find_card(account)
        rows += self._public_link_health_find_place(account)
        return rows

    def _public_link_health_find_card(self, account):
        active = (account.get("capabilities") or {}).get("card_payments")
        if not active:
            return []  # Not all accounts have this value.
        if active == "active":
            return [finding("card", "ok", "card")]
        uses = "card" in self.payment_method_ids.filtered("active").mapped("code")
        return [finding("card", "bad" if uses else "warn", "card_off")]

    def _public_link_health_find_place(self, account):
        rows = []
        there = account.get("country") or ""
        here = self._stripe_get_country(self.company_id.country_id.code) or ""
        if there and here:
            same = there == here
            rows.append(
                finding(
                    "country",
                    "ok" if same else "warn",
                    "country" if same else "country_other",
                    country=there,
                    company=here,
                )
            )
        there = (account.get("default_currency") or "").upper()
        here = self.company_id.currency_id.name
        if there:
            same = there == here
            rows.append(
                finding(
                    "currency",
                    "ok" if same else "warn",
                    "currency" if same else "currency_other",
                    currency=there,
                    company=here,
                )
            )
        return rows

    def _public_link_health_find_webhook(self):
        """Check the webhook endpoints.

        :raise stripe.StripeError: if Stripe cannot be asked
        """
        url = self._get_stripe_webhook_url()
        try:
            listed = self._public_link_stripe().v1.webhook_endpoints.list(
                {"limit": 100}
            )
            ours = [
                endpoint.to_dict()
                for endpoint in listed.auto_paging_iter()
                if endpoint.url.rstrip("/") == url.rstrip("/")
            ]
        except stripe.PermissionError:
            return [finding("webhook", "warn", "webhook_hidden", url=url)]
        if not ours:
            return [finding("webhook", "bad", "webhook_none", url=url)]
        alive = [endpoint for endpoint in ours if endpoint.get("status") == "enabled"]
        if not alive:
            return [finding("webhook", "bad", "webhook_off", url=url)]
        rows = [finding("webhook", "ok", "webhook", url=url)]
        return rows + self._public_link_health_find_events(alive)

    def _public_link_health_find_events(self, endpoints):
        sent = {name for one in endpoints for name in one.get("enabled_events") or []}
        missing = set() if "*" in sent else set(const.HANDLED_WEBHOOK_EVENTS) - sent
        if missing:
            level = "bad" if missing & NEEDED_EVENTS else "warn"
            names = ", ".join(sorted(missing))
            rows = [finding("events", level, "events_missing", missing=names)]
        else:
            rows = [finding("events", "ok", "events")]
        version = endpoints[0].get("api_version")
        if version and version != const.API_VERSION:
            rows.append(
                finding(
                    "version",
                    "warn",
                    "version_other",
                    version=version,
                    expected=const.API_VERSION,
                )
            )
        return rows
