# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What became of a link's mail, for staff; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

STATES = [
    State("mail", "queued", "info", _lt("Queued")),
    State("mail", "sent", "ok", _lt("Sent")),
    State("mail", "failed", "bad", _lt("Failed")),
    State("mail", "bounced", "bad", _lt("Bounced")),
]
