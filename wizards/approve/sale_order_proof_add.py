# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SaleOrderProofAdd(models.TransientModel):
    """Asks for the files first, several at once, and then for the item that each shows."""

    _name = "sale.order.proof.add"
    _description = "Add Proofs"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files",
        help="Pictures (PNG, JPEG, WebP) or PDFs.",
    )
    line_ids = fields.One2many("sale.order.proof.add.line", "add_id", "Proofs")
    note = fields.Text(
        "Note for the Customer", help="What the customer should look at."
    )

    @api.onchange("attachment_ids")
    def _onchange_attachment_ids(self):
        files = self.attachment_ids
        kept = self.line_ids.filtered(
            lambda line: line.attachment_id._origin in files._origin
        )
        there = kept.attachment_id._origin
        items = self._items()
        commands = [Command.delete(line.id) for line in self.line_ids - kept]
        taken = len(kept)
        for attachment in files._origin - there:
            item = items[taken : taken + 1] or items[:1]
            values = {"attachment_id": attachment.id, "item_id": item.id}
            commands.append(Command.create(values))
            taken += 1
        self.line_ids = commands

    def _items(self):
        return self.order_id.order_line.filtered(lambda line: not line.display_type)

    def action_add(self):
        """Make a proof of each file."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Choose at least one file."))
        items = self.line_ids.item_id
        if len(items) < len(self.line_ids):
            raise UserError(
                self.env._(
                    "Choose another item for each file: a second proof of one item would"
                    " replace the first."
                )
            )
        # With the user's rights, and the checks of proofs.
        self.env["sale.order.proof"].create(
            [
                {
                    "order_id": self.order_id.id,
                    "line_id": line.item_id.id,
                    "name": line.attachment_id.name,
                    "file": line.attachment_id.datas,
                    "note": self.note,
                }
                for line in self.line_ids
            ]
        )
        return self.order_id.action_public_link_proofs()


class SaleOrderProofAddLine(models.TransientModel):
    _name = "sale.order.proof.add.line"
    _description = "File That Becomes a Proof"

    add_id = fields.Many2one("sale.order.proof.add", required=True, ondelete="cascade")
    order_id = fields.Many2one(related="add_id.order_id")
    attachment_id = fields.Many2one("ir.attachment", "File", required=True)
    item_id = fields.Many2one(
        "sale.order.line",
        required=True,
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
    )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_public_link_proofs(self):
        """Open the proofs of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_sale_order_proof"
        )
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {"default_order_id": self.id}
        return action

    def action_public_link_add_proofs(self):
        """Open the dialog that asks for the files of proofs."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Proofs"),
            "res_model": "sale.order.proof.add",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_order_id": self.id},
        }
