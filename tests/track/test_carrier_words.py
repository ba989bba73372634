# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words, places and scans of providers: what is kept of them, and what is the same."""

from odoo.tests import BaseCase, tagged

from ... import carriers
from ...carriers.base import Parcel
from ...carriers.same import Known
from ...carriers.times import moment
from ...carriers.words import page_url, spoken, tells_of_people, town
from ..common.fake_providers import PROVIDERS, Shipment

AFTERSHIP = carriers.BUILT_IN["aftership"]()


@tagged("post_install", "-at_install")
class TestWordsAndScans(BaseCase):
    def test_the_carriers_own_page_is_read_where_it_is_said(self):
        """K11"""
        for code, provider in PROVIDERS.items():
            url = (
                carriers.BUILT_IN[code]()._result(provider.row(Shipment("A1"))).page_url
            )
            # Shippo has none.
            self.assertEqual(bool(url), code != "shippo", code)
            self.assertTrue(url.startswith("https://") or not url)
        for bad in (
            "http://x.example/",
            "javascript:alert(1)",
            "https://",
            "https://u:p@x.example/",
            "https://x.example/ <b>",
            None,
            7,
            "https://[",
            "https://x.example/" + "a" * 1000,
        ):
            self.assertEqual(page_url(bad), "", bad)

    def test_a_piece_is_answered_by_its_shipment(self):
        """K8: DHL answers a piece's number under the shipment's."""
        row = PROVIDERS["dhl"].row(Shipment("SHIPMENT01"))
        adapter = carriers.BUILT_IN["dhl"]()
        adapter._ask = lambda params: {"shipments": [row]}
        for number, found in (
            ("SHIPMENT01", True),
            ("JDSHIPMENT01", True),
            ("JE-SHIPMENT01", True),
            ("JXSHIPMENT01", False),
        ):
            [result] = adapter.fetch([Parcel(1, number)])
            self.assertEqual(result.number, number)
            self.assertEqual(bool(result.scans), found, number)

    def test_services_are_written_as_people_say_them(self):
        """K12"""
        for code, words in (
            ("FEDEX_GROUND", "FedEx Ground"),
            ("FedExSmartPost", "FedEx SmartPost"),
            ("DHLExpress", "DHL Express"),
            ("UPSMailInnovations", "UPS Mail Innovations"),
            ("DHL PAKET", "DHL Paket"),
            ("usps", "USPS"),
            ("PRIORITY_OVERNIGHT", "Priority Overnight"),
            ("First-Class Package Service", "First-Class Package Service"),
            ("Ground", "Ground"),
            ("", ""),
        ):
            self.assertEqual(spoken(code), words)

    def test_a_place_is_a_town_and_never_a_street(self):
        """K7"""
        for value, shown in (
            ("Oderweg 2, AMSTERDAM", "AMSTERDAM"),
            ("AMSTERDAM", "AMSTERDAM"),
            ("Hauptstrasse, Berlin", "Berlin"),
            ("12 Main St, Newark, NJ", "Newark, NJ"),
            ("Newark, NJ 07102", "Newark, NJ"),
            ("NL-1043 Amsterdam", "Amsterdam"),
            ("77001 HOUSTON, TX", "HOUSTON, TX"),
            ("Oderweg 2", ""),
            ("ES, Spain", "Spain"),
            ("New York", "New York"),
            ("Saint-Étienne-du-Rouvray", "Saint-Étienne-du-Rouvray"),
            ("", ""),
        ):
            self.assertEqual(town(value), shown, value)
        for code, provider in PROVIDERS.items():
            row = provider.row(Shipment("A1"))
            for street in (
                Shipment("A1", scans=0),
                Shipment("A1", scans=1),
            ):
                for scan in street.scans:
                    scan["city"] = "Oderweg 2, AMSTERDAM"
                row = provider.row(street)
                self.assertNotIn(
                    "Oderweg", repr(carriers.BUILT_IN[code]()._result(row)), code
                )

    def test_words_of_carriers_stand_whole_or_not_at_all(self):
        """K5, K7, A4: decided by field and by place."""
        people = ("J. Quill", "Alder Street 7")
        for state, text in (
            ("in_transit", "Shipment received by PostNL"),
            ("in_transit", "Received by Australia Post"),
            ("out_for_delivery", "Object out for delivery to the recipient"),
            ("in_transit", "Shipment has been accepted at the depot"),
            ("in_transit", "Picked up by courier"),
            ("pre_transit", "Shipment expected, but not yet arrived at PostNL"),
            ("in_transit", "Design centre, Signal Hill"),
            ("attempt_failed", "The address is incomplete"),
        ):
            self.assertFalse(tells_of_people(text, state, people), text)
        for state, text in (
            ("delivered", "Departed facility"),
            ("in_transit", "J QUILL"),
            ("in_transit", "Handed to J. Quill"),
            ("in_transit", "Brought to Alder Street 7"),
            ("in_transit", "Signed by SMITH"),
            ("in_transit", "Left with neighbour MEIER"),
            ("in_transit", "Unterschrift: MEIER"),
            ("", "Received by MEIER"),
            ("unknown", "Reçu par MEIER"),
            ("available_for_pickup", "Collected by MEIER"),
        ):
            self.assertTrue(tells_of_people(text, state, people), text)

    def test_the_same_scan_is_known_in_each_spelling(self):
        """K6: by poll, by webhook, with an id and without, in capitals."""

        def what(raw, code="IT", message="Arrived at hub", city="Leipzig"):
            at = moment(raw)
            return (at.utc, at.local, at.raw), code, message, city

        first = "2026-11-20T10:00:00+01:00"
        known = Known()
        known.add("id:1", *what(first))
        for same in (
            what("2026-11-20T09:00:00.000Z"),
            what("2026-11-20T09:00:00Z"),
            what("2026-11-20T10:00:00"),
            what("2026-11-20T04:00:00-05:00"),
            what(first, message="ARRIVED AT  HUB", city="LEIPZIG"),
            what(first, message=""),
        ):
            self.assertTrue(known.has("other", *same), same)
        self.assertTrue(known.has("id:1", *what("2026-11-21T10:00:00Z", "X", "Y", "Z")))
        for other in (
            what("2026-11-20T10:00:00Z"),
            what("2026-11-20T10:00:01+01:00"),
            what("2026-11-20T10:07:00"),
            what("2026-11-20"),
            what(first, code="OD"),
            what(first, message="Left the hub"),
            what(first, city="Berlin"),
        ):
            self.assertFalse(known.has("other", *other), other)
        # The zone of one is unknown.
        known = Known()
        known.add("a", *what("2026-11-20T10:00:00"))
        self.assertTrue(known.has("b", *what("2026-11-20T09:00:00Z")))
        self.assertFalse(known.has("b", *what("2026-11-20T09:07:00Z")))

    def test_poll_and_webhook_of_all_versions_are_one_scan(self):
        """K6, K12: AfterShip's webhooks may have an older version than its answers."""
        row = PROVIDERS["aftership"].row(Shipment("A1"))
        old = {**row, "checkpoints": []}
        for scan in row["checkpoints"]:
            scan = dict(scan)
            scan["zip"] = scan.pop("postal_code")
            scan["country_iso3"] = scan.pop("country_region")
            del scan["hash"]
            scan["checkpoint_time"] = scan["checkpoint_time"].replace("+00:00", ".000Z")
            old["checkpoints"].append(scan)
        new, old = AFTERSHIP._result(row).scans, AFTERSHIP._result(old).scans
        self.assertEqual([scan.place for scan in new], [scan.place for scan in old])
        known = Known()
        for scan in new:
            at = (scan.at.utc, scan.at.local, scan.at.raw)
            known.add(scan.dedupe_key, at, scan.code, scan.message, scan.place.city)
        for scan in old:
            at = (scan.at.utc, scan.at.local, scan.at.raw)
            self.assertTrue(
                known.has(scan.dedupe_key, at, scan.code, scan.message, scan.place.city)
            )
