# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How links stand, for staff; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

STATES = [
    State("link", "active", "ok", _lt("Active")),
    State("link", "expired", "warn", _lt("Expired")),
    State("link", "revoked", "bad", _lt("Revoked")),
]
