# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The queue of webhooks: woken at once, worked off together, nothing left for the next run."""

import time

from odoo import fields

from ...models.track import shipment_tracking_webhook
from ...models.track.shipment_tracking_webhook import WINDOW
from ..common.fake_carrier import PROVIDERS, Shipment, easypost_event
from ..common.webhook import WebhookCase


class TestWebhookQueue(WebhookCase):
    def test_a_burst_is_worked_off_together(self):
        """F14: 200 events a second leave no time for ten queries each"""

        def receive(name):
            for number in range(2, 32):
                shipment = shipments.setdefault(number, Shipment(f"ABC00000{number}"))
                shipment.add("in_transit", name)
                body = easypost_event(shipment, f"{name}{number}").decode()
                self.Ledger._receive(self.account.id, f"{name}{number}", body)
            rows = self.Ledger.search([("state", "=", "pending")])
            self.env.flush_all()
            self.env.invalidate_all()
            return rows

        shipments = {}
        for number in range(2, 32):
            self.make_picking(f"ABC00000{number}")
        self.Ledger._process_batch(receive("first"))
        rows = receive("second")
        with self.assertQueryCount(60):
            self.Ledger._process_batch(rows)
            self.env.flush_all()
        self.assertEqual(set(rows.mapped("state")), {"done"})

    def test_a_burst_wakes_the_queue_once_and_at_once(self):
        """F14: a trigger in the future would wake nobody for a minute"""
        cron = self.env.ref("public_links.ir_cron_track_webhook")
        Trigger = self.env["ir.cron.trigger"]
        before = Trigger.search([("cron_id", "=", cron.id)])
        shipment_tracking_webhook._woken.clear()
        began = time.monotonic()
        for number in range(8):
            self.send(easypost_event(self.shipment, f"evt_{number}"))
        new = Trigger.search([("cron_id", "=", cron.id)]) - before
        lasted = time.monotonic() - began
        self.assertTrue(1 <= len(new) <= 1 + lasted // WINDOW)
        self.assertLessEqual(max(new.mapped("call_at")), fields.Datetime.now())

    def test_the_job_goes_on_looking_longer_than_nobody_wakes_it(self):
        """F14: what comes meanwhile is taken within two seconds."""
        taken, started = [], time.monotonic()
        Ledger = self.env.registry["shipment.tracking.webhook"]
        process = Ledger._process_batch

        def look(seconds):
            # While it waits, another event is stored.
            if not taken:
                body = easypost_event(self.shipment, "later").decode()
                self.Ledger._receive(self.account.id, "later", body)

        def note(model, rows):
            taken.extend(rows.mapped("event_id"))
            return process(model, rows)

        self.send(easypost_event(self.shipment, "first"))
        self.work()
        self.patch(Ledger, "_process_batch", note)
        self.patch(shipment_tracking_webhook, "LINGER", 0.3)
        self.patch(shipment_tracking_webhook.time, "sleep", look)
        self.patch(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 9)
        self.Ledger.with_context(ir_cron_progress_id=1)._cron_process()
        self.assertEqual(taken, ["later"])
        self.assertLess(time.monotonic() - started, 30, "It ends.")

    def run_alone(self, look=lambda seconds: None, left=lambda: 9):
        """Run the job as Odoo does, without its commits.

        :param look: what happens while it waits
        :param left: how many seconds it may still work
        """
        self.patch(shipment_tracking_webhook, "LINGER", 0.3)
        self.patch(shipment_tracking_webhook.time, "sleep", look)
        self.patch(
            self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: left()
        )
        self.Ledger.with_context(ir_cron_progress_id=1)._cron_process()

    def receive(self, name):
        body = easypost_event(self.shipment, name).decode()
        self.Ledger._receive(self.account.id, name, body)

    def test_an_event_that_is_seen_late_is_not_left_for_the_next_run(self):
        """F14: ids are given before rows are committed, by several workers at once"""
        self.env.cr.execute("SELECT nextval('shipment_tracking_webhook_id_seq')")
        [early] = self.env.cr.fetchone()

        def look(seconds):
            if not self.Ledger.search_count([("event_id", "=", "first")]):
                self.receive("first")
                self.env.cr.execute(
                    "UPDATE shipment_tracking_webhook SET id = %s"
                    " WHERE event_id = 'first'",
                    [early],
                )

        self.receive("second")
        self.run_alone(look)
        self.env.invalidate_all()
        rows = self.Ledger.search([("event_id", "in", ("first", "second"))])
        self.assertEqual(rows.mapped("state"), ["done", "done"])

    def test_who_runs_out_of_time_comes_back_at_once(self):
        """F14: whoever stores an event in that moment believes that somebody is looking"""
        cron = self.env.ref("public_links.ir_cron_track_webhook")
        Trigger = self.env["ir.cron.trigger"]
        self.receive("only")
        before = Trigger.search([("cron_id", "=", cron.id)])
        times = [9, 0]
        self.run_alone(left=lambda: times.pop(0))
        self.assertFalse(self.Ledger.search([("state", "=", "pending")]))
        new = Trigger.search([("cron_id", "=", cron.id)]) - before
        self.assertEqual(len(new), 1)
        self.assertLessEqual(new.call_at, fields.Datetime.now())

    def test_a_batch_of_all_providers_reaches_every_parcel(self):
        """F14, F44: by reference and by number, in one batch"""
        parcels, rows = {}, self.Ledger
        for provider, fake in PROVIDERS.items():
            if not fake.event:
                continue  # It sends none.
            account = self.make_account(provider)
            for place in range(3):
                number = f"MANY{len(parcels):08}"
                shipment = Shipment(number, scans=0)
                shipment.add("in_transit", "Hook")
                parcel = self.make_picking(number).parcel_ids
                parcel.account_id = account
                if account._adapter_class().has_ids:
                    prefix = "trk_" if provider == "easypost" else ""
                    parcel.tracker_id = prefix + shipment.id
                parcels[number] = parcel
                body = fake.event(shipment, f"{provider}{place}").decode()
                self.Ledger._receive(account.id, number, body)
                rows |= self.Ledger.search([("event_id", "=", number)])
        self.Ledger._process_batch(rows)
        self.assertEqual(set(rows.mapped("state")), {"done"})
        for number, parcel in parcels.items():
            self.assertEqual(parcel.event_ids.mapped("message"), ["Hook"], number)
            self.assertEqual(parcel.state, "in_transit", number)

    def test_what_waits_for_another_writer_is_tried_again_in_the_same_run(self):
        """F14: a trigger half a minute later would wake nobody for a minute"""
        self.receive("only")
        Parcel = self.env.registry["shipment.parcel"]
        lock, tries = Parcel.try_lock_for_update, []

        def locked(parcels, **values):
            tries.append(parcels)
            return parcels.browse() if len(tries) < 3 else lock(parcels, **values)

        self.patch(Parcel, "try_lock_for_update", locked)
        self.patch(shipment_tracking_webhook, "AGAIN_AFTER", 0.01)
        self.run_alone()
        row = self.Ledger.search([("event_id", "=", "only")])
        self.assertEqual((row.state, row.attempts, len(tries)), ("done", 0, 3))
