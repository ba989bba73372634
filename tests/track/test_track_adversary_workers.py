# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two workers on one parcel: real cursors, real commits, a carrier on loopback."""

import threading

from odoo import Command
from odoo.tests import mute_logger, tagged

from ..common.base import CommittedCase, own_environment
from ..common.fake_carrier import FakeCarrier, easypost_event
from .test_carriers import OverLoopback


@tagged("post_install", "-at_install")
class TestTwoWorkers(OverLoopback, CommittedCase):
    def setUp(self):
        super().setUp()
        self.server = FakeCarrier(known=["TWO0000001", "TWO0000002"], latency=1.0)
        self.addCleanup(self.server.stop)
        with own_environment(self.registry) as env:
            stock = env["stock.warehouse"].search([], limit=1)
            account = env["shipment.tracking.account"].create(
                {
                    "name": "Two workers",
                    "provider": "easypost",
                    "api_key": self.server.key,
                    "base_url": self.server.url,
                    "company_id": stock.company_id.id,
                }
            )
            product = env["product.product"].create({"name": "Two workers"})
            places = {
                "location_id": stock.lot_stock_id.id,
                "location_dest_id": env.ref("stock.stock_location_customers").id,
            }
            move = {"product_id": product.id, "product_uom_qty": 1, **places}
            picking = env["stock.picking"].create(
                {
                    "picking_type_id": stock.out_type_id.id,
                    "carrier_tracking_ref": "TWO0000001,TWO0000002",
                    "move_ids": [Command.create(move)],
                    **places,
                }
            )
            picking.parcel_ids.account_id = account
            # Others that the database holds are left alone.
            others = env["shipment.parcel"].search([]) - picking.parcel_ids
            self.others = others.filtered("next_check_at").ids
            others.next_check_at = False
            self.ids = {
                "stock.picking": picking.id,
                "shipment.tracking.account": account.id,
                "product.product": product.id,
            }
            self.parcel_ids = picking.parcel_ids.ids

    def _forget(self):
        with own_environment(self.registry) as env:
            rows = {name: env[name].browse(id_) for name, id_ in self.ids.items()}
            env["shipment.tracking.webhook"].search(
                [("account_id", "=", self.ids["shipment.tracking.account"])]
            ).unlink()
            rows["stock.picking"].move_ids.state = "draft"
            rows["stock.picking"].unlink()
            rows["shipment.tracking.account"].unlink()
            rows["product.product"].product_tmpl_id.unlink()

    def worker(self, work):
        """Run some work in a thread with a cursor of its own; collect what it raises."""

        def run():
            try:
                with own_environment(self.registry) as env:
                    work(env)
            except Exception as error:
                self.errors.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def poll(self, env):
        env["shipment.parcel"]._cron_poll()

    def asked(self):
        """Wait until the carrier was asked; its answer takes a second."""
        for _attempt in range(100):
            if self.server.seen:
                return
            threading.Event().wait(0.05)
        self.fail("Nobody was asked.")

    def together(self, *works):
        self.errors = []
        threads = [self.worker(work) for work in works]
        for thread in threads:
            thread.join(60)
        self.assertFalse(self.errors)

    def parcels(self, env):
        return env["shipment.parcel"].browse(self.parcel_ids)

    @mute_logger("odoo.sql_db")
    def test_two_polls_at_once_double_nothing(self):
        """F14: nor do they end each other"""
        self.together(self.poll, self.poll)
        with own_environment(self.registry) as env:
            for parcel in self.parcels(env):
                self.assertEqual(len(parcel.event_ids), 3)
                self.assertEqual((parcel.state, parcel.fail_count), ("in_transit", 0))

    @mute_logger("odoo.sql_db")
    def test_staff_write_while_the_carrier_is_asked(self):
        """F14: both are kept, and the run goes on"""
        self.errors = []
        thread = self.worker(self.poll)
        self.asked()
        with own_environment(self.registry) as env:
            self.parcels(env)[0].write({"service": "Staff's", "eta_to": "2031-01-01"})
        thread.join(60)
        self.assertFalse(self.errors)
        with own_environment(self.registry) as env:
            for parcel in self.parcels(env):
                self.assertEqual(len(parcel.event_ids), 3, "Nothing is lost.")
            self.assertEqual(str(self.parcels(env)[0].eta_to), "2031-01-01")

    @mute_logger("odoo.sql_db")
    def test_a_webhook_and_a_poll_at_once_double_nothing(self):
        """F14: the same scans by both ways"""
        body = easypost_event(self.server.get("TWO0000001")).decode()
        account = self.ids["shipment.tracking.account"]

        def webhook(env):
            Ledger = env["shipment.tracking.webhook"]
            for number in range(5):
                Ledger._receive(account, f"evt_{number}", body)
                env.cr.commit()
                Ledger._cron_process()
                threading.Event().wait(0.3)

        self.together(self.poll, webhook)
        with own_environment(self.registry) as env:
            env["shipment.tracking.webhook"]._cron_process()
            first = self.parcels(env)[0]
            self.assertEqual(len(first.event_ids), 3)
            self.assertEqual(first.fail_count, 0)
            rows = env["shipment.tracking.webhook"].search(
                [("account_id", "=", account)]
            )
            self.assertEqual(set(rows.mapped("state")), {"done"})

    @mute_logger("odoo.sql_db")
    def test_a_parcel_that_goes_away_meanwhile(self):
        """F14: deleted, or its number corrected, while the carrier is asked"""
        for change in (
            lambda parcel: parcel.write({"number": "XYZ0000009"}),
            lambda parcel: parcel.unlink(),
        ):
            self.errors, self.server.seen[:] = [], []
            thread = self.worker(self.poll)
            self.asked()
            with own_environment(self.registry) as env:
                first, second = self.parcels(env)
                change(first)
            thread.join(60)
            self.assertFalse(self.errors)
            with own_environment(self.registry) as env:
                first, second = self.parcels(env)
                self.assertFalse(first.exists().event_ids)
                self.assertEqual(len(second.event_ids), 3, "The others are taken.")
                (first.exists() + second).next_check_at = first.env.cr.now()
