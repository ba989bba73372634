# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The deliveries of orders, and how far an order is shipped."""

from odoo import models
from odoo.tools import SQL

from ..link.public_link_read import READING, has_row, once
from ..link.public_link_reference import fetch_known
from ..link.public_link_together import Read, read_where

# Core's ``delivery_status`` counts transfers, whatever they do: it is "full" once goods were
# picked and their delivery was cancelled, and "partial" when a service was rendered, or when
# something comes back. So the moves to the customer are asked; core only says where there
# are transfers at all.
#
# A customer's place, or on the way to another company; not what is between two warehouses.
AWAY = SQL(
    "(place.usage = 'customer' OR place.usage = 'transit' AND place.company_id IS NULL)"
)
# Each of these three is what a SELECT finds rows from.
#
# Something has left for the customer.
SENT = SQL(
    """stock_picking picking
          JOIN stock_move move ON move.picking_id = picking.id
          JOIN stock_location place ON place.id = move.location_dest_id
         WHERE picking.sale_id = sale_order.id
           AND move.state = 'done' AND move.quantity > 0
           AND %s""",
    AWAY,
)
# Something is still to reach the customer: what is picked first has the customer as its last
# place only.
LEFT = SQL(
    """stock_picking picking
          JOIN stock_move move ON move.picking_id = picking.id
          JOIN stock_location place
            ON place.id IN (move.location_dest_id, move.location_final_id)
         WHERE picking.sale_id = sale_order.id
           AND move.state NOT IN ('done', 'cancel') AND %s""",
    AWAY,
)
# Less was sent than was ordered. What came back, to be refunded, lowers core's figure, too,
# and is added again. Of a kit parts come back, which are no part of a quantity: of such a
# line only a delivery that was cancelled tells.
SHORT = SQL(
    """sale_order_line line
          JOIN uom_uom unit ON unit.id = line.product_uom_id
         CROSS JOIN LATERAL (
               SELECT bool_or(move.product_id <> line.product_id) AS kit,
                      SUM(move.quantity * own.factor / unit.factor)
                          FILTER (WHERE move.to_refund) AS quantity
                 FROM stock_move move
                 JOIN stock_location place ON place.id = move.location_id
                 JOIN uom_uom own ON own.id = move.product_uom
                WHERE move.sale_line_id = line.id AND move.state = 'done' AND %(away)s) back
         WHERE line.order_id = sale_order.id
           AND line.qty_delivered_method = 'stock_move'
           AND line.product_uom_qty - line.qty_delivered
               - CASE WHEN back.kit THEN 0 ELSE COALESCE(back.quantity, 0) END > 0.00001
           AND (back.kit IS NOT TRUE OR 0 < (
                    SELECT COUNT(*) FROM stock_move move
                      JOIN stock_location place ON place.id = move.location_dest_id
                     WHERE move.sale_line_id = line.id AND move.state = 'cancel'
                       AND %(away)s))""",
    away=AWAY,
)
SHIPPED = SQL(
    "(delivery_status IS NOT NULL AND %s AND NOT %s AND NOT %s)",
    has_row(SENT),
    has_row(LEFT),
    has_row(SHORT),
)
# Being prepared, or shipped in part.
COMING = SQL(
    "(delivery_status IS NOT NULL AND (%s OR %s AND %s))",
    has_row(LEFT),
    has_row(SENT),
    has_row(SHORT),
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_shipping_states(self):
        """Return how far these orders are shipped.

        :return: kind and code by id, see ``public.link.mixin._public_state``
        :rtype: dict[int, tuple[str, str]]
        """
        codes = dict.fromkeys(self._ids, "confirmed")
        for orders, name in self._public_shipping_reads():
            codes |= orders._public_read(name)
        return {order_id: ("order", code) for order_id, code in codes.items()}

    def _public_shipping_reads(self):
        """Return what ``_public_shipping_states`` reads, see ``_public_page_plans``."""
        moved = self.filtered("delivery_status")
        return [(moved, "shipping")] if moved else []

    def _public_shipping_together(self):
        """Read how far several orders are shipped before each of them is asked.

        In one read that PostgreSQL plans once: one for each of twenty orders, all in one
        statement, took longer to plan than all else that a list of orders asks.
        """
        moved = self.filtered("delivery_status")
        if not moved or not self.env.context.get(READING):
            return
        codes = moved._public_read("shipping")
        for order in moved:
            once(order, "shipping", lambda order=order: {order.id: codes[order.id]})

    def _public_read_shipping(self):
        # Each is asked once: planning this takes longer than all else that the page of an
        # order reads first.
        sql = SQL(
            """
            SELECT json_build_array(id, CASE
                       WHEN NOT sent THEN
                           CASE WHEN waits THEN 'preparing' ELSE 'confirmed' END
                       WHEN waits OR %(short)s THEN 'partly_shipped'
                       ELSE 'shipped' END)
              FROM (SELECT id, %(sent)s AS sent, %(left)s AS waits
                      FROM sale_order WHERE id = ANY (%(ids)s) OFFSET 0) AS sale_order
            """,
            sent=has_row(SENT),
            left=has_row(LEFT),
            short=has_row(SHORT),
            ids=self.ids,
        )
        return Read(sql, dict)

    def _public_shipments(self):
        """Return the deliveries of these orders that were not cancelled."""
        # sudo: the order's gate decides whether its deliveries are shown
        Picking = self.env["stock.picking"].sudo()
        ids = self._public_read("shipments") if self else ()
        return Picking.browse(ids).sudo(self.env.su)

    def _public_read_shipments(self):
        # sudo: as above
        Picking = self.env["stock.picking"].sudo()

        def outgoing(pickings):
            fetch_known(pickings.picking_type_id)
            fetch_known(pickings.location_id | pickings.location_dest_id)
            return pickings.filtered(lambda picking: picking._public_goes_out())._ids

        return read_where(
            Picking,
            Picking._public_fields,
            SQL("sale_id IN %s AND state != 'cancel'", self._ids),
            SQL("id"),
            keep=outgoing,
        )
