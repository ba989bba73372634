# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from psycopg2.errors import SerializationFailure

from odoo import fields

from ..common.fake_carrier import (
    Shipment,
    aftership_event,
    aftership_signed,
    easypost_event,
    easypost_signed,
)
from ..common.webhook import SECRET, WebhookCase


class Conflict(SerializationFailure):
    """What PostgreSQL says when two transactions meet."""

    pgcode = "40001"


class TestWebhook(WebhookCase):
    def test_a_signed_event_reaches_its_parcel(self):
        """F14, A32"""
        self.assertEqual(self.send(easypost_event(self.shipment)), 200)
        self.assertFalse(self.parcel.event_ids, "The answer comes before the work.")
        self.work()
        self.assertEqual(len(self.parcel.event_ids), 3)
        self.assertEqual(set(self.parcel.event_ids.mapped("source")), {"webhook"})
        self.assertEqual(self.parcel.state, "in_transit")
        self.assertTrue(self.parcel.last_success_at)
        self.assertTrue(self.account._has_live_webhook())
        self.assertFalse(self.Ledger.search([]).body, "Names may be in it.")

    def test_the_same_event_twice_is_the_same_as_once(self):
        """F14"""
        body = easypost_event(self.shipment, "evt_a")
        for _number in range(3):
            self.assertEqual(self.send(body), 200)
        self.assertEqual(self.Ledger.search_count([]), 1)
        self.work()
        self.assertEqual(self.send(body), 200)
        self.assertEqual(self.Ledger.search_count([("state", "=", "pending")]), 0)
        self.send(easypost_event(self.shipment, "evt_b"))
        self.work()
        self.assertEqual(len(self.parcel.event_ids), 3)

    def test_aftership_too(self):
        """F14"""
        account = self.make_account("aftership")
        self.parcel.account_id = account
        body = aftership_event(self.shipment)
        headers = aftership_signed(body, SECRET)
        self.assertEqual(self.send(body, headers, account), 200)
        self.work()
        self.assertEqual(len(self.parcel.event_ids), 3)

    def test_what_is_not_signed_well_is_refused(self):
        """F14: unsigned, wrongly signed, signed for another body or account."""
        body = easypost_event(self.shipment)
        good = easypost_signed(body, SECRET)
        other = self.make_account(webhook_secret="another")
        for headers, sent, account in (
            ({}, body, self.account),
            ({"X-Hmac-Signature": ""}, body, self.account),
            ({"X-Hmac-Signature": "hmac-sha256-hex=00"}, body, self.account),
            (easypost_signed(body, "wrong"), body, self.account),
            (easypost_signed(body, ""), body, self.account),
            (aftership_signed(body, SECRET), body, self.account),
            (good, body + b" ", self.account),
            (good, body, other),
        ):
            self.assertEqual(self.send(sent, headers, account), 403)
        self.assertFalse(self.Ledger.search([]))

    def test_without_a_secret_no_webhook_is_taken(self):
        """F14: an empty secret would let anybody sign."""
        self.account.webhook_secret = False
        body = easypost_event(self.shipment)
        for headers in ({}, easypost_signed(body, "")):
            self.assertEqual(self.send(body, headers), 403)
        self.account.webhook_secret = SECRET
        self.assertEqual(self.send(body), 200, "The cache knows of the change.")

    def test_an_unknown_address_says_nothing(self):
        """F14"""
        body, path = easypost_event(self.shipment), self.account.webhook_path
        for wrong in (
            f"/link/webhook/easypost/{'x' * 32}",
            f"/link/webhook/aftership/{path}",
            f"/link/webhook/nobody/{path}",
            f"/link/webhook/easypost/{path[:-1]}",
            "/link/webhook/easypost/x",
        ):
            self.assertEqual(self.send(body, path=wrong), 404, wrong)
        self.account.action_new_webhook_path()
        self.assertEqual(self.send(body, path=f"/link/webhook/easypost/{path}"), 404)
        self.account.active = False
        self.assertEqual(self.send(body), 404)

    def test_only_a_post_is_taken(self):
        """F14"""
        path = f"/link/webhook/easypost/{self.account.webhook_path}"
        for method in ("GET", "PUT", "DELETE", "OPTIONS"):
            self.assertEqual(self.get(path, method=method).status_code, 405)

    def test_what_is_no_event_is_refused(self):
        """F14: not JSON, not ours, not text."""
        for body in (b"", b"no json", b"[]", b"{}", b"\xff\xfe", b"[" * 50000, b"null"):
            self.assertEqual(self.send(body), 400, body[:9])
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        body = b"a=b"
        self.assertIn(self.send(body, easypost_signed(body, SECRET) | form), (400, 403))
        self.assertFalse(self.Ledger.search([]))

    def test_ten_megabytes_are_refused(self):
        """F14"""
        body = easypost_event(self.shipment) + b" " * 10_000_000
        self.assertEqual(self.send(body), 413)
        body = easypost_event(self.shipment).ljust(1024 * 1024 - 1)
        self.assertEqual(self.send(body), 200)

    def test_another_accounts_parcel_is_out_of_reach(self):
        """F14, A3"""
        other = self.make_account()
        mine = self.make_picking("OTHER00001").parcel_ids
        mine.account_id = other
        for tracker in (False, "trk_x"):
            mine.tracker_id = tracker
            self.assertEqual(
                self.send(easypost_event(Shipment("OTHER00001"), f"e{tracker}")), 200
            )
        self.work()
        self.assertFalse(mine.event_ids)
        self.assertEqual(mine.state, "unknown")

    def test_an_unknown_number_is_taken_and_forgotten(self):
        """F14: nobody learns which parcels there are, and none is made."""
        before = self.env["shipment.parcel"].search_count([])
        self.assertEqual(self.send(easypost_event(Shipment("NOBODYS001"))), 200)
        self.work()
        self.assertEqual(self.env["shipment.parcel"].search_count([]), before)
        self.assertEqual(self.Ledger.search([]).state, "done")

    def test_an_event_of_another_kind_changes_nothing(self):
        """F14"""
        event = {"id": "e", "object": "Event", "result": {"object": "Batch", "id": "b"}}
        self.assertEqual(self.send(json.dumps(event).encode()), 200)
        self.work()
        self.assertFalse(self.parcel.event_ids)

    def test_overtaken_events_leave_the_newest_state(self):
        """F14"""
        events = []
        for state, hours in (
            ("out_for_delivery", 1),
            ("in_transit", 5),
            ("pre_transit", 9),
        ):
            shipment = Shipment("ABC0000001", state, scans=0)
            shipment.updated = shipment.updated.replace(microsecond=0)
            shipment.add(state, f"It is {state}", hours)
            shipment.updated = shipment.scans[0]["at"]
            events.append(easypost_event(shipment, f"evt_{state}"))
        for body in events:
            self.assertEqual(self.send(body), 200)
        self.work()
        self.assertEqual(self.parcel.state, "out_for_delivery")
        self.assertEqual(
            self.parcel.event_ids.mapped("state"),
            ["out_for_delivery", "in_transit", "pre_transit"],
        )

    def test_a_reference_decides_before_a_number(self):
        """F14: two shipments with the same number."""
        self.parcel.write(
            {"tracker_id": f"trk_{self.shipment.id}", "state": "delivered"}
        )
        newer = self.make_picking("ABC0000001").parcel_ids
        self.send(easypost_event(self.shipment))
        self.work()
        self.assertTrue(self.parcel.event_ids)
        self.assertFalse(newer.event_ids)

    def test_one_event_that_cannot_be_kept_stops_no_other(self):
        """F14"""
        other = self.make_picking("ABC0000002").parcel_ids
        first = easypost_event(self.shipment, "e1")
        second = easypost_event(Shipment("ABC0000002"), "e2")
        self.send(first)
        self.send(second)
        Parcel = self.env.registry["shipment.parcel"]
        original, broken = Parcel._ingest, self.parcel.id

        def ingest(parcel, *args):
            if parcel.id == broken:
                raise ZeroDivisionError
            return original(parcel, *args)

        self.patch(Parcel, "_ingest", ingest)
        with self.assertLogs("odoo.addons.public_links.models", "ERROR"):
            self.work()
        self.assertEqual(len(other.event_ids), 3)
        row = self.Ledger.search([("event_id", "=", "e1")])
        self.assertEqual((row.state, row.attempts), ("pending", 1))
        self.patch(Parcel, "_ingest", original)
        self.work()
        self.assertEqual(len(self.parcel.event_ids), 3)
        self.assertEqual(row.state, "done")

    def test_what_odoo_serves_again_is_still_signed(self):
        """F14: the body is there for the second try too."""
        Ledger = self.env.registry["shipment.tracking.webhook"]
        original, tries = Ledger._receive, []

        def receive(ledger, *args):
            tries.append(args)
            if len(tries) == 1:
                raise Conflict
            return original(ledger, *args)

        self.patch(Ledger, "_receive", receive)
        self.assertEqual(self.send(easypost_event(self.shipment)), 200)
        self.assertEqual(len(tries), 2)
        self.assertEqual(self.Ledger.search_count([]), 1)

    def test_what_could_not_be_kept_is_tried_as_long_as_it_matters(self):
        """F14, F60: it waits among the background jobs, with its body."""
        self.send(easypost_event(self.shipment, "e1"))
        Parcel = self.env.registry["shipment.parcel"]
        original = Parcel._ingest

        def fail(parcel, *args):
            raise ZeroDivisionError

        self.patch(Parcel, "_ingest", fail)
        row = self.Ledger.search([("event_id", "=", "e1")])
        for _attempt in range(3):
            with self.assertLogs("odoo.addons.public_links.models", "ERROR"):
                self.work()
        self.assertEqual(row.state, "failed")
        self.assertTrue(row.body)
        job = self.env["public.link.job"]._of("tracking_webhook", row)
        self.assertTrue(job.next_try)
        self.assertEqual(job.document_name, self.account.display_name)
        with self.assertLogs("odoo.addons.public_links.models"):
            job._again()
        self.assertTrue(job.exists())
        self.patch(Parcel, "_ingest", original)
        job._again()
        self.assertFalse(job.exists())
        self.assertEqual((row.state, row.body), ("done", False))
        self.assertEqual(len(self.parcel.event_ids), 3)

    def test_what_the_provider_has_told_since_is_not_tried_again(self):
        """F14"""
        row = self.Ledger.create(
            {
                "account_id": self.account.id,
                "event_id": "old",
                "body": easypost_event(self.shipment).decode(),
                "state": "failed",
            }
        )
        self.parcel.last_success_at = fields.Datetime.add(row.create_date, minutes=5)
        row._try_again()
        self.assertEqual((row.state, row.body), ("done", False))
        self.assertFalse(self.parcel.event_ids)

    def test_old_events_are_forgotten(self):
        """F14"""
        self.send(easypost_event(self.shipment))
        self.work()
        row = self.Ledger.search([])
        self.Ledger._gc_webhooks()
        self.assertTrue(row.exists())
        self.env.cr.execute(
            "UPDATE shipment_tracking_webhook SET create_date = now() - interval '31 days'"
        )
        row.invalidate_recordset()
        self.Ledger._gc_webhooks()
        self.assertFalse(row.exists())
