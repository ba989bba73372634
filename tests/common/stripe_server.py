# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A small Stripe on loopback, asked over real HTTP: what it holds, and how it fails."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.payment_stripe import const

from ...models.connector import payment_provider_health_stripe
from .pay import PayFixtures
from .send import SendCase

SECRET = "sk_test_" + "fake0key"
PUBLIC = "pk_test_" + "fake0key"


class FakeStripe:
    """What the server answers. Tests change it between requests.

    :ivar mode: fine, refused (401), narrow (403), broken (500), garbage, list, drop, hang
    :ivar broken_path: the mode holds for paths that start so
    :ivar broken_page: the mode holds from this page of a list on
    """

    def __init__(self):
        self.reset()

    def reset(self, url="https://localhost/payment/stripe/webhook"):
        self.mode, self.broken_path, self.broken_page = "fine", "/", 1
        self.page_size = 100
        self.requests = []
        self.account = {
            "id": "acct_1",
            "object": "account",
            "charges_enabled": True,
            "capabilities": {"card_payments": "active"},
            "country": "US",
            "default_currency": "usd",
        }
        self.endpoints = [
            {
                "id": "we_1",
                "object": "webhook_endpoint",
                "url": url,
                "status": "enabled",
                "enabled_events": list(const.HANDLED_WEBHOOK_EVENTS),
                "api_version": const.API_VERSION,
            }
        ]
        self.intents, self.refunds = [], []

    def intent(self, number, **values):
        """Add a payment that succeeded an hour ago."""
        amount = values.get("amount", 31860)
        self.intents.insert(
            0,
            {
                "id": number,
                "object": "payment_intent",
                "amount": amount,
                "amount_received": amount,
                "currency": "usd",
                "status": "succeeded",
                "description": None,
                "livemode": False,
                "created": int(time.time()) - 3600,
            }
            | values,
        )
        return self.intents[0]

    def refund(self, number, intent, **values):
        self.refunds.insert(
            0,
            {
                "id": number,
                "object": "refund",
                "amount": 31860,
                "currency": "usd",
                "status": "succeeded",
                "payment_intent": intent,
                "created": int(time.time()) - 3600,
            }
            | values,
        )
        return self.refunds[0]

    def answer(self, path, query):
        """Return status and body of a request."""
        page = 1 if "starting_after" not in query else 2
        if path.startswith(self.broken_path) and page >= self.broken_page:
            answer = self.misbehave()
            if answer:
                return answer
        lists = {
            "/v1/webhook_endpoints": self.endpoints,
            "/v1/payment_intents": self.intents,
            "/v1/refunds": self.refunds,
        }
        if path == "/v1/account":
            return 200, self.account
        if path in lists:
            return 200, self.page(path, lists[path], query)
        folder, _slash, number = path.rpartition("/")
        for thing in lists.get(folder, []):
            if thing["id"] == number:
                return 200, thing
        return 404, {"error": {"type": "invalid_request_error", "message": "No such"}}

    def misbehave(self):
        if self.mode == "hang":
            time.sleep(1.5)
        error = {"type": "api_error", "message": "Sorry"}
        return {
            "refused": (401, {"error": error | {"message": f"Invalid: {SECRET}"}}),
            "narrow": (403, {"error": error}),
            "broken": (500, {"error": error}),
            "garbage": (200, "<html>Bad gateway</html>"),
            "list": (200, []),
        }.get(self.mode)

    def page(self, path, things, query):
        since = int(query.get("created[gte]", ["0"])[0])
        things = [one for one in things if one.get("created", since) >= since]
        after = query.get("starting_after", [None])[0]
        begin = 0
        if after:
            begin = [one["id"] for one in things].index(after) + 1
        end = begin + min(self.page_size, int(query.get("limit", ["10"])[0]))
        return {
            "object": "list",
            "url": path,
            "data": things[begin:end],
            "has_more": end < len(things),
        }


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        stripe, parts = self.server.stripe, urlsplit(self.path)
        stripe.requests.append((parts.path, dict(self.headers)))
        status, body = stripe.answer(parts.path, parse_qs(parts.query))
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
        try:
            if stripe.mode == "drop" and stripe.broken_path == "/":
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            return  # The client has given up.

    def log_message(self, *args):
        pass


class StripeFixtures(PayFixtures):
    """A Stripe provider in test mode whose API is on loopback."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()
        cls.demo = cls.provider
        cls.make_stripe()

    @classmethod
    def make_stripe(cls):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.stripe = cls.stripe = FakeStripe()
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        base = f"http://127.0.0.1:{server.server_port}"
        Provider = cls.env.registry["payment.provider"]
        cls.classPatch(Provider, "_public_link_stripe_base", lambda self: base)
        cls.env["ir.config_parameter"].set_param("web.base.url", "https://localhost")
        cls.company.country_id = cls.env.ref("base.us")
        cls.provider = cls.env["payment.provider"].search(
            [("code", "=", "stripe"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.provider.write(
            {
                "state": "test",
                "is_published": True,
                "stripe_publishable_key": PUBLIC,
                "stripe_secret_key": SECRET,
                "stripe_webhook_secret": "whsec_fake",
            }
        )
        cls.method = cls.env.ref("payment.payment_method_card")
        cls.method.active = True
        cls.demo.state = "disabled"

    def setUp(self):
        super().setUp()
        self.stripe.reset(self.provider._get_stripe_webhook_url())
        module = payment_provider_health_stripe
        # As in production, only sooner: nobody waits 8 seconds for a test.
        self.startPatcher(patch.object(module, "STRIPE_TIMEOUT", 0.5))
        self.startPatcher(patch.object(module, "STRIPE_RETRIES", 0))
        models = "odoo.addons.public_links.models.connector"
        muted = mute_logger(
            module.__name__,
            f"{models}.payment_mismatch",
            f"{models}.payment_mismatch_stripe",
            "stripe",
        )
        muted.__enter__()
        self.addCleanup(muted.__exit__, None, None, None)

    def check(self):
        """Check the connection, and return the level of each code."""
        self.provider._public_link_check_health()
        return self.levels()

    def levels(self):
        rows = self.provider._public_link_health_shown()
        return {row["code"]: row["level"] for row in rows}


class HealthCase(StripeFixtures, SendCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("payment.cron_post_process_payment_tx").sudo().write(
            {"active": True, "nextcall": fields.Datetime.now()}
        )
        cls.manager = cls._make_user("linkmanager", "public_links.group_manager")
        cls.invoice = cls.make_invoice()

    def codes(self):
        return [row.code for row in self.invoice.sudo()._public_link_blockers("pay")]
