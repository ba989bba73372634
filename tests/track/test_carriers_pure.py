# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What needs neither HTTP nor a database: numbers, times, schedule, words."""

import json
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ... import carriers
from ...carriers import numbers, schedule
from ...carriers.times import moment
from ...models.track.shipment_parcel_page import without_people

NOW = datetime(2026, 11, 22, 12, 0, 0)


@tagged("post_install", "-at_install")
class TestPure(BaseCase):
    def test_numbers_as_people_type_them(self):
        """A28, F11"""
        for typed, expected in (
            ("A,B", ["A", "B"]),
            ("1Z 999 AA1 01 2345 6784", ["1Z999AA10123456784"]),
            ("jd0146000062; jd0146000063", ["JD0146000062", "JD0146000063"]),
            ("JD0146000062 JD0146000063", ["JD0146000062", "JD0146000063"]),
            ("1234 5678 9012", ["123456789012"]),
            ("A1,a1 , A1", ["A1"]),
            (" ,; \n", []),
            (False, []),
            ("x" * 300, ["X" * 200]),
        ):
            self.assertEqual(numbers.split(typed), expected, typed)

    def test_only_what_could_be_a_number_is_asked_for(self):
        """A28"""
        for good in ("1Z999AA10123456784", "EZ1000000001", "AB-12_3/4.5"):
            self.assertTrue(numbers.plausible(good), good)
        for bad in ("", None, "AB", "X" * 51, "<B>X</B>", "A'B;--", "ÄÖÜ12345", "A B"):
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
        """F14: as TRACKING says, four times as rarely with a live webhook."""
        hour, day = timedelta(hours=1), timedelta(days=1)

        def pause(state, known=hour, scan=hour, **values):
            found = schedule.next_check(
                state, NOW, NOW - known, NOW - hour, NOW - scan, **values
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

    def test_who_signed_is_cut_off(self):
        """A4"""
        for said, kept in (
            ("Delivered, signed for by: J SMITH", "Delivered"),
            ("Delivered. Received by MEIER", "Delivered."),
            ("Left with neighbour at no. 12", ""),
            ("Delivered to the recipient JOHN DOE", "Delivered to the"),
            ("Zugestellt, Unterschrift: MEIER", "Zugestellt"),
            ("Departed facility", "Departed facility"),
            ("Shipment received in country of destination",) * 2,
            ("Shipment has been accepted at the depot",) * 2,
        ):
            self.assertEqual(without_people(said), kept)

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
