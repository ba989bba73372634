# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # On each model itself: see models/talk/sale_order.py.
    def _message_update_content(self, message, /, *, body, **kwargs):
        rows = self._public_link_shown_rows(message)
        result = super()._message_update_content(message, body=body, **kwargs)
        rows._apply_edit(message, body)
        return result
