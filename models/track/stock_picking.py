# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tracking side of deliveries and orders: their parcels, and the gate."""

from odoo import api, fields, models
from odoo.tools import split_every

from ...carriers import numbers
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
                env._("This is no confirmed order, so nothing is shipped."),
                env._("Confirm it first."),
            )

    def _public_track_waiting(self):
        if self.state == "sale":
            yield from super()._public_track_waiting()


class StockPicking(models.Model):
    _inherit = "stock.picking"

    parcel_ids = fields.One2many("shipment.parcel", "picking_id", "Parcels")
    parcel_state = fields.Selection(
        selection=lambda self: (
            self.env["shipment.parcel"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="Parcels Are",
        compute="_compute_parcel_summary",
        help="The state of the parcel that stands worst.",
    )
    parcel_summary = fields.Char(compute="_compute_parcel_summary")

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
        if self.picking_type_code != "outgoing":
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
                env._("Mark it as to do first."),
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
        elif self.picking_type_code == "outgoing" and self.state != "draft":
            yield from super()._public_track_waiting()

    # === PARCELS === #

    @api.depends("parcel_ids.state")
    def _compute_parcel_summary(self):
        for picking in self:
            parcels = picking.parcel_ids
            worst = parcels._worst()
            picking.parcel_state = worst.state
            picking.parcel_summary = parcels and parcels._delivered_of()

    @api.model_create_multi
    def create(self, vals_list):
        pickings = super().create(vals_list)
        pickings.filtered("carrier_tracking_ref")._sync_parcels()
        return pickings

    def write(self, vals):
        result = super().write(vals)
        if {"carrier_tracking_ref", "carrier_id", "picking_type_id"} & set(vals):
            self._sync_parcels()
        return result

    def _sync_parcels(self):
        """Create a parcel for each number in the tracking references; archive the others.

        Only of outgoing transfers: core copies the reference along pick, pack and ship.
        """
        # sudo: the system creates parcels, whoever enters the reference
        pickings = self.sudo().with_context(active_test=False)
        for picking in pickings:
            outgoing = picking.picking_type_code == "outgoing"
            wanted = numbers.split(picking.carrier_tracking_ref) if outgoing else []
            parcels = picking.parcel_ids
            known = {parcel.number: parcel for parcel in parcels}
            kept = parcels.filtered(lambda row, wanted=wanted: row.number in wanted)
            (parcels - kept).filtered("active").active = False
            kept.filtered(lambda row: not row.active).active = True
            values = picking._parcel_values()
            kept.filtered(
                lambda row, picking=picking: row.carrier_id != picking.carrier_id
            ).write(values)
            Parcel = self.env["shipment.parcel"].sudo()  # as above
            # Without messages: there are thousands, and their scans are their history.
            Parcel.with_context(mail_create_nolog=True, tracking_disable=True).create(
                [
                    {**values, "picking_id": picking.id, "number": number}
                    for number in wanted
                    if number not in known
                ]
            )
            picking._note_packages()

    def _note_packages(self):
        """Assign packages to parcels, where there are as many of both: carriers give the
        numbers in the order of the packages. What staff have chosen is kept."""
        for picking in self:
            packages = (
                picking.package_history_ids.package_id
                or picking.move_line_ids.result_package_id
            ).sorted("id")
            # sudo: the system writes parcels, whoever works on the delivery
            parcels = picking.sudo().parcel_ids.sorted("id")
            if len(packages) != len(parcels) or parcels.package_id:
                continue
            for parcel, package in zip(parcels, packages, strict=True):
                parcel.package_id = package

    def _action_done(self):
        result = super()._action_done()
        self.filtered("parcel_ids")._note_packages()
        return result

    @api.model
    def _make_missing_parcels(self):
        """Create the parcels of deliveries that are older than the addon."""
        pickings = self.search(
            [
                ("carrier_tracking_ref", "!=", False),
                ("picking_type_code", "=", "outgoing"),
                ("parcel_ids", "=", False),
            ]
        )
        for batch in split_every(1000, pickings.ids):
            self.browse(batch)._sync_parcels()
            self.env.flush_all()
            self.env.invalidate_all()

    def _parcel_values(self):
        """Return the values of new parcels that follow from the delivery's carrier."""
        carrier = self.carrier_id
        account = carrier.tracking_account_id
        if account.company_id != self.company_id:
            account = self.company_id.public_links_track_account_id
        return {
            "carrier_id": carrier.id,
            "carrier_name": carrier.name,
            "carrier_code": carrier.tracking_carrier_code,
            "account_id": account.id,
        }

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
                    "url": row.carrier_id._public_tracking_url(row.number),
                }
            )
        return parcels

    def _public_link_track_qr(self):
        """Return the QR code for the delivery slip, as a data URI.

        :return: an image, or ``False`` where the slip carries none
        """
        company = self.company_id.sudo()  # its settings
        outgoing = self.picking_type_code == "outgoing"
        if not company.public_links_track_qr or not outgoing or self.state == "cancel":
            return False
        link = self._public_link_qr_link("track")
        return qr_data_uri(link._url()) if link else False

    def action_parcels_refresh(self):
        """Ask the providers about this delivery's parcels now."""
        return self.parcel_ids.action_refresh()
