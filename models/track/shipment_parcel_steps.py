# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far a parcel, or an order, has come, in steps that customers know."""

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.states import status
from .reasons import REASONS
from .words_of_days import local_day, short_day

_lt = LazyTranslate(__name__)

ORDERED, PACKED, SHIPPED, OUT, DELIVERED = range(5)
NAMES = (
    _lt("Ordered"),
    _lt("Packed"),
    _lt("Shipped"),
    _lt("Out for delivery"),
    _lt("Delivered"),
)
# How far a parcel has come. A label is not a shipment.
REACHED = {
    "pre_transit": PACKED,
    "in_transit": SHIPPED,
    "out_for_delivery": OUT,
    "available_for_pickup": OUT,
    "attempt_failed": OUT,
    "exception": OUT,
    "return_to_sender": OUT,
    "cancelled": OUT,
    "delivered": DELIVERED,
}
FAILED = ("attempt_failed", "exception", "return_to_sender", "cancelled")
# States of scans by which the carrier had it.
CARRIED = ("in_transit", "out_for_delivery", "available_for_pickup", "delivered")


def steps(env, reached, dates, names=None, failed=False):
    """Return the steps of a page, see ``page_values.Step``.

    :param int reached: the place of the current step
    :param dict dates: by place, a date or ``None``; of a step to come it is expected
    :param dict names: by place, where they differ from ``NAMES``
    :param bool failed: it stopped at the current step
    :rtype: list[dict]
    """
    rows = []
    for place, name in enumerate(NAMES):
        if place == ORDERED and ORDERED not in dates:
            continue  # A delivery without an order.
        current = place == reached
        rows.append(
            {
                "label": (names or {}).get(place) or env._(name),
                "when": short_day(env, dates.get(place)),
                "done": place <= reached and not (current and failed),
                "current": current,
                "fail": current and failed,
            }
        )
    return rows


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    def _public_steps(self, events):
        """Return the parcel's steps.

        :param events: its scans, the newest first
        """
        env, code, picking = self.env, self.state, self.picking_id
        dates = picking._public_step_dates()
        if code == "unknown":
            return steps(env, SHIPPED if picking.state == "done" else ORDERED, dates)
        told = events.filtered("state").sorted("sort_at")
        dates[PACKED] = dates.get(PACKED) or _first(told, ("pre_transit", *CARRIED))
        dates[SHIPPED] = _first(told, CARRIED)
        reached, names, failed = REACHED[code], {}, code in FAILED
        if code == "available_for_pickup" or self.spot == "collected":
            names = {OUT: env._("Ready to collect"), DELIVERED: env._("Collected")}
            dates[OUT] = _first(told, ("available_for_pickup",))
        elif failed:
            if code == "cancelled" and not dates[SHIPPED]:
                reached = SHIPPED  # the carrier never had it
            names = {reached: self._public_failure()}
            dates[reached] = _first(reversed(told), (code,))
        else:
            dates[OUT] = _first(reversed(told), ("out_for_delivery",))
        if code == "delivered":
            dates[DELIVERED] = _first(told, ("delivered",))
        elif not (failed or self._public_overdue()):
            dates[DELIVERED] = self.eta_to
        return steps(env, reached, dates, names, failed)

    def _public_failure(self):
        """Return the name of the step at which it stopped."""
        if reason := REASONS.get(self.reason):
            return self.env._(reason.label)
        return status(self.env, "parcel", self.state)["label"]


def _first(events, states):
    return next((event._local_day() for event in events if event.state in states), None)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _public_step_dates(self):
        """Return when a delivery was ordered, packed and shipped, as Odoo knows it.

        :return: dates by place among the steps
        :rtype: dict
        """
        env, dates = self.env, {}
        if order := self.sale_id[:1]:
            dates[ORDERED] = local_day(env, order.date_order)
        if self.state == "done":
            dates[PACKED] = dates[SHIPPED] = local_day(env, self.date_done)
        return dates
