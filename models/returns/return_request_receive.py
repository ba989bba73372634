# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Follows core's transfers of a return: received, partly received, cancelled."""

from odoo import models
from odoo.exceptions import UserError


class ReturnRequest(models.Model):
    _inherit = "return.request"

    # === RECEIVE === #

    def _transfers_done(self):
        """Update received quantities, and the state once no transfer is open."""
        for request in self:
            for line in request.line_ids:
                came = line._received_quantity()
                # Keeps what staff have accepted, where nothing more was received.
                if came != line.received_quantity:
                    line.write({"received_quantity": came, "accepted_quantity": came})
            back = request.return_picking_ids
            under_way = back.filtered(lambda one: one.state not in ("done", "cancel"))
            came = back.filtered(lambda one: one.state == "done")
            if request.state == "authorized" and came and not under_way:
                request._set_state("received")

    def _transfers_cancelled(self):
        """Cancel returns whose transfers staff have cancelled."""
        for request in self.filtered(lambda one: one.state == "authorized"):
            if request._is_given_up() and request._can_cancel():
                request._cancel()
            else:
                request._transfers_done()

    def _is_given_up(self):
        """Tell whether all transfers of the return are cancelled."""
        back = self.return_picking_ids
        return bool(back) and all(one.state == "cancel" for one in back)

    # === CANCEL === #

    def _can_cancel(self):
        """Tell whether nothing has come back, was sent for it, or was credited.

        :rtype: bool
        """
        self.ensure_one()
        notes = self.sudo().credit_note_ids  # only whether there are any
        return (
            self.state in ("requested", "authorized")
            and all(picking.state != "done" for picking in self.picking_ids)
            and all(note.state == "cancel" for note in notes)
        )

    def _cancel(self, **values):
        for request in self:
            if not request._can_cancel():
                raise UserError(
                    self.env._(
                        "%s can no longer be cancelled: it has moved on.",
                        request.name,
                    )
                )
            request._withdraw_transfers()
            request._set_state("cancelled", **values)


class ReturnRequestLine(models.Model):
    _inherit = "return.request.line"

    def _received_quantity(self):
        """Return the quantity that was received, in the product's unit."""
        self.ensure_one()
        moves = self.request_id.return_picking_ids.move_ids.filtered(
            lambda move: move.state == "done"
        )
        if self.move_id:
            mine = moves.filtered(
                lambda move: move.origin_returned_move_id == self.move_id
            )
            return sum(move._return_quantity(self.lot_id) for move in mine)
        mine = moves.filtered(lambda move: move.sale_line_id == self.order_line_id)
        bom = mine and self.order_line_id._return_bom(mine)
        return self.order_line_id._return_kits(bom, mine) if bom else 0.0


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        # sudo: the return's state follows its transfers, whoever validates them
        self.sudo().return_request_id._transfers_done()
        return result

    def _create_backorder_picking(self):
        backorder = super()._create_backorder_picking()
        backorder.return_request_id = self.return_request_id
        return backorder

    def action_cancel(self):
        result = super().action_cancel()
        if not self.env.context.get("return_request_withdrawn"):
            # sudo: as above
            self.sudo().return_request_id._transfers_cancelled()
        return result
