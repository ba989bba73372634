# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Redirects of core, and of other addons (a point of sale's receipt), to a document with
its permanent token: where that is closed, they lead to our page instead."""

import re

from odoo import models
from odoo.http import request

from .core_doors import is_closed

DOOR = re.compile(
    r"(?:https?://[^/?#]+)?/my/(?P<kind>orders|invoices)/(?P<id>\d{1,9})[/?].*"
)
DOORS = {"orders": "sale.order", "invoices": "account.move"}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        location = response.headers.get("Location") or ""
        if "access_token=" in location and (door := DOOR.fullmatch(location)):
            model = request.env[DOORS[door["kind"]]].sudo()  # its company's setting
            document = model.browse(int(door["id"])).exists()
            token = document.access_token
            if token and token in location and is_closed(document):
                response.headers["Location"] = document._public_link_core_path()
                response.set_data(b"")  # the body names the old target, too
        return result
