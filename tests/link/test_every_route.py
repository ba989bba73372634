# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every route below /link/, asked in every way that a client can think of."""

import json
import re
import threading

from odoo.tools import mute_logger

from ..common.base import HEADERS, PublicLinkHttpCase

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
JSON = "application/json"
# Content type and body, by name.
BODIES = {
    "nothing": (None, b""),
    "a form": (FORM, b"seen=x&amount=-1"),
    "a broken form": (FORM, b"%ff=%00&&=;"),
    "multipart": (
        MULTIPART,
        b'--x\r\nContent-Disposition: form-data; name="seen"\r\n\r\nx\r\n--x--\r\n',
    ),
    "parts without a name": (
        MULTIPART,
        b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n"
        b'--x\r\nContent-Disposition: form-data; filename="a.txt"\r\n\r\nx\r\n'
        b'--x\r\nContent-Disposition: form-data; name="seen"\r\n\r\nx\r\n--x--\r\n',
    ),
    "broken multipart": (MULTIPART, b"--y\r\nnothing of that kind"),
    "JSON": (JSON, b'{"jsonrpc": "2.0", "id": 1, "params": {"amount": 1}}'),
    "broken JSON": (JSON, b'{"jsonrpc": "2.0", '),
    "a JSON array": (JSON, b"[1, 2]"),
    "a JSON number": (JSON, b"1"),
    "params as an array": (JSON, b'{"id": {}, "params": [1]}'),
    "deep JSON": (JSON, b"[" * 50_000),
    "huge JSON": (JSON, json.dumps({"params": {"x": "y" * 2_000_000}}).encode()),
    "no UTF-8": (JSON, b"\xff\xfe\x00"),
    "text": ("text/plain", b'{"jsonrpc": "2.0", "params": {}}'),
    "no known type": ("a/b; charset=nowhere", b"x"),
}
BODILESS = ("GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
# The first of them gets every body, the others a few.
WRITING = ("POST", "PUT", "PATCH", "DELETE")
FEW = ("nothing", "a form", "JSON", "text")
# What stands in a path for what a rule names, by its converter.
STRINGS = ("x", "0" * 32, "%00" * 20, "%ff", "%F0%9F%92%A5")
NUMBERS = ("1", "9" * 30)


def asked():
    """Return what is sent: method and body's name."""
    yield from ((method, "nothing") for method in BODILESS)
    yield from (("POST", name) for name in BODIES)
    yield from ((method, name) for method in WRITING[1:] for name in FEW)


def _is_ours(endpoint):
    """Tell whether a controller of ours defines, or overrides, a route's method."""
    method = getattr(endpoint, "func", endpoint)
    kinds = type(getattr(method, "__self__", None)).__mro__
    mine = [kind for kind in kinds if method.__name__ in vars(kind)]
    return any("odoo.addons.public_links." in kind.__module__ for kind in mine)


class EveryRouteCase(PublicLinkHttpCase):
    """Taken from the routing map: a new route is judged without a word here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "public_links_agreement": True,
                "public_links_portal_enabled": True,
                "public_links_return_enabled": True,
            }
        )
        cls.order = cls.make_order("sale")
        cls.deliver(cls.order.picking_ids)
        cls.invoice = cls.make_invoice()
        # Core's own keys: no page of ours has them.
        cls.core_tokens = [
            document._portal_ensure_token() for document in (cls.order, cls.invoice)
        ]

    @classmethod
    def deliver(cls, picking):
        picking.carrier_tracking_ref = "1Z999AA10123456784"
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
        picking.move_ids.picked = True
        picking.button_validate()

    def setUp(self):
        super().setUp()
        self.found = []

    def rules(self):
        threading.current_thread().dbname = self.env.cr.dbname
        routing_map = self.env["ir.http"].routing_map()
        rules = [
            rule
            for rule in routing_map.iter_rules()
            if re.match(r"/link(/|$)", rule.rule)
        ]
        self.assertGreater(len(rules), 40)
        return rules

    def core_rules(self):
        """Return core's own rules whose answer we have changed: theirs have no headers of
        ours, see ``test_core_s_routes_that_we_override_stay_calm``."""
        threading.current_thread().dbname = self.env.cr.dbname
        rules = [
            rule
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if not re.match(r"/link(/|$)", rule.rule) and _is_ours(rule.endpoint)
        ]
        self.assertGreaterEqual(len(rules), 4)
        return rules

    def live_links(self):
        """Return a link that opens, by purpose."""
        documents = {
            "pay": self.invoice,
            "track": self.order.picking_ids,
            "portal": self.customer,
            "approve": self.make_order(),
        }
        purposes = ("view", "pay", "approve", "track", "return", "portal")
        return {
            purpose: self.issue(documents.get(purpose, self.order), purpose)
            for purpose in purposes
        }

    def path(self, rule, string="x", number="1", token=None):
        """Fill in what a rule names.

        :param str token: stands for the rule's token, if it has one
        """
        path = rule.rule
        if token:
            path = path.replace("<string:token>", token)
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", path)
        path = re.sub(r"<int:\w+>", number, path)
        return re.sub(r"<(?:string|path):\w+>", string, path)

    def judge(self, path, method, name):
        """Ask with a body, and keep in ``self.found`` what is wrong with the answer."""
        kind, body = BODIES[name]
        headers = {"Content-Type": kind} if kind else {}
        return self.judge_request(
            path, method, name, data=body or None, headers=headers
        )

    def judge_request(self, path, method, name, **options):
        """Ask, and keep in ``self.found`` what is wrong with the answer.

        Thousands of subtests would be reported one by one: a list is told at once.

        :param str name: what is tried, to be told
        :return: the response
        """
        response = self.get(path, method=method, timeout=60, **options)
        got, text = response.headers, response.text
        expected = dict(HEADERS)
        if "immutable" in got.get("Cache-Control", ""):
            del expected["Cache-Control"]  # for everybody, see responses.cacheable
        wrong = [name for name, value in expected.items() if got.get(name) != value]
        wrong += ["Set-Cookie"] if "Set-Cookie" in got else []
        if "camera=()" not in got.get("Permissions-Policy", ""):
            wrong.append("Permissions-Policy")
        if "default-src 'none'" not in got.get("Content-Security-Policy", ""):
            wrong.append("Content-Security-Policy")
        # The first is what werkzeug and core write themselves.
        for sign in (
            "<!doctype html>\n<html lang=en>",
            "Traceback",
            "Odoo Server Error",
        ):
            wrong += [sign] if sign in text else []
        answer = text + got.get("Location", "")
        wrong += [f"core's token {one}" for one in self.core_tokens if one in answer]
        if wrong or response.status_code >= 500:
            self.found.append(
                (method, path[:20] + path[-40:], name, response.status_code, wrong)
            )
        return response


class TestEveryRoute(EveryRouteCase):
    """P11, S8: our headers always, no cookie, no bare page of core's, and never a 500."""

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_whatever_is_sent_to_a_route_gets_our_headers(self):
        """P11 every route, method and body, by a token that names nothing"""
        for rule in self.rules():
            for method, name in asked():
                self.judge(self.path(rule), method, name)
        self.assertFalse(self.found)

    @mute_logger(
        "odoo.http",
        "odoo.addons.base.models.ir_http",
        "odoo.addons.payment_stripe.controllers.main",
    )
    def test_core_s_routes_that_we_override_stay_calm(self):
        """S8, P11: no 5xx and no key of core's, whatever is sent, our ids or foreign ones"""
        before = self.env["payment.transaction"].search([]).mapped("state")
        queries = ("", "?reference=x&tx_id=1", "?return_url=https://evil.example/")
        for rule in self.core_rules():
            self.assertNotIn("<", rule.rule, "A rule with a place to fill in.")
            for query in queries:
                for method, name in asked():
                    if name == "parts without a name":
                        # Odoo calls none of its controllers with it, ours neither.
                        continue
                    kind, body = BODIES[name]
                    response = self.get(
                        rule.rule + query,
                        method=method,
                        data=body or None,
                        headers={"Content-Type": kind} if kind else {},
                        timeout=60,
                    )
                    answer = response.text + response.headers.get("Location", "")
                    wrong = [one for one in self.core_tokens if one in answer]
                    if "evil.example" in response.headers.get("Location", ""):
                        wrong.append("led away")
                    if wrong or response.status_code >= 500:
                        found = (method, rule.rule + query, name, response.status_code)
                        self.found.append((*found, wrong))
        self.assertFalse(self.found)
        after = self.env["payment.transaction"].search([]).mapped("state")
        self.assertEqual(after, before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_whatever_stands_in_a_path_gets_our_headers(self):
        """P11 signs that no database takes, and numbers beyond any"""
        for rule in self.rules():
            if "<" not in rule.rule:
                continue
            # A rule without a number, or without a string, has fewer.
            paths = {
                self.path(rule, string, number)
                for string in STRINGS
                for number in NUMBERS
            }
            for path in sorted(paths):
                for method in ("GET", "POST"):
                    self.judge(path, method, "nothing")
        self.assertFalse(self.found)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_whatever_is_sent_to_a_live_link_gets_our_headers(self):
        """P11 the same, by links that open"""
        links = self.live_links()
        rules = [rule for rule in self.rules() if "<string:token>" in rule.rule]
        for rule in rules:
            purpose = rule.rule.split("/")[2]
            for link in links.values() if "<" in purpose else [links[purpose]]:
                path = self.path(rule, link.purpose, token=link._token())
                for method in (*BODILESS, *WRITING[1:]):
                    self.judge(path, method, "nothing")
                if "<" in purpose:
                    continue
                for name in BODIES:
                    self.judge(path, "POST", name)
        self.assertFalse(self.found)

    @mute_logger("odoo.http")
    def test_a_payment_form_that_sends_no_json_rpc_is_told(self):
        """P11 `/link/pay/<token>/transaction/...`: the status says what is wrong"""
        path = self.issue(self.invoice, "pay")._form_path("transaction/now")
        for method, name, status in (
            ("GET", "nothing", 405),
            ("OPTIONS", "nothing", 405),
            ("PUT", "JSON", 405),
            ("POST", "a form", 415),
            ("POST", "multipart", 415),
            ("POST", "text", 415),
            ("POST", "nothing", 415),
            ("POST", "broken JSON", 400),
            ("POST", "deep JSON", 400),
            ("POST", "no UTF-8", 400),
            ("POST", "a JSON array", 400),
            ("POST", "a JSON number", 400),
            ("POST", "huge JSON", 413),
        ):
            with self.subTest(method=method, body=name):
                kind, body = BODIES[name]
                headers = {"Content-Type": kind} if kind else {}
                response = self.get(
                    path, method=method, data=body or None, headers=headers
                )
                self.assertPublic(response, status)
        self.assertFalse(self.invoice.transaction_ids)

    def test_a_preview_without_a_login_leads_to_it_with_our_headers(self):
        """P11 `/link/preview` redirects with our headers, and sets no cookie"""
        for purpose, document in (("view", self.order), ("pay", self.invoice)):
            path = f"/link/preview/{purpose}/{document._name}/{document.id}"
            response = self.get(path)
            self.assertPublic(response, 303)
            self.assertIn("/web/login", response.headers["Location"])
