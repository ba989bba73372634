# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of track pages: what each state means, and what to do about it."""

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...carriers.base import FINAL
from ...tools.formatting import day
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
            _lt("It is on the vehicle, on the last stretch to you."),
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

    def _public_words(self, state):
        """Return what the page says of a state: headline, meaning and advice."""
        return tuple(map(self.env._, self._state_words[state]))

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
            day(env, last),
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
