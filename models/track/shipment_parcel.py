# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parcels: one tracking number of a delivery, its state, and when to ask again."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...carriers import numbers
from ...carriers.base import FINAL
from ...carriers.schedule import next_check
from ...carriers.words import page_url
from ...tools.states import selection
from .reasons import REASONS, SPOTS
from .states import STATES

# What is worst comes first.
SEVERITY = {state.code: place for place, state in enumerate(STATES)}
# Where a parcel stands whose day has passed: behind problems, before what is to come.
LATE = SEVERITY["unknown"] - 0.5
# What a parcel is like before anybody has said anything of it.
FORGOTTEN = {
    "destination_city": False,
    "destination_country": False,
    "eta_known": False,
    "fail_count": 0,
    "known_states": False,
    "last_checked_at": False,
    "last_error": False,
    "last_event_at": False,
    "last_success_at": False,
    "mail_at": False,
    "origin_city": False,
    "origin_country": False,
    "page_url": False,
    "pickup_place": False,
    "raw_state": False,
    "registered_at": False,
    "reason": False,
    "spot": False,
    "state": "unknown",
    "state_as_of": False,
    "state_since": False,
    "tracker_id": False,
}
STALE_HOURS = 72
UNREACHABLE_HOURS = 24


class ShipmentParcel(models.Model):
    """One parcel of a delivery: its number, and how the carrier says it stands.

    Carriers use numbers again, so a number does not name a parcel.
    """

    _name = "shipment.parcel"
    _description = "Parcel"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "number"

    active = fields.Boolean(default=True)
    picking_id = fields.Many2one(
        "stock.picking", "Delivery", required=True, index=True, ondelete="cascade"
    )
    package_id = fields.Many2one("stock.package", index="btree_not_null")
    company_id = fields.Many2one(
        related="picking_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    account_id = fields.Many2one(
        "shipment.tracking.account",
        "Tracking Account",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="The account that is asked about the parcel. Empty: none; scans are entered by hand.",
    )
    carrier_id = fields.Many2one("delivery.carrier", "Delivery Method")
    carrier_code = fields.Char(help="The carrier as the tracking provider names it.")
    carrier_name = fields.Char("Carrier")
    service = fields.Char()
    number = fields.Char("Tracking Number", required=True, index=True)
    tracker_id = fields.Char("Provider's Reference", readonly=True, copy=False)

    state = fields.Selection(
        selection(STATES, "parcel"),
        required=True,
        default="unknown",
        readonly=True,
        index=True,
    )
    state_since = fields.Datetime("In This State Since", readonly=True)
    state_as_of = fields.Datetime(
        "State Known Since",
        readonly=True,
        help="When the provider last changed what it says.",
    )
    raw_state = fields.Char("Carrier's State", readonly=True)
    reason = fields.Selection(
        [(code, reason.label._source) for code, reason in REASONS.items()],
        readonly=True,
        help="Why it is late or met a problem, as far as the carrier says it.",
    )
    spot = fields.Selection(
        [(code, word._source) for code, word in SPOTS.items()],
        "Where It Was Left",
        readonly=True,
        help="Where the carrier left it.",
    )
    pickup_place = fields.Char(
        "Pick-Up Place", help="The shop or locker where the customer can collect it."
    )
    page_url = fields.Char("Provider's Page", readonly=True)
    eta_from = fields.Date("Expected From")
    eta_to = fields.Date("Expected By")
    eta_source = fields.Selection(
        [("carrier", "Carrier"), ("manual", "By hand")],
        "Source of the Date",
        readonly=True,
        help="A date that was entered by hand is not overwritten by the carrier's.",
    )
    origin_city = fields.Char(readonly=True)
    origin_country = fields.Char(readonly=True)
    destination_city = fields.Char(readonly=True)
    destination_country = fields.Char(readonly=True)

    event_ids = fields.One2many("shipment.parcel.event", "parcel_id", "Scans")
    last_event_at = fields.Datetime("Last Scan", readonly=True)
    last_checked_at = fields.Datetime("Last Checked", readonly=True)
    last_success_at = fields.Datetime("Last Answer", readonly=True)
    next_check_at = fields.Datetime("Next Check", readonly=True, copy=False)
    # When the account's provider first answered about it: often before any news.
    registered_at = fields.Datetime(readonly=True, copy=False)
    fail_count = fields.Integer("Failures in a Row", readonly=True)
    last_error = fields.Char("What Went Wrong", readonly=True)

    is_late = fields.Boolean("Late", compute="_compute_late", search="_search_is_late")
    is_stale = fields.Boolean(
        "No Scan for Long", compute="_compute_late", search="_search_is_stale"
    )
    is_unreachable = fields.Boolean("Carrier Unreachable", compute="_compute_late")
    carrier_url = fields.Char("Carrier's Page", compute="_compute_carrier_url")

    _tracker_unique = models.UniqueIndex(
        "(company_id, account_id, tracker_id) WHERE tracker_id IS NOT NULL",
        "Another parcel has this reference of the tracking provider.",
    )
    _due_index = models.Index(
        "(next_check_at, id) WHERE next_check_at IS NOT NULL AND active"
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "eta_to",
        "last_event_at",
        "last_success_at",
        "next_check_at",
        "fail_count",
    )
    def _compute_late(self):
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        for parcel in self:
            open_ = parcel.state not in FINAL
            parcel.is_late = bool(open_ and parcel.eta_to and parcel.eta_to < today)
            parcel.is_stale = bool(
                parcel.state in ("in_transit", "out_for_delivery")
                and parcel.last_event_at
                and parcel.last_event_at
                < fields.Datetime.subtract(now, hours=STALE_HOURS)
            )
            lost = fields.Datetime.subtract(now, hours=UNREACHABLE_HOURS)
            # Not asked: the account is paused, or the scheduled action does not run.
            unasked = parcel.next_check_at and parcel.next_check_at < lost
            parcel.is_unreachable = bool(
                open_
                and (parcel.fail_count or unasked)
                and (parcel.last_success_at or parcel.create_date or now) < lost
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "not in", FINAL) & Domain(
            "eta_to", "<", fields.Date.context_today(self)
        )
        return late if True in value else ~late

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        limit = fields.Datetime.subtract(fields.Datetime.now(), hours=STALE_HOURS)
        stale = Domain("state", "in", ("in_transit", "out_for_delivery")) & Domain(
            "last_event_at", "<", limit
        )
        return stale if True in value else ~stale

    @api.depends("number", "carrier_id.tracking_url", "page_url")
    def _compute_carrier_url(self):
        for parcel in self:
            parcel.carrier_url = parcel._public_carrier_url()

    def _public_carrier_url(self):
        """Return the address of the carrier's own page, "" where there is none.

        What staff have entered comes before what the provider, or the connector, says.
        """
        own = self.carrier_id._public_tracking_url(self.number)
        return own or page_url(self.page_url or "")

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        parcels = super().create(vals_list)
        parcels._plan_first_check()
        return parcels

    def write(self, vals):
        self._reset_outdated(vals)
        if not self.env.su and {"eta_from", "eta_to"} & set(vals):
            dated = vals.get("eta_from") or vals.get("eta_to")
            vals = {**vals, "eta_source": "manual" if dated else False}
        result = super().write(vals)
        if {"account_id", "number", "active"} & set(vals):
            self._plan_first_check()
        return result

    def _reset_outdated(self, vals):
        """Reset what is not valid any more after these values are written.

        With another number it is another parcel for the provider, and the tracker id of one
        account means nothing to another. Scans that staff have entered are kept.
        """
        for parcel in self:
            number, account = parcel.number, parcel.account_id.id
            if vals.get("number", number) != number:
                # sudo: carriers' scans are written by the system
                scans = parcel.sudo().event_ids
                scans.filtered(lambda row: row.source != "manual").unlink()
                by_hand = parcel.eta_source == "manual"
                eta = {} if by_hand else dict.fromkeys(("eta_from", "eta_to"))
                parcel.sudo().write({**FORGOTTEN, **eta})
            elif vals.get("account_id", account) != account:
                parcel.registered_at = False
                if parcel.tracker_id:
                    parcel.tracker_id = False

    def _take_account(self):
        """Give parcels under way the account that their delivery's carrier has now, unless
        staff have chosen another for them."""
        for parcel in self:
            values = parcel.picking_id._parcel_values()
            changes = {
                name: values[name]
                for name in ("account_id", "carrier_code")
                if values[name] and parcel[name] != values[name]
            }
            if changes:
                parcel.write(changes)

    @api.model
    def _waiting_for_account(self, domain):
        """Return the parcels under way of which nobody is asked.

        :param domain: which of them
        """
        return self.search(
            Domain(domain)
            & Domain("account_id", "=", False)
            & Domain("state", "not in", FINAL)
            & Domain(
                "create_date",
                ">",
                fields.Datetime.subtract(fields.Datetime.now(), days=90),
            )
        )

    def _plan_first_check(self):
        """Plan the first check, where there is a provider that can be asked."""
        # sudo: whether the account can be asked, not its keys
        for parcel in self.sudo():
            adapter = parcel.account_id._adapter_class()
            asks = parcel.account_id and adapter.polls and parcel.active
            odd = asks and not numbers.plausible(parcel.number)
            parcel.next_check_at = asks and not odd and fields.Datetime.now()
            if odd:
                parcel.last_error = self.env._(
                    "This does not look like a tracking number; the carrier is not"
                    " asked."
                )

    def _plan_next_check(self):
        """Plan the next check, depending on the state."""
        now = fields.Datetime.now()
        for parcel in self:
            adapter = parcel.account_id._adapter_class()
            parcel.next_check_at = (
                parcel.account_id
                and adapter.polls
                and next_check(
                    parcel.state,
                    now,
                    parcel.create_date or now,
                    parcel.state_since,
                    parcel.last_event_at,
                    parcel.account_id._has_live_webhook(),
                    adapter.refreshed_every,
                    parcel.registered_at,
                )
            )

    @api.model
    def _open_by_number(self, account, told):
        """Return the parcels under way of an account that have these numbers, and no
        reference of the provider.

        :param list told: numbers as the provider writes them
        :return: the parcels by number, see ``numbers.comparable``
        :rtype: dict
        """
        spellings = {number for number in told if number}
        spellings |= {numbers.comparable(number) for number in spellings}
        found = self.search(
            Domain("account_id", "=", account.id)
            & Domain("tracker_id", "=", False)
            & Domain("number", "in", list(spellings))
            & Domain("state", "not in", FINAL)
        )
        return found.grouped(lambda parcel: numbers.comparable(parcel.number))

    # === ACTIONS === #

    def action_refresh(self):
        """Ask the provider now."""
        self.check_access("write")
        # sudo: the account's key is used, and not shown
        parcels = self.sudo().filtered(
            lambda parcel: (
                parcel.account_id
                and parcel.account_id.state != "paused"
                and parcel.account_id._adapter().polls
                and numbers.plausible(parcel.number)
            )
        )
        if not parcels:
            raise UserError(
                self.env._(
                    "No provider can be asked: choose a tracking account that is not"
                    " paused, or add the scans by hand."
                )
            )
        for account in parcels.account_id:
            mine = parcels.filtered(
                lambda row, account=account: row.account_id == account
            )
            size = account._adapter().batch_size
            for start in range(0, len(mine), size):
                account._ask_for(mine[start : start + size])
        return True

    def action_open_scans(self):
        """Open the parcel with its scans."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_open_carrier(self):
        """Open the carrier's own page."""
        self.ensure_one()
        if not self.carrier_url:
            raise UserError(
                self.env._("The delivery method has no address of the carrier's page.")
            )
        return {"type": "ir.actions.act_url", "url": self.carrier_url, "target": "new"}
