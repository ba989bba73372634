# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers ask about a delivery."""

from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    public_link_message_ids = fields.One2many(
        "public.link.message", "picking_id", "Shared by Link"
    )
    public_link_message_count = fields.Integer(
        "Number of Messages by Link", compute="_compute_public_link_message_count"
    )

    _public_message_field = "picking_id"

    @api.depends("public_link_message_ids")
    def _compute_public_link_message_count(self):
        for picking in self:
            picking.public_link_message_count = len(picking.public_link_message_ids)

    def _public_talk_on(self, setting):
        if setting == "changes":
            return False
        return self._public_link_company()._public_links_settings()[setting]

    # On each model itself: see models/talk/sale_order.py.
    def _message_update_content(self, message, /, *, body, **kwargs):
        rows = self._public_link_shown_rows(message)
        result = super()._message_update_content(message, body=body, **kwargs)
        rows._apply_edit(message, body)
        return result
