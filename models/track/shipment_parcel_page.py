# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What track pages show of parcels."""

from odoo import fields, models

from ...carriers.base import FINAL
from ...tools.formatting import day
from ...tools.states import is_well, status
from .reasons import REASONS, SPOTS
from .shipment_parcel import LATE, SEVERITY
from .shipment_parcel_event_page import place
from .shipment_parcel_steps import FAILED
from .words_of_days import day_in_words, hour, local_day

PARCEL_FIELDS = (
    "account_id",
    "active",
    "carrier_id",
    "carrier_name",
    "company_id",
    "create_date",
    "destination_city",
    "destination_country",
    "eta_from",
    "eta_to",
    "fail_count",
    "last_event_at",
    "last_success_at",
    "next_check_at",
    "number",
    "origin_city",
    "origin_country",
    "package_id",
    "page_url",
    "picking_id",
    "pickup_place",
    "reason",
    "service",
    "spot",
    "state",
)
EVENT_FIELDS = (
    "city",
    "country",
    "message",
    "occurred_at",
    "occurred_local",
    "occurred_raw",
    "parcel_id",
    "sort_at",
    "source",
    "state",
    "state_name",
    "time_kind",
)
# States in which the page begins with the expected day.
ETA_LEADS = ("unknown", "pre_transit", "in_transit", "out_for_delivery")
# How many scans are shown at first, and how many can be unfolded.
SHOWN, MOST = 4, 100
# Days in which the first scan is to be expected.
FIRST_SCAN_DAYS = 5
# How many parcels a page shows.
PARCELS = 100


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    def _worst(self):
        """Return the parcel with the worst state: of those under way, else of all."""
        parcels = self.filtered(lambda row: row.state not in FINAL) or self
        return parcels.sorted(lambda row: (SEVERITY[row.state], row.id))[:1]

    def _delivered_of(self):
        """Return "2 of 3 delivered"."""
        done = self.filtered(lambda row: row.state == "delivered")
        return self.env._(
            "%(done)s of %(all)s delivered", done=len(done), all=len(self)
        )

    def _public_worst_first(self):
        """Return the parcels in the order of the page."""

        def place_of(row):
            severity = SEVERITY[row.state]
            if row._public_overdue():
                severity = min(severity, LATE)
            return row.state in FINAL, severity, row.id

        return self.sorted(place_of)

    def _public_blocks(self, link):
        """Return the parcels as the page shows them: the worst first, at most ``PARCELS``.

        :param link: `public.link`, whose paths lead to pictures and calendar files
        :rtype: list[dict]
        """
        self = self._public_worst_first()[:PARCELS]
        Event = self.env["shipment.parcel.event"]
        events = Event.search_fetch([("parcel_id", "in", self.ids)], EVENT_FIELDS)
        by_parcel = events.grouped("parcel_id")
        pickings = self.picking_id
        self.carrier_id.fetch(["name", "tracking_url"])
        if not all(row.origin_city or row.origin_country for row in self):
            senders = pickings.picking_type_id
            senders.fetch(["warehouse_id"])
            senders.warehouse_id.fetch(["partner_id"])
            senders.warehouse_id.partner_id.fetch(["city", "country_id"])
        pickings.partner_id.fetch(["city", "country_id", "name", "street"])
        pickings.sale_id.fetch(["client_order_ref", "date_order", "name"])
        goods = pickings._public_goods(link)
        blocks = [
            parcel._public_block(
                by_parcel.get(parcel, Event), parcel._goods_of(goods, self), link
            )
            for parcel in self
        ]
        return _named(self.env, blocks)

    def _goods_of(self, goods, parcels):
        """Return what is in this parcel, as far as packages, or the delivery, say so."""
        of_picking = goods.get(self.picking_id.id, {})
        if self.package_id and self.package_id.id in of_picking:
            return of_picking[self.package_id.id]
        alone = (
            len(parcels.filtered(lambda row: row.picking_id == self.picking_id)) == 1
        )
        return [good for rows in of_picking.values() for good in rows] if alone else []

    def _public_block(self, events, goods, link):
        env = self.env
        shown, headline, sentence, advice = self._public_block_answer(events)
        eta = self._public_eta()
        told = events.filtered(lambda event: event.source != "manual")
        handed_over = min(
            told.filtered(lambda event: event.state == "delivered").mapped("sort_at"),
            default=None,
        )
        known = self._people(), handed_over
        notes = self._public_notes()
        later, earlier = events[:SHOWN], events[SHOWN:MOST]
        return {
            "label": eta or self._public_beside(headline),
            "number": self.number,
            "carrier": self.carrier_name or self.carrier_id.name or "",
            "url": self._public_carrier_url(),
            "status": shown,
            "headline": eta or headline,
            "sentence": sentence,
            # What worries a reader is no time to say that there is nothing to do.
            "advice": "" if notes and self.state == "in_transit" else advice,
            "ask": self.state in FAILED,
            "notes": notes,
            "steps": self._public_steps(events),
            "goods": goods,
            "pickup": (self.pickup_place or "")
            if self.state == "available_for_pickup"
            else "",
            "calendar_url": link._path(f"calendar/{self.id}")
            if link.id and self._calendar_days()
            else "",
            "facts": [
                {"label": label, "value": value}
                for label, value in self._public_track_facts(events)
                if value
            ],
            "days": later._public_days(*known),
            "earlier": earlier._public_days(*known),
            "earlier_label": env._("Show one earlier scan")
            if len(earlier) == 1
            else env._("Show %s earlier scans", len(earlier)),
            "local_time": any(event._is_local() for event in events[:MOST]),
            "zone_time": any(
                event.occurred_at and not event._is_local() for event in events[:MOST]
            ),
            "last_scan": told[:1]._public_time() if told else "",
            # The last check with an answer.
            "last_check": self._checked_at(),
        }

    def _public_beside(self, headline):
        """Return what the overview says beside the badge; "" where it would say the same.

        :param str headline: the parcel's own
        """
        env, code = self.env, self.state
        if code in FAILED:
            reason = REASONS.get(self.reason)
            return env._(reason.label) if reason else ""
        if code == "available_for_pickup":
            return self.pickup_place or ""
        if code == "delivered":
            return env._(SPOTS[self.spot]) if self.spot in SPOTS else ""
        return "" if headline == self._public_words(code)[0] else headline

    def _checked_at(self):
        """Return when the provider last answered; "" if it never did."""
        if not self.last_success_at:
            return ""
        at = fields.Datetime.context_timestamp(self, self.last_success_at)
        return f"{day(self.env, at.date())}, {hour(self.env, at)}"

    def _people(self):
        """Return who gets this parcel, and where: no text may say it."""
        customer = self.picking_id.partner_id
        names = [customer.name, *(customer.name or "").split()[-1:], customer.street]
        return tuple(filter(None, names))

    def _left_long_ago(self):
        """Tell whether it left so long ago that no first scan is to be expected."""
        left = self.picking_id.date_done
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=FIRST_SCAN_DAYS)
        return bool(left and left < limit)

    def _public_block_answer(self, events):
        """Return state, what it means, and what to do next.

        :return: a ``page_values.Status``, a headline and two sentences
        """
        env, picking = self.env, self.picking_id
        code = self.state
        if code == "unknown" and not events and not self.last_success_at:
            # No carrier tells us anything: what we know is what we did ourselves.
            own, headline = picking._public_own_state()
            if picking.state != "done":
                return own, headline, "", ""
            if self._public_carrier_url():
                return own, headline, env._("The carrier's page shows where it is."), ""
            return own, headline, env._("Ask the carrier with the number below."), ""
        headline, sentence, advice = self._public_words(code)
        if code == "unknown":
            advice = self._public_waiting() or advice
        seen = next((place for place in map(_place_of, events) if place), "")
        if code == "in_transit" and seen:
            sentence = env._("It was last seen in %s.", seen)
        if self.reason in REASONS and code not in FINAL:
            reason = REASONS[self.reason]
            sentence = env._(reason.sentence)
            advice = env._(reason.advice) if reason.advice else advice
        if code == "delivered":
            event = events.filtered(lambda row: row.state == "delivered")[:1]
            if event:
                sentence = env._("Delivered: %s.", event._public_time())
            if self.spot in SPOTS:
                headline = env._("Delivered: %s", env._(SPOTS[self.spot]))
                # The headline has said what happened.
                sentence = f"{event._public_time()}." if event else ""
        return status(env, "parcel", code), headline, sentence, advice

    def _public_waiting(self):
        """Return when there may be news of a parcel of which nothing is known; "" where the
        usual words say it."""
        env, at = self.env, self.next_check_at
        if self._left_long_ago():
            return env._("Has it not arrived? Please ask us, and we find out.")
        at = at and max(at, self.account_id._asks_again_at() or at)
        if not at or at < fields.Datetime.add(fields.Datetime.now(), hours=1):
            return ""
        at = fields.Datetime.context_timestamp(self, at)
        return env._(
            "The first scan often takes a day. We ask the carrier again on %(day)s at"
            " %(time)s.",
            day=day(env, at.date()),
            time=hour(env, at),
        )

    def _public_eta(self):
        """Return when it is expected; "" where that no longer matters.

        Also of a parcel that met a problem: nobody knows whether its date still holds.
        """
        env, today = self.env, fields.Date.context_today(self)
        first, last = self.eta_from or self.eta_to, self.eta_to
        if self.state == "out_for_delivery" and not (last and last > today):
            # Even if its day has passed; not if it has been on the vehicle since yesterday.
            seen = local_day(env, self.last_event_at)
            return env._("Arriving today") if seen in (None, today) else ""
        if self.state not in ETA_LEADS or not last:
            return ""
        if last < today:
            return env._("Expected date passed")
        if last == today:
            return env._("Arriving today")
        if first < last:
            return env._(
                "Arriving from %(first)s to %(last)s",
                first=day_in_words(env, max(first, today)),
                last=day_in_words(env, last),
            )
        if (last - today).days == 1:
            return env._("Arriving tomorrow")
        return env._("Arriving %s", day_in_words(env, last))

    def _calendar_days(self):
        """Return the first and last expected day, where a calendar file can be offered."""
        last = self.eta_to
        if self.state not in ETA_LEADS or not last:
            return None
        first, today = self.eta_from or last, fields.Date.context_today(self)
        return (max(first, today), last) if last >= today else None

    def _public_track_facts(self, events):
        """Yield label and value of the parcel's facts, see ``page_values.Fact``."""
        env, picking = self.env, self.picking_id
        placed = [place for place in map(_place_of, events) if place]
        yield env._("Service"), self.service or ""
        leads = self.state in ETA_LEADS and self.state != "out_for_delivery"
        if not self.eta_to and leads:  # on its way to the door, the headline says when
            yield env._("Expected delivery"), env._("No date yet")
        origin = place(env, self.origin_city, self.origin_country)
        if not origin:
            sender = picking.picking_type_id.warehouse_id.partner_id
            origin = place(env, sender.city, sender.country_id.code)
        yield env._("From"), origin
        if self.state not in FINAL:
            yield env._("Last seen in"), placed[0] if placed else ""
        to = picking.partner_id
        yield (
            env._("To"),
            place(env, self.destination_city, self.destination_country)
            or place(env, to.city, to.country_id.code),
        )


def _place_of(event):
    return event._public_place()


def _named(env, blocks):
    """Give each block its name and its line in the overview, and open one of them."""
    several = len(blocks) > 1
    for place_, block in enumerate(blocks):
        number = env._("Parcel %s", place_ + 1)
        goods = block["goods"]
        name = ", ".join(
            f"{row['quantity']} {row['name']}".strip() for row in goods[:2]
        )
        if len(goods) > 2:
            name = env._(
                "%(goods)s and %(count)s more", goods=name, count=len(goods) - 2
            )
        block["name"] = name or number
        parts = [number if name else "", block["label"] if several else ""]
        block["label"] = " · ".join(filter(None, parts))
        # The worst is the first; what has arrived needs no look.
        block["open"] = place_ == 0 and not is_well(block["status"])
    return blocks
