# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a return is carried out, by core's return wizard and transfers."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.formatting import Writer
from .sale_order_items import EPSILON


class Part(NamedTuple):
    """The quantity that comes back of one delivered move, in the product's unit."""

    move: models.Model
    lot: models.Model
    quantity: float


class ReturnRequest(models.Model):
    _inherit = "return.request"

    picking_ids = fields.One2many(
        "stock.picking", "return_request_id", "Transfers", readonly=True
    )
    picking_count = fields.Integer("Number of Transfers", compute="_compute_pickings")
    return_picking_ids = fields.One2many(
        "stock.picking", string="Return Transfers", compute="_compute_pickings"
    )
    replacement_picking_ids = fields.One2many(
        "stock.picking", string="Replaced By", compute="_compute_pickings"
    )

    is_replaced = fields.Boolean(
        "Replaced",
        compute="_compute_pickings",
        help="The same was sent, or is to be sent, in place of what comes back.",
    )

    @api.depends(
        "outcome", "picking_ids.move_ids.origin_returned_move_id", "picking_ids.state"
    )
    def _compute_pickings(self):
        for request in self:
            back = request.picking_ids.filtered("move_ids.origin_returned_move_id")
            sent = request.picking_ids - back
            request.return_picking_ids = back
            request.replacement_picking_ids = sent
            request.picking_count = len(request.picking_ids)
            request.is_replaced = request.outcome == "replacement" and (
                not sent or any(one.state != "cancel" for one in sent)
            )

    # === BUTTONS === #

    def action_authorize(self):
        """Authorise, and create the transfers for the goods."""
        return self._authorize_with("return")

    def action_replace(self):
        """Authorise, and create the delivery of a replacement at once."""
        return self._authorize_with("replacement")

    def action_refund_only(self):
        """Authorise a refund; the customer keeps what they have."""
        return self._authorize_with("refund")

    def action_inspect(self):
        """Set the state to "inspecting"."""
        return self._move_to("inspecting", "received")

    def action_close(self):
        """Complete the return."""
        waits = self.filtered(
            lambda request: (
                request.state == "authorized"
                and request.outcome != "refund"
                and not request._is_given_up()
            )
        )
        if waits:
            raise UserError(
                self.env._(
                    "%s: nothing has come back yet. Receive it, or cancel the return.",
                    ", ".join(waits.mapped("name")),
                )
            )
        return self._move_to("closed", "authorized", "received", "inspecting")

    def action_cancel(self):
        """Cancel, as long as nothing has come back and nothing was sent for it."""
        self._check_staff()
        self.sudo()._cancel()  # cancels transfers, which users of Sales may not

    def action_open_pickings(self):
        """Open the transfers."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        action["domain"] = [("return_request_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _check_staff(self):
        """Check that the user may decide about these returns."""
        self.check_access("write")

    def _authorize_with(self, outcome):
        self._check_staff()
        for request in self.sudo():  # core's wizard needs the rights of Inventory
            if not request._can_cancel():
                raise UserError(
                    self.env._(
                        "%s can no longer be authorized: it has moved on.",
                        request.name,
                    )
                )
            if (request.state, request.outcome) != ("authorized", outcome):
                request._authorize(outcome)
                request._tell()
        return True

    def _move_to(self, state, *sources):
        """Set a state, by a button of staff.

        :param str state: the new one
        :param sources: the states from which that is possible
        """
        self._check_staff()
        wrong = self.filtered(lambda request: request.state not in sources)
        if wrong:
            raise UserError(
                self.env._(
                    "%s is no longer at that step. Look at it again.",
                    ", ".join(wrong.mapped("name")),
                )
            )
        for request in self.sudo():  # users have no right to write the state
            request._set_state(state)
        return True

    def _set_state(self, state, **values):
        """Set a state, and tell the customer and the responsible."""
        self.write({"state": state, **values})
        self._tell()

    def _tell(self):
        self._tell_responsible()
        self._tell_customer()

    # === AUTHORISE === #

    def _authorize(self, outcome):
        """Create the transfers for the goods, by core's wizard.

        If it was authorised before, transfers that are not done are replaced.

        :param str outcome: return, replacement or refund
        :raise UserError: if nothing can come back any more
        """
        self.ensure_one()
        self = self.with_company(self.company_id)
        if self.picking_ids:
            self._withdraw_transfers()
        # Written first, so that of two requests at the same moment one is run again.
        self.write(
            {
                "state": "authorized",
                "outcome": outcome,
                "send_by": outcome != "refund" and self._send_by_now(),
            }
        )
        self.flush_recordset()
        parts = self._parts()
        if outcome == "refund":
            return
        by_picking = defaultdict(list)
        for part in parts:
            by_picking[part.move.picking_id].append(part)
        pickings = self.env["stock.picking"].union(*by_picking)
        last = pickings.search([], order="id desc", limit=1).id
        for picking, mine in by_picking.items():
            self._return_picking(picking, mine, outcome)
        if outcome == "replacement":
            self._claim_replacement(pickings, last)

    def _send_by_now(self):
        """Return the day until which the goods are to be sent; it stands once it was said.

        :rtype: datetime.date | None
        """
        days = self.company_id.public_links_return_send_days
        if self.send_by or not days:
            return self.send_by
        return fields.Date.add(self.company_id._public_links_today(), days=days)

    def _authorizes_itself(self):
        """Tell whether the settings authorise this request at once.

        Earlier requests of the order count, so that many small ones are not a way around
        the limit.
        """
        company = self.company_id
        if not company.public_links_return_auto:
            return False
        most = company.public_links_return_ceiling
        asked = self.order_id.return_request_ids.filtered(
            lambda one: one.state != "cancelled"
        )
        total = self.currency_id._convert(
            sum(asked.mapped("estimate_total")),
            company.currency_id,
            company,
            fields.Date.today(),
        )
        return not most or company.currency_id.compare_amounts(total, most) <= 0

    def _try_to_authorize(self):
        """Authorise. After an error it is left to staff, who are told why."""
        order = self.order_id
        # Core's exchange sends the same again; for a credit the note stays open.
        outcome = "replacement" if self.wish == "exchange" else "return"
        error = order._public_link_attempt(lambda: self._authorize(outcome))
        if error:
            reason = str(error.args[0]) if error.args else repr(error)
            told = order._public_link_attempt(
                lambda: self.message_post(body=reason, subtype_xmlid="mail.mt_note")
            )
            if told:
                order._public_link_tell_failure(error, self.name)

    def _withdraw_transfers(self):
        open_ = self.picking_ids.filtered(lambda picking: picking.state != "cancel")
        open_.with_context(return_request_withdrawn=True).action_cancel()
        left = open_.filtered(lambda picking: picking.state != "cancel")
        if left:
            raise UserError(
                self.env._(
                    "%s was not cancelled: another app wants a decision first. Cancel it"
                    " yourself to see which.",
                    ", ".join(left.mapped("name")),
                )
            )

    def _parts(self):
        """Return the quantities that come back, by delivered move.

        :rtype: list[Part]
        """
        items = {item.key: item for item in self.order_id._return_items(but=self)}
        parts, less = [], []
        for line in self.line_ids:
            item = items.get(line._item_key())
            most = item.remaining if item else 0.0
            quantity = min(line.quantity, most)
            # For a refund without return nothing arrives: all is accepted.
            line.accepted_quantity = quantity if self.outcome == "refund" else 0.0
            if quantity < line.quantity - EPSILON:
                left = Writer(self.env).quantity(quantity)
                less.append(f"{line.product_id.display_name}: {left}")
            if quantity < EPSILON:
                continue
            if item.is_kit:
                parts += self._kit_parts(item, quantity)
            else:
                parts.append(Part(item.move, item.lot, quantity))
        if not parts:
            raise UserError(
                self.env._(
                    "%s: nothing of it is left with the customer. Cancel the return.",
                    self.name,
                )
            )
        if less:
            self.message_post(
                body=self.env._("Less is left than was asked for. %s", "; ".join(less)),
                subtype_xmlid="mail.mt_note",
            )
        return parts

    def _kit_parts(self, item, kits):
        """Return the parts of a number of kits, by the moves that delivered them."""
        parts, bom = [], item.line._return_bom(item.move)
        for bom_line, wanted in item.line._return_kit_parts(bom, kits):
            for move in item.move.filtered(lambda m, p=bom_line: m.bom_line_id == p):
                quantity = min(wanted, move._return_open_quantity())
                if quantity > EPSILON:
                    parts.append(Part(move, self.env["stock.lot"], quantity))
                    wanted -= quantity
        return parts

    def _return_picking(self, picking, parts, outcome):
        """Create the return transfer of one delivery, as staff do by hand.

        :param picking: `stock.picking` that was delivered
        :param list parts: `Part` of its moves
        :param str outcome: return or replacement
        """
        quantities = defaultdict(float)
        for part in parts:
            quantities[part.move] += part.quantity
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_model="stock.picking",
                active_id=picking.id,
                active_ids=picking.ids,
            )
            .create({})
        )
        wanted = wizard.product_return_moves.filtered(
            lambda line: line.move_id in quantities
        )
        (wizard.product_return_moves - wanted).unlink()
        for line in wanted:
            move = line.move_id
            line.quantity = move.product_id.uom_id._compute_quantity(
                quantities[move], move.product_uom, rounding_method="HALF-UP"
            )
        if outcome == "replacement":
            action = wizard.action_create_exchanges()
        else:
            action = wizard.action_create_returns()
        asks = not isinstance(action, dict) or action.get("res_model") != picking._name
        if asks or not action.get("res_id"):
            raise UserError(
                self.env._(
                    "Nothing was made for %s: another app wants a decision first. Return"
                    " its goods by hand to see which.",
                    picking.name,
                )
            )
        back = picking.browse(action["res_id"])
        back.return_request_id = self
        self._set_lots(back, parts)

    def _claim_replacement(self, pickings, last):
        """Mark the deliveries that core has created as this return's replacement.

        :param pickings: `stock.picking` that were delivered
        :param int last: the highest id of a transfer before
        """
        sent = self.env["stock.picking"].search(
            [
                ("id", ">", last),
                ("return_request_id", "=", False),
                ("reference_ids", "in", pickings.reference_ids.ids),
            ]
        )
        sent.return_request_id = self
        if sent:
            return
        if any(one.picking_type_code == "dropship" for one in pickings):
            body = self.env._(
                "The replacement comes from the supplier: Odoo has put it on a purchase"
                " order. Confirm that; if you cancel this return, cancel it there."
            )
        else:
            body = self.env._(
                "The replacement goes with a delivery of the order that was open"
                " already. If you cancel this return, lower the quantity there."
            )
        self.message_post(body=body, subtype_xmlid="mail.mt_note")

    def _set_lots(self, picking, parts):
        """Set the lots that the customer has named, where core proposes others."""
        for move in picking.move_ids:
            wanted = {
                part.lot: part.quantity
                for part in parts
                if part.lot and part.move == move.origin_returned_move_id
            }
            proposed = defaultdict(float)
            for line in move.move_line_ids:
                proposed[line.lot_id] += line.quantity_product_uom
            if not wanted or wanted == proposed:
                continue
            move.move_line_ids.unlink()
            self.env["stock.move.line"].create(
                [
                    {
                        **move._prepare_move_line_vals(quantity=quantity),
                        "lot_id": lot.id,
                    }
                    for lot, quantity in wanted.items()
                ]
            )
