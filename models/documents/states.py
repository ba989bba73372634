# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How quotations, orders, invoices, credit notes and deliveries stand; see
tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

STATES = [
    State("quotation", "pending", "warn", _lt("Waiting for you")),
    State("quotation", "expired", "warn", _lt("Expired")),
    State("quotation", "cancelled", "bad", _lt("Cancelled")),
    State("order", "confirmed", "ok", _lt("Confirmed")),
    State("order", "preparing", "info", _lt("Being prepared")),
    State("order", "partly_shipped", "info", _lt("Partly shipped")),
    State("order", "shipped", "ok", _lt("Shipped")),
    State("invoice", "unpaid", "warn", _lt("Unpaid")),
    State("invoice", "partial", "warn", _lt("Partly paid")),
    State("invoice", "overdue", "bad", _lt("Overdue")),
    State("invoice", "in_payment", "info", _lt("Payment on its way")),
    State("invoice", "paid", "ok", _lt("Paid")),
    State("invoice", "credited", "info", _lt("Credited")),
    State("invoice", "cancelled", "bad", _lt("Cancelled")),
    State("credit_note", "credit", "info", _lt("In your favour")),
    State("credit_note", "settled", "ok", _lt("Settled")),
    State("credit_note", "credited", "info", _lt("Credited")),
    State("credit_note", "cancelled", "bad", _lt("Cancelled")),
    State("delivery", "preparing", "info", _lt("Being prepared")),
    State("delivery", "shipped", "ok", _lt("Shipped")),
    State("delivery", "cancelled", "bad", _lt("Cancelled")),
]
