# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every route below /link/, attacked by somebody who holds a genuine link.

Taken from the routing map: a route that is added later is attacked without a word here.
"""

import re

from odoo.tools import SQL, mute_logger

from ..common.base import CANARY
from .test_every_route import EveryRouteCase

# What others own; no answer to us may show it.
FOREIGN = "Forena-9d1e"
# The tables of what somebody could want to change. Not those of what is only noted of a
# request: events, rates, PDFs that are ordered.
TABLES = (
    "account_move",
    "ir_attachment",
    "mail_message",
    "payment_token",
    "payment_transaction",
    "public_link_agreement",
    "public_link_agreement_charge",
    "public_link_message",
    "public_link_plan_exception",
    "res_partner",
    "return_request",
    "sale_order",
    "sale_order_approval",
    "sale_order_line",
    "sale_order_proof",
    "stock_picking",
)
NUMBER = re.compile(r"<int:\w+>")


class TestEveryAttack(EveryRouteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stranger = cls.env["res.partner"].create(
            {"name": FOREIGN, "email": "forena@example.net"}
        )
        order = cls.make_order("sale", partner_id=stranger.id, client_order_ref=FOREIGN)
        order.order_line.name = FOREIGN
        cls.deliver(order.picking_ids)
        invoice = cls.make_invoice(partner_id=stranger.id)
        invoice.invoice_line_ids.name = FOREIGN
        note = order.message_post(body=FOREIGN, attachments=[("x.txt", FOREIGN)])
        cls.foreign = {
            "order": order,
            "invoice": invoice,
            "picking": order.picking_ids,
            "line": order.order_line,
            "partner": stranger,
            "message": note,
            "attachment": note.attachment_ids,
        }
        cls.core_tokens += [
            document._portal_ensure_token() for document in (order, invoice)
        ]

    def setUp(self):
        super().setUp()
        self.links = self.live_links()
        # What is noted of these documents is noted before anybody asks.
        self.env.cr.flush()

    def test_the_links_that_attack_are_live(self):
        """Else nothing here would prove anything."""
        for name, link in self.links.items():
            with self.subTest(name):
                self.assertPublic(self.open(link), 200)

    def rules_with_a_token(self):
        """Return pairs of a purpose and a rule; one that takes any purpose, for each."""
        for rule in self.rules():
            if "<string:token>" not in rule.rule:
                continue
            purpose = rule.rule.split("/")[2]
            for one in self.links if "<" in purpose else [purpose]:
                yield one, rule

    def state(self):
        """Return what there is, and when it was last written."""
        self.env.flush_all()
        parts = [
            SQL(
                "SELECT %s, count(*), max(id), max(write_date)::text,"
                " sum(hashtext(one::text)) FROM %s one",
                table,
                SQL.identifier(table),
            )
            for table in TABLES
        ]
        return self.env.execute_query(SQL(" UNION ALL ").join(parts))

    def attack(self, what, path, method, **options):
        """Ask; keep what is wrong: headers, core's tokens, what belongs to others."""
        response = self.judge_request(path, method, what, **options)
        answer = response.text + response.headers.get("Location", "")
        shown = [text for text in (FOREIGN, CANARY) if text in answer]
        if shown:
            self.found.append((method, path[-60:], what, response.status_code, shown))
        return response

    def refused(self, what, path, method, statuses, **options):
        """Ask, and expect one of these statuses."""
        response = self.attack(what, path, method, **options)
        if response.status_code not in statuses:
            self.found.append((method, path[-60:], what, response.status_code, []))

    def assertHarmless(self, before):
        self.assertFalse(self.found)
        self.env.invalidate_all()
        said = self.env["mail.message"].search([], order="id desc", limit=3)
        said = said.mapped(lambda one: f"{one.model},{one.res_id}: {one.body}")
        self.assertEqual(self.state(), before, f"Something was changed: {said}")

    def forget_tries(self):
        # Else the limits would answer before what is to be tried here.
        self.env["public.link.rate"].sudo().search([]).unlink()

    def fill(self, rule, purpose, token, number="1"):
        path = rule.rule.replace("<string:purpose>", purpose)
        return self.path(
            type("Rule", (), {"rule": path}), "x", str(number), token=token
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_what_belongs_to_others_is_neither_shown_nor_changed(self):
        """A3, S8: their ids in every place of a path, by a link of ours"""
        numbers = {one.ids[0] for one in self.foreign.values()}
        before = self.state()
        for purpose, rule in self.rules_with_a_token():
            if not NUMBER.search(rule.rule):
                continue
            token = self.links[purpose]._token()
            for number in sorted(numbers):
                path = self.fill(rule, purpose, token, number)
                for method in ("GET", "POST"):
                    self.attack("foreign ids", path, method)
            self.forget_tries()
        self.assertHarmless(before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_forms_of_others_and_of_yesterday_change_nothing(self):
        """A3, S8, S12: a live link, with a hash that is not the page's and ids of others"""
        line, picking = self.foreign["line"].id, self.foreign["picking"].id
        form = {
            "seen": "0" * 64,
            "accept": "1",
            "sure": "1",
            "amount": "-1",
            "lang": "xx",
            "line": str(line),
            "proof": str(line),
            "request": str(picking),
            "card": str(line),
            "token": str(line),
            "address": str(self.foreign["partner"].id),
            "partner_id": str(self.foreign["partner"].id),
            "order_id": str(self.foreign["order"].id),
            "invoice": str(self.foreign["invoice"].id),
            "invoices": str(self.foreign["invoice"].id),
            f"quantity-{line}": "1",
            f"quantity-m{picking}": "1",
            f"choose-{line}": "1",
        }
        before = self.state()
        for purpose, rule in self.rules_with_a_token():
            token = self.links[purpose]._token()
            path = self.fill(rule, purpose, token)
            self.attack("a stale form", path, "POST", data=form)
            self.attack("as a query", path, "GET", params=form)
            self.forget_tries()
        self.assertHarmless(before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_a_token_of_another_purpose_opens_nothing(self):
        """A6, S8: whatever stands behind it"""
        tokens = {name: link._token() for name, link in self.links.items()}
        before = self.state()
        for purpose, rule in self.rules_with_a_token():
            for name, token in tokens.items():
                if name == purpose:
                    continue
                path = self.fill(rule, purpose, token)
                for method in ("GET", "POST"):
                    self.refused(name, path, method, (404, 405, 415, 400))
        self.assertHarmless(before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_a_dead_link_does_nothing(self):
        """S8, F3: revoked, expired, and one whose parent was revoked"""
        dead = {name: [] for name in self.links}
        for name, link in self.links.items():
            documents = link._document()
            expired = self.issue(documents, name, self.other)
            self.expire(expired)
            dead[name] += [link._token(), expired._token()]
        child = self.links["view"]._derive("pay", self.order)
        dead["pay"].append(child._token())
        for link in self.links.values():
            link._revoke()
        self.env.cr.flush()
        before = self.state()
        for purpose, rule in self.rules_with_a_token():
            # Who holds a dead link may ask for a new one; staff are told.
            methods = ("GET",) if rule.rule.endswith("/request") else ("GET", "POST")
            for token in dead[purpose]:
                path = self.fill(rule, purpose, token)
                for method in methods:
                    self.attack("dead", path, method)
            self.forget_tries()
        self.assertHarmless(before)
