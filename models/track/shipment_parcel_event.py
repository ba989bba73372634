# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scans: what carriers, or staff, have reported about a parcel."""

import hashlib
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.states import selection
from .states import STATES

# Fields of a scan that staff have entered, which they may change.
NOTED = {"city", "country", "message", "occurred_at", "state", "state_name", "zip"}


class ShipmentParcelEvent(models.Model):
    """One scan of a parcel. Those of carriers are never changed."""

    _name = "shipment.parcel.event"
    _description = "Parcel Scan"
    # Where no zone is known, sorted by the local time, which is off by some hours.
    _order = "sort_at desc, id desc"
    _rec_name = "message"

    parcel_id = fields.Many2one(
        "shipment.parcel", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="parcel_id.company_id", store=True, index=True)
    occurred_at = fields.Datetime(
        "When", help="Empty where the carrier does not say which zone it means."
    )
    occurred_local = fields.Char(
        "Local Time",
        readonly=True,
        help="The local time that the carrier named, where the zone is unknown.",
    )
    occurred_raw = fields.Char("Carrier's Time", readonly=True)
    sort_at = fields.Datetime("Sorted By", readonly=True, required=True)
    time_kind = fields.Selection(
        [
            ("offset", "With its zone"),
            ("utc", "UTC"),
            ("naive", "Local carrier time"),
            ("date_only", "A date only"),
        ],
        string="Kind of Time",
        readonly=True,
    )
    time_shown = fields.Char("Time", compute="_compute_time_shown")
    state = fields.Selection(selection(STATES, "parcel"))
    raw_code = fields.Char("Carrier's Code", readonly=True)
    message = fields.Char("What Happened")
    city = fields.Char()
    state_name = fields.Char("State or Province")
    zip = fields.Char("Postcode")
    country = fields.Char()
    source = fields.Selection(
        [
            ("poll", "Asked for"),
            ("webhook", "Told by the provider"),
            ("manual", "By hand"),
        ],
        required=True,
        default="manual",
        readonly=True,
    )
    author_id = fields.Many2one("res.users", "Noted By", readonly=True)
    dedupe_key = fields.Char("Deduplication Key", required=True, readonly=True)

    _dedupe_unique = models.UniqueIndex("(parcel_id, dedupe_key)")

    @api.depends("occurred_at", "occurred_local", "occurred_raw")
    @api.depends_context("lang", "tz")
    def _compute_time_shown(self):
        for event in self:
            event.time_shown = event._public_time()

    def _same_as(self):
        """Return what a scan is known by, see ``carriers.same.Known``."""
        local = self.occurred_local and datetime.fromisoformat(self.occurred_local)
        when = (self.occurred_at or None, local or None, self.occurred_raw or "")
        return when, self.raw_code, self.message, self.city

    @api.model_create_multi
    def create(self, vals_list):
        """Create scans of staff; those of carriers are created by ``_add_scans``."""
        # Both: anybody can send a context by RPC, but not as superuser.
        if self.env.su and self.env.context.get("shipment_scans"):
            return super().create(vals_list)
        now = fields.Datetime.now()
        events = super().create([self._manual_values(vals, now) for vals in vals_list])
        for event in events.sorted("sort_at"):
            # sudo: the parcel's state is written by the system
            event.parcel_id.sudo()._apply_manual_scan(event)
        return events

    def _manual_values(self, vals, now):
        at = self._manual_time(vals.get("occurred_at")) or now
        place = [vals.get(name) or "" for name in ("city", "state_name", "country")]
        parts = [str(vals.get("parcel_id")), at.isoformat(), vals.get("state") or ""]
        text = "\x1f".join([*parts, vals.get("message") or "", *place])
        return {
            **vals,
            "occurred_at": at,
            "occurred_local": False,
            "occurred_raw": False,
            "sort_at": at,
            "time_kind": "utc",
            "source": "manual",
            "author_id": self.env.uid,
            "dedupe_key": "hand:" + hashlib.sha256(text.encode()).hexdigest(),
        }

    def _manual_time(self, value):
        at = fields.Datetime.to_datetime(value)
        if at and at > fields.Datetime.add(fields.Datetime.now(), days=1):
            raise UserError(self.env._("A scan cannot be in the future."))
        return at

    def write(self, vals):
        if not self.env.su:
            if self.filtered(lambda event: event.source != "manual"):
                raise UserError(self.env._("What the carrier reported stays as it is."))
            vals = {name: value for name, value in vals.items() if name in NOTED}
            if "occurred_at" in vals:
                at = self._manual_time(vals["occurred_at"]) or fields.Datetime.now()
                vals |= {"occurred_at": at, "sort_at": at}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep_what_carriers_reported(self):
        if not self.env.su and self.filtered(lambda event: event.source != "manual"):
            raise UserError(self.env._("What the carrier reported stays as it is."))
