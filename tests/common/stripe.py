# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stripe's side for tests in Odoo's process: objects, answers, signed events."""

import json
import time
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
import stripe

from odoo.fields import Command
from odoo.tools import mute_logger

from .pay import PayHttpCase

SECRET = "whsec_test_of_public_links"
PAYMENT_METHOD = {
    "id": "pm_1",
    "object": "payment_method",
    "type": "card",
    "card": {"brand": "visa", "last4": "4242"},
}
SIGNATURE = stripe.WebhookSignature


class StripeAnswers:
    """Answers Odoo's requests to Stripe: a status with a body, or an exception.

    :param dict answers: by "METHOD endpoint"; a list is used up from the front
    """

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def __call__(self, method, url, **kwargs):
        name = f"{method} {urlsplit(url).path.removeprefix('/v1/')}"
        self.asked.append((name, kwargs))
        answer = self.answers[name]
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        response = requests.Response()
        response.status_code, response.url = status, url
        response._content = (
            body.encode() if isinstance(body, str) else json.dumps(body).encode()
        )
        return response

    @property
    def names(self):
        return [name for name, _kwargs in self.asked]


class StripeCase(PayHttpCase):
    @classmethod
    def make_provider(cls):
        result = super().make_provider()
        cls.demo, cls.demo_method = cls.provider, cls.method
        cls.demo.state = "disabled"
        cls.provider = cls.env["payment.provider"].search(
            [("code", "=", "stripe"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.provider.write(
            {
                "state": "test",
                "is_published": True,
                "allow_tokenization": True,
                "stripe_publishable_key": "pk_test_1",
                "stripe_secret_key": "sk_test_1",
                "stripe_webhook_secret": SECRET,
            }
        )
        cls.method = cls.env.ref("payment.payment_method_card")
        cls.method.active = True
        return result

    def make_payment(self, **values):
        """Return a payment of an invoice of 318.60, begun and known to Stripe as pi_1."""
        invoice = values.pop("invoice", None) or self.make_invoice()
        reference = self.env["payment.transaction"]._compute_reference(
            "stripe", prefix=invoice.name
        )
        return self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "operation": "online_direct",
                "reference": reference,
                "amount": invoice.amount_residual,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.customer.id,
                "invoice_ids": [Command.set(invoice.ids)],
                "provider_reference": "pi_1",
                **values,
            }
        )

    def make_token(self):
        return self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "partner_id": self.customer.id,
                "provider_ref": "cus_1",
                "stripe_payment_method": "pm_1",
                "payment_details": "4242",
            }
        )

    def make_charge(self):
        """Return a payment by a saved card, before Stripe is asked."""
        return self.make_payment(
            operation="online_token",
            token_id=self.make_token().id,
            provider_reference=False,
        )

    def intent(self, transaction, **values):
        """Return a PaymentIntent as Stripe shows it, of this payment by default."""
        return {
            "id": transaction.provider_reference or "pi_1",
            "object": "payment_intent",
            "amount": round(transaction.amount * 100),
            "currency": transaction.currency_id.name.lower(),
            "client_secret": "pi_1_secret_1",
            "customer": "cus_1",
            "charges": {"data": [{"payment_method_details": None}]},
            "description": transaction.reference,
            "payment_method": PAYMENT_METHOD,
            "status": "succeeded",
            **values,
        }

    @contextmanager
    def stripe(self, answers=None):
        """Answer what is asked of Stripe meanwhile; yield what was asked."""
        stand_in = StripeAnswers(answers or {})
        with (
            patch.object(requests, "request", stand_in),
            mute_logger("odoo.addons.payment.models.payment_provider"),
            mute_logger("odoo.addons.payment.models.payment_transaction"),
            mute_logger("odoo.addons.payment_stripe.models.payment_transaction"),
            mute_logger("odoo.addons.payment_stripe.controllers.main"),
            mute_logger(
                "odoo.addons.public_links.models.connector.payment_stripe_charge"
            ),
            mute_logger(
                "odoo.addons.public_links.models.connector.payment_stripe_guard"
            ),
            mute_logger(
                "odoo.addons.public_links.controllers.connector.stripe_webhook"
            ),
        ):
            yield stand_in

    def come_back(self, transaction, intent="pi_1"):
        """Return from Stripe's page as a browser does, naming a PaymentIntent."""
        query = f"reference={transaction.reference}&payment_intent={intent}"
        return self.get(f"/payment/stripe/return?{query}")

    def event(self, kind, found):
        return json.dumps(
            {"id": "evt_1", "object": "event", "type": kind, "data": {"object": found}}
        )

    def sign(self, body, secret=SECRET, age=0):
        return SIGNATURE.generate_signature_header(body, secret, int(time.time()) - age)

    def tell(self, body, signature=None):
        """Send a body to the webhook, signed by Stripe if not told otherwise.

        :param signature: a header; "" for none
        """
        signature = self.sign(body) if signature is None else signature
        headers = {"Content-Type": "application/json"}
        if signature:
            headers["Stripe-Signature"] = signature
        with mute_logger("odoo.http"):
            return self.get(
                "/payment/stripe/webhook", method="POST", data=body, headers=headers
            )
