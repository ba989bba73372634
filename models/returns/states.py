# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How returns stand, and whether one can be asked for; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

STATES = [
    State("return", "requested", "info", _lt("Requested")),
    State("return", "authorized", "warn", _lt("Authorized")),
    State("return", "received", "info", _lt("Received")),
    State("return", "inspecting", "info", _lt("Inspecting")),
    State("return", "closed", "ok", _lt("Closed")),
    State("return", "cancelled", "bad", _lt("Cancelled")),
    # The page on which returns are asked for.
    State("returning", "possible", "info", _lt("Returns are open")),
    State("returning", "nothing_more", "info", _lt("Nothing more to return")),
    State("returning", "unavailable", "warn", _lt("Not possible now")),
]
