# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stripe's answers about saved cards, in the shapes of API version 2019-05-16, from a
server on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

METHOD = {
    "id": "pm_1PgafmB7WZ01zgkW6dKueIc5",
    "object": "payment_method",
    "type": "card",
    "card": {
        "brand": "visa",
        "country": "US",
        "exp_month": 4,
        "exp_year": 2099,
        "fingerprint": "CANARY-7f3a",
        "last4": "4242",
    },
}


class FakeStripe:
    """Knows PaymentIntents of saved cards; ``does`` says what becomes of the next one:

    paid, declined, authentication, action (it waits for the customer), broken (500, and
    charged), lost (charged, no answer), unheard (neither).
    """

    def __init__(self):
        self.does, self.intents, self.requests, self.by_key = "paid", {}, [], {}
        self.down = False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def charges(self):
        """Return the PaymentIntents by which money was taken."""
        return [one for one in self.intents.values() if one["status"] == "succeeded"]

    # === ANSWERS === #

    def answer(self, method, path, asked, key):
        """Return status and body, or ``None`` to hang up."""
        self.requests.append((method, path, asked))
        if self.down:
            return None
        kind, *rest = path.split("/")
        if kind == "payment_methods":
            return 200, METHOD
        if method == "GET" and rest:
            return 200, self.intents[rest[0]]
        if method == "GET":
            found = [
                one
                for one in self.intents.values()
                if one["customer"] == asked["customer"]
            ]
            return 200, {"object": "list", "data": found, "has_more": False}
        if rest:
            intent = self.intents[rest[0]]
            if intent["status"] in ("succeeded", "canceled"):
                return 400, {"error": {"message": "You cannot cancel it."}}
            intent["status"] = "canceled"
            return 200, intent
        return self.make(asked, key)

    def make(self, asked, key):
        if self.does == "unheard":
            return None
        if key in self.by_key and self.does not in ("lost", "broken"):
            return 200, self.by_key[key]
        if key in self.by_key:
            return None if self.does == "lost" else self.failure()
        intent = self.by_key[key] = self.intent(asked)
        if self.does == "lost":
            return None
        if self.does == "broken":
            return self.failure()
        code = {
            "declined": "card_declined",
            "authentication": "authentication_required",
        }.get(self.does)
        if code:
            error = {
                "code": code,
                "decline_code": "generic_decline",
                "message": "Your card was declined.",
                "payment_intent": intent,
                "type": "card_error",
            }
            intent["last_payment_error"] = {
                name: error[name] for name in ("code", "message", "type")
            }
            return 402, {"error": error}
        return 200, intent

    def failure(self):
        return 500, {"error": {"type": "api_error", "message": "Try again."}}

    def intent(self, asked):
        status = {
            "declined": "requires_payment_method",
            "authentication": "requires_payment_method",
            "action": "requires_action",
        }.get(self.does, "succeeded")
        name = f"pi_3QJ{len(self.intents) + 1:021}"
        self.intents[name] = {
            "id": name,
            "object": "payment_intent",
            "amount": int(asked["amount"]),
            "charges": {"object": "list", "data": []},
            "currency": asked["currency"],
            "customer": asked["customer"],
            "description": asked["description"],
            "last_payment_error": None,
            "livemode": False,
            "payment_method": METHOD,
            "status": status,
        }
        return self.intents[name]

    def _handler(stripe):
        class Handler(BaseHTTPRequestHandler):
            def handle_one(self):
                place = urlsplit(self.path)
                size = int(self.headers.get("Content-Length") or 0)
                text = place.query or self.rfile.read(size).decode()
                asked = {name: values[-1] for name, values in parse_qs(text).items()}
                answer = stripe.answer(
                    self.command,
                    place.path.removeprefix("/v1/").strip("/"),
                    asked,
                    self.headers.get("Idempotency-Key"),
                )
                if answer is None:
                    self.close_connection = True
                    return
                status, body = answer
                body = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = handle_one

            def log_message(self, *args):
                pass

        return Handler
