# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The adapters, over real HTTP to a provider on loopback."""

import json
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tests.common import _super_send

from .. import carriers
from ..carriers import base, numbers, schedule
from ..carriers.base import Parcel
from ..carriers.times import moment
from ..models.shipment_parcel import STATES
from ..models.shipment_parcel_page import without_people
from .fake_carrier import (
    KEY,
    FakeCarrier,
    Shipment,
    aftership_event,
    aftership_signed,
    easypost_event,
    easypost_signed,
)

PROVIDERS = ("easypost", "aftership", "dhl")
NOW = datetime(2026, 11, 22, 12, 0, 0)


class OverLoopback:
    """Lets Odoo's tests talk to the provider on loopback, with its own timeouts."""

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        if r.url.startswith("http://127.0.0.1:"):
            return _super_send(s, r, **kw)
        return super()._request_handler(s, r, **kw)


@tagged("post_install", "-at_install")
class TestAdapters(OverLoopback, BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = FakeCarrier(known=["ABC0000001"])
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        super().setUp()
        self.server.failures.clear()
        self.server.seen.clear()

    def adapter(self, provider, key=KEY):
        adapter = carriers.ADAPTERS[provider](key, "secret", self.server.url)
        adapter.min_interval = 0.0
        return adapter

    def ask(self, provider, number="ABC0000001"):
        """Register a number, then fetch it; return the result."""
        adapter = self.adapter(provider)
        [made] = adapter.register([Parcel(7, number)])
        [found] = adapter.fetch([Parcel(7, number, "", made.tracker_id)])
        self.assertEqual(made, found)
        return found

    def test_each_provider_is_asked_as_it_wants_and_understood(self):
        """A26, A28, A29, A32, F14"""
        for provider in PROVIDERS:
            with self.subTest(provider):
                result = self.ask(provider)
                self.assertEqual((result.key, result.number), (7, "ABC0000001"))
                self.assertEqual(result.state, "in_transit")
                messages = [scan.message for scan in result.scans]
                self.assertEqual(messages, ["Scan 1", "Scan 2", "Scan 3"])
                self.assertEqual(result.scans[0].place.city, "Newark")
                self.assertTrue(result.as_of.order)

    def test_each_state_of_a_provider_is_one_of_ours(self):
        """A29, A34"""
        ours = {code for code, _label in STATES}
        for provider, states in (
            ("easypost", set(ours)),
            ("aftership", ours - {"cancelled"}),
            ("dhl", {"pre_transit", "in_transit", "delivered", "exception"}),
        ):
            for state in states:
                with self.subTest(f"{provider} {state}"):
                    self.server.put("STATE00001", state)
                    self.assertEqual(self.ask(provider, "STATE00001").state, state)

    def test_what_nobody_knows_is_unknown_and_never_in_transit(self):
        """A29"""
        easypost, aftership = self.adapter("easypost"), self.adapter("aftership")
        for odd in ("teleported", "", None, 7, {}, "IN_TRANSIT"):
            row = {"status": odd, "tag": odd}
            self.assertEqual(easypost._result(row).state, "unknown", odd)
            self.assertEqual(aftership._result(row).state, "unknown", odd)
        failed = easypost._result({"status": "error"})
        self.assertTrue(failed.error, "A look-up that failed is no state of a parcel.")
        self.assertEqual(failed.state, "")

    def test_a_wrong_key_is_told_from_all_other_failures(self):
        """A81"""
        for provider in PROVIDERS:
            adapter = self.adapter(provider, "wrong")
            for ask in (adapter.test, lambda: adapter.register([Parcel(1, "ABC0000001")])):
                with self.subTest(provider), self.assertRaises(base.Unauthorized):
                    ask()

    def test_a_good_key_passes_the_test(self):
        """A81"""
        for provider in PROVIDERS:
            self.adapter(provider).test()
        carriers.ADAPTERS["by_hand"]().test()

    def test_failures_have_their_own_kinds(self):
        """F14: 429 and 503 with Retry-After, 500, garbage, half an answer, silence."""
        adapter = self.adapter("dhl")
        ask = lambda: adapter.fetch([Parcel(1, "ABC0000001")])  # noqa: E731
        for mode, kind in (
            (429, base.RateLimited),
            (503, base.RateLimited),
            (500, base.Unavailable),
            (502, base.Unavailable),
            ("garbage", base.Unavailable),
            ("list", base.Unavailable),
            ("deep", base.Unavailable),
            ("cut", base.Unavailable),
            ("redirect", base.Unavailable),
        ):
            self.server.fail(mode)
            with self.subTest(mode), self.assertRaises(kind):
                ask()
        with patch.object(base, "TIMEOUT", (0.3, 0.3)):
            self.server.fail("silence")
            with self.assertRaisesRegex(base.Unavailable, "no answer in time"):
                ask()
        with self.assertRaisesRegex(base.Unavailable, "no connection"):
            carriers.ADAPTERS["dhl"](KEY, "", "http://127.0.0.1:1").fetch(
                [Parcel(1, "ABC0000001")]
            )
        self.assertEqual(ask()[0].state, "in_transit", "It works again.")

    def test_retry_after_is_seconds_or_a_date(self):
        """F14"""
        self.assertEqual(base.retry_after("120"), 120)
        self.assertEqual(base.retry_after("999999999"), 86400)
        self.assertEqual(base.retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), 0)
        for odd in (None, "", "soon", "-5"):
            self.assertIsNone(base.retry_after(odd))

    def test_one_refused_number_stops_no_other(self):
        """F11"""
        self.server.put("ABC0000002")
        for provider in ("easypost", "aftership"):
            adapter = self.adapter(provider)
            results = adapter.register(
                [Parcel(1, "ABC0000001"), Parcel(2, "NOSUCH0001"), Parcel(3, "ABC0000002")]
            )
            self.assertEqual([row.key for row in results], [1, 2, 3])
            self.assertEqual([bool(row.error) for row in results], [False, True, False])
            self.assertEqual(results[1].error, "No such number")

    def test_what_came_before_a_failure_is_kept(self):
        """F14"""
        self.server.put("ABC0000002")
        adapter = self.adapter("easypost")
        self.server.fail(429, number="ABC0000002", retry_after=30)
        with self.assertRaises(base.RateLimited) as caught:
            adapter.register([Parcel(1, "ABC0000001"), Parcel(2, "ABC0000002")])
        self.assertEqual([row.key for row in caught.exception.results], [1])
        self.assertEqual(caught.exception.retry_after, 30)

    def test_dhl_says_not_found_of_what_it_has_not_scanned_yet(self):
        """A29: no news is no failure."""
        [result] = self.adapter("dhl").fetch([Parcel(1, "NOTYET00001")])
        self.assertEqual((result.error, result.state, result.scans), ("", "", []))

    def test_an_answer_about_another_parcel_is_not_taken(self):
        """A25"""
        adapter = self.adapter("easypost")
        self.server.shipments["MINE000001"] = Shipment("OTHER00001")
        [result] = adapter.register([Parcel(1, "MINE000001")])
        self.assertTrue(result.error)
        [result] = self.adapter("dhl").fetch([Parcel(1, "MINE000001")])
        self.assertFalse(result.scans)

    def test_a_batch_is_one_request(self):
        """F14"""
        for number in range(20):
            self.server.put(f"BATCH{number:05}")
        for provider in ("easypost", "aftership"):
            adapter = self.adapter(provider)
            rows = [
                adapter._result(getattr(self.server.get(f"BATCH{n:05}"), provider)())
                for n in range(20)
            ]
            self.server.seen.clear()
            parcels = [
                Parcel(n, row.number, "", row.tracker_id) for n, row in enumerate(rows)
            ]
            results = adapter.fetch(parcels)
            self.assertEqual(len(self.server.seen), 1)
            self.assertEqual([row.key for row in results], list(range(20)))

    def test_odd_answers_are_read_as_far_as_they_go(self):
        """A32: wrong types everywhere; nothing is raised, nothing is made up."""
        odd = [None, 7, "text", [], {}, [1], {"address": 3}, [[]], True]
        for provider in PROVIDERS:
            adapter = self.adapter(provider)
            names = {
                name
                for name in Shipment("X").__getattribute__(provider)()
            }
            for value in odd:
                result = adapter._result(dict.fromkeys(names, value))
                self.assertIsInstance(result.number, str)
                for scan in result.scans:
                    self.assertIsInstance(scan.message, str)
            self.server.fail("odd")
            try:
                results = adapter.fetch([Parcel(1, "ABC0000001", "", "trk_x")])
            except base.CarrierError:
                continue
            self.assertFalse([row for row in results if row.scans])

    def test_signatures(self):
        """F14"""
        body = easypost_event(Shipment("ABC0000001"))
        for provider, signed in (
            ("easypost", easypost_signed),
            ("aftership", aftership_signed),
        ):
            # NFKD: the ligature is two letters to EasyPost.
            for secret in ("secret", "ﬁsh é"):
                adapter = carriers.ADAPTERS[provider](secret=secret)
                headers = signed(body, secret)
                self.assertTrue(adapter.verify(headers, body))
                [(name, value)] = headers.items()
                for wrong in ("", value[:-1], value + "0", value.upper(), "é"):
                    self.assertFalse(adapter.verify({name: wrong}, body), wrong)
                self.assertFalse(adapter.verify({}, body))
                self.assertFalse(adapter.verify(headers, body + b" "))
                self.assertFalse(adapter.verify(signed(body, "other"), body))
        for provider in ("by_hand", "dhl"):
            self.assertFalse(carriers.ADAPTERS[provider](secret="x").verify({}, b""))

    def test_what_is_no_event_is_refused(self):
        """F14"""
        for provider in carriers.ADAPTERS:
            adapter = carriers.ADAPTERS[provider]()
            for body in (b"", b"no", b"[]", b"{}", b"null", b'"x"', b"\xff", b"[" * 99999):
                with self.subTest(provider), self.assertRaises(ValueError):
                    adapter.parse_webhook(body)

    def test_an_event_says_the_same_as_an_answer(self):
        """F14: poll and webhook give a scan the same key."""
        shipment = self.server.get("ABC0000001")
        for provider, event in (
            ("easypost", easypost_event),
            ("aftership", aftership_event),
        ):
            event_id, [told] = self.adapter(provider).parse_webhook(event(shipment, "e1"))
            asked = self.ask(provider)
            self.assertEqual(event_id, "e1")
            self.assertEqual(
                [scan.dedupe_key for scan in told.scans],
                [scan.dedupe_key for scan in asked.scans],
            )

    def test_no_adapter_reads_names_or_signatures(self):
        """A4"""
        for provider in PROVIDERS:
            text = repr(self.ask(provider))
            for private in ("John Tester", "Joel Willis"):
                self.assertNotIn(private, text)

    def test_every_adapter_is_registered_by_its_own_code(self):
        """F14: one file and one line."""
        for code, adapter in carriers.ADAPTERS.items():
            self.assertEqual(code, adapter.code)
            self.assertTrue(adapter.name)
            self.assertTrue(adapter.url.startswith("https://") or not adapter.polls)

    def test_requests_keep_their_distance(self):
        """F14"""
        adapter = self.adapter("dhl")
        adapter.min_interval = 0.2
        self.assertEqual(adapter.ready_in(), 0)
        adapter.test()
        self.assertGreater(adapter.ready_in(), 0.05)
        self.assertEqual(carriers.ADAPTERS["dhl"].min_interval, 5.0)


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
        easypost = carriers.ADAPTERS["easypost"]()

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
