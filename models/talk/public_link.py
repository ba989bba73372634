# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class PublicLink(models.Model):
    _inherit = "public.link"

    _announced = {
        "change_sent": (
            "ok",
            _lt("Your change request has arrived. We will get back to you."),
        ),
        "comment_sent": ("ok", _lt("Your comment has arrived.")),
        "dispute_sent": (
            "ok",
            _lt(
                "We have it, and look into it. Until then we do not ask you to pay this"
                " invoice."
            ),
        ),
        "files_sent": ("ok", _lt("Your files have arrived.")),
    }
