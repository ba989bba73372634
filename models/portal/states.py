# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a customer's account and payments stand; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

STATES = [
    State("account", "credit", "info", _lt("In your favour")),
    State("account", "overdue", "bad", _lt("Overdue")),
    State("account", "unpaid", "warn", _lt("Unpaid")),
    State("account", "settled", "ok", _lt("Settled")),
    State("payment", "arrived", "ok", _lt("Received")),
    State("payment", "paid_back", "info", _lt("Paid back to you")),
    State("payment", "processing", "info", _lt("Payment on its way")),
    State("payment", "reserved", "info", _lt("Reserved on your card")),
]
