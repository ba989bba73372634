# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What became of a follow-up, for staff; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

STATES = [
    State("followup", "sent", "ok", _lt("Sent")),
    State("followup", "dropped", "info", _lt("Not needed any more")),
    State("followup", "skipped", "info", _lt("Left out by staff")),
    State("followup", "failed", "bad", _lt("Failed")),
]
