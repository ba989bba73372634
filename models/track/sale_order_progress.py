# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far an order has come: the same steps as on the track page, on the order's own."""

from odoo import models

from ...carriers.base import FINAL
from .shipment_parcel_steps import (
    DELIVERED,
    FAILED,
    ORDERED,
    OUT,
    PACKED,
    REACHED,
    SHIPPED,
    steps,
)
from .words_of_days import local_day


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_values(self, link):
        values = super()._public_values(link)
        shown = self.company_id._public_links_settings()["show_tracking"]
        if self.state != "sale" or not shown:
            return values
        return values | self._public_progress()

    def _public_progress(self):
        """Return the order's steps, when it comes, and whether anything was sent.

        By what is read of its deliveries in any case: no scan is read.

        :rtype: dict
        """
        env, pickings = self.env, self._public_shipments()
        state = self._public_state()[1]
        if not pickings and state != "preparing":
            return {}  # Services alone, perhaps, or all was cancelled.
        done = pickings.filtered(lambda picking: picking.state == "done")
        parcels = pickings._public_parcel_rows()
        left = max(done.mapped("date_done"), default=None)
        dates = {ORDERED: local_day(env, self.date_order)}
        dates[PACKED] = dates[SHIPPED] = local_day(env, left)
        worst = parcels._worst()
        # What was sent anew has arrived; what was never handed over has not left.
        anew = worst.state in FINAL and any(
            row.state == "delivered" and row.id > worst.id for row in parcels
        )
        if worst.state in FAILED and worst.state != "cancelled" and not anew:
            names = {OUT: worst._public_failure()}
            shown = steps(env, OUT, dates, names, failed=True)
            return {"steps": shown, "sent": True}
        moving = parcels.filtered(
            lambda row: row.state in REACHED and row.state not in FINAL
        )
        first = moving.sorted(lambda row: (-REACHED[row.state], row.eta_to or row.id))
        if not first:
            arrived = parcels and all(row.state == "delivered" for row in parcels)
            reached = SHIPPED if done else ORDERED
            if arrived and done == pickings and state == "shipped":
                reached = DELIVERED
            return {"steps": steps(env, reached, dates), "sent": bool(done)}
        parcel = first[0]
        names = {}
        if parcel.state == "available_for_pickup":
            names = {OUT: env._("Ready to collect"), DELIVERED: env._("Collected")}
        if parcel.state != "pre_transit" and not parcel._public_overdue():
            dates[DELIVERED] = parcel.eta_to
        return {
            "steps": steps(env, REACHED[parcel.state], dates, names),
            "coming": parcel._public_eta(),
            "sent": True,
        }
