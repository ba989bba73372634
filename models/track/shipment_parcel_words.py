# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of track pages: what each state means, and what to do about it."""

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...carriers.base import FINAL
from ...tools.formatting import day
from .shipment_parcel import STALE_HOURS

_lt = LazyTranslate(__name__)

STEP_NAMES = (
    _lt("Label made"),
    _lt("Handed over"),
    _lt("On its way"),
    _lt("Delivered"),
)
# How far a parcel has come, as a place among these steps.
STEPS = {
    "pre_transit": 0,
    "in_transit": 2,
    "exception": 2,
    "out_for_delivery": 2,
    "available_for_pickup": 2,
    "attempt_failed": 2,
    "delivered": 3,
}


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    # By state: what it means, what to do next.
    _state_words = {
        "unknown": (
            _lt("The carrier has not told us anything about it yet."),
            _lt("The first scan often takes a day. Please look again later."),
        ),
        "pre_transit": (
            _lt("The label is made; the carrier does not have the parcel yet."),
            _lt("Nothing to do. The first scan follows when the carrier has it."),
        ),
        "in_transit": (
            _lt("The carrier has it, and it is on its way to you."),
            _lt("Nothing to do. Each new scan shows up here."),
        ),
        "out_for_delivery": (
            _lt("It is on the vehicle, on the last stretch to you."),
            _lt("Please see that somebody can take it."),
        ),
        "available_for_pickup": (
            _lt("It waits for you at one of the carrier's shops or lockers."),
            _lt(
                "The carrier's page says where, and until when. Take the number and"
                " an identity card with you."
            ),
        ),
        "attempt_failed": (
            _lt("The carrier came, and could not hand it over."),
            _lt(
                "It usually tries again. On the carrier's page you can often choose"
                " another day or place."
            ),
        ),
        "delivered": (
            _lt("It has arrived."),
            _lt("Is something missing or damaged? Please tell us."),
        ),
        "return_to_sender": (
            _lt("It is on its way back to us."),
            _lt("Please contact us, and we will find a way to get it to you."),
        ),
        "exception": (
            _lt("The carrier reports a problem with it."),
            _lt("Please contact us: we look into it with the carrier."),
        ),
        "cancelled": (
            _lt("The carrier will not bring it: the shipment was cancelled."),
            _lt("Please contact us if you are still waiting for it."),
        ),
    }

    def _public_words(self, state):
        """Return what the page says of a state: meaning and advice."""
        meaning, advice = self._state_words[state]
        return self.env._(meaning), self.env._(advice)

    def _public_notes(self):
        """Return sentences on what may worry a reader: delays, and old information."""
        env, now = self.env, fields.Datetime.now()
        notes = []
        if self.state not in FINAL and self.eta_to:
            if self.eta_to < fields.Date.context_today(self):
                notes.append(
                    env._(
                        "It was expected on %s. The carrier has given no new date.",
                        day(env, self.eta_to),
                    )
                )
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

    def _public_steps(self):
        """Return the parcel's steps, each done or not; none for parcels that went back."""
        if self.state not in STEPS:
            return []
        reached = STEPS[self.state]
        return [
            {
                "label": self.env._(name),
                "done": place <= reached,
                "current": place == reached,
            }
            for place, name in enumerate(STEP_NAMES)
        ]
