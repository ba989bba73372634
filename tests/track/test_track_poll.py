# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Polling, over real HTTP to a provider on loopback."""

import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError

from ...carriers import base
from ...carriers.dhl import DhlUnified
from ..common.base import PublicLinkCase
from ..common.fake_carrier import FakeCarrier, easypost_event
from ..common.track import TrackFixtures
from .test_carriers import OverLoopback


class TestPoll(OverLoopback, TrackFixtures, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = FakeCarrier()
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        super().setUp()
        self.server.failures.clear()
        self.server.seen.clear()
        self.server.shipments.clear()
        self.account = self.make_account(base_url=self.server.url)
        self.company.public_links_track_account_id = self.account
        self.patch(DhlUnified, "min_interval", 0.0)

    def parcel(self, number="ABC0000001", state="in_transit"):
        """Return a parcel that the provider knows."""
        self.server.put(number, state)
        return self.make_picking(number).parcel_ids

    def poll(self):
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_track_poll").method_direct_trigger()
        self.env.invalidate_all()

    def due(self, *parcels):
        for parcel in parcels:
            parcel.next_check_at = self.ago(minutes=1)

    def test_a_new_parcel_is_registered_and_then_followed(self):
        """F14, A26, A27, A29, A32"""
        parcel = self.parcel()
        self.poll()
        self.assertEqual(parcel.state, "in_transit")
        self.assertTrue(parcel.tracker_id.startswith("trk_"))
        self.assertEqual(len(parcel.event_ids), 3)
        self.assertEqual((parcel.service, parcel.carrier_name), ("Priority", "USPS"))
        self.assertTrue(parcel.last_checked_at and parcel.last_success_at)
        [made] = self.server.seen
        self.assertTrue(made.startswith("POST /v2/trackers {"))
        self.poll()
        self.assertEqual(len(self.server.seen), 1, "It is not due.")
        self.server.shipments["ABC0000001"].add("out_for_delivery", "On the van")
        self.due(parcel)
        self.poll()
        self.assertIn("/v2/trackers/batch", self.server.seen[-1])
        self.assertEqual(len(parcel.event_ids), 4)

    def test_the_next_check_follows_the_state(self):
        """F14"""
        now = fields.Datetime.now()
        for state, hours in (
            ("out_for_delivery", 1),
            ("in_transit", 4),
            ("exception", 6),
        ):
            parcel = self.parcel(f"STATE{hours:05}", state)
            self.poll()
            pause = (parcel.next_check_at - now) / timedelta(hours=1)
            self.assertAlmostEqual(pause, hours, delta=0.1)
        self.account.last_webhook_at = now
        self.due(parcel)
        self.poll()
        pause = (parcel.next_check_at - now) / timedelta(hours=1)
        self.assertAlmostEqual(pause, 24, delta=0.1)

    def test_what_has_arrived_is_asked_for_once_more_and_never_again(self):
        """F14"""
        parcel = self.parcel(state="delivered")
        self.poll()
        self.assertTrue(parcel.next_check_at)
        parcel.state_since = self.ago(hours=25)
        self.due(parcel)
        self.poll()
        self.assertFalse(parcel.next_check_at)

    def test_every_provider_can_be_polled(self):
        """F14"""
        for provider in ("easypost", "aftership", "dhl"):
            account = self.make_account(provider, base_url=self.server.url)
            self.carrier.tracking_account_id = account
            parcel = self.parcel(f"{provider}001".upper())
            self.assertEqual(parcel.account_id, account)
            for _round in range(2):
                self.due(parcel)
                self.poll()
            self.assertEqual(parcel.state, "in_transit", provider)
            self.assertEqual(len(parcel.event_ids), 3, provider)
            self.assertFalse(parcel.fail_count)

    def test_by_hand_asks_nobody(self):
        """F14"""
        self.carrier.tracking_account_id = self.make_account("by_hand")
        parcel = self.parcel()
        self.assertFalse(parcel.next_check_at)
        self.poll()
        self.assertFalse(self.server.seen)
        with self.assertRaises(UserError):
            parcel.action_refresh()

    def test_what_cannot_be_a_number_is_not_asked_for(self):
        """A28"""
        for odd in ("<b>x1</b>", "9" * 200, "x1"):
            parcel = self.make_picking(odd).parcel_ids
            self.assertFalse(parcel.next_check_at)
            self.assertIn("does not look like", parcel.last_error)

    def test_a_refused_number_stops_nobody_and_waits_longer_each_time(self):
        """F11, F14"""
        bad = self.make_picking("NOSUCH0001").parcel_ids
        good = self.parcel()
        now = fields.Datetime.now()
        for failures, least, most in ((1, 10, 19), (2, 22, 38), (3, 44, 76)):
            self.due(bad)
            self.poll()
            self.assertEqual(bad.fail_count, failures)
            minutes = (bad.next_check_at - now) / timedelta(minutes=1)
            self.assertTrue(least < minutes < most, minutes)
        self.assertEqual(bad.last_error, "No such number")
        self.assertEqual(good.state, "in_transit")
        self.assertEqual(self.account.state, "new")

    def test_a_busy_provider_is_left_alone_as_long_as_it_says(self):
        """F14: 429 and 503; the parcels stay due."""
        first, second = self.parcel(), self.parcel("ABC0000002")
        for status, wait, expected in ((429, 600, 600), (503, None, 900)):
            self.due(first, second)
            self.account.rest_until = False
            self.server.seen.clear()
            values = {"retry_after": wait} if wait else {}
            self.server.fail(status, times=5, **values)
            began = fields.Datetime.now()
            self.poll()
            self.server.failures.clear()
            self.assertEqual(len(self.server.seen), 1, "It rests for the run.")
            # However long the machine took for it.
            rest = self.account.rest_until - timedelta(seconds=expected)
            self.assertLessEqual(began, rest)
            self.assertLessEqual(rest, fields.Datetime.now())
            self.assertLess(first.next_check_at, fields.Datetime.now())
            self.assertFalse(first.fail_count)
            self.poll()
            self.assertEqual(len(self.server.seen), 1, "And until then.")
        self.account.rest_until = self.ago(seconds=1)
        self.poll()
        self.assertEqual({first.state, second.state}, {"in_transit"})

    def test_a_wrong_key_pauses_the_account_and_tells_its_owner(self):
        """F14, A81"""
        parcel = self.parcel()
        self.account.write({"api_key": "wrong", "user_id": self.salesman.id})
        self.poll()
        self.assertEqual(self.account.state, "paused")
        [activity] = self.account.activity_ids
        self.assertEqual(activity.user_id, self.salesman)
        self.server.seen.clear()
        self.due(parcel)
        self.poll()
        self.assertFalse(self.server.seen)
        rows = parcel.picking_id._public_link_diagnosis()
        self.assertIn("carrier_unreachable", [row["code"] for row in rows])
        with self.assertRaises(UserError):
            parcel.action_refresh()
        self.account.api_key = "key-of-tests"
        self.poll()
        self.assertEqual(parcel.state, "in_transit", "A new key is tried at once.")

    def test_a_broken_provider_is_left_alone_after_a_while(self):
        """F14, A81: 500, garbage, half an answer, silence."""
        carrier = self.make_account("dhl", base_url=self.server.url)
        # What a day's requests allow depends on the hour: see test_track_quota.py.
        carrier.daily_limit = 0
        self.carrier.tracking_account_id = carrier
        carrier.daily_limit = 0  # else a run asks for few in the morning
        parcels = [self.parcel(f"DHL{number:07}") for number in range(6)]
        with patch.object(base, "TIMEOUT", (0.3, 0.3)):
            for mode in ("500", "garbage", "cut", "silence"):
                self.due(*parcels)
                self.server.seen.clear()
                self.server.fail(mode, times=20)
                self.poll()
                self.server.failures.clear()
                self.assertEqual(len(self.server.seen), 3, "It stops knocking.")
        self.assertEqual(sum(parcel.fail_count for parcel in parcels), 12)
        self.due(*parcels)
        self.poll()
        for parcel in parcels:
            self.assertEqual((parcel.state, parcel.fail_count), ("in_transit", 0))
            self.assertFalse(parcel.last_error)
            self.assertEqual(len(parcel.event_ids), 3)

    def test_one_providers_silence_does_not_hold_up_another(self):
        """F14"""
        quiet = self.make_account("dhl", base_url="http://127.0.0.1:1")
        self.carrier.tracking_account_id = quiet
        lost = [self.make_picking(f"LOST{number:07}").parcel_ids for number in range(4)]
        self.carrier.tracking_account_id = False
        parcel = self.parcel()
        self.due(*lost, parcel)
        self.poll()
        self.assertEqual(parcel.state, "in_transit")

    def test_an_answer_that_cannot_be_kept_harms_one_parcel(self):
        """F11, F14"""
        bad, good = self.parcel(), self.parcel("ABC0000002")
        Parcel = self.env.registry["shipment.parcel"]
        original, broken = Parcel._ingest, bad.id

        def ingest(parcel, *args):
            if parcel.id == broken:
                raise ZeroDivisionError
            return original(parcel, *args)

        self.patch(Parcel, "_ingest", ingest)
        with self.assertLogs("odoo.addons.public_links.models", "ERROR"):
            self.poll()
        self.assertEqual((bad.fail_count, good.state), (1, "in_transit"))

    def test_an_answer_that_nobody_can_read_is_a_failure_like_any(self):
        """F14"""
        parcel = self.parcel()
        with (
            patch.object(base.Adapter, "each", side_effect=ZeroDivisionError),
            self.assertLogs("odoo.addons.public_links.models", "ERROR"),
        ):
            self.poll()
        self.assertEqual(parcel.fail_count, 1)

    def test_poll_and_webhook_together_double_nothing(self):
        """F14"""
        parcel = self.parcel()
        self.poll()
        body = easypost_event(self.server.shipments["ABC0000001"]).decode()
        Ledger = self.env["shipment.tracking.webhook"]
        self.assertTrue(Ledger._receive(self.account.id, "evt_1", body))
        Ledger.search([])._process()
        self.assertEqual(len(parcel.event_ids), 3)

    def test_staff_can_ask_now(self):
        """F14"""
        parcel = self.parcel()
        parcel.next_check_at = self.ago(hours=-9)
        parcel.with_user(self.warehouse).action_refresh()
        self.assertEqual(parcel.state, "in_transit")
        parcel.picking_id.with_user(self.warehouse).action_parcels_refresh()

    def test_the_public_page_never_calls_a_carrier(self):
        """F14"""
        parcel = self.parcel()
        self.poll()
        self.server.seen.clear()
        self.due(parcel)
        link = self.issue(parcel.picking_id, "track")
        parcel.picking_id._public_track_values(link)
        self.assertFalse(self.server.seen)

    def test_test_connection_says_how_it_went(self):
        """A81"""
        manager = self._make_user("trackboss", "public_links.group_manager")
        account = self.account.with_user(manager)
        self.assertEqual(account.action_test()["params"]["type"], "success")
        self.assertEqual(account.state, "ready")
        account.api_key = "wrong"
        self.assertEqual(account.state, "new")
        answer = account.action_test()["params"]
        self.assertEqual((answer["type"], account.state), ("danger", "paused"))
        self.assertIn("the key was not accepted", answer["message"])
        with self.assertRaises(UserError):
            self.account.with_user(self.warehouse).action_test()
        by_hand = self.make_account("by_hand").with_user(manager)
        self.assertEqual(by_hand.action_test()["params"]["type"], "info")

    def test_a_slow_provider_is_asked_in_its_own_time(self):
        """F14"""
        self.patch(DhlUnified, "min_interval", 0.7)
        self.carrier.tracking_account_id = self.make_account(
            "dhl", base_url=self.server.url
        )
        parcels = [self.parcel(f"SLOW{number:06}") for number in range(3)]
        self.carrier.tracking_account_id = False
        quick = self.parcel()
        quick.next_check_at = fields.Datetime.now()
        start = time.monotonic()
        self.poll()
        self.assertGreater(time.monotonic() - start, 1.3)
        self.assertEqual({row.state for row in (*parcels, quick)}, {"in_transit"})
        place = [place for place, row in enumerate(self.server.seen) if "/v2/" in row]
        self.assertEqual(place, [1], "The others go on meanwhile.")
