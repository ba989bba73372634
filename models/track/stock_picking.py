# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tracking side of deliveries and orders: their parcels, and the gate."""

from odoo import models

from ...tools.blockers import Blocker
from ...tools.senders import SALES, WAREHOUSE, Senders
from ..documents.public_link_qr import qr_data_uri


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_tracked(self):
        """Return the deliveries whose parcels the track page of this document shows.

        :rtype: `stock.picking`
        """
        return self.env["stock.picking"]

    def _public_track_closed(self):
        """Yield the blockers that close the track page."""
        env = self.env
        if not self._public_link_company()._public_links_settings()["show_tracking"]:
            yield Blocker(
                "tracking_hidden",
                env._("Tracking is not shown by link."),
                env._("Packages and tracking are not shown by link."),
                env._("Tick “Show Packages and Tracking” in Settings, Public Links."),
            )

    def _public_track_waiting(self):
        """Yield the blockers of an open page on which there is nothing to follow yet."""
        env, pickings = self.env, self._public_tracked()
        if not pickings._public_parcel_rows():
            yield Blocker(
                "no_number",
                env._("There is no tracking number yet."),
                env._("No delivery has a tracking number yet."),
                env._("Enter it on the delivery order, as Tracking Reference."),
                page="state",
            )

    def _public_action_label_track(self):
        """Return what the button on the view page says."""
        many = len(self._public_tracked()._public_parcel_rows()) > 1
        return self.env._("Track your parcels") if many else self.env._("Track it")

    def _public_link_diagnosis(self):
        rows = super()._public_link_diagnosis()
        if "track" not in self._public_link_purposes:
            return rows
        parcels = self._public_tracked().parcel_ids
        label = self.env._("Track")
        return rows + [
            self._public_link_row(
                label,
                "warn",
                "carrier_unreachable",
                self.env._(
                    "The carrier of %(number)s does not answer: %(error)s.",
                    number=parcel.number,
                    error=parcel.last_error or "?",
                ),
                self.env._(
                    "Test the tracking account. The page shows what was known last, and"
                    " says so."
                ),
            )
            for parcel in parcels
            if parcel.fail_count or parcel.account_id.state == "paused"
        ]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_senders_track(self):
        return Senders(
            (SALES, WAREHOUSE),
            self.env._("Only sales and warehouse people may send this to follow it."),
        )

    def _public_link_blockers_track(self):
        """Return why the parcels of this order cannot be followed."""
        return [*self._public_track_closed(), *self._public_track_waiting()]

    def _public_tracked(self):
        return self._public_shipments().filtered(
            lambda picking: picking.state != "draft"
        )

    def _public_plans(self, purpose):
        plans = super()._public_plans(purpose)
        if purpose == "track":
            plans.append(self._public_plan_track())
        return plans

    def _public_plan_track(self):
        """Yield what the gate reads, see ``_public_plans``."""
        if self.state == "sale":
            yield [(self, "shipments")]
            yield [(self._public_tracked(), "parcels")]

    def _public_track_closed(self):
        yield from super()._public_track_closed()
        env = self.env
        if self.state != "sale":
            yield Blocker(
                "not_confirmed",
                env._("There is nothing to follow yet."),
                env._("This is not a confirmed order, so nothing is shipped."),
                env._("Confirm it first."),
            )

    def _public_track_waiting(self):
        if self.state == "sale":
            yield from super()._public_track_waiting()


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _public_link_senders_track(self):
        return Senders(
            (SALES, WAREHOUSE),
            self.env._("Only sales and warehouse people may send this to follow it."),
        )

    def _public_link_blockers_track(self):
        """Return why the parcels of this delivery cannot be followed."""
        return [*self._public_track_closed(), *self._public_track_waiting()]

    @property
    def _public_fields(self):
        return (*super()._public_fields, "picking_type_id")

    # === GATE === #

    def _public_tracked(self):
        return self

    def _public_track_closed(self):
        yield from super()._public_track_closed()
        env = self.env
        if not self._public_goes_out():
            yield Blocker(
                "not_visible",
                env._("There is nothing to see here."),
                env._("This transfer does not go to a customer."),
                env._("Send links of deliveries only."),
            )
        elif self.state == "draft":
            yield Blocker(
                "not_visible",
                env._("This delivery is being prepared. We will keep you posted."),
                env._("The delivery is a draft."),
                env._("Press “Mark as Todo” on it first."),
            )

    def _public_track_waiting(self):
        if self.state == "cancel":
            yield Blocker(
                "cancelled",
                self.env._("This delivery will not be sent."),
                self.env._("The delivery is cancelled."),
                self.env._("Send the link of another delivery."),
                page="state",
            )
        elif self._public_goes_out() and self.state != "draft":
            yield from super()._public_track_waiting()

    def _public_delivery_reads(self):
        reads = super()._public_delivery_reads()
        return [*reads, (self, "parcels")] if self else reads

    def _public_parcels(self):
        parcels = super()._public_parcels()
        for row in self._public_parcel_rows():
            parcels[row.picking_id.id].append(
                {
                    "carrier": row.carrier_name or "",
                    "number": row.number,
                    "url": row._public_carrier_url(),
                }
            )
        return parcels

    def _public_delivered(self):
        deliveries = super()._public_delivered()
        parcels = self._public_parcel_rows().grouped("picking_id")
        for picking, delivery in zip(self, deliveries, strict=True):
            if rows := parcels.get(picking):
                delivery["headline"] = rows._worst()._public_eta()
        return deliveries

    def _public_link_track_qr(self):
        """Return the QR code for the delivery slip, as a data URI.

        :return: an image, or ``False`` where the slip carries none
        """
        company = self.company_id.sudo()  # its settings
        outgoing = self._public_goes_out()
        if not company.public_links_track_qr or not outgoing or self.state == "cancel":
            return False
        link = self._public_link_qr_link("track")
        return qr_data_uri(link._url()) if link else False
