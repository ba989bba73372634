# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The checks of a connection in words, in the language of whoever reads them."""

from odoo import models


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _public_link_health_explain(self, row):
        """Return a stored result with its title, text and fix.

        :param dict row: see ``payment_provider_health.finding``
        :return: ``code``, ``level``, ``title``, ``text`` and ``fix``
        :rtype: dict
        """
        title, text, fix = self._public_link_health_words(row["values"])[row["case"]]
        return {
            "code": row["code"],
            "level": row["level"],
            "title": title,
            "text": text,
            "fix": fix,
        }

    def _public_link_health_words(self, values):
        """Return title, text and fix of every case. A provider's module extends it.

        :param dict values: what was found
        :rtype: dict[str, tuple[str, str, str]]
        """
        return (
            self._public_link_words_state()
            | self._public_link_words_booking(values)
            | self._public_link_words_stripe(values)
            | self._public_link_words_webhook(values)
        )

    def _public_link_words_state(self):
        env = self.env
        state, shown = env._("State"), env._("Published")
        page = env._("Payment form")
        return {
            "never": (
                env._("Connection"),
                env._("Not checked yet."),
                env._("It is checked once a day, and before a pay link is sent."),
            ),
            "page_scripts": (
                page,
                env._(
                    "It loads scripts of the provider's own, which the pages of links"
                    " refuse: links do not offer it. Website and portal are not touched."
                ),
                env._("Publish another provider for pay links, such as Stripe."),
            ),
            "page_cards": (
                page,
                env._(
                    "Its card form loads scripts of the provider's own, which the pages of"
                    " links refuse: links do not offer it."
                ),
                env._(
                    "Switch off Card among its payment methods, to offer its others, or"
                    " publish another provider."
                ),
            ),
            "state_off": (
                state,
                env._("Switched off: links do not offer it."),
                env._("Set the state to Enabled on the provider."),
            ),
            "state_live": (state, env._("Enabled."), ""),
            "state_test": (
                state,
                env._("Test mode: it takes no real money."),
                env._("Set the state to Enabled before customers pay."),
            ),
            "demo": (
                env._("Demo provider"),
                env._(
                    "It marks invoices as paid without any money, and this database is"
                    " no demo."
                ),
                env._("Disable the demo provider."),
            ),
            "published": (shown, env._("Customers can see it."), ""),
            "unpublished": (
                shown,
                env._("Not published: customers do not see it."),
                env._("Press “Unpublished” on the provider's form."),
            ),
        }

    def _public_link_words_booking(self, values):
        env = self.env
        methods, journal = env._("Payment methods"), env._("Payment journal")
        booking = env._("Booking of payments")
        return {
            "methods": (methods, values.get("names", ""), ""),
            "methods_none": (
                methods,
                env._("No payment method is active: there is nothing to choose."),
                env._("Press “Enable Payment Methods” on the provider's form."),
            ),
            "journal": (journal, values.get("journal", ""), ""),
            "journal_none": (
                journal,
                env._("No journal: payments cannot be booked."),
                env._("Choose a bank journal under Configuration on the provider."),
            ),
            "journal_company": (
                journal,
                env._(
                    "The journal belongs to another company: %s.",
                    values.get("company", ""),
                ),
                env._("Choose a journal of the provider's own company."),
            ),
            "journal_line": (
                journal,
                env._(
                    "The journal %s has no incoming payment method for this provider.",
                    values.get("journal", ""),
                ),
                env._("Add one under Incoming Payments on the journal."),
            ),
            "cron": (booking, env._("It runs."), ""),
            "cron_off": (
                booking,
                env._(
                    "Switched off: a payment is not booked if the customer closes the"
                    " page."
                ),
                env._(
                    "Activate “Payment: Post-process transactions” in Scheduled Actions."
                ),
            ),
            "cron_late": (
                booking,
                env._("It is more than an hour late."),
                env._("See that the server runs scheduled actions (max_cron_threads)."),
            ),
        }

    def _public_link_words_stripe(self, values):
        env = self.env
        key, mode = env._("Secret key"), env._("Live or test")
        account, card = env._("Account"), env._("Card payments")
        country, currency = env._("Country"), env._("Currency")
        return {
            "key": (key, env._("Stripe accepts it."), ""),
            "key_none": (
                key,
                env._("There is no secret key."),
                env._("Enter it under Credentials on the provider."),
            ),
            "key_wrong": (
                key,
                env._("Stripe refuses it."),
                env._(
                    "Copy the secret key again from Stripe, Developers, API keys, to"
                    " Credentials on the provider."
                ),
            ),
            "key_narrow": (
                key,
                env._("It is a restricted key, which may not read the account."),
                env._(
                    "Give the key the right to read the account, webhook endpoints,"
                    " payments and refunds in Stripe, or use the secret key."
                ),
            ),
            "unreachable": (
                env._("Connection"),
                env._(
                    "Stripe could not be asked just now. What it answered before still"
                    " counts."
                ),
                env._("Check again in a few minutes."),
            ),
            "mode": (mode, env._("Keys and state agree."), ""),
            "mode_test_key": (
                mode,
                env._(
                    "The provider is Enabled, but its keys are test keys: customers"
                    " would pay nothing."
                ),
                env._("Enter the live keys, or set the state to Test Mode."),
            ),
            "mode_live_key": (
                mode,
                env._(
                    "The provider is in Test Mode, but its keys are live: cards would"
                    " be charged for real."
                ),
                env._("Enter the test keys, or set the state to Enabled."),
            ),
            "mode_mixed": (
                mode,
                env._("One key is a live key and the other one a test key."),
                env._("Enter both keys of the same mode."),
            ),
            "account": (account, env._("It can take payments."), ""),
            "account_off": (
                account,
                env._("Stripe does not let it take payments."),
                env._("Open Stripe's dashboard: it says what Stripe still needs."),
            ),
            "account_off_why": (
                account,
                env._(
                    "Stripe does not let it take payments. Its reason: %s.",
                    values.get("reason", ""),
                ),
                env._("Open Stripe's dashboard: it says what Stripe still needs."),
            ),
            "card": (card, env._("Active."), ""),
            "card_off": (
                card,
                env._("Not active on the Stripe account."),
                env._("Activate cards in Stripe, Settings, Payment methods."),
            ),
            "country": (country, values.get("country", ""), ""),
            "country_other": (
                country,
                env._(
                    "The Stripe account is in %(there)s, your company in %(here)s.",
                    there=values.get("country", ""),
                    here=values.get("company", ""),
                ),
                env._("See that it is the right account."),
            ),
            "currency": (currency, values.get("currency", ""), ""),
            "currency_other": (
                currency,
                env._(
                    "Stripe pays out in %(there)s, your company books in %(here)s.",
                    there=values.get("currency", ""),
                    here=values.get("company", ""),
                ),
                env._("Add a bank account in your currency in Stripe, to save fees."),
            ),
        }

    def _public_link_words_webhook(self, values):
        env = self.env
        hook, secret = env._("Webhook"), env._("Webhook secret")
        events, version = env._("Webhook events"), env._("Webhook version")
        url, missing = values.get("url", ""), values.get("missing", "")
        return {
            "webhook": (hook, url, ""),
            "webhook_none": (
                hook,
                env._("Stripe does not know this server: %s is missing.", url),
                env._(
                    "Empty the webhook secret, save, and press “Generate your webhook”"
                    " under Credentials on the provider."
                ),
            ),
            "webhook_off": (
                hook,
                env._("Stripe has switched %s off.", url),
                env._("Enable it in Stripe, Developers, Webhooks."),
            ),
            "webhook_hidden": (
                hook,
                env._("The key may not read the webhook endpoints."),
                env._(
                    "Look in Stripe, Developers, Webhooks, whether %s is there.", url
                ),
            ),
            "events": (events, env._("All that are needed."), ""),
            "events_missing": (
                events,
                env._("Stripe does not send: %s.", missing),
                env._(
                    "Add these events to the webhook in Stripe, Developers, Webhooks."
                ),
            ),
            "version": (version, values.get("version", ""), ""),
            "version_other": (
                version,
                env._(
                    "It speaks %(there)s, Odoo understands %(here)s.",
                    there=values.get("version", ""),
                    here=values.get("expected", ""),
                ),
                env._(
                    "Delete the webhook in Stripe, empty its secret here, and press"
                    " “Generate your webhook”."
                ),
            ),
            "secret": (secret, env._("Set."), ""),
            "secret_none": (
                secret,
                env._(
                    "Empty: anybody could tell this server that an invoice was paid. Pay"
                    " links are paused until it is set."
                ),
                env._(
                    "Press “Generate your webhook” under Credentials on the provider."
                ),
            ),
        }
