# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers have answered, to quotations, items and proofs; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

WAITING = _lt("Waiting for the customer")

STATES = [
    State("quotation", "approved", "ok", _lt("Approved")),
    State("quotation", "rejected", "bad", _lt("Declined")),
    State("quotation", "changes_requested", "warn", _lt("Changes requested")),
    State("quotation", "revised", "warn", _lt("Being revised")),
    # Of an order of which items or proofs wait, whatever else it does.
    State("order", "pending", "warn", _lt("Waiting for you")),
    # All items of an order together, and each by itself.
    State("items", "waiting", "warn", _lt("Waiting for you"), WAITING),
    State("items", "partial", "warn", _lt("Partly approved")),
    State("items", "done", "ok", _lt("Approved")),
    State("item", "open", "warn", _lt("Waiting for you"), WAITING),
    State("item", "approved", "ok", _lt("Approved")),
    State("item", "changes", "warn", _lt("Changes requested")),
    State("proof", "open", "warn", _lt("Waiting for you"), WAITING),
    State("proof", "approved", "ok", _lt("Approved")),
    State("proof", "changes", "warn", _lt("Changes requested")),
    State("proof", "replaced", "info", _lt("Replaced")),
]
