# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import fields
from odoo.tests import common

from ...models.connector import payment_provider_health_stripe as health_stripe
from ..common.stripe_server import SECRET, HealthCase

FINE = {
    "account",
    "card",
    "country",
    "cron",
    "currency",
    "events",
    "journal",
    "key",
    "methods",
    "mode",
    "published",
    "webhook",
    "webhook_secret",
}


class TestChecks(HealthCase):
    """Each check turns red, or amber, for its own reason and for no other."""

    def test_a_good_connection_is_green_over_real_http(self):
        """A71"""
        levels = self.check()
        self.assertEqual(
            {code for code, level in levels.items() if level == "ok"}, FINE
        )
        self.assertEqual(levels["state"], "warn", "Test mode is said.")
        paths = {path for path, _headers in self.stripe.requests}
        self.assertEqual(paths, {"/v1/account", "/v1/webhook_endpoints"})
        for _path, headers in self.stripe.requests:
            self.assertEqual(headers["Authorization"], f"Bearer {SECRET}")
            self.assertEqual(headers["Stripe-Version"], health_stripe.STRIPE_VERSION)

    def test_the_sdk_waits_eight_seconds_and_asks_twice(self):
        """A71: what is set in production."""
        with patch.object(health_stripe, "STRIPE_TIMEOUT", 8):
            requestor = self.provider._public_link_stripe()._requestor
        self.assertEqual(requestor._get_http_client()._timeout, 8)
        self.stripe.mode = "broken"
        with patch.object(health_stripe, "STRIPE_RETRIES", 1):
            self.check()
        self.assertEqual(
            [path for path, _headers in self.stripe.requests], ["/v1/account"] * 2
        )

    def test_each_thing_that_is_wrong_at_stripe_is_found(self):
        """A71, B63"""
        endpoint = self.stripe.endpoints[0]
        events = endpoint["enabled_events"]
        cases = [
            ({"charges_enabled": False}, {}, "account", "bad"),
            ({"capabilities": {"card_payments": "inactive"}}, {}, "card", "bad"),
            ({"country": "FR"}, {}, "country", "warn"),
            ({"default_currency": "eur"}, {}, "currency", "warn"),
            ({}, {"url": "https://other.example/hook"}, "webhook", "bad"),
            ({}, {"status": "disabled"}, "webhook", "bad"),
            ({}, {"enabled_events": events[1:]}, "events", "bad"),
            ({}, {"enabled_events": events[:-1]}, "events", "warn"),
            ({}, {"enabled_events": ["*"]}, "events", "ok"),
            ({}, {"api_version": "2024-06-20"}, "version", "warn"),
        ]
        for account, hook, code, level in cases:
            with self.subTest(account=account, hook=hook):
                self.stripe.reset(endpoint["url"])
                self.stripe.account |= account
                self.stripe.endpoints[0] |= hook
                levels = self.check()
                self.assertEqual(levels.pop(code), level)
                self.assertLessEqual(
                    {other for other, found in levels.items() if found != "ok"},
                    {"state"},
                )
        self.stripe.reset(endpoint["url"])
        self.stripe.endpoints = []
        self.assertEqual(self.check()["webhook"], "bad")

    def test_a_webhook_on_the_last_page_is_found(self):
        """A71"""
        ours = self.stripe.endpoints.pop()
        self.stripe.endpoints = [
            ours | {"id": f"we_x{number}", "url": "https://other.example/"}
            for number in range(5)
        ] + [ours]
        self.stripe.page_size = 2
        self.assertEqual(self.check()["webhook"], "ok")

    def test_keys_are_checked_against_the_providers_state(self):
        """A71"""
        live = SECRET.replace("test", "live")
        public = self.provider.stripe_publishable_key
        for state, secret, publishable, level in (
            ("enabled", SECRET, public, "bad"),
            ("test", live, public.replace("test", "live"), "bad"),
            ("test", SECRET, public.replace("test", "live"), "bad"),
            ("enabled", live, public.replace("test", "live"), "ok"),
        ):
            with self.subTest(state=state, key=secret, public=publishable):
                self.provider.write(
                    {
                        "state": state,
                        "stripe_secret_key": secret,
                        "stripe_publishable_key": publishable,
                    }
                )
                self.assertEqual(self.check()["mode"], level)

    def test_a_refused_key_is_red_and_named_nowhere(self):
        """A71, B63"""
        self.stripe.mode = "refused"
        with self.assertNoLogs("stripe", "INFO"):
            levels = self.check()
        self.assertEqual(levels["key"], "bad")
        self.assertEqual(self.codes(), ["connector"])
        shown = str(self.provider._public_link_health_shown())
        self.assertNotIn(SECRET, shown + str(self.provider.public_link_health))

    def test_a_restricted_key_is_amber(self):
        """A71"""
        self.stripe.mode = "narrow"
        self.assertEqual(self.check()["key"], "warn")
        self.stripe.broken_path = "/v1/webhook"
        levels = self.check()
        self.assertEqual((levels["key"], levels["webhook"]), ("ok", "warn"))
        self.assertFalse(self.codes())

    def test_while_stripe_cannot_be_asked_its_last_answer_counts(self):
        """A71: neither does a hiccup pause payments, nor does it hide what is red."""
        self.check()
        for mode in ("broken", "garbage", "list", "drop", "hang"):
            with (
                self.subTest(mode=mode, last="good"),
                # Odoo's tests make every timeout 10 seconds.
                patch("requests.Session.send", common._super_send),
            ):
                self.stripe.mode = mode
                levels = self.check()
                self.assertEqual(levels["reachable"], "warn")
                self.assertEqual(levels["account"], "ok")
                self.assertFalse(self.codes())
        self.stripe.mode = "fine"
        self.stripe.account["charges_enabled"] = False
        self.check()
        self.stripe.mode = "broken"
        levels = self.check()
        self.assertEqual((levels["reachable"], levels["account"]), ("warn", "bad"))
        self.assertEqual(self.codes(), ["connector"])

    def test_what_odoo_needs_to_book_a_payment_is_checked(self):
        """A71, B63"""
        cron = self.env.ref("payment.cron_post_process_payment_tx")
        journal = self.provider.journal_id
        other = self.env["res.company"].create({"name": "Elsewhere"})
        late = fields.Datetime.subtract(fields.Datetime.now(), hours=2)
        cases = [
            ("cron", "bad", lambda: cron.write({"active": False})),
            ("cron", "warn", lambda: cron.write({"nextcall": late})),
            ("published", "warn", lambda: self.provider.write({"is_published": False})),
            ("methods", "bad", lambda: self._no_methods()),
            ("journal", "bad", lambda: self._move_journal(journal, other)),
        ]
        for code, level, spoil in cases:
            with self.subTest(code=code, level=level):
                savepoint = self.cr.savepoint()
                spoil()
                self.env.flush_all()
                self.assertEqual(self.check()[code], level)
                savepoint.rollback()
                self.env.invalidate_all()
                savepoint.close(rollback=False)

    def _no_methods(self):
        self.provider.payment_method_ids.active = False

    def _move_journal(self, journal, company):
        self.env.flush_all()
        self.cr.execute(
            "UPDATE account_journal SET company_id = %s WHERE id = %s",
            [company.id, journal.id],
        )
        self.env.invalidate_all()

    def test_a_journal_that_cannot_take_its_payments_is_red(self):
        """A71, B63"""
        lines = self.provider.journal_id.inbound_payment_method_line_ids
        lines.filtered("payment_provider_id").payment_provider_id = False
        self.provider.invalidate_recordset()
        # Core mends it where it can.
        with patch.object(type(self.provider), "_ensure_payment_method_line"):
            rows = self.provider._public_link_health_find_journal()
        self.assertEqual([row["case"] for row in rows], ["journal_line"])

    def test_a_provider_without_a_journal_is_red(self):
        """A71"""
        field = self.env.registry["payment.provider"].journal_id
        nothing = self.env["account.journal"]
        with patch.object(type(field), "__get__", lambda *args: nothing):
            rows = self.provider._public_link_health_find_journal()
        self.assertEqual([row["case"] for row in rows], ["journal_none"])

    def test_the_demo_provider_is_red_where_customers_are_real(self):
        """S21"""
        self.provider.state = "disabled"
        self.demo.state = "test"
        self.provider = self.demo
        self.assertNotIn("demo", self.check(), "A database of demo data may use it.")
        self.assertFalse(self.codes())
        self.env.ref("base.module_base").demo = False
        self.assertEqual(self.check()["demo"], "bad")
        self.assertEqual(self.codes(), ["connector"])

    def test_other_providers_have_fewer_checks_and_ask_nobody(self):
        """A71"""
        self.demo.state = "test"
        self.provider = self.demo
        self.assertEqual(
            set(self.check()), {"state", "published", "methods", "journal", "cron"}
        )
        self.assertFalse(self.stripe.requests)

    def test_every_result_is_said_in_words_with_a_fix(self):
        """A71, B63"""
        for case in self.provider._public_link_health_words():
            row = {"code": "x", "level": "ok", "case": case, "values": {}}
            said = self.provider._public_link_health_explain(row)
            self.assertTrue(said["title"], case)
            self.assertTrue(said["text"] or not said["fix"], case)
        self.stripe.account["charges_enabled"] = False
        self.stripe.endpoints = []
        for row in self.provider._public_link_health():
            self.assertEqual(bool(row["fix"]), row["level"] != "ok", row)
            self.assertTrue(row["text"], row)
