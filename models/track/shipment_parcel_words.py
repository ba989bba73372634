# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of track pages: what each state means, and what to do about it."""

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...carriers.base import FINAL
from ...tools.formatting import page_day
from .shipment_parcel import STALE_HOURS

_lt = LazyTranslate(__name__)


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    # By state: in a few words, what it means, what to do next.
    _state_words = {
        "unknown": (
            _lt("No news from the carrier yet"),
            _lt("The carrier has not told us anything about it yet."),
            _lt("The first scan often takes a day. Please look again later."),
        ),
        "pre_transit": (
            _lt("The label is made"),
            _lt("The label is made; the carrier does not have the parcel yet."),
            _lt("Nothing to do. The first scan follows when the carrier has it."),
        ),
        "in_transit": (
            _lt("It is on its way"),
            _lt("The carrier has it, and it is on its way to you."),
            _lt("Nothing to do. Each new scan shows up here."),
        ),
        "out_for_delivery": (
            _lt("Out for delivery"),
            _lt("It is on the vehicle and on its way to you."),
            _lt("Please see that somebody can take it."),
        ),
        "available_for_pickup": (
            _lt("It is ready to collect"),
            _lt("It waits for you at one of the carrier's shops or lockers."),
            _lt(
                "The carrier's page says until when. Take the number and an identity card"
                " with you."
            ),
        ),
        "attempt_failed": (
            _lt("The carrier could not deliver it"),
            _lt("The carrier came, and could not hand it over."),
            _lt(
                "It usually tries again. On the carrier's page you can often choose"
                " another day or place."
            ),
        ),
        "delivered": (
            _lt("It has arrived"),
            _lt("The carrier has delivered it."),
            _lt("Is something missing or damaged? Please tell us."),
        ),
        "return_to_sender": (
            _lt("It is going back to us"),
            _lt("It is on its way back to us."),
            _lt("Please contact us, and we will find a way to get it to you."),
        ),
        "exception": (
            _lt("There is a problem on the way"),
            _lt("The carrier reports a problem with it."),
            _lt("Please contact us: we look into it with the carrier."),
        ),
        "cancelled": (
            _lt("It was cancelled"),
            _lt("The carrier will not bring it: the shipment was cancelled."),
            _lt("Please contact us if you are still waiting for it."),
        ),
    }

    # What else is told beside a headline about other parcels: of one, of several.
    _also_words = {
        "return_to_sender": (
            _lt("One is going back to us."),
            _lt("%s are going back to us."),
        ),
        "available_for_pickup": (
            _lt("One is ready to collect."),
            _lt("%s are ready to collect."),
        ),
        "out_for_delivery": (
            _lt("One is out for delivery."),
            _lt("%s are out for delivery."),
        ),
    }

    def _public_words(self, state):
        """Return what the page says of a state: headline, meaning and advice."""
        return tuple(map(self.env._, self._state_words[state]))

    def _public_together(self, shown):
        """Return how several parcels stand together, whose page begins with one of them.

        :param shown: the parcel that its headline is about
        :return: a headline, "" where the parcel's own says it, and sentences
        :rtype: tuple[str, str]
        """
        headline, sentence = self._public_about(shown)
        return headline, " ".join(filter(None, [sentence, *self._public_also(shown)]))

    def _public_also(self, shown):
        """Yield what else a reader must know of the parcels that the headline is not about:
        what comes today, what to fetch, what does not come."""
        for state, (one, several) in self._also_words.items():
            count = len(self.filtered(lambda row, state=state: row.state == state))
            if count and state != shown.state:
                words = self.env._(several if count > 1 else one)
                yield words % count if count > 1 else words

    def _public_about(self, shown):
        """Return headline and sentence, see ``_public_together``."""
        env, many = self.env, len(self)
        arrived = self.filtered(lambda row: row.state == "delivered")
        done = len(arrived)
        if shown in arrived:
            return self._public_arrived(many, done)
        some = len(self.filtered(lambda row: row._tells() == shown._tells()))
        if some == many:
            if many == 2:
                return "", env._("This is about both parcels.")
            return "", env._("This is about all %s parcels.", many)
        count = {"some": some, "all": many, "done": done}
        off = len(self.filtered(lambda row: row.state == "cancelled"))
        if some + off == many:
            if off == 1:
                return "", env._(
                    "This is about %(some)s of %(all)s parcels; the other one was"
                    " cancelled.",
                    **count,
                )
            return "", env._(
                "This is about %(some)s of %(all)s parcels; the others were cancelled.",
                **count,
            )
        if not done:
            return "", env._(
                "This is about %(some)s of %(all)s parcels; none has arrived yet.",
                **count,
            )
        if some + done == many:
            if done == 1:
                return "", env._(
                    "This is about %(some)s of %(all)s parcels; the other one has"
                    " arrived.",
                    **count,
                )
            return "", env._(
                "This is about %(some)s of %(all)s parcels; the others have arrived.",
                **count,
            )
        if done == 1:
            return "", env._(
                "This is about %(some)s of %(all)s parcels; one has arrived.", **count
            )
        return "", env._(
            "This is about %(some)s of %(all)s parcels; %(done)s have arrived.", **count
        )

    def _public_arrived(self, many, done):
        """Return how parcels stand of which none is under way, and some have arrived."""
        env = self.env
        if many == done == 2:
            return env._("Both parcels have arrived"), ""
        if many == done:
            return env._("All %s parcels have arrived", many), ""
        headline = (
            env._("1 of %s parcels has arrived", many)
            if done == 1
            else env._("%(done)s of %(all)s parcels have arrived", done=done, all=many)
        )
        # What is worse than these would be shown in their place.
        if many - done == 1:
            return headline, env._("The other one was cancelled.")
        return headline, env._("The others were cancelled.")

    def _tells(self):
        """Return what the headline of a parcel depends on."""
        unheard = self.state == "unknown" and not self.last_success_at
        return self.state, self._public_eta(), unheard and self.picking_id

    def _public_overdue(self):
        """Return that its expected day has passed; "" where it has not."""
        env, last = self.env, self.eta_to
        # On the vehicle it comes after all.
        if self.state in (*FINAL, "out_for_delivery") or not last:
            return ""
        if last >= fields.Date.context_today(self):
            return ""
        return env._(
            "It was expected on %s. The carrier has given no new date.",
            page_day(env, last),
        )

    def _public_notes(self):
        """Return sentences on what may worry a reader: delays, and old information."""
        env, now = self.env, fields.Datetime.now()
        notes = list(filter(None, [self._public_overdue()]))
        silent = fields.Datetime.subtract(now, hours=STALE_HOURS)
        if (
            self.state == "in_transit"
            and self.last_event_at
            and (self.last_event_at < silent)
        ):
            notes.append(
                env._(
                    "There was no scan for more than three days. On long ways that can be"
                    " normal; if it stays like that, please ask us."
                )
            )
        if self.is_unreachable:
            notes.append(
                env._(
                    "The carrier's system has not answered us for more than a day. What"
                    " you see may be out of date."
                )
            )
        return notes
