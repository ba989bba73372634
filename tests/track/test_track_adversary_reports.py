# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What users of other integrations report as wrong, tried on ours."""

import json
from datetime import timedelta

from odoo.tests import tagged

from ...carriers.times import moment
from ...carriers.vocabulary import plain
from ..common.base import PublicLinkCase
from ..common.fake_carrier import Shipment, easypost_event
from ..common.track import TrackFixtures


@tagged("post_install", "-at_install")
class TestReports(TrackFixtures, PublicLinkCase):
    def setUp(self):
        super().setUp()
        self.account = self.make_account()
        self.company.public_links_track_account_id = self.account
        self.picking = self.make_picking("ABC0000001", done=True)
        self.parcel = self.picking.parcel_ids

    def take(self, *scans, ago=0, **values):
        self.parcel._ingest(self.result(self.parcel, *scans, ago=ago, **values), "poll")

    def test_a_place_that_is_told_later_makes_no_second_scan(self):
        """K6, F14: first without a city, an hour later with it"""
        first = self.scan(5, message="Processed", city="", state_name="", country="")
        second = self.scan(5, message="Processed", city="Gatwick")
        other = self.scan(5, message="Customs status updated", city="Leeds")
        self.take(first)
        self.take(first, second)
        self.take(second, other)
        self.assertCountEqual(
            self.parcel.event_ids.mapped("message"),
            ["Processed", "Customs status updated"],
        )
        apart = self.scan(5, message="Processed", city="Leeds")
        self.parcel.event_ids.unlink()
        self.take(second, apart)
        self.assertEqual(len(self.parcel.event_ids), 2, "At two places at once.")

    def test_an_answer_that_was_overtaken_moves_no_date(self):
        """F14, F45: webhooks come out of order; the date would go back, and be mailed"""
        soon, later = (self.today + timedelta(days=days) for days in (2, 5))
        self.take(
            state="in_transit", ago=1, eta_to=moment(f"{later}"), service="Ground"
        )
        self.take(
            state="in_transit",
            ago=3,
            eta_to=moment(f"{soon}"),
            service="Express",
            page_url="https://carrier.example/page",
        )
        self.assertEqual(self.parcel.eta_to, later)
        self.assertEqual(self.parcel.service, "Ground")
        # What was not known yet is taken, whenever it was said.
        self.assertEqual(self.parcel.page_url, "https://carrier.example/page")
        self.take(state="in_transit", ago=0, eta_to=moment(f"{soon}"))
        self.assertEqual(self.parcel.eta_to, soon)

    def test_words_come_without_the_markup_of_a_page(self):
        """K5: "&amp;" and "<br>", as some carriers send them; and once, in both ways"""
        for told, read in (
            ("Left at Brown &amp; Sons", "Left at Brown & Sons"),
            ("Arrived<br/>Hub&nbsp;3", "Arrived Hub 3"),
            ("Zustellung f&uuml;r heute", "Zustellung f\u00fcr heute"),
            ("weight < 5 kg & more", "weight < 5 kg & more"),
            ("a <- b -> c", "a <- b -> c"),
        ):
            self.assertEqual(plain(told), read)
        self.take(self.scan(5, message="Brown &amp; Sons"))
        self.take(self.scan(5, message="Brown & Sons"))
        self.assertEqual(self.parcel.event_ids.mapped("message"), ["Brown & Sons"])

    def test_a_late_word_of_the_wrong_number_reaches_nobody(self):
        """F14, A4: staff corrected it; its events still come"""
        self.parcel.tracker_id = "trk_wrong"
        self.picking.carrier_tracking_ref = "RIGHT00001"
        right = self.picking.parcel_ids
        self.assertNotEqual(right, self.parcel)
        shipment = Shipment("ABC0000001", "delivered")
        event = json.loads(easypost_event(shipment, "evt_late"))
        event["result"]["id"] = "trk_wrong"
        Ledger = self.env["shipment.tracking.webhook"]
        Ledger._receive(self.account.id, "evt_late", json.dumps(event))
        row = Ledger.search([("event_id", "=", "evt_late")])
        Ledger._process_batch(row)
        self.assertEqual(row.state, "done")
        self.assertEqual(right.state, "unknown")
        self.assertFalse(right.event_ids | self.parcel.event_ids)

    def test_an_event_of_something_else_changes_no_parcel(self):
        """F14: a refund has a tracking code and a status, too"""
        event = {
            "id": "evt_refund",
            "object": "Event",
            "description": "refund.successful",
            "result": {
                "object": "Refund",
                "tracking_code": "ABC0000001",
                "status": "delivered",
            },
        }
        name, results = self.account._adapter().parse_webhook(
            json.dumps(event).encode()
        )
        self.assertEqual((name, results), ("evt_refund", []))

    def test_scans_of_one_minute_stand_in_the_carriers_order(self):
        """F12: of a day without times, too: the last one is the newest"""
        day = moment(f"{self.ago(days=1):%Y-%m-%d}")
        steps = ("Accepted", "Sorted", "Handed to the driver")
        self.take(*(self.scan(0, message=step, at=day) for step in steps))
        self.env.invalidate_all()
        self.assertEqual(self.parcel.event_ids.mapped("message"), [*reversed(steps)])

    def test_a_wrong_delivered_is_taken_back_by_the_carrier(self):
        """F14: a mistake at the scanner, corrected an hour later; not by an older word"""
        self.take(self.scan(3, "delivered", "Delivered"), state="delivered", ago=3)
        self.take(self.scan(4, "in_transit", "Sorted"), state="in_transit", ago=4)
        self.assertEqual(self.parcel.state, "delivered")
        self.take(self.scan(1, "in_transit", "At the depot"), state="in_transit", ago=1)
        self.assertEqual(self.parcel.state, "in_transit")
