# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deliveries in the portal."""

from odoo.tools import SQL

from ...carriers.base import FINAL
from ...tools.formatting import page_day
from ..documents.sale_order_shipping import AWAY
from ..documents.stock_picking import TO_CUSTOMERS
from ..link.public_link_reference import fetch_known
from .portal_list import NAMED, ListSection


class Shipments(ListSection):
    code, kind, sequence = "shipments", "shipment", 50
    model, date = "stock.picking", "date_done"
    switches = ("portal_shipments", "deliveries")
    order = SQL("COALESCE(date_done, scheduled_date) DESC, id DESC")

    def label(self):
        return self.env._("Shipments")

    def of_customer(self):
        # A delivery that one customer has ordered to another's address is listed for neither:
        # it would tell one about the other.
        return SQL(
            "%s AND (sale_id IS NULL OR sale_id IN (%s))",
            super().of_customer(),
            self.ordered(),
        )

    def ordered(self):
        """Return this customer's orders, as a subselect that more conditions can follow."""
        return SQL(
            "SELECT id FROM sale_order WHERE company_id = %s AND partner_id = ANY (ARRAY(%s))",
            self.portal.company.id,
            self.people(),
        )

    def visible(self):
        return SQL(
            "state NOT IN ('draft', 'cancel') AND picking_type_id IN"
            " (SELECT id FROM stock_picking_type WHERE code IN %s)"
            # not what customers send back, nor what goes elsewhere
            " AND location_id NOT IN"
            " (SELECT id FROM stock_location WHERE usage = 'customer')"
            " AND location_dest_id IN (SELECT id FROM stock_location place WHERE %s)",
            TO_CUSTOMERS,
            AWAY,
        )

    def tabs(self):
        return {
            "all": (self.env._("All"), SQL("TRUE")),
            "coming": (self.env._("Not yet shipped"), SQL("state != 'done'")),
            "shipped": (self.word("delivery", "shipped"), SQL("state = 'done'")),
        }

    def found(self, pattern):
        return SQL(
            "(name ILIKE %s OR sale_id IN (%s AND (name ILIKE %s OR client_order_ref ILIKE %s))"
            "%s)",
            pattern,
            self.ordered(),
            pattern,
            pattern,
            SQL(" OR carrier_tracking_ref ILIKE %s", pattern)
            if self.settings["show_tracking"]
            else SQL(""),
        )

    def rows(self, records):
        fetch_known(records.picking_type_id)
        orders = records.sale_id
        orders.fetch(["name"])
        told = records._public_parcel_states()
        return [
            self.row(one, told.get(one.id) or one._public_stock_state())
            for one in records
        ]

    def row(self, record, state=None):
        row, order = super().row(record, state), record.sale_id.name
        row["date"] = row["date"] or page_day(self.env, record.scheduled_date)
        row["sentence"] = self.env._("Your order %s", order) if order else ""
        return row

    def attention(self):
        """Return the deliveries that are with the carrier now, the latest first."""
        if not self.settings["show_tracking"]:
            return []
        records = self.fetch(
            SQL(
                "state = 'done' AND EXISTS (SELECT 1 FROM shipment_parcel parcel"
                " WHERE parcel.picking_id = stock_picking.id AND parcel.active"
                " AND parcel.state NOT IN %s AND parcel.state != 'unknown')",
                FINAL,
            ),
            order=self.order,
            limit=NAMED,
        )
        return [
            row | {"title": self.env._("Shipment %s", row["title"]), "date": ""}
            for row in self.rows(records)
        ]
