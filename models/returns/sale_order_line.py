# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Kits are returned as wholes; how many, is computed by core's ``mrp``.

This addon does not depend on ``mrp``: without it no line is a kit.
"""

from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _return_is_kit(self, moves):
        """Tell whether the product was delivered as the parts of a kit."""
        return bool(moves.product_id - self.product_id)

    def _return_bom(self, moves):
        """Return the kit's bill of materials, as core finds it.

        :param moves: the `stock.move` of its parts
        :return: `mrp.bom`, or ``None``
        """
        if "bom_line_id" not in moves._fields:
            return None
        boms = moves.bom_line_id.bom_id
        template = self.product_id.product_tmpl_id
        mine = boms.filtered(
            lambda bom: (
                bom.type == "phantom"
                and bom.product_tmpl_id == template
                and bom.product_id in (self.product_id, bom.product_id.browse())
            )
        )
        return (
            mine[:1]
            or boms._bom_find(
                self.product_id, company_id=self.company_id.id, bom_type="phantom"
            )[self.product_id]
            or None
        )

    def _return_kits(self, bom, delivered, back=None):
        """Return how many whole kits the customer has after these moves.

        :param bom: `mrp.bom`
        :param delivered: moves of parts to the customer
        :param back: moves of parts back, done or planned
        :rtype: float
        """
        back = back or delivered.browse()
        ordered = self.product_uom_id._compute_quantity(
            self.product_uom_qty or 1, bom.product_uom_id
        )
        kits = (delivered | back)._compute_kit_quantities(
            self.product_id,
            ordered,
            bom,
            {
                "incoming_moves": lambda move: move in delivered,
                "outgoing_moves": lambda move: move in back,
            },
        )
        return bom.product_uom_id._compute_quantity(kits, self.product_id.uom_id)

    def _return_kit_parts(self, bom, kits):
        """Return the parts of a number of kits.

        :param bom: `mrp.bom`
        :param float kits: in the product's unit
        :return: line of the bill of materials, and quantity in its product's unit
        :rtype: list[tuple]
        """
        wanted = self.product_id.uom_id._compute_quantity(kits, bom.product_uom_id)
        _boms, parts = bom.explode(self.product_id, wanted / bom.product_qty)
        return [
            (
                part,
                part.product_uom_id._compute_quantity(
                    data["qty"], part.product_id.uom_id, rounding_method="HALF-UP"
                ),
            )
            for part, data in parts
            if part.product_id.type != "service"
        ]
