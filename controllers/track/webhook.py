# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The webhooks of tracking providers."""

import hashlib

from odoo import http
from odoo.http import Response, request

from ...models.link import replica
from .. import responses

MAX_BODY = 1024 * 1024


class WebhookController(http.Controller):
    @http.route(
        "/link/webhook/<string:provider>/<string:path>",
        type="http",
        auth="none",
        csrf=False,
        save_session=False,
        readonly=replica.action_reads,
        public_link=True,
        public_link_action=True,
        max_content_length=MAX_BODY,
    )
    def webhook(self, provider, path):
        """Store a signed event; a scheduled job works it off.

        The answer tells senders without a signature nothing, and providers nothing about
        which parcels there are.
        """
        if request.httprequest.method != "POST":
            return responses.method_not_allowed(["POST"])
        carriers = request.env["public.link.registry"]._known().carriers
        if provider not in carriers or not 16 <= len(path) <= 64:
            return _answer(404)
        env = request.env(user=responses.public_user_id(request.env), su=True)
        try:
            account_id, known, secret = env[
                "shipment.tracking.account"
            ]._by_webhook_path(path)
        except LookupError:
            return _answer(404)
        if known != provider:
            return _answer(404)
        # The signature is over the raw bytes. get_data() keeps them, since Odoo may serve
        # the request again.
        body = request.httprequest.get_data()
        if len(body) > MAX_BODY:
            return _answer(413)
        adapter = carriers[provider](secret=secret)
        if not secret and (told := _hints(adapter, body)):
            # Unsigned, and not read: these parcels are only asked for sooner.
            env["shipment.tracking.account"]._hinted(account_id, told)
            return _answer(200)
        # With an empty secret anybody could sign.
        if not secret or not adapter.verify(request.httprequest.headers, body):
            return _answer(403)
        try:
            text = body.decode()
            event_id, _results = adapter.parse_webhook(body)
        except ValueError:
            return _answer(400)
        if "\0" in text:
            return _answer(400)
        event_id = event_id or hashlib.sha256(body).hexdigest()
        env["shipment.tracking.webhook"]._receive(account_id, event_id, text)
        return _answer(200)


def _hints(adapter, body):
    try:
        return adapter.hinted_numbers(body)
    except ValueError:
        return []


def _answer(status):
    return responses.secure(Response("", status=status, content_type="text/plain"))
