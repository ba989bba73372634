# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stores what carriers say about parcels: each scan once, and states in order."""

from datetime import datetime, timedelta

from odoo import fields, models

from ...carriers.base import FINAL
from ...carriers.same import Known
from ...carriers.words import tells_of_people

# Carriers use numbers again: scans that are so much older than the shipment belong to an
# earlier parcel with the same number.
RECYCLED = timedelta(days=14)
# The largest offset from UTC. A local time that is further ahead lies in the future.
AHEAD = timedelta(hours=14)
NEVER = datetime(1970, 1, 1)
MAX_SCANS = 500  # of one parcel; more would be an error of the provider


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    def _ingest(self, result, source):
        """Store what a provider says about this parcel.

        :param result: `carriers.base.TrackResult`
        :param str source: poll or webhook
        """
        self.ensure_one()
        since = self._shipped_since() - RECYCLED
        scans = [scan for scan in result.scans if not _before(scan.at, since)]
        stale = bool(result.scans) and not scans
        self._forget_people(result.people)
        added = self._add_scans(scans, source, result.people)
        as_of = result.as_of.order
        values = self._result_values(result)
        if stale or _before(result.as_of, since):
            # Everything in it is about an earlier parcel.
            return added
        # What was overtaken on its way adds, but changes nothing: dates would go backwards.
        late = _before(result.as_of, self.state_as_of)
        values = {
            name: value
            for name, value in values.items()
            if value != self[name] and not (late and self[name])
        }
        if values:
            self.write(values)
        state, told = result.state, _told(result)
        if state in ("", "unknown") or not as_of:
            newest = added.search(
                [
                    ("parcel_id", "=", self.id),
                    ("state", "!=", False),
                    ("sort_at", ">", NEVER),
                ],
                limit=1,
            )
            if newest and state in ("", "unknown"):
                state, as_of, told = newest.state, newest.sort_at, {}
            as_of = as_of or newest.sort_at
        if state:
            self._advance_state(state, as_of, result.raw_state, told)
        return added

    def _shipped_since(self):
        """Return when the shipment began, which its number was not used before.

        Not when the row was made: a number may be entered months later.
        """
        picking = self.picking_id
        times = (picking.create_date, picking.date_done, self.create_date)
        return min(filter(None, times), default=fields.Datetime.now())

    def _result_values(self, result):
        """Return the values of a result other than state and scans, without empty ones."""
        values = {
            "tracker_id": not self.tracker_id and self._free_tracker(result.tracker_id),
            # The provider's name for the carrier, unless staff have entered one.
            "carrier_name": self.carrier_name in (False, self.carrier_id.name)
            and result.carrier_name,
            "service": result.service,
            "origin_city": result.origin.city,
            "origin_country": result.origin.country,
            "destination_city": result.destination.city,
            "destination_country": result.destination.country,
            "page_url": result.page_url,
        }
        first, last = result.eta_from.local, result.eta_to.local
        if (first or last) and self.eta_source != "manual":
            # The local day: in UTC, midnight may be on the day before.
            days = sorted(moment.date() for moment in (first or last, last or first))
            values |= {
                "eta_from": days[0],
                "eta_to": days[-1],
                "eta_source": "carrier",
            }
        return {name: value for name, value in values.items() if value}

    def _free_tracker(self, tracker_id):
        """Return the provider's tracker id, or "" if another parcel has it."""
        taken = tracker_id and self.with_context(active_test=False).search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("account_id", "=", self.account_id.id),
                ("tracker_id", "=", tracker_id),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        return "" if taken else tracker_id

    # === SCANS === #

    def _known_scans(self):
        """Return the scans of these parcels. Called for a batch, it fills the cache for each."""
        # sudo: carriers' scans are read by the system
        events = self.sudo().event_ids
        events.fetch(
            [
                "city",
                "dedupe_key",
                "message",
                "occurred_at",
                "occurred_local",
                "occurred_raw",
                "raw_code",
                "source",
                "state",
            ]
        )
        return events

    def _forget_people(self, people):
        """Empty texts that turn out to name somebody: the name came in a later answer."""
        if not any(people):
            return
        for event in self._known_scans().filtered("message"):
            if event.source != "manual" and tells_of_people(
                event.message, event.state, people
            ):
                event.message = False

    def _add_scans(self, scans, source, people=()):
        """Add the scans that are not there yet.

        :param people: names that no text may hold
        :return: the new ones
        :rtype: recordset of `shipment.parcel.event`
        """
        # sudo: carriers' scans are written by the system
        Event = (
            self.env["shipment.parcel.event"].sudo().with_context(shipment_scans=True)
        )
        known = Known()
        for event in self._known_scans():
            known.add(event.dedupe_key, *event._same_as())
        now, last = fields.Datetime.now(), None
        vals_list = []
        for scan in scans:
            # A scan without a time keeps its place in the provider's list.
            last = _place_in_time(scan.at, last, now)
            message = scan.message
            if any(people) and tells_of_people(message, scan.state, people):
                message = ""
            at = scan.at
            what = (at.utc, at.local, at.raw), scan.code, message, scan.place.city
            if known.has(scan.dedupe_key, *what) or known.count >= MAX_SCANS:
                continue
            known.add(scan.dedupe_key, *what)
            vals_list.append(
                {
                    "parcel_id": self.id,
                    "occurred_at": scan.at.utc,
                    "occurred_local": scan.at.local and scan.at.local.isoformat(),
                    "occurred_raw": scan.at.raw,
                    "sort_at": last,
                    "time_kind": scan.at.kind or False,
                    "state": scan.state or False,
                    "raw_code": scan.code,
                    "message": message,
                    "city": scan.place.city,
                    "state_name": scan.place.state,
                    "zip": scan.place.zip,
                    "country": scan.place.country,
                    "source": source,
                    "dedupe_key": scan.dedupe_key,
                }
            )
        events = Event.create(vals_list)
        # New records are appended to the cached one2many, which is ordered by time.
        self.invalidate_recordset(["event_ids"], flush=False)
        self._note_last_scan(events)
        return events

    def _note_last_scan(self, events):
        now = fields.Datetime.now()
        latest = max(events.mapped("sort_at"), default=NEVER)
        if latest > NEVER:
            # Staff may have entered a time in the future.
            latest = min(latest, now)
            if not self.last_event_at or latest > self.last_event_at:
                self.last_event_at = latest

    # === STATE === #

    def _advance_state(self, state, as_of, raw_state="", told=None):
        """Set the state, unless the known one is newer.

        :param str state: one of ours
        :param datetime as_of: when it was reported; ``None`` if that is not known
        :param str raw_state: the provider's own code
        :param dict told: what was said together with the state, see ``_told``
        """
        known = self.state_as_of
        # A time in the future must not outrank the scans that arrive before it.
        as_of = as_of and min(as_of, fields.Datetime.now())
        if as_of and known and as_of < known:
            return
        if self.state in FINAL and state != self.state:
            # A final state is replaced only by a newer one whose time is known.
            if state == "unknown" or not as_of or not known or as_of <= known:
                return
        values = {
            "raw_state": raw_state or self.raw_state,
            "state_as_of": as_of or known,
            **(told or dict.fromkeys(("reason", "spot"), False)),
        }
        if state != self.state:
            values |= {"state": state, "state_since": fields.Datetime.now()}
        before = self.state
        self.write(values)
        if state != before:
            self._state_changed(before)

    def _apply_manual_scan(self, event):
        """Set the state by a scan that staff have entered.

        :param event: `shipment.parcel.event`
        """
        self._note_last_scan(event)
        if event.state:
            self._advance_state(event.state, event.sort_at)

    def _state_changed(self, before):
        """Hook: act on a new state.

        :param str before: the earlier state
        """


def _told(result):
    """Return what a provider says together with the state, and takes back with it."""
    return {
        "reason": result.reason or False,
        "spot": result.spot or False,
        "pickup_place": result.pickup or False,
    }


def _place_in_time(moment, previous, now):
    """Return the datetime by which a scan is sorted, at most the present.

    :param moment: `carriers.times.Moment` of the scan
    :param datetime previous: that of the scan before it
    :param datetime now: UTC
    """
    at = moment.order
    if at and at <= now + AHEAD:
        # A local time without a zone may be ahead of UTC.
        return min(at, now)
    return NEVER if moment.raw else previous or now


def _before(moment, limit):
    return bool(moment.order and limit and moment.order < limit)
