# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.documents.stock_picking import TO_CUSTOMERS
from ...models.returns.return_request import WISHES


class ReturnRequestEnter(models.TransientModel):
    """Asks of which order what comes back, and why, for a customer who has no link at hand.

    What can come back is what the customer's own page would offer.
    """

    _name = "return.request.enter"
    _description = "Enter a Return"

    order_id = fields.Many2one(
        "sale.order",
        compute="_compute_order_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        domain="[('state', '=', 'sale')]",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Delivery",
        domain=lambda self: [
            ("sale_id", "!=", False),
            ("state", "=", "done"),
            ("picking_type_code", "in", TO_CUSTOMERS),
            # Returns have the type of the delivery where they have none of their own.
            ("location_id.usage", "!=", "customer"),
            ("location_dest_id.usage", "in", ("customer", "transit")),
        ],
        help="Choose a delivery instead, and only what it brought is listed.",
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    line_ids = fields.One2many(
        "return.request.enter.line",
        "enter_id",
        "Items",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    why = fields.Char("Why Not", compute="_compute_why")
    hint = fields.Char(compute="_compute_hint")
    wish = fields.Selection(WISHES, "Customer Wants", required=True, default="refund")
    note = fields.Text("Customer's Note", help="What the customer told you.")

    @api.onchange("order_id")
    def _onchange_order_id(self):
        if self.picking_id.sale_id != self.order_id:
            self.picking_id = False

    @api.depends("picking_id")
    def _compute_order_id(self):
        for enter in self:
            enter.order_id = enter.picking_id.sale_id or enter.order_id

    @api.depends("order_id")
    def _compute_why(self):
        for enter in self:
            # sudo: deliveries and invoices, of an order that the user reads
            blockers = (
                enter._own_order() and enter._own_order().sudo()._return_blockers()
            )
            first = blockers[0] if blockers else None
            enter.why = first and f"{first.staff} {first.fix}"

    @api.depends("order_id", "picking_id")
    def _compute_hint(self):
        for enter in self:
            offered = [
                item.move.picking_id
                for item in enter._items()
                if item.remaining and not item.reasons_why_not
            ]
            # sudo: how the goods came, of an order that the user reads
            sent = self.env["stock.picking"].sudo().union(*offered)
            back = sent.filtered(
                lambda picking: (
                    picking.picking_type_code == "dropship"
                    # Core's wizard would bring it to a warehouse otherwise.
                    and picking.picking_type_id.return_picking_type_id.code
                    != "incoming"
                )
            )
            if not back:
                enter.hint = False
                continue
            enter.hint = self.env._(
                "%(deliveries)s came from the supplier, and its return goes back there. To"
                " have it sent to you, set an operation type for returns on “%(type)s”"
                " first.",
                deliveries=", ".join(back.mapped("name")),
                type=back[0].picking_type_id.name,
            )

    @api.depends("order_id", "picking_id")
    def _compute_line_ids(self):
        for enter in self:
            items = enter._items()
            enter.line_ids = [
                Command.clear(),
                *(Command.create(enter._line_values(item)) for item in items),
            ]

    def _own_order(self):
        """Return the order, where the user may read it."""
        return self.order_id._origin._filtered_access("read")

    def _items(self):
        """Return what was delivered, of one delivery or of all."""
        # sudo: as for the customer's page, see ``ReturnItem``
        items = self._own_order().sudo()._return_items() if self._own_order() else []
        picking = self.picking_id._origin
        return [
            item for item in items if not picking or picking in item.move.picking_id
        ]

    def _line_values(self, item):
        return {
            "key": item.key,
            "product_id": item.product.id,
            "lot_id": item.lot.id,
            "uom_id": item.unit.id,
            "delivered": item.delivered,
            "remaining": 0.0 if item.reasons_why_not else item.remaining,
            "why": item.reasons_why_not,
        }

    def action_enter(self):
        """Create the return, and open it."""
        self.ensure_one()
        chosen = self.line_ids.filtered("quantity")
        if not chosen:
            raise UserError(self.env._("Say how many of which item come back."))
        rows = [line._row() for line in chosen]
        request = self.order_id._return_enter(rows, self.note or "", self.wish)
        return request._action_open()


class ReturnRequestEnterLine(models.TransientModel):
    _name = "return.request.enter.line"
    _description = "Item to Return"

    enter_id = fields.Many2one(
        "return.request.enter", required=True, ondelete="cascade"
    )
    key = fields.Char(required=True, help="Names the item among those of the order.")
    product_id = fields.Many2one("product.product")
    lot_id = fields.Many2one("stock.lot", "Lot or Serial Number")
    uom_id = fields.Many2one("uom.uom", "Unit")
    delivered = fields.Float(digits="Product Unit")
    remaining = fields.Float("Can Be Returned", digits="Product Unit")
    why = fields.Char("Why Not")
    quantity = fields.Float("To Return", digits="Product Unit")
    reason_id = fields.Many2one("return.reason")
    condition = fields.Selection(
        selection=lambda self: (
            self.env["return.request.line"]
            ._fields["condition"]
            ._description_selection(self.env)
        )
    )
    note = fields.Char("Customer's Words")
    photo_ids = fields.Many2many("ir.attachment", string="Photos")

    def _row(self):
        """Return this item as the customer's form sends it, see ``_return_ask``."""
        return {
            "key": self.key,
            "quantity": self.quantity,
            "reason_id": self.reason_id.id,
            "condition": self.condition,
            "note": self.note,
            "photos": [(one.name, one.mimetype, one.raw) for one in self.photo_ids],
        }
