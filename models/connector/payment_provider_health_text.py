# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The results of health checks in words, in the reader's language."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class Said:
    """A sentence with values of the result in it.

    :param sentence: lazily translated, with ``%s`` or ``%(word)s``
    :param names: the names of the values that replace ``%s``
    :param named: the name of the value by word
    """

    def __init__(self, sentence, *names, **named):
        self.sentence, self.names, self.named = sentence, names, named


class Words(NamedTuple):
    """The words of a case: title, what was found, and how to mend it, if need be."""

    title: object
    text: object
    fix: object = ""


STATE = _lt("State")
PUBLISHED = _lt("Published")
PAYMENT_FORM = _lt("Payment form")
CONNECTION = _lt("Connection")
PAYMENT_METHODS = _lt("Payment methods")
PAYMENT_JOURNAL = _lt("Payment journal")
BOOKING_OF_PAYMENTS = _lt("Booking of payments")
SECRET_KEY = _lt("Secret key")
LIVE_OR_TEST = _lt("Live or test")
ACCOUNT = _lt("Account")
CARD_PAYMENTS = _lt("Card payments")
COUNTRY = _lt("Country")
CURRENCY = _lt("Currency")
WEBHOOK = _lt("Webhook")
WEBHOOK_SECRET = _lt("Webhook secret")
WEBHOOK_EVENTS = _lt("Webhook events")
WEBHOOK_VERSION = _lt("Webhook version")

