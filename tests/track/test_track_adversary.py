# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an adversary found on tracking: carriers, scans, numbers, accounts."""

import json
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError

from ...carriers import BUILT_IN, base
from ...carriers.base import Parcel
from ...carriers.times import moment
from ..common.base import PublicLinkCase, PublicLinkHttpCase
from ..common.fake_carrier import FakeCarrier, Shipment, easypost_event
from ..common.track import TrackFixtures
from .test_carriers import OverLoopback


class TestScans(TrackFixtures, PublicLinkCase):
    def setUp(self):
        super().setUp()
        self.parcel = self.make_picking().parcel_ids

    def take(self, *scans, **values):
        self.parcel._ingest(self.result(self.parcel, *scans, **values), "webhook")

    def ahead(self, **span):
        return moment(f"{(self.ago() + timedelta(**span)).isoformat()}Z")

    def test_a_scan_of_tomorrow_does_not_hold_up_today(self):
        """F12, F14: a clock that is wrong, or a plan among the scans"""
        plan = self.scan(0, "delivered", "Planned", at=self.ahead(days=30))
        self.take(plan, self.scan(2, "in_transit", "Departed"), as_of=moment(None))
        self.assertEqual(self.parcel.state, "in_transit")
        self.assertEqual(self.parcel.event_ids[0].message, "Departed")
        self.take(self.scan(1, "exception", "Lost"), as_of=moment(None))
        self.assertEqual(self.parcel.state, "exception")

    def test_an_answer_of_tomorrow_does_not_hold_up_today(self):
        """F12, F14: as of a time that is still to come"""
        self.take(state="out_for_delivery", as_of=self.ahead(hours=14))
        self.take(state="delivered", ago=0)
        self.assertEqual(self.parcel.state, "delivered")

    def test_staff_cannot_move_a_scan_into_the_future(self):
        """F14: neither when they note it nor later"""
        event = self.env["shipment.parcel.event"].create(
            {"parcel_id": self.parcel.id, "state": "in_transit"}
        )
        mine = event.with_user(self.warehouse)
        with self.assertRaises(UserError):
            mine.write({"occurred_at": self.ago(days=-300)})
        for name, value in (("sort_at", self.ago(days=-300)), ("time_kind", "naive")):
            mine.write({name: value})
            self.assertNotEqual(event[name], value, name)
        mine.write({"occurred_at": self.ago(days=2), "message": "Left at the desk"})
        self.assertEqual(event.sort_at, self.ago(days=2))

    def test_what_no_database_takes_is_left_out(self):
        """F14: half a character, as some programs send it"""
        event = json.loads(easypost_event(Shipment("ABC0000001"), "evt_\ud800"))
        event["result"]["tracking_details"][0]["message"] = "Half \ud83d a smile"
        event["result"]["tracking_details"][0]["datetime"] = "now \udc00"
        easypost = BUILT_IN["easypost"]()
        event_id, [result] = easypost.parse_webhook(json.dumps(event).encode())
        for text in (event_id, result.scans[0].message, result.scans[0].at.raw):
            self.assertEqual(text, text.encode("utf-8", "replace").decode())
        self.parcel._ingest(result, "webhook")
        self.assertIn("Half", " ".join(self.parcel.event_ids.mapped("message")))

    def test_another_number_is_another_parcel(self):
        """F14, A4: what the wrong number did is not this one's way"""
        self.take(self.scan(2, "delivered", "Delivered in Rome"), state="delivered")
        by_hand = {"parcel_id": self.parcel.id, "message": "Called the customer"}
        self.env["shipment.parcel.event"].with_user(self.warehouse).create(by_hand)
        self.parcel.write({"eta_to": self.ago().date(), "eta_source": "carrier"})
        self.parcel.with_user(self.warehouse).number = "999999999999"
        self.assertEqual(self.parcel.state, "unknown")
        self.assertEqual(self.parcel.event_ids.mapped("source"), ["manual"])
        self.assertFalse(self.parcel.eta_to or self.parcel.state_as_of)
        self.take(self.scan(1, "in_transit"), state="in_transit", ago=90)
        self.assertEqual(self.parcel.state, "in_transit")

    def test_another_account_knows_nothing_of_the_first_ones_reference(self):
        """F14: else it is asked for what it cannot know, for ever"""
        first, second = self.make_account(), self.make_account("aftership")
        self.parcel.write({"account_id": first.id, "tracker_id": "trk_1"})
        self.parcel.account_id = second
        self.assertFalse(self.parcel.tracker_id)
        self.parcel.write({"account_id": first.id, "tracker_id": "trk_1"})
        first.provider = "aftership"
        self.assertFalse(self.parcel.tracker_id)
        self.assertTrue(self.parcel.next_check_at)
        first.provider = "by_hand"
        self.assertFalse(self.parcel.next_check_at, "Nobody is asked any more.")
        self.parcel.account_id = second
        self.assertTrue(self.parcel.next_check_at)
        second.unlink()
        self.parcel.invalidate_recordset()
        self.assertFalse(self.parcel.next_check_at or self.parcel.account_id)

    def test_deliveries_of_another_company_are_out_of_reach(self):
        """F29, S10: parcels, scans, and the button"""
        foreign = self.env["res.company"].create({"name": "Foreign"})
        stock = self.env["stock.warehouse"].search([("company_id", "=", foreign.id)])
        self.patch(type(self), "stock", stock)
        parcel = self.make_picking(move_ids=[]).parcel_ids
        self.assertEqual(parcel.company_id, foreign)
        mine = parcel.with_user(self.warehouse)
        Event = self.env["shipment.parcel.event"].with_user(self.warehouse)
        for attempt in (
            lambda: mine.write({"service": "x"}),
            lambda: mine.action_refresh(),
            lambda: Event.create({"parcel_id": parcel.id, "state": "delivered"}),
            lambda: self.parcel.with_user(self.warehouse).write(
                {
                    "event_ids": [
                        Command.link(
                            Event.sudo()
                            .create({"parcel_id": parcel.id, "message": "x"})
                            .id
                        )
                    ]
                }
            ),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(parcel.state, "unknown")


class TestCarriers(OverLoopback, TrackFixtures, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = FakeCarrier(known=["ABC0000001"])
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        super().setUp()
        self.server.failures.clear()
        self.account = self.make_account(base_url=self.server.url)
        self.company.public_links_track_account_id = self.account
        self.parcel = self.make_picking("ABC0000001").parcel_ids

    def test_an_answer_that_drips_is_given_up(self):
        """F14: a byte now and then, for ever"""
        self.server.fail("drip")
        adapter = self.account._adapter()
        start = time.monotonic()
        with (
            patch.object(base, "ANSWER_TIME", 0.5, create=True),
            self.assertRaises(base.Unavailable),
        ):
            adapter.register([Parcel(1, "ABC0000001")])
        self.assertLess(time.monotonic() - start, 3)

    def test_an_answer_that_swells_is_given_up(self):
        """F14: some kilobytes that unpack to hundreds of megabytes"""
        self.server.fail("bomb")
        with self.assertRaises(base.CarrierError):
            self.account._adapter().register([Parcel(1, "ABC0000001")])

    def test_a_key_that_cannot_be_one_is_a_wrong_key(self):
        """F14, S15: pasted with a line break, or with letters that no header takes"""
        for provider in ("easypost", "aftership", "dhl"):
            account = self.make_account(provider, base_url=self.server.url)
            account.api_key = f" {self.server.key}\n"
            self.assertEqual(account.action_test()["params"]["type"], "success")
            for wrong in ("schlüssel-☃", "two\nlines"):
                account.api_key = wrong
                told = account.action_test()["params"]
                self.assertEqual(told["type"], "danger")
                self.assertIn("key", told["message"])
                self.assertNotIn(wrong[:3], told["message"])

    def test_retry_after_may_be_anything(self):
        """F14"""
        for odd in ("²", "-5", "1e9", "soon", "Fri, 99 Foo 99999 99:99:99 GMT", "٣"):
            self.assertIn(base.retry_after(odd), (None, 3), odd)

    def test_refreshing_what_nobody_can_be_asked_for(self):
        """A81: parcels without an account are left out, or it is said"""
        lone = self.make_picking("LONE000001").parcel_ids
        lone.account_id = False
        with self.assertRaises(UserError):
            lone.with_user(self.warehouse).action_refresh()
        (lone + self.parcel).with_user(self.warehouse).action_refresh()
        self.assertEqual(len(self.parcel.event_ids), 3)


class TestPage(TrackFixtures, PublicLinkHttpCase):
    def track(self, document):
        response = self.open(self.issue(document, "track"))
        self.assertPublic(response, 200)
        return response.text

    def test_a_paused_account_is_an_unreachable_carrier(self):
        """F12, A81: nobody has been asked for more than a day"""
        account = self.make_account()
        self.company.public_links_track_account_id = account
        picking = self.make_picking()
        parcel = picking.parcel_ids
        parcel.write(
            {
                "state": "in_transit",
                "last_success_at": self.ago(hours=50),
                "next_check_at": self.ago(hours=46),
            }
        )
        self.assertIn("has not answered us", self.track(picking))
        self.assertTrue(parcel.is_unreachable)
        parcel.next_check_at = self.ago(hours=-2)
        parcel.invalidate_recordset(["is_unreachable"])
        self.assertNotIn("has not answered us", self.track(picking))
        self.assertFalse(parcel.is_unreachable)

    def test_who_took_it_is_nobodys_business(self):
        """A4, S23: carriers name people in every language"""
        picking = self.make_picking()
        said = (
            ("delivered", "Delivered to J. QUILL"),
            ("delivered", "Livré à M. QUILL"),
            ("delivered", "Consegnato a QUILL"),
            ("delivered", "Entregado a QUILL en CALLE MAYOR"),
            ("delivered", "POD: QUILL"),
            ("in_transit", "Zustellung an Nachbarn QUILL"),
            ("in_transit", "Afgeleverd bij buren QUILL"),
            ("in_transit", "Left with the neighbours, QUILL"),
            ("in_transit", "Remis au voisin QUILL"),
            ("in_transit", "Firmato da QUILL"),
            ("in_transit", "Ondertekend door QUILL"),
            ("in_transit", "Nachbarin QUILL"),
            ("in_transit", "Left with vecina QUILL"),
        )
        scans = [
            self.scan(hours + 1, state, message)
            for hours, (state, message) in enumerate(said)
        ]
        parcel = picking.parcel_ids
        parcel._ingest(self.result(parcel, *scans, state="delivered"), "poll")
        by_hand = {
            "parcel_id": parcel.id,
            "state": "delivered",
            "message": "At your door",
        }
        self.env["shipment.parcel.event"].create(by_hand)
        text = self.track(picking)
        self.assertNotIn("QUILL", text)
        self.assertNotIn("CALLE MAYOR", text)
        self.assertIn("At your door", text)
        self.assertNotIn("None", text)

    def test_a_thousand_parcels_are_a_page_that_opens(self):
        """F11: it stays small, and says what it leaves out"""
        numbers = [f"PARCEL{number:06}" for number in range(1000)]
        picking = self.make_picking(",".join(numbers))
        Event = self.env["shipment.parcel.event"].with_context(shipment_scans=True)
        Event.sudo().create(
            [
                {
                    "parcel_id": parcel.id,
                    "sort_at": self.ago(hours=hours),
                    "occurred_at": self.ago(hours=hours),
                    "time_kind": "utc",
                    "state": "in_transit",
                    "message": f"Scan {hours}",
                    "city": "Newark",
                    "country": "US",
                    "source": "poll",
                    "dedupe_key": f"{hours}",
                }
                for parcel in picking.parcel_ids
                for hours in range(10)
            ]
        )
        worst = picking.parcel_ids[500]
        worst.state = "exception"
        text = self.track(picking)
        self.assertLess(len(text), 1_000_000)
        self.assertIn("1 of 1000 parcels; none has arrived yet.", text)
        self.assertIn(worst.number, text)
        self.assertIn("100 of them are shown here", text)


class TestStaff(TrackFixtures, PublicLinkCase):
    def test_the_fallback_user_must_see_the_delivery_too(self):
        """F29: else they follow what they may not read"""
        self.company.public_links_user_id = self.clerk
        picking = self.make_picking(user_id=False)
        parcel = picking.parcel_ids
        parcel._ingest(self.result(parcel, state="exception", ago=1), "poll")
        self.assertEqual(parcel.state, "exception")
        self.assertFalse(picking.activity_ids)
        self.assertNotIn(self.clerk.partner_id, picking.message_partner_ids)

    def test_the_checklist_says_how_tracking_stands(self):
        """A81, B62: which account cannot be asked, and what to do"""

        def point():
            rows = {row["code"]: row for row in self.company._public_links_checklist()}
            row = rows["tracking"]
            self.assertEqual(bool(row["fix"]), row["level"] != "ok")
            return row["level"], row["text"]

        self.assertEqual(point()[0], "ok")
        self.make_account("by_hand")
        self.assertEqual(point()[0], "ok")
        account = self.make_account(name="Post of mine")
        self.assertEqual(point()[0], "warn")
        account.state = "ready"
        self.assertEqual(point()[0], "ok")
        self.assertIn("Post of mine", point()[1])
        cron = self.env.ref("public_links.ir_cron_track_poll")
        cron.active = False
        self.assertEqual(point()[0], "bad")
        cron.active = True
        account.write({"state": "paused", "paused_reason": "HTTP 401"})
        self.assertEqual(point()[0], "bad")
        self.assertIn("HTTP 401", point()[1])

    def test_a_parcel_knows_its_package(self):
        """F11: where there are as many packages as numbers, in their order"""
        names = ("PACK-A", "PACK-B")
        packages = self.env["stock.package"].create([{"name": name} for name in names])

        def packed(numbers, boxes, later=False):
            picking = self.make_picking(False if later else numbers)
            places = {
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
            picking.move_line_ids = [
                Command.create(
                    {
                        "product_id": self.product.id,
                        "quantity": 1,
                        "result_package_id": box.id,
                        **places,
                    }
                )
                for box in boxes
            ]
            if later:
                picking.carrier_tracking_ref = numbers
            return picking.parcel_ids.sorted("id")

        two = packed("ONE0000001,TWO0000002", packages, later=True)
        self.assertEqual(two.mapped("package_id"), packages)
        self.assertEqual(two[1].package_id, packages[1])
        self.assertFalse(packed("ONE0000001", packages, later=True).package_id)
        typed = packed("ONE0000001", packages[:1])
        self.assertFalse(typed.package_id, "It was packed after the number was typed.")
        typed.picking_id.move_ids.picked = True
        typed.picking_id._action_done()
        self.assertEqual(typed.package_id, packages[0])
        typed.package_id = packages[1]
        typed.picking_id.carrier_tracking_ref = "ONE0000001, "
        self.assertEqual(typed.package_id, packages[1], "What staff chose stays.")
