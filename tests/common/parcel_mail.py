# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A delivery whose customer gets mails about its parcels."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.mail.tests.common import MockEmail

from ...models.track import shipment_news
from .base import PublicLinkCase
from .track import TrackFixtures

CRON = "public_links.ir_cron_track_mail"


class ParcelMailCase(MockEmail, TrackFixtures, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.switch(*shipment_news.SETTINGS)
        # Where `stock_sms` is installed, it is on at first.
        cls.company.stock_text_confirmation = False

    @classmethod
    def switch(cls, *names, on=True):
        cls.company.write(dict.fromkeys(names, on))

    def setUp(self):
        super().setUp()
        self.order = self.make_order("sale")
        self.picking = self.order.picking_ids
        self.picking.write(
            {"carrier_id": self.carrier.id, "user_id": self.warehouse.id}
        )

    def number(self, numbers="123456789012"):
        """Give the delivery its numbers; return the parcels."""
        self.picking.carrier_tracking_ref = numbers
        return self.picking.parcel_ids.sorted("number")

    def leave(self, picking=None):
        picking = picking or self.picking
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        picking.with_context(mail_notify_force_send=False)._action_done()

    def say(self, parcel, state, ago=1, **values):
        """Let the carrier say how a parcel stands, as of some hours ago."""
        scan = self.scan(ago, state=state, message=f"{state} {ago}")
        parcel._ingest(
            self.result(parcel, scan, state=state, ago=ago, **values), "poll"
        )

    def tell(self, later=None):
        """Let the scheduled action work, at once or after a while; return the mails."""
        at = fields.Datetime.now()
        at += timedelta(minutes=6) if later is None else later
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()
        return self.mails()

    def mails(self, picking=None):
        """Return the customer's mails of a delivery, the first one first."""
        return self.env["mail.mail"].search(
            [
                ("model", "=", "stock.picking"),
                ("res_id", "=", (picking or self.picking).id),
                ("recipient_ids", "in", self.customer.ids),
            ],
            order="id",
        )

    def kinds(self, picking=None):
        """Return what was told of a delivery, the first one first."""
        return (picking or self.picking).notice_ids.sorted("id").mapped("kind")

    def text(self, mail):
        """Return a mail's body as its reader gets it."""
        return str(mail._personalize_outgoing_body(mail.body_html, self.customer))
