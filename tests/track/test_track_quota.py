# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requests that are counted, and webhooks that nobody signs."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...carriers import BUILT_IN
from ..common.base import PublicLinkHttpCase
from ..common.fake_carrier import KEY, FakeCarrier
from ..common.fake_providers import PROVIDERS, Shipment
from ..common.track import TrackFixtures
from .test_carriers import OverLoopback

ROOT = Path(__file__).parents[2]


@tagged("post_install", "-at_install")
class TestQuota(OverLoopback, TrackFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = FakeCarrier()
        cls.server.knows_all = True
        cls.addClassCleanup(cls.server.stop)
        cls.account = cls.make_account("dhl", base_url=cls.server.url, api_key=KEY)
        cls.company.public_links_track_account_id = cls.account
        cls.classPatch(cls.account._adapter_class(), "min_interval", 0.0)

    def poll(self):
        self.server.seen.clear()
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_track_poll").method_direct_trigger()
        self.env.invalidate_all()
        return len(self.server.seen)

    def test_a_days_requests_last_until_its_end(self):
        """K12: spread over the day, those that arrive soonest first"""
        self.assertEqual(self.account.daily_limit, 250)
        self.account.daily_limit = 100
        today = fields.Date.today()
        late, soon, out = (
            self.make_picking(number).parcel_ids
            for number in ("LATE01", "SOON01", "OUT01")
        )
        late.write({"eta_to": today + timedelta(days=9), "last_checked_at": self.ago()})
        soon.write({"eta_to": today + timedelta(days=1), "last_checked_at": self.ago()})
        out.write({"state": "out_for_delivery", "last_checked_at": self.ago()})
        with patch.object(type(self.account), "_calls_allowed", lambda account: 2):
            self.assertEqual(self.poll(), 2)
        self.assertTrue(out.last_success_at and soon.last_success_at)
        self.assertFalse(late.last_success_at, "It waits for its turn.")
        self.assertLessEqual(late.next_check_at, fields.Datetime.now())
        self.assertEqual(self.account.calls_made, 2)
        self.assertIn("2 of 100", self.account.calls_shown)

    def test_when_the_days_requests_are_used_nobody_is_asked(self):
        """K12: some are kept for what staff ask themselves"""
        parcel = self.make_picking("WAITS01").parcel_ids
        self.account.write(
            {"calls_made": 225, "calls_day": fields.Datetime.now().date()}
        )
        self.assertEqual(self.account._calls_allowed(), 0)
        again = self.account._asks_again_at()
        self.assertEqual(
            (again.hour, again.minute), (0, 0), "With the next day of UTC."
        )
        self.assertEqual(self.poll(), 0)
        parcel.action_refresh()
        self.assertEqual(self.account.calls_made, 226)
        self.account.calls_day -= timedelta(days=1)
        self.assertGreater(self.account._calls_allowed(), 0, "Another day.")
        self.assertIsNone(self.account._asks_again_at())
        self.account.daily_limit = 0
        self.assertIsNone(self.account._calls_allowed())

    def test_staff_read_what_each_provider_covers(self):
        """F44, K12: on the account's form and in the guide: carriers, keys, webhooks"""
        guide = (ROOT / "docs/CARRIERS.md").read_text(encoding="utf-8")
        rows = guide.partition("## Which provider")[2].splitlines()
        for adapter in BUILT_IN.values():
            if not adapter.polls:
                continue
            with self.subTest(adapter.code):
                account = self.make_account(adapter.code)
                note = account.provider_note
                name = adapter.name.split()[0]
                [row] = [row for row in rows if row.startswith(f"| {name} ")]
                for text in (note, row):
                    self.assertIn("carriers" if adapter.code != "dhl" else "DHL", text)
                    self.assertRegex(
                        text, "(?i)webhook" if text is note else "sign|none|version"
                    )
                    if adapter.daily_limit:
                        self.assertIn(str(adapter.daily_limit), text)
        for code, version in (("aftership", "2026-07"), ("17track", "2.4")):
            self.assertIn(version, self.make_account(code).provider_note)
        form = self.account.get_view(view_type="form")["arch"]
        for name in ("provider_note", "daily_limit", "calls_shown", "rest_until"):
            self.assertIn(f'name="{name}"', form)

    def test_staff_see_that_a_provider_asked_for_a_pause(self):
        """K12: after a 429"""
        self.make_picking("BUSY001")
        self.server.fail(429, retry_after=3600)
        self.poll()
        self.assertTrue(self.account.is_resting)
        self.assertIn("429", self.account.rest_reason)
        point = self.company._public_links_check_tracking()
        self.assertIn("429", str(point))


@tagged("post_install", "-at_install")
class TestUnsigned(TrackFixtures, PublicLinkHttpCase):
    def setUp(self):
        super().setUp()
        self.account = self.make_account("shippo", webhook_secret=False)
        self.company.public_links_track_account_id = self.account
        self.parcel = self.make_picking("ABC0000001").parcel_ids
        self.later = fields.Datetime.add(fields.Datetime.now(), hours=4)
        self.parcel.next_check_at = self.later

    def send(self, number="ABC0000001", headers=None, account=None):
        account = account or self.account
        provider = PROVIDERS[account.provider]
        body = provider.event(Shipment(number, "delivered"))
        if headers is True:
            headers = provider.signed(body, "sécret")
        response = self.get(
            f"/link/webhook/{account.provider}/{account.webhook_path}",
            data=body,
            headers={"Content-Type": "application/json"} | (headers or {}),
            method="POST",
        )
        self.env.invalidate_all()
        return response.status_code

    def test_an_unsigned_webhook_only_brings_the_next_check_forward(self):
        """F44, K14: nothing of it is believed"""
        self.assertEqual(self.send(), 200)
        self.assertEqual(self.parcel.state, "unknown")
        self.assertFalse(self.parcel.event_ids)
        self.assertFalse(self.env["shipment.tracking.webhook"].search([]))
        self.assertLessEqual(self.parcel.next_check_at, fields.Datetime.now())

    def test_it_cannot_make_us_ask_more_often(self):
        """F44: once in a quarter of an hour, and not of what failed or has arrived"""
        for values in (
            {"last_checked_at": self.ago(minutes=5)},
            {"fail_count": 2},
            {"state": "delivered"},
            {"next_check_at": False},
        ):
            self.parcel.write(
                {
                    "next_check_at": self.later,
                    "last_checked_at": False,
                    "fail_count": 0,
                    "state": "unknown",
                    **values,
                }
            )
            before = self.parcel.next_check_at
            with self.subTest(values):
                self.assertEqual(self.send(), 200)
                self.assertEqual(self.parcel.next_check_at, before)
        self.assertEqual(self.send("NOBODYS001"), 200)

    def test_with_a_secret_unsigned_ones_are_refused(self):
        """F44, F14"""
        self.account.webhook_secret = "sécret"
        self.assertEqual(self.send(), 403)
        self.assertEqual(self.parcel.next_check_at, self.later)
        self.assertEqual(self.send(headers=True), 200)
        self.assertTrue(self.env["shipment.tracking.webhook"].search([]))

    def test_others_without_a_secret_are_refused(self):
        """F14: who signs has no such way in"""
        for provider in ("easypost", "aftership"):
            account = self.make_account(provider, webhook_secret=False)
            self.assertEqual(self.send(account=account), 403)
        account = self.make_account("17track", api_key=False, webhook_secret=False)
        self.assertEqual(self.send(account=account), 403)

    def test_17track_signs_with_its_key(self):
        """F44"""
        account = self.make_account("17track", api_key="sécret", webhook_secret=False)
        self.assertEqual(self.send(account=account, headers=True), 200)
        account.api_key = "another"
        self.assertEqual(self.send(account=account, headers=True), 403)
