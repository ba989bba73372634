# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Additions to links by the return purpose: announcements."""

from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class PublicLink(models.Model):
    _inherit = "public.link"

    _announced = {
        "return_asked": (
            "ok",
            _lt("Thank you! Your return has arrived. Below is what to do next."),
        ),
        "return_cancelled": (
            "ok",
            _lt("Your return is cancelled. Please keep the items."),
        ),
    }
