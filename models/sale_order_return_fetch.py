# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can come back of an order, read at once: an order may have 1,000 lines."""

from odoo import models

from .public_link_read import once
from .sale_order_return_items import ReturnItem

LINE_FIELDS = ("name", "product_id", "product_uom_id", "product_uom_qty")
MOVE_FIELDS = (
    "date",
    "location_dest_id",
    "location_id",
    "origin_returned_move_id",
    "product_id",
    "product_uom",
    "product_uom_qty",
    "quantity",
    "sale_line_id",
    "state",
)
TEMPLATE_FIELDS = (
    "categ_id",
    "name",
    "public_link_return_days",
    "public_link_return_rule",
    "tracking",
    "type",
    "uom_id",
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _return_items(self, but=None):
        find = super()._return_items
        if but:
            return find(but)
        rows = once(self, "return_items", lambda: self._return_rows(find))
        return self._return_from_rows(rows)

    def _return_rows(self, find):
        """Return the items without recordsets: ids stand for them."""
        self._return_fetch()
        return [
            [
                value._ids if isinstance(value, models.BaseModel) else value
                for value in item
            ]
            for item in find()
        ]

    def _return_from_rows(self, rows):
        """Return the items again; what is read of one is read of all."""
        env = self.env(su=True)  # as the items say
        names = {
            "move": "stock.move",
            "line": "sale.order.line",
            "product": "product.product",
            "lot": "stock.lot",
            "unit": "uom.uom",
        }
        columns = {name: ReturnItem._fields.index(name) for name in names}
        together = {
            name: tuple({number for row in rows for number in row[place]})
            for name, place in columns.items()
        }
        items = []
        for row in rows:
            values = dict(zip(ReturnItem._fields, row, strict=True))
            for name, model in names.items():
                records = env[model].browse(values[name])
                values[name] = records.with_prefetch(together[name])
            items.append(ReturnItem(**values))
        return items

    def _return_fetch(self):
        """Read what deciding about the items needs, in a few statements."""
        # sudo: see ``ReturnItem``
        lines = self.sudo().order_line
        lines.fetch(LINE_FIELDS)
        moves = lines.move_ids
        moves |= moves.returned_move_ids
        moves.fetch(MOVE_FIELDS)
        (moves.location_id | moves.location_dest_id).fetch(["usage", "company_id"])
        products = lines.product_id | moves.product_id
        products.fetch(["product_tmpl_id"])
        products.product_tmpl_id.fetch(TEMPLATE_FIELDS)
        tracked = moves.filtered(lambda move: move.product_id.tracking != "none")
        tracked.move_line_ids.fetch(["lot_id", "move_id", "quantity_product_uom"])
        tracked.lot_ids.fetch(["name"])
