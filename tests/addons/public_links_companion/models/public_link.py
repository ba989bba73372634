# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class PublicLink(models.Model):
    _inherit = "public.link"

    _announced = {"renewed": ("ok", _lt("Done: enjoy the book for two more weeks."))}
