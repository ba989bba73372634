# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads what a return page needs in few statements: an order may have 1,000 lines."""

from odoo import models
from odoo.tools import SQL

from ..link.public_link_read import fetch_ids, fetch_where, once
from ..link.public_link_reference import fetch_known
from .sale_order_items import ReturnItem

LINE_FIELDS = (
    "collapse_composition",
    "collapse_prices",
    "discount",
    "display_type",
    "name",
    "price_unit",
    "product_id",
    "product_uom_id",
    "product_uom_qty",
)
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
# The fields that core's computation of taxes reads.
PRICE_FIELDS = (
    "analytic_distribution",
    "extra_tax_data",
    "is_downpayment",
    "order_id",
    "tax_ids",
)
TAX_FIELDS = (
    "amount",
    "amount_type",
    "company_id",
    "include_base_amount",
    "is_base_affected",
    "price_include_override",
    "tax_group_id",
)
REQUEST_FIELDS = (
    "cancelled_by_customer",
    "company_id",
    "create_date",
    "credit_note_ids",
    "estimate_fee",
    "estimate_tax",
    "estimate_total",
    "estimate_untaxed",
    "line_ids",
    "link_id",
    "name",
    "note",
    "order_id",
    "outcome",
    "partner_id",
    "picking_ids",
    "policy",
    "shipping",
    "state",
)
REQUEST_LINE_FIELDS = (
    "condition",
    "lot_id",
    "note",
    "order_line_id",
    "photo_ids",
    "product_id",
    "quantity",
    "reason_id",
    "uom_id",
)
PICKING_FIELDS = ("carrier_id", "move_ids", "picking_type_id", "return_id", "state")
ADDRESS_FIELDS = (
    "city",
    "commercial_company_name",
    "country_id",
    "name",
    "state_id",
    "street",
    "street2",
    "zip",
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
        """Return the items with ids in place of recordsets, to be kept by ``once``."""
        if not self._return_fetch():
            return []
        return [
            [
                value._ids if isinstance(value, models.BaseModel) else value
                for value in item
            ]
            for item in find()
        ]

    def _return_from_rows(self, rows):
        """Return the items of such rows, with recordsets that share their prefetching."""
        env = self.env(su=True)  # see ``ReturnItem``
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
        """Read what the rules for items need, in few statements.

        :return: whether anything was delivered
        """
        order = self.sudo()  # see ``ReturnItem``
        moves = order._return_fetch_moves()
        if not any(move.state == "done" for move in moves):
            return False
        lines = fetch_where(
            order.env["sale.order.line"],
            LINE_FIELDS,
            SQL("order_id = %s", order.id),
            SQL("sequence, id"),
        )
        order._fields["order_line"]._insert_cache(order, [lines._ids])
        for records, name, by in (
            (lines, "move_ids", "sale_line_id"),
            (moves, "returned_move_ids", "origin_returned_move_id"),
        ):
            grouped = moves.grouped(by)
            there = [grouped.get(record, moves.browse())._ids for record in records]
            records._fields[name]._insert_cache(records, there)
        fetch_known(moves.location_id | moves.location_dest_id)
        products = lines.product_id | moves.product_id
        products.fetch(["product_tmpl_id"])
        products.product_tmpl_id.fetch(TEMPLATE_FIELDS)
        tracked = moves.filtered(lambda move: move.product_id.tracking != "none")
        tracked.move_line_ids.fetch(["lot_id", "move_id", "quantity_product_uom"])
        tracked.lot_ids.fetch(["name"])
        fetch_known(products.uom_id)
        return True

    def _return_fetch_moves(self):
        """Read the moves of this order's lines, and what came back of them."""
        return fetch_where(
            self.env["stock.move"],
            MOVE_FIELDS,
            SQL(
                """id IN (
                    WITH sent AS (
                        SELECT move.id FROM stock_move move
                          JOIN sale_order_line line ON line.id = move.sale_line_id
                         WHERE line.order_id = %s
                    )
                    SELECT id FROM sent
                     UNION
                    SELECT back.id FROM stock_move back
                      JOIN sent ON sent.id = back.origin_returned_move_id
                )""",
                self.id,
            ),
            SQL("id"),
        )

    def _return_estimate(self, chosen):
        lines = self.sudo().order_line  # see ``ReturnItem``
        lines.fetch(PRICE_FIELDS)
        lines.tax_ids.fetch(TAX_FIELDS)
        groups = lines.tax_ids.tax_group_id
        groups.fetch(["name", "pos_receipt_label", "preceding_subtotal", "sequence"])
        return super()._return_estimate(chosen)

    def _public_return_fetch(self):
        """Read what the page shows of the order's returns."""
        env = self.env
        fetch_known(self.currency_id)
        requests = fetch_where(
            env["return.request"],
            REQUEST_FIELDS,
            SQL("order_id = %s", self.id),
            SQL("id DESC"),
        )
        self._fields["return_request_ids"]._insert_cache(self, [requests._ids])
        if not requests:
            return
        lines = fetch_ids(requests.line_ids, REQUEST_LINE_FIELDS)
        fetch_known(lines.reason_id)
        pickings = fetch_where(
            env["stock.picking"], PICKING_FIELDS, SQL("sale_id = %s", self.id)
        )
        fetch_known(pickings.picking_type_id)
        fetch_known(pickings.picking_type_id.warehouse_id)
        fetch_ids(requests.credit_note_ids, ("amount_total", "state"))
        sent_to = requests.filtered(lambda row: row._public_return_sendable())
        places = env["res.partner"].union(*(row._return_to() for row in sent_to))
        fetch_ids(places, ADDRESS_FIELDS)
        fetch_known(places.country_id)
        fetch_known(places.state_id)


class StockWarehouse(models.Model):
    _name = "stock.warehouse"
    _inherit = ["stock.warehouse", "public.link.reference"]

    _public_reference_fields = ("partner_id",)
