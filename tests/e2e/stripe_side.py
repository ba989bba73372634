# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Drive the fake Stripe: start it, see what it holds, make trouble."""

import json
import sys
import time
from pathlib import Path

import requests
import stripe

from .process import Process, free_port

SECRET = "whsec_end_to_end"


class StripeSide(Process):
    """The fake Stripe's process, and what the tests may ask of it."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        script = Path(__file__).parent / "fake_stripe.py"
        super().__init__([sys.executable, str(script), str(self.port)], "Stripe")

    def is_ready(self):
        return requests.get(f"{self.url}/_side", timeout=5).ok

    def set(self, **values):
        """Set ``webhook`` (URL), ``held`` (events wait), ``send_again`` (an event)."""
        requests.post(f"{self.url}/_side", json=values, timeout=10).raise_for_status()

    def trouble(self, kind="", path=".*", times=-1, seconds=0):
        """Answer badly from now on; without arguments, no more.

        :param str kind: "down", "500", "garbage", "slow", or "lost": done, not told
        :param str path: a pattern for "METHOD /path"
        :param int times: how often; -1 for always
        :param float seconds: of "slow"
        """
        one = {"kind": kind, "path": path, "times": times, "seconds": seconds}
        self.set(troubles=[one] if kind else [])

    def state(self):
        """Return all that Stripe holds, by kind: payment_intents, charges, ..."""
        return requests.get(f"{self.url}/_side", timeout=10).json()

    def intents(self, reference):
        """Return the PaymentIntents of a payment."""
        return [
            one
            for one in self.state()["payment_intents"]
            if one["description"] == reference
        ]

    def charges(self, prefix):
        """Return the charges that have taken money, of references that begin so."""
        return [
            one
            for one in self.state()["charges"]
            if (one["description"] or "").startswith(prefix) and one["paid"]
        ]

    def wait_for_event(self, kind, intent, seconds=20):
        """Wait until Odoo has acknowledged an event of a PaymentIntent; return it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self.state()
            told = {one["id"] for one in state["deliveries"] if one["status"] == 200}
            for event in state["events"]:
                if (event["type"], event["data"]["object"]["id"]) == (kind, intent):
                    if event["id"] in told:
                        return event
            time.sleep(0.1)
        raise AssertionError(f"Odoo was not told {kind}: {state['deliveries']}")

    def confirm(self, client_secret, number="4242424242424242"):
        """Pay as a browser's Stripe.js does, without a browser.

        :return: Stripe's answer
        :rtype: requests.Response
        """
        intent = client_secret.split("_secret_")[0]
        card = {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}
        body = {
            "key": "pk_test_end_to_end",
            "client_secret": client_secret,
            "payment_method_data": {"type": "card", "card": card},
        }
        return requests.post(
            f"{self.url}/v1/payment_intents/{intent}/confirm", json=body, timeout=30
        )


def tell(webhook, event, secret=SECRET, header=None, **changes):
    """Send an event to Odoo's webhook as somebody else may.

    :param str header: the signature; by default one made with the secret; "" for none
    :rtype: requests.Response
    """
    body = json.dumps(event | changes)
    if header is None:
        header = stripe.WebhookSignature.generate_signature_header(body, secret)
    headers = {"Content-Type": "application/json"}
    if header:
        headers["Stripe-Signature"] = header
    return requests.post(webhook, data=body, headers=headers, timeout=30)
