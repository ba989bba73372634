# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A fake Stripe, as a process of its own: ``fake_stripe.py PORT``. Never imported.

localstripe knows the objects; this adds what Odoo's payment_stripe, its form and the
health check ask beyond it, and trouble on demand. It listens on this machine only, and
keeps everything in memory. ``stripe_side.py`` drives it.
"""

import asyncio
import json
import re
import sys
import time
import urllib.parse

import aiohttp
import stripe
from aiohttp import web
from fake_stripe_lists import as_list, listed, pages
from localstripe import resources as base
from localstripe import server
from multidict import MultiDict

SECRET = "whsec_end_to_end"
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
# Seconds until an event is sent, and between tries.
DELAY, PAUSES = 0.4, (0.5, 1, 2)

base.Store.dump_to_disk = lambda self: None  # It would write below /tmp.


class Side:
    """What the tests see and set."""

    def __init__(self):
        self.webhook = ""
        self.held = False
        self.waiting = []
        self.deliveries = []
        self.requests = []
        self.troubles = []


side = Side()


# === EVENTS === #


def send_later(event):
    if side.held:
        side.waiting.append(event)
    else:
        asyncio.ensure_future(send(event))


base.schedule_webhook = send_later


async def send(event):
    """Tell Odoo, and again if it does not listen."""
    body = json.dumps(event._export())
    for pause in (DELAY, *PAUSES):
        await asyncio.sleep(pause)
        if not side.webhook:
            return
        header = stripe.WebhookSignature.generate_signature_header(
            body, SECRET, int(time.time())
        )
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    side.webhook,
                    data=body,
                    headers={
                        "Content-Type": "application/json; charset=utf-8",
                        "Stripe-Signature": header,
                    },
                ) as answer,
            ):
                status = answer.status
        except aiohttp.ClientError as error:
            status = repr(error)
        side.deliveries.append({"id": event.id, "type": event.type, "status": status})
        if status == 200:
            return


# === OBJECTS === #


class Intent(base.PaymentIntent):
    """A PaymentIntent with the fields and ways of confirming that Odoo uses."""

    def __init__(
        self,
        description=None,
        mandate=None,
        payment_method_types=None,
        setup_future_usage=None,
        shipping=None,
        **values,
    ):
        super().__init__(**values)
        self.description = description
        self.payment_method_types = payment_method_types or ["card"]
        self.setup_future_usage = setup_future_usage
        self.shipping = shipping
        self._declined = False

    @property
    def last_payment_error(self):
        if self._declined:
            return {"code": "card_declined", "message": "Your card was declined."}
        return super().last_payment_error

    @classmethod
    def _api_create(cls, confirm=None, off_session=None, **data):
        card = data.get("payment_method")
        confirm = confirm in (True, "True", "true")
        if confirm and off_session:
            card = base.PaymentMethod._api_retrieve(card)
            if card._requires_authentication():
                del data["payment_method"]
                raise base.UserError(
                    402,
                    "Your card was declined. This transaction requires authentication.",
                    {
                        "code": "authentication_required",
                        "payment_intent": cls(**data)._export(),
                    },
                )
        intent = cls(**data)
        if confirm:
            intent._confirm(on_failure_now=intent._report_failure)
        return intent

    @classmethod
    def _api_confirm(cls, id, client_secret=None, payment_method_data=None, **_more):
        intent = cls._api_retrieve(id)
        if client_secret != intent.client_secret:
            raise base.UserError(401, "Unauthorized")
        if intent.status not in OPEN:
            raise intent._unexpected()
        intent._declined = False
        card = base.PaymentMethod(**payment_method_data)
        if card._attaching_is_declined():
            intent._declined = True
            send_later(base.Event("payment_intent.payment_failed", intent))
            raise base.UserError(
                402,
                "Your card was declined.",
                {"code": "card_declined", "payment_intent": intent._export()},
            )
        intent.payment_method, intent.next_action = card.id, None
        if intent.setup_future_usage:
            card.customer = intent.customer
        intent._confirm(on_failure_now=intent._report_failure)
        return intent

    @classmethod
    def _api_authenticate(cls, id, key=None, **data):
        intent = super()._api_authenticate(id, **data)
        if intent._authentication_failed:
            send_later(base.Event("payment_intent.payment_failed", intent))
        return intent

    @classmethod
    def _api_cancel(cls, id, **_more):
        intent = cls._api_retrieve(id)
        if intent.status not in (*OPEN, "requires_capture"):
            raise intent._unexpected()
        intent._canceled, intent.next_action = True, None
        send_later(base.Event("payment_intent.canceled", intent))
        return intent

    def _unexpected(self):
        return base.UserError(
            400,
            f"This PaymentIntent has a status of {self.status}.",
            {
                "code": "payment_intent_unexpected_state",
                "payment_intent": self._export(),
            },
        )

    def _create_charge(self, on_failure_now):
        result = super()._create_charge(on_failure_now)
        self.latest_charge.description = self.description
        return result


class Refund(base.Refund):
    def __init__(self, **values):
        super().__init__(**values)
        charge = base.Charge._api_retrieve(self.charge)
        self.payment_intent = charge.payment_intent
        send_later(base.Event("charge.refunded", charge))


# === HOW REQUESTS COME IN === #


@web.middleware
async def trouble(request, handler):
    """Do what the tests ask for: "down", "500", "garbage", "slow", "lost"."""
    if request.path.startswith("/_side"):
        return await handler(request)
    kind = ""
    for one in side.troubles:
        if one["times"] and re.search(one["path"], f"{request.method} {request.path}"):
            one["times"] -= 1
            kind = one["kind"]
            if kind == "slow":
                await asyncio.sleep(one["seconds"])
            break
    side.requests.append({"method": request.method, "path": request.path, "kind": kind})
    if kind == "500":
        return web.json_response({"error": {"message": "Down."}}, status=500)
    if kind == "garbage":
        return web.Response(text="<html>garbage</html>", content_type="text/html")
    if kind == "down":
        request.transport.abort()
        return web.Response()
    answer = await handler(request)
    if kind == "lost":
        request.transport.abort()
    return answer


@web.middleware
async def authorised(request, handler):
    browser = re.fullmatch(
        r"/v1/payment_intents/\w+/(confirm|_authenticate)", request.path
    )
    if browser and request.method == "POST":
        data = await server.get_post_data(request, remove_auth=False)
        if str(data.get("key", "")).startswith("pk_"):
            return await handler(request)
    if not request.path.startswith("/_side") and not server.get_api_key(request):
        raise base.UserError(401, "Unauthorized")
    return await handler(request)


kept = {}


@web.middleware
async def once(request, handler):
    """Idempotency keys: the first answer again, or a refusal."""
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or not key:
        return await handler(request)
    asked = (request.path, await request.read())
    if key in kept:
        before, answer = kept[key]
        if before != asked:
            raise base.UserError(
                400,
                "Keys for idempotent requests can only be used with the same"
                " parameters they were first used with.",
                {"code": "idempotency_error"},
            )
        status, body = answer
        return web.Response(body=body, status=status, content_type="application/json")
    try:
        answer = await handler(request)
    except base.UserError as error:
        answer = error.to_response()
    kept[key] = asked, (answer.status, answer.body)
    return answer


async def data_of(request):
    """Return parameters, which Odoo sends in the body of a GET too."""
    data = dict(server.unflatten_data(request.query))
    if request.method == "GET" and request.can_read_body:
        body = urllib.parse.parse_qsl((await request.read()).decode())
        data |= server.unflatten_data(MultiDict(body))
    elif request.method == "POST":
        data |= await server.get_post_data(request) or {}
    return data


def route(function):
    async def answer(request):
        data = await data_of(request)
        expand = data.pop("expand", None)
        result = function(**request.match_info, **data)
        if hasattr(result, "_export"):
            result = result._export(expand=expand)
        return web.json_response(result)

    return answer


# === WHAT IS SERVED === #

ACCOUNT = {
    "id": "acct_fake",
    "object": "account",
    "charges_enabled": True,
    "payouts_enabled": True,
    "details_submitted": True,
    "country": "US",
    "default_currency": "usd",
    "capabilities": {"card_payments": "active", "transfers": "active"},
}


def webhook_endpoints(**_data):
    endpoint = {
        "id": "we_fake",
        "object": "webhook_endpoint",
        "url": side.webhook,
        "enabled_events": ["*"],
        "status": "enabled",
        "livemode": False,
        "api_version": "2019-05-16",
    }
    return as_list([endpoint] if side.webhook else [])


async def side_state(_request):
    kinds = ("payment_intent", "charge", "refund", "payment_method", "event")
    state = {f"{kind}s": as_list(listed(kind))["data"] for kind in kinds}
    state |= {"requests": side.requests, "deliveries": side.deliveries}
    return web.json_response(state)


async def side_set(request):
    """Set what is given; events that were held are sent when they no longer are."""
    values = await request.json()
    for name, value in values.items():
        setattr(side, name, value)
    if not side.held:
        while side.waiting:
            send_later(side.waiting.pop(0))
    again = values.get("send_again")
    for event in listed("event") if again else ():
        if event.id == again:
            asyncio.ensure_future(send(event))
    return web.json_response({})


def make_app():
    app = web.Application(
        middlewares=[trouble, server.error_middleware, authorised, once]
    )
    add = app.router.add_route
    add("GET", "/_side", side_state)
    add("POST", "/_side", side_set)
    add("GET", "/v1/account", route(lambda **_data: ACCOUNT))
    add("GET", "/v1/webhook_endpoints", route(webhook_endpoints))
    for action in ("confirm", "cancel", "capture", "_authenticate"):
        function = getattr(Intent, f"_api_{action.lstrip('_')}")
        add("POST", f"/v1/payment_intents/{{id}}/{action}", route(function))
    add(
        "GET",
        "/v1/customers/{id}/payment_methods",
        route(lambda id, **_data: as_list(listed("payment_method", customer=id))),
    )
    add("GET", "/v1/payment_intents", route(pages("payment_intent", "customer")))
    add("GET", "/v1/refunds", route(pages("refund", "payment_intent", "charge")))
    add("GET", "/v1/charges", route(pages("charge", "customer", "payment_intent")))
    for kind in (base.Customer, Intent, base.PaymentMethod, base.SetupIntent, Refund):
        path = f"/v1/{kind.object}s"
        add("POST", path, route(kind._api_create))
        add("GET", f"{path}/{{id}}", route(kind._api_retrieve))
    for kind in (base.Charge, base.Event):
        add("GET", f"/v1/{kind.object}s/{{id}}", route(kind._api_retrieve))
    return app


if __name__ == "__main__":
    web.run_app(make_app(), host="127.0.0.1", port=int(sys.argv[1]), print=None)
