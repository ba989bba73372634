# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ...carriers.times import moment
from ..common.base import PublicLinkCase
from ..common.track import TrackFixtures


class TestParcels(TrackFixtures, PublicLinkCase):
    def test_parcels_follow_the_reference_of_what_leaves_the_house(self):
        """F11, A28"""
        picking = self.make_picking("A0000001, b0000002")
        numbers = set(picking.parcel_ids.mapped("number"))
        self.assertEqual(numbers, {"B0000002", "A0000001"})
        self.assertEqual(picking.parcel_ids.carrier_id, self.carrier)
        for code in ("in_type_id", "int_type_id", "pick_type_id"):
            picking = self.make_picking(picking_type_id=self.stock[code].id)
            self.assertFalse(picking.parcel_ids, code)

    def test_a_number_that_disappears_is_archived_and_comes_back(self):
        """F14: nothing is lost."""
        picking = self.make_picking("A0000001,B0000002")
        first = picking.parcel_ids.filtered(lambda row: row.number == "A0000001")
        first._add_scans([self.scan(3)], "poll")
        picking.carrier_tracking_ref = "B0000002"
        self.assertFalse(first.active)
        self.assertNotIn(first, picking._public_parcel_rows())
        picking.carrier_tracking_ref = "B0000002,A0000001"
        self.assertTrue(first.active)
        self.assertEqual(len(first.event_ids), 1)
        self.assertEqual(len(picking.parcel_ids), 2)

    def test_numbers_from_before_the_addon_become_parcels(self):
        """F11: what the installation does."""
        picking = self.make_picking("OLD0000001,OLD0000002")
        picking.parcel_ids.unlink()
        self.env["stock.picking"]._make_missing_parcels()
        self.assertEqual(len(picking.parcel_ids), 2)
        self.env["stock.picking"]._make_missing_parcels()
        self.assertEqual(len(picking.parcel_ids), 2)

    def test_cancelling_the_shipment_leaves_nothing_to_follow(self):
        """A81"""
        picking = self.make_picking()
        self.patch(
            self.env.registry["delivery.carrier"],
            "cancel_shipment",
            lambda *_args: None,
        )
        picking.cancel_shipment()
        [blocker] = picking._public_link_blockers("track")
        self.assertEqual(blocker.code, "no_number")

    def test_a_number_may_be_used_again(self):
        """F14: carriers recycle numbers; each shipment keeps its own scans."""
        account = self.make_account()
        self.company.public_links_track_account_id = account
        old, new = self.make_picking().parcel_ids, self.make_picking().parcel_ids
        self.assertEqual(old.number, new.number)
        old._ingest(
            self.result(
                old, self.scan(9, "delivered"), state="delivered", tracker_id="t1"
            ),
            "poll",
        )
        new._ingest(
            self.result(new, self.scan(1), state="in_transit", tracker_id="t1"), "poll"
        )
        self.assertEqual((old.tracker_id, new.tracker_id), ("t1", False))
        self.assertEqual((old.state, new.state), ("delivered", "in_transit"))
        new._ingest(self.result(new, tracker_id="t2"), "poll")
        self.assertEqual(new.tracker_id, "t2")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            new.write({"tracker_id": "t1"})
            new.flush_recordset()

    def test_what_the_number_did_long_ago_is_of_another_parcel(self):
        """F14: the provider still tells of last year's parcel of this number."""
        parcel = self.make_picking().parcel_ids
        parcel._ingest(
            self.result(
                parcel,
                self.scan(24 * 400, "delivered", "Delivered last year"),
                ago=24 * 399,
                state="delivered",
            ),
            "poll",
        )
        self.assertEqual(parcel.state, "unknown")
        self.assertFalse(parcel.event_ids)

    def test_a_scan_comes_once_whichever_way_and_however_often(self):
        """F14"""
        parcel = self.make_picking().parcel_ids
        scans = [self.scan(5, message="One"), self.scan(4, message="Two")]
        for source in ("poll", "webhook", "poll"):
            parcel._ingest(self.result(parcel, *scans, *reversed(scans)), source)
        self.assertEqual(parcel.event_ids.mapped("message"), ["Two", "One"])
        self.assertEqual(set(parcel.event_ids.mapped("source")), {"poll"})

    def test_the_database_keeps_a_scan_from_being_there_twice(self):
        """F14"""
        parcel = self.make_picking().parcel_ids
        event = parcel._add_scans([self.scan(5)], "poll")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            event.copy({"dedupe_key": event.dedupe_key}).flush_recordset()

    def test_scans_out_of_order_stand_in_order(self):
        """F14, A36"""
        parcel = self.make_picking().parcel_ids
        for hours in (3, 9, 1, 6):
            parcel._ingest(
                self.result(parcel, self.scan(hours, message=f"{hours}")), "webhook"
            )
        self.assertEqual(parcel.event_ids.mapped("message"), ["1", "3", "6", "9"])
        self.assertEqual(parcel.last_event_at, self.ago(hours=1))

    def test_the_state_is_the_providers_else_of_the_newest_scan(self):
        """A29"""
        parcel = self.make_picking().parcel_ids
        scans = [self.scan(2, "out_for_delivery"), self.scan(5, "in_transit")]
        parcel._ingest(self.result(parcel, *scans), "poll")
        self.assertEqual(parcel.state, "out_for_delivery")
        parcel = self.make_picking("OTHER00001").parcel_ids
        parcel._ingest(self.result(parcel, *scans, state="exception"), "poll")
        self.assertEqual(parcel.state, "exception")

    def test_delivered_stays_delivered_unless_the_provider_knows_better_since(self):
        """A29, F14"""
        parcel = self.make_picking().parcel_ids
        parcel._ingest(self.result(parcel, state="delivered", ago=5), "poll")
        for state, ago, expected in (
            ("in_transit", 6, "delivered"),
            ("in_transit", 5, "delivered"),
            ("unknown", 1, "delivered"),
            ("in_transit", 4, "in_transit"),
            ("return_to_sender", 3, "return_to_sender"),
            ("delivered", 4, "return_to_sender"),
        ):
            parcel._ingest(self.result(parcel, state=state, ago=ago), "webhook")
            self.assertEqual(parcel.state, expected, (state, ago))

    def test_an_older_answer_changes_no_state(self):
        """F14: webhooks overtake each other."""
        parcel = self.make_picking().parcel_ids
        for state, ago in (
            ("out_for_delivery", 2),
            ("pre_transit", 40),
            ("in_transit", 9),
        ):
            parcel._ingest(self.result(parcel, state=state, ago=ago), "webhook")
        self.assertEqual(parcel.state, "out_for_delivery")

    def test_scans_of_1970_and_2999_do_not_lead(self):
        """F12, F14"""
        parcel = self.make_picking().parcel_ids
        parcel._ingest(
            self.result(
                parcel,
                self.scan(0, "delivered", "Future", at=moment("2999-01-01T00:00:00Z")),
                self.scan(2, "in_transit", "Now"),
                self.scan(0, "delivered", "Past", at=moment("1970-01-01T00:00:00Z")),
                as_of=moment("2999-01-01T00:00:00Z"),
            ),
            "webhook",
        )
        self.assertEqual(len(parcel.event_ids), 3, "Kept, as they came.")
        self.assertEqual(parcel.event_ids[0].message, "Now")
        self.assertEqual(parcel.state, "in_transit")
        self.assertEqual(parcel.last_event_at, self.ago(hours=2))
        odd = parcel.event_ids.filtered(lambda row: row.message == "Future")
        self.assertFalse(odd.occurred_at)
        self.assertEqual(odd.occurred_raw, "2999-01-01T00:00:00Z")

    def test_times_before_now_are_those_of_the_test_however_long_it_takes(self):
        """R9: what is made and what is compared are the same to the second"""
        made = self.ago(hours=2)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            self.assertEqual(self.ago(hours=2), made)

    def test_a_scan_without_time_stands_where_the_provider_put_it(self):
        """A36, F12"""
        parcel = self.make_picking().parcel_ids
        parcel._ingest(
            self.result(
                parcel,
                self.scan(9, message="First"),
                self.scan(0, message="Timeless", at=moment(None), city="", country=""),
                self.scan(3, message="Last"),
            ),
            "poll",
        )
        messages = parcel.event_ids.mapped("message")
        self.assertEqual(messages[0], "Last")
        self.assertEqual(set(messages[1:]), {"Timeless", "First"})

    def test_the_eta_is_the_day_that_the_carrier_wrote(self):
        """A30, A35: no zone moves midnight to yesterday."""
        parcel = self.make_picking().parcel_ids
        day = self.today + timedelta(days=2)
        for raw in (
            f"{day}",
            f"{day}T00:00:00Z",
            f"{day}T23:59:00-08:00",
            f"{day}T18:00",
        ):
            parcel._ingest(
                self.result(parcel, eta_from=moment(raw), eta_to=moment(raw)), "poll"
            )
            self.assertEqual((parcel.eta_from, parcel.eta_to), (day, day), raw)
        self.assertEqual(parcel.eta_source, "carrier")
        parcel._ingest(self.result(parcel), "poll")
        self.assertEqual(parcel.eta_to, day, "Saying nothing takes nothing back.")

    def test_a_date_entered_by_hand_stays(self):
        """A30, A35"""
        parcel = self.make_picking().parcel_ids
        mine, theirs = (self.today + timedelta(days=n) for n in (3, 5))
        parcel.with_user(self.warehouse).write({"eta_from": mine, "eta_to": mine})
        self.assertEqual(parcel.eta_source, "manual")
        told = self.result(parcel, eta_to=moment(f"{theirs}"))
        parcel._ingest(told, "poll")
        self.assertEqual(parcel.eta_to, mine)
        parcel.with_user(self.warehouse).write({"eta_from": False, "eta_to": False})
        parcel._ingest(told, "poll")
        self.assertEqual((parcel.eta_to, parcel.eta_source), (theirs, "carrier"))

    def test_endless_answers_end(self):
        """F14"""
        parcel = self.make_picking().parcel_ids
        scans = [self.scan(1, message=f"S{number}") for number in range(700)]
        parcel._ingest(self.result(parcel, *scans), "poll")
        self.assertEqual(len(parcel.event_ids), 500)

    # === BY HAND === #

    def test_staff_note_scans_by_hand_and_carriers_never_touch_them(self):
        """F14, A32"""
        parcel = self.make_picking().parcel_ids
        event = (
            self.env["shipment.parcel.event"]
            .with_user(self.warehouse)
            .create(
                {
                    "parcel_id": parcel.id,
                    "occurred_at": self.ago(hours=2),
                    "state": "delivered",
                    "message": "Handed over in person",
                    "source": "poll",
                    "dedupe_key": "mine",
                }
            )
        )
        self.assertEqual(event.source, "manual", "It cannot pass for the carrier's.")
        self.assertEqual(event.author_id, self.warehouse)
        self.assertEqual(parcel.state, "delivered")
        parcel._ingest(
            self.result(parcel, self.scan(9), state="in_transit", ago=9), "poll"
        )
        self.assertEqual(parcel.state, "delivered")
        self.assertEqual(event.message, "Handed over in person")
        [block] = parcel._public_blocks(self.env["public.link"])
        [scan] = block["days"][0]["scans"][:1]
        self.assertIn("Handed over", scan["text"])
        self.assertTrue(scan["by_hand"])

    def test_what_the_carrier_reported_stays_as_it_is(self):
        """F14"""
        parcel = self.make_picking().parcel_ids
        event = parcel._add_scans([self.scan(5)], "poll").with_user(self.warehouse)
        with self.assertRaises(UserError):
            event.message = "Better"
        with self.assertRaises(UserError):
            event.unlink()
        with self.assertRaises(UserError):
            event.create({"parcel_id": parcel.id, "occurred_at": self.ago(hours=-48)})
        forged = event.with_context(shipment_scans=True).create(
            {"parcel_id": parcel.id, "source": "poll", "dedupe_key": "x"}
        )
        self.assertEqual(forged.source, "manual", "A context is no right.")

    # === RIGHTS === #

    def test_readers_read_and_the_warehouse_writes(self):
        """F29"""
        parcel = self.make_picking().parcel_ids
        for user in (self.salesman, self.accountant):
            self.assertEqual(parcel.with_user(user).number, "123456789012")
            for change in (
                lambda row: row.write({"carrier_name": "X"}),
                lambda row: row.action_refresh(),
                lambda row: row.event_ids.create({"parcel_id": parcel.id}),
            ):
                with self.assertRaises(AccessError):
                    change(parcel.with_user(user))
        with self.assertRaises(AccessError):
            parcel.with_user(self.clerk).read(["number"])
        parcel.with_user(self.warehouse).carrier_name = "X"

    def test_another_companys_parcels_are_not_there(self):
        """A3, F29"""
        parcel = self.make_picking().parcel_ids
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.warehouse.write(
            {"company_ids": [(6, 0, other.ids)], "company_id": other.id}
        )
        rows = self.env["shipment.parcel"].with_user(self.warehouse)
        self.assertNotIn(parcel, rows.search([]))
        with self.assertRaises(AccessError):
            rows.browse(parcel.id).read(["number"])

    def test_keys_are_for_managers_only(self):
        """F14, B1"""
        account = self.make_account()
        for user in (self.salesman, self.warehouse):
            self.assertTrue(account.with_user(user).name)
            for name in ("api_key", "webhook_secret", "webhook_path", "base_url"):
                with self.assertRaises(AccessError):
                    account.with_user(user).read([name])
            with self.assertRaises(AccessError):
                account.with_user(user).write({"name": "x"})
        self.assertFalse(account.copy().api_key)

    def test_a_key_is_sent_to_an_encrypted_address_only(self):
        """F14"""
        for url in (
            "http://api.example.com",
            "ftp://x",
            "https://",
            "javascript:1",
            "x",
        ):
            with self.assertRaises(UserError):
                self.make_account(base_url=url)
        for url in ("https://api.example.com", "http://127.0.0.1:8080", False):
            self.make_account(base_url=url)
