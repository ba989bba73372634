# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A saved card of Stripe, whose answers come from a server on this machine."""

from unittest.mock import patch

from odoo.tools import mute_logger

from .card_stripe import METHOD, FakeStripe

PROVIDER = "odoo.addons.payment.models.payment_provider"
CHARGE = "odoo.addons.public_links.models.pay.payment_transaction_charge"
CHECK = "odoo.addons.public_links.models.connector.payment_stripe_ask"
CARD = "odoo.addons.public_links.models.connector.payment_token"


class StripeCards:
    """To mix into a test class whose cards are the demo provider's."""

    @classmethod
    def make_provider(cls):  # pylint: disable=missing-return
        super().make_provider()
        cls.provider.state = "disabled"
        cls.provider = cls.env["payment.provider"].search(
            [("code", "=", "stripe"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.provider.write(
            {
                "stripe_publishable_key": "pk_test_of_a_fake",
                "stripe_secret_key": "sk_test_of_a_fake",
                "stripe_webhook_secret": "whsec_of_a_fake",
                "state": "test",
                "is_published": True,
                "allow_tokenization": True,
            }
        )
        cls.method = cls.env.ref("payment.payment_method_card")
        cls.method.active = True

    @classmethod
    def make_card(cls, partner=None, state="done", **values):
        return super().make_card(
            partner,
            state,
            provider_ref="cus_R4Zc1o6FGXO5gk",
            stripe_payment_method=METHOD["id"],
            **values,
        )

    def setUp(self):
        super().setUp()
        self.stripe = FakeStripe()
        self.addCleanup(self.stripe.stop)
        provider = self.env.registry["payment.provider"]
        address = patch.object(
            provider,
            "_build_request_url",
            lambda _self, endpoint, **_kwargs: self.stripe.url + endpoint,
        )
        self.startPatcher(address)
        base = patch.object(
            provider,
            "_public_link_stripe_base",
            lambda _self: self.stripe.url.removesuffix("/v1/"),
        )
        self.startPatcher(base)
        for name in (PROVIDER, CHARGE, CHECK, CARD):
            self.enterContext(mute_logger(name))
