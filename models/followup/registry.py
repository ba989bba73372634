# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What this slice registers: see docs/EXTENDING.md."""

from odoo import models

from .states import STATES


class PublicLinkRegistry(models.AbstractModel):
    _inherit = "public.link.registry"

    def _states(self):
        return super()._states() + STATES
