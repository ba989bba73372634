# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How parcels stand; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

# What is worst comes first: the order of a shipment's parcels.
STATES = [
    State("parcel", "exception", "bad", _lt("Problem on the way")),
    State("parcel", "return_to_sender", "bad", _lt("Going back")),
    State("parcel", "attempt_failed", "warn", _lt("Delivery attempt failed")),
    State("parcel", "available_for_pickup", "warn", _lt("Ready to collect")),
    State("parcel", "unknown", "info", _lt("No news yet")),
    State("parcel", "pre_transit", "info", _lt("Label made")),
    State("parcel", "in_transit", "info", _lt("On its way")),
    State("parcel", "out_for_delivery", "info", _lt("Out for delivery")),
    State("parcel", "delivered", "ok", _lt("Delivered")),
    State("parcel", "cancelled", "bad", _lt("Cancelled")),
]
