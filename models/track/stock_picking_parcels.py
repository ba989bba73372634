# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which parcels a delivery has: read from its tracking reference, or said by staff."""

import logging

from odoo import api, fields, models
from odoo.tools import split_every

from ...carriers import numbers
from ...carriers.words import page_url
from ..documents.stock_picking import TO_CUSTOMERS

_logger = logging.getLogger(__name__)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    parcel_ids = fields.One2many("shipment.parcel", "picking_id", "Parcels")
    parcel_state = fields.Selection(
        selection=lambda self: (
            self.env["shipment.parcel"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="State of Parcels",
        compute="_compute_parcel_summary",
        help="The state of the parcel that is worst off.",
    )
    parcel_summary = fields.Char(compute="_compute_parcel_summary")
    parcel_numbers = fields.Char(
        compute="_compute_parcel_numbers",
        inverse="_inverse_parcel_numbers",
        help="How the tracking reference is read: one number for each parcel, with commas"
        " between them. If it is read wrongly, write the numbers here; that stays when the"
        " reference is written again.",
    )
    # What staff have corrected: which numbers were read, which of these are none, and
    # which were not seen. Empty: the reference is read as it is.
    parcel_correction = fields.Json(copy=False)

    @api.depends("parcel_ids.number", "parcel_ids.active")
    def _compute_parcel_numbers(self):
        for picking in self:
            found = picking.parcel_ids.sorted("id").mapped("number")
            picking.parcel_numbers = ", ".join(found) or False

    def _inverse_parcel_numbers(self):
        for picking in self:
            typed = (picking.parcel_numbers or "").split(",")
            wanted = [
                "".join(one.split()).upper()[: numbers.MAX_LENGTH] for one in typed
            ]
            wanted = list(dict.fromkeys(filter(None, wanted)))
            read = numbers.split(picking.carrier_tracking_ref)
            correction = {
                "read": read,
                "not": [one for one in read if one not in wanted],
                "also": [one for one in wanted if one not in read],
            }
            changed = correction["not"] or correction["also"]
            picking.parcel_correction = correction if changed else False
        self._sync_parcels()

    def _wanted_numbers(self):
        """Return the numbers of this delivery's parcels.

        :rtype: list[str]
        """
        read = numbers.split(self.carrier_tracking_ref)
        correction = self.parcel_correction or {}
        if correction.get("read") and not set(read) & set(correction["read"]):
            # It was about other numbers: the reference was replaced.
            correction = {}
        kept = [one for one in read if one not in correction.get("not", ())]
        return list(dict.fromkeys(kept + correction.get("also", [])))

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
            wanted = picking._wanted_numbers() if picking._public_goes_out() else []
            parcels = picking.parcel_ids
            known = {parcel.number: parcel for parcel in parcels}
            kept = parcels.filtered(lambda row, wanted=wanted: row.number in wanted)
            (parcels - kept).filtered("active").active = False
            kept.filtered(lambda row: not row.active).active = True
            values = picking._parcel_values()
            kept.filtered(
                lambda row, picking=picking: row.carrier_id != picking.carrier_id
            ).write(values)
            kept.filtered(lambda row: not row.account_id)._take_account()
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
                ("picking_type_code", "in", TO_CUSTOMERS),
                ("location_id.usage", "!=", "customer"),
                ("parcel_ids", "=", False),
            ]
        )
        for batch in split_every(1000, pickings.ids):
            self.browse(batch)._sync_parcels()
            self.env.flush_all()
            self.env.invalidate_all()

    def _parcel_values(self):
        """Return the values of new parcels that follow from the delivery's carrier."""
        carrier, account = self.carrier_id, self._account_of_carrier()
        return {
            "carrier_id": carrier.id,
            "carrier_name": carrier.name,
            "carrier_code": carrier.tracking_carrier_code,
            "account_id": account.id,
            "page_url": self._connectors_page(),
        }

    def _account_of_carrier(self):
        """Return whom to ask: the delivery method's account, else that of the settings."""
        account = self.carrier_id.tracking_account_id
        if account.company_id != self.company_id:
            account = self.company_id.public_links_track_account_id
        return account

    def _connectors_page(self):
        """Return the carrier's own page as the delivery method's connector names it.

        Asked when a number is entered, never by a page: a connector may send a request.
        """
        carrier = self.carrier_id
        # Of these, core only fills the method's template, which is read in any case.
        if not carrier or carrier.delivery_type in ("fixed", "base_on_rule"):
            return False
        try:
            url = carrier.get_tracking_link(self)
        except Exception:
            _logger.info(
                "No page of %s for %s.", carrier.name, self.name, exc_info=True
            )
            return False
        # Of several parcels it may be a list of names and addresses.
        return page_url(url) or False

    def action_parcels_refresh(self):
        """Ask the providers about this delivery's parcels now."""
        return self.parcel_ids.action_refresh()
