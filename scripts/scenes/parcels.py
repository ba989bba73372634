"""Parcels on their way: one, three and eight of a delivery, in each state."""

from datetime import timedelta

from odoo import fields

from odoo.addons.public_links.carriers.base import Place, Scan, TrackResult
from odoo.addons.public_links.carriers.times import moment

# What a carrier reports of a parcel: hours ago, state, words, place.
SCANS = (
    (52, "pre_transit", "Label created", "Reno", "NV"),
    (44, "in_transit", "Picked up", "Reno", "NV"),
    (30, "in_transit", "Arrived at the hub", "PORTLAND", "OR"),
    (26, "in_transit", "Departed the hub", "PORTLAND", "OR"),
    (20, "in_transit", "Arrived at the depot", "Seattle", "WA"),
    (9, "out_for_delivery", "Out for delivery", "Seattle", "WA"),
)
LAST = {
    "available_for_pickup": "Ready to collect at Packstation 145",
    "attempt_failed": "Nobody at home",
    "exception": "Address not found",
    "return_to_sender": "Returned to the shipper",
    "delivered": "Delivered, left at the front door",
}
ORDER = (
    "unknown",
    "cancelled",
    "pre_transit",
    "in_transit",
    "out_for_delivery",
    *LAST,
)
# What else is known in a state; days: until it arrives; since: hours since the last scan.
STATES = {
    "unknown": {},
    "pre_transit": {"days": 5},
    "in_transit": {"days": 3, "service": "Ground"},
    "late": {"days": -2, "service": "Ground", "since": 80},
    "out_for_delivery": {"days": 0},
    "available_for_pickup": {"pickup": "Corner Books, Packstation 145"},
    "attempt_failed": {"reason": "nobody"},
    "exception": {"reason": "address"},
    "return_to_sender": {"reason": "refused"},
    "delivered": {"spot": "door"},
    "cancelled": {},
}
# Those that stand beside three in the state of a delivery of eight.
OTHERS = ("delivered", "delivered", "in_transit", "pre_transit", "out_for_delivery")


def shipped(scenes, count, *lines):
    """Return a delivery that left the day before yesterday, and its parcels.

    Several parcels are packages, one a line of the order; a delivery of eight has none, so
    that nobody knows what is in which.
    """
    order = scenes.order(*lines, client_order_ref="PO-7781")
    order.action_confirm()
    [picking] = order.picking_ids
    picking.carrier_id = scenes.carrier
    picking.carrier_tracking_ref = ",".join(
        f"7401220588{one:02}" for one in range(16, 16 + count)
    )
    if count == len(lines) > 1:
        for move in picking.move_ids:
            box = scenes.env["stock.package"].create({})
            move.move_line_ids.result_package_id = box
    scenes.send(picking)
    ago = fields.Datetime.subtract(fields.Datetime.now(), days=2)
    order.date_order = picking.date_done = ago
    return picking, picking.parcel_ids.sorted("number")


def tell(parcel, name, days=None, since=0, **values):
    """Have a carrier say how a parcel stands; see ``STATES``."""
    now = fields.Datetime.now()
    state = "in_transit" if name == "late" else name
    scans = [
        Scan(
            at=moment(f"{(now - timedelta(hours=hours + since)).isoformat()}-05:00"),
            state=code,
            message=text,
            place=Place(city=city, state=area, country="US"),
        )
        for hours, code, text, city, area in SCANS
        if ORDER.index(code) <= ORDER.index(state)
    ]
    if state in LAST:
        at = moment(f"{(now - timedelta(hours=7)).isoformat()}-05:00")
        place = Place(city="Seattle", state="WA", country="US")
        scans.append(Scan(at=at, state=state, message=LAST[state], place=place))
    if days is not None:
        values["eta_to"] = moment(f"{now.date() + timedelta(days=days)}")
    result = TrackResult(number=parcel.number, state=state, scans=scans, **values)
    parcel._record_answer(result, "poll")


def in_each_state(scenes):
    goods = (scenes.desk, 1), (scenes.chair, 2), (scenes.arm, 1)
    for state, values in STATES.items():
        picking, parcel = shipped(scenes, 1, goods[0])
        tell(parcel, state, **values)
        scenes.add(f"track-one-{state}", picking, "track")
        if state in ("out_for_delivery", "late", "exception", "delivered"):
            scenes.add(f"order-{state}", picking.sale_id, "view")
        picking, parcels = shipped(scenes, 3, *goods)
        for parcel in parcels:
            tell(parcel, state, **values)
        scenes.add(f"track-three-{state}", picking, "track")
        picking, parcels = shipped(scenes, 8, *goods)
        for parcel, name in zip(parcels, (state,) * 3 + OTHERS, strict=True):
            tell(parcel, name, **STATES[name])
        scenes.add(f"track-eight-{state}", picking, "track")


def mixed(scenes):
    """Parcels of a delivery that stand differently, and a delivery without a number."""
    goods = (scenes.desk, 1), (scenes.chair, 2), (scenes.arm, 1)
    several = ("available_for_pickup", "exception", "in_transit", "delivered")
    several += ("attempt_failed", "pre_transit", "late", "out_for_delivery")
    for name, count in (("mixed", 3), ("many", 8)):
        picking, parcels = shipped(scenes, count, *goods)
        for parcel, state in zip(parcels, several, strict=False):
            tell(parcel, state, **STATES[state])
        scenes.add(f"track-{name}", picking, "track")
        scenes.add(f"order-{name}", picking.sale_id, "view")
    # No carrier is asked: what is known is that it left.
    picking, _parcels = shipped(scenes, 1, *goods)
    scenes.add("track-unasked", picking, "track")
    order = scenes.order(*goods)
    order.action_confirm()
    scenes.add("track-preparing", order.picking_ids, "track")
    scenes.add("view-delivery", order.picking_ids, "view")


def make(scenes):
    in_each_state(scenes)
    mixed(scenes)
