# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deliveries, parcels and accounts for the tests of tracking."""

from datetime import timedelta

from odoo import Command, fields

from ...carriers.base import Place, Scan, TrackResult
from ...carriers.times import Moment, moment


class TrackFixtures:
    """To mix into a test class beside PublicLinkCase or PublicLinkHttpCase."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.tz = "Europe/Brussels"
        here = cls.company.with_context(tz=cls.customer.tz)
        # Where parcels arrive it is tomorrow for an hour or two that is today in UTC.
        cls.today = fields.Date.context_today(here)
        cls.stock = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "FedEx Ground",
                "product_id": cls.product.id,
                "tracking_url": "https://carrier.example/?n=<shipmenttrackingnumber>",
            }
        )

    @classmethod
    def make_picking(cls, numbers="123456789012", done=False, **values):
        """Return a delivery to the customer, without an order."""
        places = {
            "location_id": cls.stock.lot_stock_id.id,
            "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
        }
        picking = cls.env["stock.picking"].create(
            {
                "partner_id": cls.customer.id,
                "picking_type_id": cls.stock.out_type_id.id,
                "carrier_id": cls.carrier.id,
                "carrier_tracking_ref": numbers,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_uom_qty": 1,
                            **places,
                        }
                    )
                ],
                **places,
                **values,
            }
        )
        picking.action_confirm()
        if done:
            picking.move_ids.write({"quantity": 1, "picked": True})
            picking._action_done()
        return picking

    @classmethod
    def make_account(cls, provider="easypost", **values):
        return cls.env["shipment.tracking.account"].create(
            {
                "name": provider,
                "provider": provider,
                "api_key": "key-of-tests",
                "webhook_secret": "sécret",
                **values,
            }
        )

    def ago(self, **span):
        """Return a time before the test began, to the second.

        Not before now: what is made and what is compared would differ when the machine
        is busy.
        """
        if not hasattr(self, "began_at"):
            self.began_at = fields.Datetime.now()
        return self.began_at - timedelta(**span)

    def scan(self, ago, state="in_transit", message="Departed facility", **values):
        """Return a scan some hours ago, in UTC."""
        at = values.pop("at", None) or moment(f"{self.ago(hours=ago).isoformat()}Z")
        place = Place(
            city=values.pop("city", "Newark"),
            state=values.pop("state_name", "NJ"),
            country=values.pop("country", "US"),
        )
        return Scan(at=at, state=state, message=message, place=place, **values)

    def result(self, parcel, *scans, ago=0, **values):
        """Return what a provider says of a parcel, as of some hours ago."""
        as_of = self.ago(hours=ago)
        values.setdefault("as_of", Moment(f"{as_of}Z", "utc", as_of, as_of))
        return TrackResult(number=parcel.number, scans=list(scans), **values)
