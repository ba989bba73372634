# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What needs neither HTTP nor a database: numbers, times, schedule, words."""

import json
import time
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ... import carriers
from ...carriers import numbers, schedule
from ...carriers.times import moment

NOW = datetime(2026, 11, 22, 12, 0, 0)


@tagged("post_install", "-at_install")
class TestPure(BaseCase):
    def test_numbers_as_people_type_them(self):
        """A28, F11, K2"""
        for typed, expected in (
            ("A1,B2", ["A1", "B2"]),
            ("1Z 999 AA1 01 2345 6784", ["1Z999AA10123456784"]),
            ("jd0146000062; jd0146000063", ["JD0146000062", "JD0146000063"]),
            ("JD0146000062 JD0146000063", ["JD0146000062", "JD0146000063"]),
            ("1234 5678 9012", ["123456789012"]),
            ("A1,a1 , A1", ["A1"]),
            (" ,; \n", []),
            (False, []),
            ("JD0146000062+JD0146000063", ["JD0146000062", "JD0146000063"]),
            ("JD0146000062|JD0146000063", ["JD0146000062", "JD0146000063"]),
            ("JD0146000062/JD0146000063", ["JD0146000062", "JD0146000063"]),
            ("JD0146000062 - JD0146000063", ["JD0146000062", "JD0146000063"]),
            ("JD0146000062 und JD0146000063", ["JD0146000062", "JD0146000063"]),
            ("AB-12_3/4.5", ["AB-12_3/4.5"]),
            ("no tracking yet", []),
            ("pending", []),
            ("UPS 1Z999AA10123456784", ["1Z999AA10123456784"]),
            ("UPS: 1Z 999 AA1 01 2345 6784", ["1Z999AA10123456784"]),
            ("Sendungsnummer: 00340434292135100148", ["00340434292135100148"]),
            ("Tracking no. 123456789012", ["123456789012"]),
            ("RR 123456785 CN", ["RR123456785CN"]),
            ("9400 1118 9922 3197 4284 90", ["9400111899223197428490"]),
            # Two of the same, as the check digits say, is one.
            ("1Z999AA10123456784 1Z999AA10123456784", ["1Z999AA10123456784"]),
            ("1Z999AA10123456784 (box 1 of 2)", ["1Z999AA10123456784"]),
            ("123456789012 - 2", ["123456789012"]),
            (
                "https://carrier.example/track?n=1Z999AA10123456784",
                ["1Z999AA10123456784"],
            ),
            ("https://carrier.example/", []),
            ("x1" * 150, ["X1" * 100]),
        ):
            self.assertEqual(numbers.split(typed), expected, typed)

    def test_a_long_reference_is_read_in_no_time(self):
        """K2: whatever somebody pastes"""
        for typed in ("a" * 50_000, "a b " * 20_000, "-" * 50_000, "A1/" * 30_000):
            before = time.process_time()
            numbers.split(typed)
            self.assertLess(time.process_time() - before, 2)

    def test_only_what_could_be_a_number_is_asked_for(self):
        """A28"""
        for good in ("1Z999AA10123456784", "EZ1000000001", "AB-12_3/4.5"):
            self.assertTrue(numbers.plausible(good), good)
        for bad in (
            "",
            None,
            "AB",
            "X" * 51,
            "<B>X</B>",
            "A'B;--",
            "ÄÖÜ12345",
            "A B",
            "NOTRACKINGYET",
        ):
            self.assertFalse(numbers.plausible(bad), bad)

    def test_times_keep_what_is_known_and_invent_nothing(self):
        """F12"""
        for raw, kind, utc in (
            ("2026-11-20T10:00:00Z", "utc", "2026-11-20 10:00:00"),
            ("2026-11-20T10:00:00.123456Z", "utc", "2026-11-20 10:00:00"),
            ("2026-11-20T10:00:00+05:30", "offset", "2026-11-20 04:30:00"),
            ("2026-11-20T10:00:00-0800", "offset", "2026-11-20 18:00:00"),
            ("20261120T100000Z", "utc", "2026-11-20 10:00:00"),
            ("2026-11-20T10:00:00", "naive", None),
            ("2026-11-20 10:00", "naive", None),
            ("2026-11-20", "date_only", None),
            ("1970-01-01T00:00:00Z", "", None),
            ("2999-12-31T23:59:59Z", "", None),
            ("2026-13-45T99:00:00Z", "", None),
            ("yesterday", "", None),
        ):
            found = moment(raw, NOW)
            self.assertEqual((found.kind, found.raw), (kind, raw))
            self.assertEqual(found.utc and str(found.utc), utc, raw)
        for nothing in (None, "", "  ", 1234567890, [], {}):
            self.assertEqual(moment(nothing).raw, "")
        self.assertEqual(len(moment("x" * 999).raw), 64)

    def test_the_schedule(self):
        """F14, K9: as TRACKING says, four times as rarely with a live webhook."""
        hour, day = timedelta(hours=1), timedelta(days=1)

        def pause(state, known=hour, scan=hour, **values):
            found = schedule.next_check(
                state, NOW, NOW - known, NOW - hour, scan and NOW - scan, **values
            )
            return found and found - NOW

        self.assertEqual(pause("out_for_delivery"), hour)
        self.assertEqual(pause("in_transit"), 4 * hour)
        for state in ("pre_transit", "unknown"):
            self.assertEqual(pause(state), 8 * hour)
            self.assertEqual(pause(state, known=4 * day), day)
        for state in ("exception", "attempt_failed", "available_for_pickup"):
            self.assertEqual(pause(state), 6 * hour)
        self.assertEqual(pause("in_transit", has_webhook=True), 16 * hour)
        self.assertEqual(pause("in_transit", refreshed_every=6), 6 * hour)
        # K9: a provider that was told of a number a moment ago often has no news yet.
        new = timedelta(minutes=1)
        self.assertEqual(pause("unknown", new, scan=None), timedelta(minutes=30))
        self.assertEqual(
            pause("unknown", new, scan=None, has_webhook=True), timedelta(minutes=30)
        )
        self.assertEqual(pause("unknown", 2 * hour, scan=None), 2 * hour)
        self.assertEqual(pause("unknown", 7 * hour, scan=None), 8 * hour)
        for told, asked in ((new, hour / 2), (2 * hour, 2 * hour), (7 * hour, day)):
            late = pause("unknown", 4 * day, scan=None, registered=NOW - told)
            self.assertEqual(late, asked, "By when the provider was told of it.")
        for state in ("delivered", "return_to_sender", "cancelled"):
            self.assertEqual(pause(state), 23 * hour, "Once more, a day after.")
            self.assertIsNone(
                schedule.next_check(state, NOW, NOW - 9 * day, NOW - 2 * day, NOW)
            )
        self.assertIsNone(pause("in_transit", known=40 * day, scan=31 * day))
        self.assertTrue(pause("in_transit", known=40 * day, scan=29 * day))

    def test_failures_are_tried_later_and_later(self):
        """F14: 15 minutes, doubled, 24 hours at the most, with jitter."""
        self.assertEqual(schedule.backoff(1, 0.5), timedelta(minutes=15))
        self.assertEqual(schedule.backoff(3, 0.5), timedelta(hours=1))
        self.assertEqual(schedule.backoff(99, 1), timedelta(hours=24))
        self.assertLess(schedule.backoff(2, 0), schedule.backoff(2, 1))

    def test_two_scans_alike_are_one_and_others_are_not(self):
        """F14"""
        row = {
            "datetime": "2026-11-20T10:00:00Z",
            "status": "in_transit",
            "message": "Arrived",
        }
        easypost = carriers.BUILT_IN["easypost"]()

        def key(**values):
            [scan] = easypost._result({"tracking_details": [row | values]}).scans
            return scan.dedupe_key

        self.assertEqual(key(), key(source="EasyPost"))
        for other in (
            {"datetime": "2026-11-20T10:00:01Z"},
            {"status": "delivered"},
            {"message": "Departed"},
            {"tracking_location": {"city": "Newark"}},
        ):
            self.assertNotEqual(key(), key(**other), json.dumps(other))
