# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The deliveries of orders, and how far an order is shipped."""

from odoo import models
from odoo.tools import SQL

from ..link.public_link_reference import fetch_known
from ..link.public_link_together import Read, read_where
from .stock_picking import TO_CUSTOMERS

# The state of a confirmed order, by core's ``delivery_status``.
SHIPPING = {
    "pending": "preparing",
    "started": "preparing",
    "partial": "partly_shipped",
    "full": "shipped",
}
# Core counts what customers send back as well: while that is open, nothing may be left.
IN_DOUBT = ("started", "partial")
# Whether something of an order is still to reach its customer: what is picked first has the
# customer as its last place only.
LEFT = SQL(
    """EXISTS (
        SELECT FROM stock_picking picking
          JOIN stock_move move ON move.picking_id = picking.id
          JOIN stock_location place
            ON place.id IN (move.location_dest_id, move.location_final_id)
         WHERE picking.sale_id = sale_order.id
           AND move.state NOT IN ('done', 'cancel')
           AND place.usage IN ('customer', 'transit'))"""
)
SHIPPED = SQL(
    "(delivery_status = 'full' OR delivery_status IN %s AND NOT %s)", IN_DOUBT, LEFT
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_shipping_states(self):
        """Return how far these orders are shipped.

        :return: kind and code by id, see ``public.link.mixin._public_state``
        :rtype: dict[int, tuple[str, str]]
        """
        codes = {
            order.id: SHIPPING.get(order.delivery_status, "confirmed") for order in self
        }
        for order, name in self._public_left_reads():
            left = order._public_read(name)
            codes |= dict.fromkeys(set(order._ids) - set(left), "shipped")
        return {order_id: ("order", code) for order_id, code in codes.items()}

    def _public_left_reads(self):
        """Return what ``_public_shipping_states`` reads, see ``_public_page_plans``."""
        doubt = self.filtered(lambda order: order.delivery_status in IN_DOUBT)
        return [(doubt, "left")] if doubt else []

    def _public_read_left(self):
        sql = SQL(
            "SELECT id FROM sale_order WHERE id = ANY (%s) AND %s", self.ids, LEFT
        )
        return Read(sql, lambda rows: rows)

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
            fetch_known(pickings.location_id)
            return pickings.filtered(
                lambda picking: (
                    picking.picking_type_id.code in TO_CUSTOMERS
                    and picking.location_id.usage != "customer"
                )
            )._ids

        return read_where(
            Picking,
            Picking._public_fields,
            SQL("sale_id IN %s AND state != 'cancel'", self._ids),
            SQL("id"),
            keep=outgoing,
        )
