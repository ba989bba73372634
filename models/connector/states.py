# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a broken payment connection makes of paying; see tools/states.py."""

from odoo.tools.translate import LazyTranslate

from ...tools.states import State

_lt = LazyTranslate(__name__)

STATES = [State("pay", "connector", "warn", _lt("Payments are paused"))]
