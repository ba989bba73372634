# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How it stands with paying a document, and its saved cards; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

# By the codes of the gate, see ``_public_pay_blockers``; what is not here is unavailable.
STATES = [
    State("pay", "due", "warn", _lt("Unpaid")),
    State("pay", "paid", "ok", _lt("Paid")),
    State("pay", "processing", "info", _lt("Payment on its way")),
    State("pay", "checking", "info", _lt("Being checked")),
    State("pay", "not_signed", "info", _lt("Not signed yet")),
    State("pay", "by_invoice", "info", _lt("Paid by invoice")),
    State("pay", "nothing_due", "ok", _lt("Nothing due")),
    State("pay", "voided", "bad", _lt("Cancelled")),
    State("pay", "unavailable", "warn", _lt("Not possible now")),
    State("card", "expired", "warn", _lt("Expired")),
    State("agreement", "active", "ok", _lt("Active")),
    State("agreement", "ended", "bad", _lt("Ended")),
    State("charge", "announced", "info", _lt("Announced")),
    State("charge", "checking", "info", _lt("Being charged")),
    State("charge", "paid", "ok", _lt("Charged")),
    State("charge", "failed", "bad", _lt("Failed")),
    State("charge", "dropped", "info", _lt("Not charged")),
]
