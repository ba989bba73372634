# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Orders that were really delivered and invoiced, and what comes back of them."""

import unittest

from odoo import Command, fields
from odoo.exceptions import UserError

from .base import PublicLinkCase


class ReturnFixtures:
    """To mix into a class with ``PublicLinkFixtures``."""

    @classmethod
    def make_return_fixtures(cls):
        cls.company.write(
            {
                "public_links_return_enabled": True,
                "public_links_return_user_id": cls.salesman.id,
            }
        )
        cls.reason = cls.env.ref("public_links.return_reason_no_longer_needed")
        cls.defective = cls.env.ref("public_links.return_reason_defective")
        cls.stock = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def make_product(cls, name="Desk", **values):
        """Return a product with cost and tax that is kept in stock."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "categ_id": cls.env["product.category"].create({"name": name}).id,
                "list_price": 100.0,
                "standard_price": 40.0,
                "taxes_id": [Command.set(cls.tax.ids)],
                "invoice_policy": "delivery",
                **values,
            }
        )

    @classmethod
    def put_in_stock(cls, product, quantity, lot=None):
        """Have some of a product in the warehouse."""
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.stock.lot_stock_id, quantity, lot_id=lot
        )

    @classmethod
    def make_lot(cls, product, name):
        return cls.env["stock.lot"].create(
            {"product_id": product.id, "name": name, "company_id": cls.company.id}
        )

    @classmethod
    def make_kit(cls, name, parts):
        """Return a product that is delivered as its parts, quantities by product."""
        if "mrp.bom" not in cls.env:
            raise unittest.SkipTest("mrp is not installed")
        kit = cls.make_product(name, is_storable=False)
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts.items()
                ],
            }
        )
        for part in parts:
            cls.put_in_stock(part, 1000)
        return kit

    @classmethod
    def sell(cls, *rows, **values):
        """Return a confirmed order of rows: product, quantity, and more values if any."""
        return cls.make_order(
            "sale",
            order_line=[
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        **dict(*more),
                    }
                )
                for product, quantity, *more in rows
            ],
            user_id=cls.salesman.id,
            **values,
        )

    @classmethod
    def deliver(cls, order, quantities=None):
        """Validate an order's open deliveries, of some products less than all."""
        for picking in order.picking_ids.filtered(
            lambda one: one.state not in ("done", "cancel")
        ):
            cls.validate(picking, quantities)

    @classmethod
    def validate(cls, picking, quantities=None, backorder=True):
        """Validate a transfer, of some products less than all."""
        picking.action_assign()
        for move in picking.move_ids:
            wanted = (quantities or {}).get(move.product_id, move.product_uom_qty)
            if move.quantity != wanted:
                move.quantity = wanted
            move.picked = True
        context = {"skip_backorder": True}
        if not backorder:
            context["picking_ids_not_to_backorder"] = picking.ids
        action = picking.with_context(**context).button_validate()
        if action is not True:
            raise AssertionError(f"{picking.name} was not validated: {action}")

    @classmethod
    def return_wizard(cls, picking):
        """Return core's wizard, by which staff take something back."""
        return (
            cls.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )

    @classmethod
    def take_back(cls, order, quantity):
        """Return the transfer by which staff take so many of each back."""
        picking = order.picking_ids[:1]
        wizard = cls.return_wizard(picking)
        wizard.product_return_moves.quantity = quantity
        return picking.browse(wizard.action_create_returns()["res_id"])

    @classmethod
    def bill(cls, order):
        """Return the posted invoice of what can be invoiced."""
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    @classmethod
    def delivered(cls, quantity=5, **values):
        """Return an order of desks that was delivered, invoiced, and is in the window."""
        product = cls.make_product(**values)
        cls.put_in_stock(product, 100)
        order = cls.sell((product, quantity))
        cls.deliver(order)
        cls.bill(order)
        return order

    @classmethod
    def two_dozen(cls):
        """Return an order of two dozen at 1,200 each, delivered and billed."""
        product = cls.make_product()
        cls.put_in_stock(product, 50)
        dozen = cls.env.ref("uom.product_uom_dozen")
        values = {"product_uom_id": dozen.id, "price_unit": 1200}
        order = cls.sell((product, 2, values))
        cls.deliver(order)
        cls.bill(order)
        return order

    def item(self, order, place=0):
        return order._return_items()[place]

    def row(self, item, quantity=1, reason=None, **values):
        """Return what the page's form says of one item."""
        return {
            "key": item.key,
            "quantity": quantity,
            "reason_id": (reason or self.reason).id,
            **values,
        }

    def ask(self, order, *rows, note=""):
        """Ask for a return as the customer: rows as the page sends them."""
        link = self.issue(order, "return")
        return order.sudo()._return_ask(link, list(rows), note)

    def ask_one(self, order, quantity=1, reason=None):
        return self.ask(order, self.row(self.item(order), quantity, reason))

    def receive(self, request, quantities=None, backorder=True):
        for picking in request.return_picking_ids.filtered(
            lambda one: one.state not in ("done", "cancel")
        ):
            self.validate(picking, quantities, backorder)

    def age(self, order, days):
        """Move an order's deliveries into the past."""
        for move in order.order_line.move_ids:
            move.date = fields.Datetime.subtract(move.date, days=days)

    def codes(self, order):
        return [blocker.code for blocker in order._return_blockers()]

    def assertRefused(self, order, *rows, saying=""):
        """Check that a request is refused with words, and leaves nothing behind."""
        before = self.env["return.request"].search_count([])
        pickings = len(order.picking_ids)
        with self.assertRaisesRegex(UserError, saying), self.cr.savepoint():
            self.ask(order, *rows)
        self.env.invalidate_all()
        self.assertEqual(self.env["return.request"].search_count([]), before)
        self.assertEqual(len(order.picking_ids), pickings)


class ReturnCase(ReturnFixtures, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_return_fixtures()
