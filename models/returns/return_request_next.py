# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What staff do next with a return: the one button that its form puts first."""

from odoo import api, fields, models

from .sale_order_items import EPSILON


class ReturnRequest(models.Model):
    _inherit = "return.request"

    next_step = fields.Selection(
        [
            ("authorize", "Authorize"),
            ("receive", "Receive"),
            ("inspect", "Inspect"),
            ("credit", "Credit"),
            ("close", "Close"),
            ("cancel", "Cancel"),
        ],
        compute="_compute_next_step",
        help="What is to be done next; empty if nothing is.",
    )
    can_credit = fields.Boolean("Can Be Credited", compute="_compute_next_step")
    can_cancel = fields.Boolean("Can Be Cancelled", compute="_compute_next_step")
    # Columns that the form of the items needs.
    has_arrived = fields.Boolean("Some of It Has Arrived", compute="_compute_has")
    has_lots = fields.Boolean("Has Lots or Serial Numbers", compute="_compute_has")
    has_photos = fields.Boolean(compute="_compute_has")

    # Not stored: it depends on transfers, invoices and credit notes.
    def _compute_next_step(self):
        for request in self:
            # sudo: transfers and invoices, whichever of them the user works with
            own = request.sudo()
            request.can_credit = own._is_creditable()
            request.can_cancel = own._can_cancel()
            request.next_step = own._next_step(request.can_credit)

    @api.depends("line_ids.received_quantity", "line_ids.lot_id", "line_ids.photo_ids")
    def _compute_has(self):
        for request in self:
            lines = request.sudo().line_ids  # whether there are lots and files
            request.has_arrived = any(lines.mapped("received_quantity"))
            request.has_lots = bool(lines.lot_id)
            request.has_photos = bool(lines.photo_ids)

    def _is_creditable(self):
        """Tell whether ``action_credit`` would find anything to credit."""
        after = ("authorized", "received", "inspecting", "closed")
        if self.state not in after or self.is_replaced:
            return False
        return bool(self._invoices(self._to_credit()))

    def _next_step(self, creditable):
        if self.state == "requested":
            return "authorize" if self._is_with_customer() else "cancel"
        if self.state == "authorized" and self.outcome != "refund":
            return "close" if self._is_given_up() else "receive"
        if self.state == "received":
            return "inspect"
        if self.state in ("authorized", "inspecting"):
            return "credit" if creditable else "close"
        return "credit" if creditable else False

    def _is_with_customer(self):
        """Tell whether anything of it can come back still, as authorizing asks."""
        items = {item.key: item for item in self.order_id._return_items(but=self)}
        found = [items.get(line._item_key()) for line in self.line_ids]
        return any(item and item.remaining >= EPSILON for item in found)

    def action_receive(self):
        """Open the transfer that brings the items back."""
        self.ensure_one()
        waiting = self.return_picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        if len(waiting) != 1:
            return self.action_open_pickings()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": waiting.id,
            "views": [(False, "form")],
        }
