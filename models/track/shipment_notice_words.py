# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a mail about a shipment says: what the track page says of the same parcels."""

from odoo import models

from ...tools.states import status
from ...tools.theme import LIGHT, readable
from .reasons import SPOTS
from .shipment_news import NEWS, TRACK
from .words_of_days import day_in_words

# How many parcels a mail lists; the page lists all.
LISTED = 10


class ShipmentNotice(models.Model):
    _inherit = "shipment.notice"

    def _there(self):
        """Return this in its reader's time zone."""
        zone = self.company_id._public_links_settings()["tz"]
        return self.with_context(tz=self.partner_id.tz or zone)

    def _values(self):
        """Return what the mail says, in the environment's language.

        :return: eyebrow, headline, when, text, facts, rows, button, url, accent, optout:
            plain values
        :rtype: dict
        """
        self = self._there()
        picking, company = self.picking_id, self.company_id
        every = self._every()
        about = every.filtered(lambda row: row.id in (self.parcels or []))
        return {
            "headline": self._headline(every, about),
            "when": self._when(about),
            "text": self._text(every, about),
            "facts": [
                {"label": fact["label"], "value": fact["value"]}
                for fact in (
                    *picking._public_track_where(picking),
                    *self._number(every),
                )
            ],
            "rows": [
                {
                    "number": parcel.number,
                    "state": parcel._public_eta()
                    or status(self.env, "parcel", parcel.state)["label"],
                }
                for parcel in every[:LISTED]
            ]
            if len(every) > 1
            else [],
            "more": self.env._("And %s more.", len(every) - LISTED)
            if len(every) > LISTED
            else "",
            "button": self._button(every),
            # The reader's own link takes its place, which is issued with the mail.
            "url": picking._public_link_placeholder("track"),
            "accent": readable(company._public_links_accent(), LIGHT, -1),
            "optout": self._optout_url(),
        }

    def _optout_url(self):
        """Hook: return what stands for the address by which the reader wants no more of
        these mails; "" where there is none."""
        return ""

    def _every(self):
        """Return the parcels that come, in the order of the page."""
        parcels = self.picking_id.parcel_ids
        return parcels.filtered(
            lambda row: row.state != "cancelled"
        )._public_worst_first()

    def _headline(self, every, about):
        """Return what has happened, in a few words."""
        news = NEWS[self.kind]
        if len(every) < 2:
            return self.env._(news.one)
        words = self.env._(news.many)
        return words % {"some": len(about), "all": len(every)}

    def _button(self, every):
        """Return what the button says: what the page is for, or what is to be found there."""
        button = NEWS[self.kind].button
        if len(every) > 1 and button is TRACK:
            return self.env._("Track your parcels")
        return self.env._(button)

    def _subject(self):
        """Return the subject of the mail: what has happened, and to which order."""
        self = self._there()
        every = self._every()
        about = every.filtered(lambda row: row.id in (self.parcels or []))
        what = self._headline(every, about)
        if self.kind == "date" and len(every) == 1:
            what = self._when(about) or what
        order = self.picking_id.sale_id.name
        if order:
            return self.env._("%(what)s: your order %(order)s", what=what, order=order)
        return self.env._(
            "%(what)s: your delivery %(delivery)s",
            what=what,
            delivery=self.picking_id.name,
        )

    def _preview(self):
        """Return what mailboxes show beside the subject."""
        values = self._values()
        # What the subject does not say.
        named = values["when"] and self._subject().startswith(values["when"])
        first = values["headline"] if named else values["when"]
        parts = [first, values["text"]]
        return " · ".join(filter(None, parts)) or f"{values['button']}."

    def _when(self, about):
        """Return the second line: the day, or the place."""
        first = about[:1]
        if self.kind in ("date", "number", "shipped"):
            # Of several, the last: until then not all are there.
            last = about.filtered("eta_to").sorted("eta_to")[-1:]
            return last._public_eta() if last else ""
        if self.kind == "out_for_delivery":
            return first._public_eta()
        if len(about) > 1:
            return ""
        if self.kind == "available_for_pickup":
            return first.pickup_place or ""
        if self.kind in ("delivered", "partly") and first.spot in SPOTS:
            return self.env._(SPOTS[first.spot])
        return ""

    def _text(self, every, about):
        """Return what it means, and what to do, as the page says it."""
        env, first = self.env, about[:1]
        if not first:
            return ""
        if len(about) > 1 and self.kind in ("delivered", "partly"):
            return first._public_words("delivered")[2]
        if self.kind == "number":
            said = env._("The number in our earlier email is no longer valid.")
            if len(every) == 1:
                return said
            fresh = ", ".join(about[:LISTED].mapped("number"))
            return f"{said} {env._('It is now %s.', fresh)}"
        if len(about) > 1:
            return env._("The page shows how each of them stands.")
        if self.kind == "date":
            before = first.eta_known
            if not before or before == first.eta_to:
                return ""
            return env._("It was previously expected on %s.", day_in_words(env, before))
        if self.kind == "shipped" and first.state in ("unknown", "pre_transit"):
            left = self.picking_id._public_sentence()
            said = env._("The carrier's first scan often takes a day.")
            return f"{left} {said}"
        answer = first._public_block_answer(first.event_ids)
        said = first._public_overdue() if self.kind == "late" else ""
        # While it is on its way, the advice is about the page.
        moving = self.kind in ("late", "shipped")
        said = said or " ".join(filter(None, answer[2:3] if moving else answer[2:]))
        if len(every) > 1:
            return env._("Parcel %(number)s: %(text)s", number=first.number, text=said)
        return said

    def _number(self, every):
        """Yield carrier and number of the only parcel, see ``page_values.Fact``."""
        if len(every) != 1:
            return
        carrier = every.carrier_name or every.carrier_id.name
        if carrier:
            yield {"label": self.env._("Carrier"), "value": carrier}
        yield {"label": self.env._("Tracking number"), "value": every.number}
