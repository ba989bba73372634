# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What track pages show of parcels."""

import re
from datetime import datetime

import babel.dates
from babel.core import get_global

from odoo import fields, models
from odoo.tools.misc import babel_locale_parse, format_date, get_lang

from ...carriers.base import FINAL
from ...tools.formatting import day
from ...tools.states import status
from .shipment_parcel import SEVERITY

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
    "picking_id",
    "service",
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
# How many parcels a page shows.
PARCELS = 100
# Behind words like these carriers write who has received a parcel, or where it was left.
_PERSONAL = re.compile(
    r"[\s,;:(-]*\b(?:signed(?: for)?|signature|signatory|received|accepted|collected"
    r"|unterschrieben|unterschrift|empfangen|sign[ée]+|re[çc]u|firmado|recibido|pod"
    r"|firmato|ritirato|ondertekend|ontvangen)"
    r"\s*(?::|(?:for\s+)?by\b|von\b|durch\b|par\b|por\b|da\b|door\b).*"
    r"|[\s,;:(-]*\b(?:left with|neighbou?rs?|nachbar\w*|voisine?s?|vecin[oa]s?|vicin[oi]"
    r"|buren|buur\w+|consignee|receiver|recipient)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def without_people(message):
    """Return a carrier's words without what follows "signed by" and the like.

    >>> without_people("Delivered, signed for by: J SMITH")
    'Delivered'

    :rtype: str
    """
    return _PERSONAL.sub("", message or "").strip()


class ShipmentParcelEvent(models.Model):
    _inherit = "shipment.parcel.event"

    def _public_time(self):
        """Return when the scan was, in the reader's zone where the zone is known.

        :rtype: str
        """
        env = self.env
        if self.occurred_at:
            return _time(env, self.occurred_at, env.context.get("tz") or "UTC")
        if not self.occurred_local:
            return env._("time not given")
        local = datetime.fromisoformat(self.occurred_local)
        if self.time_kind == "date_only":
            return day(env, local.date())
        return env._("%s local carrier time", _time(env, local, "UTC"))

    def _public_place(self):
        """Return city and country of the scan; never a street.

        :rtype: str
        """
        return place(self.env, self.city, self.country, self.state_name)

    def _public_scan(self):
        """Return the scan as the page shows it."""
        states = dict(
            self.env["shipment.parcel"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        text = without_people(self.message)
        if self.state == "delivered" and self.source != "manual":
            # The text may name the receiver, in any language: ours is shown instead.
            text = ""
        text = text or states.get(self.state) or ""
        return {
            "text": text or self.env._("Scanned"),
            "place": self._public_place(),
            "time": self._public_time(),
            "by_hand": self.source == "manual",
        }


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
        return self.sorted(
            lambda row: (row.state in FINAL, SEVERITY[row.state], row.id)
        )

    def _public_blocks(self):
        """Return the parcels as the page shows them: the worst first, at most ``PARCELS``.

        :rtype: list[dict]
        """
        self = self._public_worst_first()[:PARCELS]
        Event = self.env["shipment.parcel.event"]
        events = Event.search_fetch([("parcel_id", "in", self.ids)], EVENT_FIELDS)
        by_parcel = events.grouped("parcel_id")
        self.carrier_id.fetch(["name", "tracking_url"])
        if not all(self.mapped("origin_city")):
            senders = self.picking_id.picking_type_id
            senders.fetch(["warehouse_id"])
            senders.warehouse_id.fetch(["partner_id"])
            senders.warehouse_id.partner_id.fetch(["city", "country_id"])
        self.picking_id.partner_id.fetch(["city", "country_id"])
        return [parcel._public_block(by_parcel.get(parcel, Event)) for parcel in self]

    def _public_block(self, events):
        env = self.env
        shown, sentence, advice = self._public_block_answer(events)
        eta = self._public_eta() if self.state in ETA_LEADS else ""
        told = events.filtered(lambda event: event.source != "manual")
        scans = [event._public_scan() for event in events[:MOST]]
        return {
            "number": self.number,
            "url": self.carrier_id._public_tracking_url(self.number),
            "status": shown,
            "headline": eta or sentence,
            "sentence": sentence if eta else "",
            "advice": advice,
            "notes": self._public_notes(),
            "steps": self._public_steps(),
            "facts": [
                {"label": label, "value": value}
                for label, value in self._public_track_facts(events)
                if value
            ],
            "scans": scans[:SHOWN],
            "earlier": scans[SHOWN:],
            "earlier_label": env._("Show one earlier scan")
            if len(scans) == SHOWN + 1
            else env._("Show %s earlier scans", len(scans) - SHOWN),
            "last_scan": told[:1]._public_time() if told else "",
            # The last check with an answer.
            "last_check": _time(
                env, self.last_success_at, env.context.get("tz") or "UTC"
            )
            if self.last_success_at
            else "",
        }

    def _public_block_answer(self, events):
        """Return state, what it means, and what to do next.

        :return: a ``page_values.Status`` and two sentences
        """
        env, picking = self.env, self.picking_id
        code = self.state
        if code == "unknown" and not events and not self.last_success_at:
            # No carrier tells us anything: what we know is what we did ourselves.
            own, sentence = picking._public_own_state()
            if picking.state != "done":
                return own, sentence, ""
            if self.carrier_id._public_tracking_url(self.number):
                return own, sentence, env._("The carrier's page shows where it is.")
            return own, sentence, env._("Ask the carrier with the number below.")
        sentence, advice = self._public_words(code)
        seen = next((place for place in map(_place_of, events) if place), "")
        if code == "in_transit" and seen:
            sentence = env._("It was last seen in %s.", seen)
        if code == "delivered":
            event = events.filtered(lambda row: row.state == "delivered")[:1]
            if event:
                sentence = env._("Delivered: %s.", event._public_time())
        return status(env, "parcel", code), sentence, advice

    def _public_eta(self):
        """Return when it is expected; "" where that no longer matters."""
        env = self.env
        if self.state in (*FINAL, "available_for_pickup"):
            return ""
        if not self.eta_to:
            return ""
        last = format_date(env, self.eta_to, date_format="full")
        if self.eta_to < fields.Date.context_today(self):
            return env._("Expected date passed")
        if self.eta_from and self.eta_from < self.eta_to:
            first = format_date(env, self.eta_from, date_format="full")
            return env._("Arriving from %(first)s to %(last)s", first=first, last=last)
        return env._("Arriving %s", last)

    def _public_track_facts(self, events):
        """Yield label and value of the parcel's facts, see ``page_values.Fact``."""
        env, picking = self.env, self.picking_id
        placed = [place for place in map(_place_of, events) if place]
        yield env._("Carrier"), self.carrier_name or self.carrier_id.name or ""
        yield env._("Service"), self.service or ""
        eta = self._public_eta() or env._("No date yet")
        if self.state not in (*FINAL, "available_for_pickup") and (
            not self.eta_to or self.state not in ETA_LEADS
        ):
            yield env._("Expected delivery"), eta
        origin = place(env, self.origin_city, self.origin_country)
        if not self.origin_city:
            sender = picking.picking_type_id.warehouse_id.partner_id
            origin = place(env, sender.city, sender.country_id.code) or origin
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


def _time(env, value, tz):
    """Return date and time in the language's way, without seconds."""
    locale = babel_locale_parse(get_lang(env).code)
    zoned = babel.dates.get_timezone(tz)
    utc = value.replace(tzinfo=babel.dates.UTC)
    date = babel.dates.format_date(utc.astimezone(zoned).date(), "long", locale=locale)
    time = babel.dates.format_time(utc, "short", tzinfo=zoned, locale=locale)
    return f"{date}, {time}"


def place(env, city, country, state=""):
    """Return city, state and country as one text, the country in the reader's words."""
    city = (city or "").strip()
    if city.isupper() and len(city) > 3:
        city = city.title()
    code = (country or "").strip()
    alias = get_global("territory_aliases").get(code.upper(), [code])
    locale = babel_locale_parse(get_lang(env).code)
    country = locale.territories.get(alias[0].upper(), code)
    return ", ".join(part for part in (city, (state or "").strip(), country) if part)