WORDS = {
    "never": Words(
        CONNECTION,
        _lt("Not checked yet."),
        _lt("It is checked once a day, and before a pay link is sent."),
    ),
    "page_scripts": Words(
        PAYMENT_FORM,
        _lt(
            "It loads scripts of the provider's own, which the pages of links"
            " refuse: links do not offer it. Website and portal are not"
            " touched."
        ),
        _lt("Publish another provider for pay links, such as Stripe."),
    ),
    "page_cards": Words(
        PAYMENT_FORM,
        _lt(
            "Its card form loads scripts of the provider's own, which the"
            " pages of links refuse: links do not offer it."
        ),
        _lt(
            "Switch off Card among its payment methods, to offer its others,"
            " or publish another provider."
        ),
    ),
    "state_off": Words(
        STATE,
        _lt("Switched off: links do not offer it."),
        _lt("Set the state to Enabled on the provider."),
    ),
    "state_live": Words(STATE, _lt("Enabled.")),
    "state_test": Words(
        STATE,
        _lt("Test mode: it takes no real money."),
        _lt("Set the state to Enabled before customers pay."),
    ),
    "demo": Words(
        _lt("Demo provider"),
        _lt(
            "It marks invoices as paid without any money, and this database is no demo."
        ),
        _lt("Disable the demo provider."),
    ),
    "published": Words(PUBLISHED, _lt("Customers can see it.")),
    "unpublished": Words(
        PUBLISHED,
        _lt("Not published: customers do not see it."),
        _lt("Press “Unpublished” on the provider's form."),
    ),
    "methods": Words(PAYMENT_METHODS, Said("%s", "names")),
    "methods_none": Words(
        PAYMENT_METHODS,
        _lt("No payment method is active: there is nothing to choose."),
        _lt("Press “Enable Payment Methods” on the provider's form."),
    ),
    "journal": Words(PAYMENT_JOURNAL, Said("%s", "journal")),
    "journal_none": Words(
        PAYMENT_JOURNAL,
        _lt("No journal: payments cannot be booked."),
        _lt("Choose a bank journal under Configuration on the provider."),
    ),
    "journal_company": Words(
        PAYMENT_JOURNAL,
        Said(_lt("The journal belongs to another company: %s."), "company"),
        _lt("Choose a journal of the provider's own company."),
    ),
    "journal_line": Words(
        PAYMENT_JOURNAL,
        Said(
            _lt("The journal %s has no incoming payment method for this provider."),
            "journal",
        ),
        _lt("Add one under Incoming Payments on the journal."),
    ),
    "cron": Words(BOOKING_OF_PAYMENTS, _lt("It runs.")),
    "cron_off": Words(
        BOOKING_OF_PAYMENTS,
        _lt("Switched off: a payment is not booked if the customer closes the page."),
        _lt("Activate “Payment: Post-process transactions” in Scheduled Actions."),
    ),
    "cron_late": Words(
        BOOKING_OF_PAYMENTS,
        _lt("It is more than an hour late."),
        _lt("See that the server runs scheduled actions (max_cron_threads)."),
    ),
    "key": Words(SECRET_KEY, _lt("Stripe accepts it.")),
    "key_none": Words(
        SECRET_KEY,
        _lt("There is no secret key."),
        _lt("Enter it under Credentials on the provider."),
    ),
    "key_wrong": Words(
        SECRET_KEY,
        _lt("Stripe refuses it."),
        _lt(
            "Copy the secret key again from Stripe, Developers, API keys, to"
            " Credentials on the provider."
        ),
    ),
    "key_narrow": Words(
        SECRET_KEY,
        _lt("It is a restricted key, which may not read the account."),
        _lt(
            "Give the key the right to read the account, webhook endpoints,"
            " payments and refunds in Stripe, or use the secret key."
        ),
    ),
    "unreachable": Words(
        CONNECTION,
        _lt(
            "Stripe could not be asked just now. What it answered before still counts."
        ),
        _lt("Check again in a few minutes."),
    ),
    "mode": Words(LIVE_OR_TEST, _lt("Keys and state agree.")),
    "mode_test_key": Words(
        LIVE_OR_TEST,
        _lt(
            "The provider is Enabled, but its keys are test keys: customers"
            " would pay nothing."
        ),
        _lt("Enter the live keys, or set the state to Test Mode."),
    ),
    "mode_live_key": Words(
        LIVE_OR_TEST,
        _lt(
            "The provider is in Test Mode, but its keys are live: cards would"
            " be charged for real."
        ),
        _lt("Enter the test keys, or set the state to Enabled."),
    ),
    "mode_mixed": Words(
        LIVE_OR_TEST,
        _lt("One key is a live key and the other one a test key."),
        _lt("Enter both keys of the same mode."),
    ),
    "account": Words(ACCOUNT, _lt("It can take payments.")),
    "account_off": Words(
        ACCOUNT,
        _lt("Stripe does not let it take payments."),
        _lt("Open Stripe's dashboard: it says what Stripe still needs."),
    ),
    "account_off_why": Words(
        ACCOUNT,
        Said(_lt("Stripe does not let it take payments. Its reason: %s."), "reason"),
        _lt("Open Stripe's dashboard: it says what Stripe still needs."),
    ),
    "card": Words(CARD_PAYMENTS, _lt("Active.")),
    "card_off": Words(
        CARD_PAYMENTS,
        _lt("Not active on the Stripe account."),
        _lt("Activate cards in Stripe, Settings, Payment methods."),
    ),
    "country": Words(COUNTRY, Said("%s", "country")),
    "country_other": Words(
        COUNTRY,
        Said(
            _lt("The Stripe account is in %(there)s, your company in %(here)s."),
            there="country",
            here="company",
        ),
        _lt("See that it is the right account."),
    ),
    "currency": Words(CURRENCY, Said("%s", "currency")),
    "currency_other": Words(
        CURRENCY,
        Said(
            _lt("Stripe pays out in %(there)s, your company books in %(here)s."),
            there="currency",
            here="company",
        ),
        _lt("Add a bank account in your currency in Stripe, to save fees."),
    ),
    "webhook": Words(WEBHOOK, Said("%s", "url")),
    "webhook_none": Words(
        WEBHOOK,
        Said(_lt("Stripe does not know this server: %s is missing."), "url"),
        _lt(
            "Empty the webhook secret, save, and press “Generate your"
            " webhook” under Credentials on the provider."
        ),
    ),
    "webhook_off": Words(
        WEBHOOK,
        Said(_lt("Stripe has switched %s off."), "url"),
        _lt("Enable it in Stripe, Developers, Webhooks."),
    ),
    "webhook_hidden": Words(
        WEBHOOK,
        _lt("The key may not read the webhook endpoints."),
        Said(_lt("Look in Stripe, Developers, Webhooks, whether %s is there."), "url"),
    ),
    "events": Words(WEBHOOK_EVENTS, _lt("All that are needed.")),
    "events_missing": Words(
        WEBHOOK_EVENTS,
        Said(_lt("Stripe does not send: %s."), "missing"),
        _lt("Add these events to the webhook in Stripe, Developers, Webhooks."),
    ),
    "version": Words(WEBHOOK_VERSION, Said("%s", "version")),
    "version_other": Words(
        WEBHOOK_VERSION,
        Said(
            _lt("It speaks %(there)s, Odoo understands %(here)s."),
            there="version",
            here="expected",
        ),
        _lt(
            "Delete the webhook in Stripe, empty its secret here, and press"
            " “Generate your webhook”."
        ),
    ),
    "secret": Words(WEBHOOK_SECRET, _lt("Set.")),
    "secret_none": Words(
        WEBHOOK_SECRET,
        _lt(
            "Empty: anybody could tell this server that an invoice was paid."
            " Pay links are paused until it is set."
        ),
        _lt("Press “Generate your webhook” under Credentials on the provider."),
    ),
}


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _public_link_health_explain(self, row):
        """Return a stored result with its title, text and fix.

        :param dict row: see ``payment_provider_health.finding``
        :return: ``code``, ``level``, ``title``, ``text`` and ``fix``
        :rtype: dict
        """
        words = self._public_link_health_words()[row["case"]]
        return {
            "code": row["code"],
            "level": row["level"],
            **{
                name: self._public_link_health_say(said, row["values"])
                for name, said in words._asdict().items()
            },
        }

    @api.model
    def _public_link_health_words(self):
        """Return the words of every case. A provider's module adds its own:
        ``super()._public_link_health_words() | {"case": Words(...)}``.

        :rtype: dict[str, Words]
        """
        return WORDS

    @api.model
    def _public_link_health_say(self, said, values):
        """Return words in the reader's language.

        :param said: a lazily translated text, a `Said`, or a plain text
        :param dict values: what was found
        """
        if isinstance(said, Said):
            sentence = self._public_link_health_say(said.sentence, values)
            if said.named:
                return sentence % {
                    word: values.get(name, "") for word, name in said.named.items()
                }
            return sentence % tuple(values.get(name, "") for name in said.names)
        return said if isinstance(said, str) else self.env._(said)
