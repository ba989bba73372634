# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two workers on the news of one delivery: real cursors, real commits."""

import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import mute_logger, tagged

from ...carriers.base import Scan, TrackResult
from ...carriers.times import Moment
from ...models.track import shipment_news
from ...models.track.shipment_notice import ShipmentNotice
from ..common.base import CommittedCase, own_environment


@tagged("post_install", "-at_install")
class TestNewsOfTwoWorkers(CommittedCase):
    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            stock = env["stock.warehouse"].search([], limit=1)
            company = stock.company_id
            self.before = company.read(
                [*shipment_news.SETTINGS, "public_links_enabled"], load=None
            )[0]
            self.ids["res.company"] = self.before.pop("id")
            # No other: the database may hold parcels that are late.
            company.write(dict.fromkeys(shipment_news.SETTINGS, False))
            company.public_links_track_mail_delivered = True
            customer = env["res.partner"].create(
                {"name": "Two Readers", "email": "two.readers@example.com"}
            )
            product = env["product.product"].create({"name": "Two mails"})
            places = {
                "location_id": stock.lot_stock_id.id,
                "location_dest_id": env.ref("stock.stock_location_customers").id,
            }
            move = {"product_id": product.id, "product_uom_qty": 1, **places}
            picking = env["stock.picking"].create(
                {
                    "partner_id": customer.id,
                    "picking_type_id": stock.out_type_id.id,
                    "carrier_tracking_ref": "NEWS000001",
                    "move_ids": [Command.create(move)],
                    **places,
                }
            )
            picking.action_confirm()
            self.ids |= {
                "stock.picking": picking.id,
                "product.product": product.id,
                "res.partner": customer.id,
            }

    def _forget(self):
        with own_environment(self.registry) as env:
            env["res.company"].browse(self.ids["res.company"]).write(self.before)
            picking = env["stock.picking"].browse(self.ids["stock.picking"])
            env["mail.mail"].search(
                [("model", "=", "stock.picking"), ("res_id", "=", picking.id)]
            ).unlink()
            env["public.link.job"].search([("kind", "=", "shipment_notice")]).filtered(
                lambda job: job.document_id == picking.id
            ).unlink()
            env["public.link"].search(
                [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)]
            ).unlink()
            picking.move_ids.state = "draft"
            picking.unlink()
            env["product.product"].browse(
                self.ids["product.product"]
            ).product_tmpl_id.unlink()
            env["res.partner"].browse(self.ids["res.partner"]).unlink()

    def say(self, env, source):
        """Take the carrier's answer, as polls and webhooks do."""
        parcel = env["stock.picking"].browse(self.ids["stock.picking"]).parcel_ids
        now = fields.Datetime.now() - timedelta(minutes=5)
        at = Moment(f"{now}Z", "utc", now, now)
        scan = Scan(at=at, state="delivered", message="Delivered", id="one")
        if parcel.try_lock_for_update(allow_referencing=True):
            parcel._record_answer(
                TrackResult(
                    number=parcel.number, state="delivered", as_of=at, scans=[scan]
                ),
                source,
            )

    def together(self, *works):
        """Run each work in a thread with a cursor of its own, all at the same moment."""
        errors, start = [], threading.Barrier(len(works))

        def run(work):
            try:
                with own_environment(self.registry) as env:
                    start.wait(10)
                    work(env)
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertFalse(errors)

    def tell(self, env):
        env["shipment.notice"]._cron_tell()

    def assertToldOnce(self):
        with own_environment(self.registry) as env:
            picking = env["stock.picking"].browse(self.ids["stock.picking"])
            self.assertEqual(picking.notice_ids.mapped("kind"), ["delivered"])
            mails = env["mail.mail"].search_count(
                [
                    ("model", "=", "stock.picking"),
                    ("res_id", "=", picking.id),
                    ("recipient_ids", "in", self.ids["res.partner"]),
                ]
            )
            # A mail that has left is deleted; its message stays.
            self.assertLessEqual(mails, 1)
            told = picking.message_ids.filtered(
                lambda row: row.message_type == "email_outgoing"
            )
            self.assertEqual(len(told), 1)

    @mute_logger("odoo.sql_db", "odoo.addons.public_links.models.track")
    def test_a_poll_and_a_webhook_at_once_are_one_mail(self):
        """F45, F14: the same news by both ways, and two jobs that tell"""

        def worker(source):
            def work(env):
                for _attempt in range(3):
                    self.say(env, source)
                    env.cr.commit()
                    self.tell(env)
                    env.cr.commit()

            return work

        def careful(source):
            # What Odoo does with such a conflict: it runs the job again.
            def work(env):
                try:
                    worker(source)(env)
                except Exception:
                    env.cr.rollback()
                    worker(source)(env)

            return work

        self.together(careful("poll"), careful("webhook"))
        with own_environment(self.registry) as env:
            self.tell(env)
        self.assertToldOnce()

    @mute_logger("odoo.sql_db")
    def test_two_jobs_that_tell_at_once_make_one_mail(self):
        """F45: both have seen that it is due, and only one claims it"""
        with own_environment(self.registry) as env:
            self.say(env, "poll")
        both = threading.Barrier(2)
        original = ShipmentNotice._tell

        def wait(notices, picking):
            # Both have found the delivery before one of them goes on.
            both.wait(10)
            return original(notices, picking)

        with patch.object(ShipmentNotice, "_tell", wait):
            self.together(self.tell, self.tell)
        with own_environment(self.registry) as env:
            self.tell(env)
        self.assertToldOnce()

    @mute_logger("odoo.sql_db")
    def test_a_claim_without_any_lock_is_still_one(self):
        """F45: the index alone keeps two transactions from telling the same"""
        claimed, start = [], threading.Barrier(2)

        def claim(env):
            picking = env["stock.picking"].browse(self.ids["stock.picking"])
            partner = env["res.partner"].browse(self.ids["res.partner"])
            news = shipment_news.Due("delivered", ())
            start.wait(10)
            try:
                claimed.extend(
                    env["shipment.notice"]
                    ._claim(picking, partner, news, fields.Datetime.now())
                    .ids
                )
            except Exception:
                env.cr.rollback()

        self.together(claim, claim)
        self.assertEqual(len(claimed), 1)
