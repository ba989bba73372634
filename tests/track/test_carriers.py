# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The adapters, over real HTTP to a provider on loopback."""

from dataclasses import replace
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tests.common import _super_send

from ... import carriers
from ...carriers import base
from ...carriers.base import Parcel
from ...models.track.shipment_parcel import STATES
from ..common.fake_carrier import KEY, FakeCarrier
from ..common.fake_providers import NAME, PROVIDERS, STREET, Shipment

ASKED = [code for code, adapter in carriers.BUILT_IN.items() if adapter.polls]
TELL = [code for code, adapter in carriers.BUILT_IN.items() if adapter.has_webhook]
BATCHES = [code for code in ASKED if carriers.BUILT_IN[code].batch_size > 1]


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
        self.server.registered.clear()

    def adapter(self, provider, key=KEY):
        adapter = carriers.BUILT_IN[provider](key, "secret", self.server.url)
        adapter.min_interval = 0.0
        return adapter

    def parcel(self, provider, number="ABC0000001", key=7, **values):
        """Return a parcel, with the carrier where the provider must be told it."""
        carrier = getattr(PROVIDERS[provider], "carrier", "")
        return Parcel(key, number, carrier, **values)

    def begin(self, provider, *parcels):
        """Have a provider follow parcels."""
        adapter = self.adapter(provider)
        return (adapter.register if adapter.has_ids else adapter.fetch)(list(parcels))

    def ask(self, provider, number="ABC0000001"):
        """Register a number, then fetch it; return the result."""
        [made] = self.begin(provider, self.parcel(provider, number))
        known = self.parcel(provider, number, tracker_id=made.tracker_id, known=True)
        [found] = self.adapter(provider).fetch([known])
        self.assertEqual(made, found)
        return found

    def test_every_adapter_has_a_provider_to_be_tried_on(self):
        """K14, F44: what is registered runs through all tests here by itself."""
        self.assertEqual(set(PROVIDERS), set(ASKED))
        for provider in TELL:
            self.assertTrue(PROVIDERS[provider].signed, provider)

    def test_each_provider_is_asked_as_it_wants_and_understood(self):
        """A26, A28, A29, A32, F14"""
        for provider in ASKED:
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
        ours = {one.code for one in STATES}
        for provider in ASKED:
            for state in PROVIDERS[provider].states or ours:
                with self.subTest(f"{provider} {state}"):
                    self.server.put("STATE00001", state)
                    self.assertEqual(self.ask(provider, "STATE00001").state, state)

    def test_what_nobody_knows_is_unknown_and_never_in_transit(self):
        """A29"""
        for odd in ("teleported", "", None, 7, {}, "IN_TRANSIT"):
            row = {
                "status": odd,
                "tag": odd,
                "tracking_status": {"status": odd},
                "track_info": {"latest_status": {"status": odd}},
            }
            for provider in ASKED:
                with self.subTest(provider, odd=odd):
                    result = self.adapter(provider)._result(row)
                    self.assertEqual(result.state, "unknown")
        easypost = self.adapter("easypost")
        failed = easypost._result({"status": "error"})
        self.assertTrue(failed.error, "A look-up that failed is no state of a parcel.")
        self.assertEqual(failed.state, "")

    def test_a_wrong_key_is_told_from_all_other_failures(self):
        """A81"""
        for provider in ASKED:
            adapter = self.adapter(provider, "wrong")
            with self.subTest(provider):
                with self.assertRaises(base.Unauthorized):
                    adapter.test()
                asks = adapter.register if adapter.has_ids else adapter.fetch
                with self.assertRaises(base.Unauthorized):
                    asks([self.parcel(provider)])

    def test_a_good_key_passes_the_test(self):
        """A81"""
        for provider in ASKED:
            self.adapter(provider).test()
        carriers.BUILT_IN["by_hand"]().test()

    def test_failures_have_their_own_kinds(self):
        """F14, K14: 429 and 503 with Retry-After, 500, garbage, half an answer, silence."""
        for provider in ASKED:
            [made] = self.begin(provider, self.parcel(provider))
            parcel = self.parcel(provider, tracker_id=made.tracker_id, known=True)
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
                with self.subTest(provider, mode=mode), self.assertRaises(kind):
                    self.adapter(provider).fetch([parcel])
        adapter = self.adapter("dhl")
        ask = lambda: adapter.fetch([Parcel(1, "ABC0000001")])  # noqa: E731
        with patch.object(base, "TIMEOUT", (0.3, 0.3)):
            self.server.fail("silence")
            with self.assertRaisesRegex(base.Unavailable, "no answer in time"):
                ask()
        with self.assertRaisesRegex(base.Unavailable, "no connection"):
            carriers.BUILT_IN["dhl"](KEY, "", "http://127.0.0.1:1").fetch(
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
        """F11, K14"""
        self.server.put("ABC0000002")
        numbers = ("ABC0000001", "NOSUCH0001", "ABC0000002")
        for provider in ASKED:
            parcels = [self.parcel(provider, n, key) for key, n in enumerate(numbers)]
            with self.subTest(provider):
                results = self.begin(provider, *parcels)
                self.assertEqual([row.key for row in results], [0, 1, 2])
                self.assertEqual([row.number for row in results], list(numbers))
                told = [bool(row.scans) for row in results]
                self.assertEqual(told, [True, False, True])
                if results[1].error:
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
        """F14, K14"""
        for number in range(20):
            self.server.put(f"BATCH{number:05}")
        for provider in BATCHES:
            parcels = [
                self.parcel(provider, f"BATCH{number:05}", number)
                for number in range(20)
            ]
            made = self.begin(provider, *parcels)
            adapter = self.adapter(provider)
            self.server.seen.clear()
            with self.subTest(provider):
                results = adapter.fetch(
                    [
                        parcel._replace(tracker_id=row.tracker_id, known=True)
                        for parcel, row in zip(parcels, made, strict=True)
                    ]
                )
                self.assertEqual(len(self.server.seen), 1)
                self.assertEqual(adapter.requests_sent, 1)
                self.assertEqual([row.key for row in results], list(range(20)))

    def test_odd_answers_are_read_as_far_as_they_go(self):
        """A32: wrong types everywhere; nothing is raised, nothing is made up."""
        odd = [None, 7, "text", [], {}, [1], {"address": 3}, [[]], True]
        for provider in ASKED:
            adapter = self.adapter(provider)
            names = set(PROVIDERS[provider].row(Shipment("X")))
            for value in odd:
                result = adapter._result(dict.fromkeys(names, value))
                self.assertIsInstance(result.number, str)
                for scan in result.scans:
                    self.assertIsInstance(scan.message, str)
            self.server.fail("odd")
            try:
                results = adapter.fetch(
                    [self.parcel(provider, tracker_id="trk_x", known=True)]
                )
            except base.CarrierError:
                continue
            self.assertFalse([row for row in results if row.scans])

    def test_signatures(self):
        """F14"""
        for provider in TELL:
            signed = PROVIDERS[provider].signed
            body = PROVIDERS[provider].event(Shipment("ABC0000001"))
            # NFKD: the ligature is two letters to EasyPost.
            for secret in ("secret", "ﬁsh é"):
                adapter = carriers.BUILT_IN[provider](secret=secret)
                headers = signed(body, secret)
                self.assertTrue(adapter.verify(headers, body))
                [(name, value)] = headers.items()
                for wrong in ("", value[:-1], value + "0", value.upper(), "é"):
                    self.assertFalse(adapter.verify({name: wrong}, body), wrong)
                self.assertFalse(adapter.verify({}, body))
                self.assertFalse(adapter.verify(headers, body + b" "))
                self.assertFalse(adapter.verify(signed(body, "other"), body))
        for provider in set(carriers.BUILT_IN) - set(TELL):
            self.assertFalse(carriers.BUILT_IN[provider](secret="x").verify({}, b""))

    def test_what_is_no_event_is_refused(self):
        """F14"""
        for provider in carriers.BUILT_IN:
            adapter = carriers.BUILT_IN[provider]()
            for body in (
                b"",
                b"no",
                b"[]",
                b"{}",
                b"null",
                b'"x"',
                b"\xff",
                b"[" * 99999,
            ):
                with self.subTest(provider), self.assertRaises(ValueError):
                    adapter.parse_webhook(body)

    def test_an_event_says_the_same_as_an_answer(self):
        """F14: poll and webhook give a scan the same key."""
        shipment = self.server.get("ABC0000001")
        for provider in TELL:
            event_id, [told] = self.adapter(provider).parse_webhook(
                PROVIDERS[provider].event(shipment, "e1")
            )
            asked = self.ask(provider)
            # Where a provider has no ids, its body stands for it.
            self.assertIn(event_id, ("e1", ""))
            self.assertEqual(
                [scan.dedupe_key for scan in told.scans],
                [scan.dedupe_key for scan in asked.scans],
            )

    def test_no_adapter_reads_names_or_signatures(self):
        """A4"""
        for provider in ASKED:
            self.server.put("NAMES00001", eta="2026-12-01T10:00:00Z")
            result = self.ask(provider, "NAMES00001")
            # Names come only to be looked for in texts, and are not kept.
            text = repr(replace(result, people=()))
            for private in (NAME, "Tester", STREET, "x@example.com"):
                self.assertNotIn(private, text)

    def test_every_adapter_is_registered_by_its_own_code(self):
        """F14: one file and one line."""
        for code, adapter in carriers.BUILT_IN.items():
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
        self.assertEqual(carriers.BUILT_IN["dhl"].min_interval, 5.0)
