# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an order says of its deliveries, where core's delivery status says something else."""

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.documents.sale_order_shipping import LEFT, SHIPPED
from ..common.base import PublicLinkCase
from ..common.returns import ReturnFixtures
from ..common.track import TrackFixtures

OPEN = ("draft", "waiting", "confirmed", "assigned")


@tagged("post_install", "-at_install")
class TestOrderStates(TrackFixtures, ReturnFixtures, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_return_fixtures()
        cls.desk = cls.make_product("Desk of states")
        cls.put_in_stock(cls.desk, 1000)
        cls.service = cls.env["product.product"].create(
            {"name": "Assembly", "type": "service", "list_price": 50.0}
        )

    def stands(self, order):
        """Return how the order stands, and its current step."""
        self.env.flush_all()
        self.env.invalidate_all()
        progress = order._public_progress()
        step = [one["label"] for one in progress.get("steps", ()) if one["current"]]
        return order._public_state()[1], "".join(step)

    def opened(self, order, code="outgoing"):
        """Return what of an order's transfers of a kind is still open."""
        return order.picking_ids.filtered(
            lambda one: one.state in OPEN and one.picking_type_code == code
        )

    def picked(self, steps, *rows):
        """Return an order that is picked, and packed, but not shipped."""
        self.stock.delivery_steps = steps
        order = self.sell(*rows or [(self.desk, 2)])
        while pick := self.opened(order, "internal")[:1]:
            self.validate(pick)
        return order

    def check(self, order, *expected, core):
        self.assertEqual(order.delivery_status, core, "So says core.")
        self.assertEqual(self.stands(order), expected)

    def test_what_is_picked_has_not_left(self):
        """K3: in two steps and in three; nor what was cancelled after it was picked"""
        for steps in ("pick_ship", "pick_pack_ship"):
            with self.subTest(steps=steps):
                order = self.picked(steps)
                self.check(order, "preparing", "Ordered", core="started")
                self.opened(order).action_cancel()
                self.check(order, "confirmed", "", core="full")

    def test_a_service_is_no_delivery(self):
        """K3: rendered while the goods are only picked, or alone"""
        order = self.picked("pick_ship", (self.desk, 1), (self.service, 1))
        line = order.order_line.filtered(lambda one: one.product_id == self.service)
        line.qty_delivered = 1
        self.env.flush_all()
        order._compute_delivery_status()
        self.check(order, "preparing", "Ordered", core="partial")
        alone = self.sell((self.service, 1))
        alone.order_line.qty_delivered = 1
        self.check(alone, "confirmed", "", core=False)

    def test_what_was_sent_is_told_by_what_left(self):
        """K3: in part, the rest cancelled, the order lowered to what came"""
        order = self.sell((self.desk, 5))
        self.check(order, "preparing", "Ordered", core="pending")
        self.deliver(order, {self.desk: 2})
        self.check(order, "partly_shipped", "Shipped", core="partial")
        self.opened(order).action_cancel()
        self.check(order, "partly_shipped", "Shipped", core="full")
        order.order_line.product_uom_qty = 2
        self.check(order, "shipped", "Shipped", core="full")

    def test_no_backorder_is_less_than_was_ordered(self):
        """K3: staff validate less, and want no backorder"""
        order = self.sell((self.desk, 5))
        self.validate(order.picking_ids, {self.desk: 2}, backorder=False)
        self.check(order, "partly_shipped", "Shipped", core="full")
        whole = self.sell((self.desk, 5))
        self.deliver(whole)
        self.check(whole, "shipped", "Shipped", core="full")

    def test_nothing_is_sent_of_what_was_cancelled(self):
        """K3: all deliveries of a confirmed order"""
        order = self.sell((self.desk, 2))
        order.picking_ids.action_cancel()
        self.check(order, "confirmed", "", core=False)

    def test_what_comes_back_was_sent(self):
        """K3: on its way back, received, and beside a rest that was cancelled"""
        order = self.sell((self.desk, 2))
        self.deliver(order)
        back = self.take_back(order, 1)
        self.check(order, "shipped", "Shipped", core="partial")
        self.validate(back)
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.check(order, "shipped", "Shipped", core="full")
        short = self.sell((self.desk, 5))
        self.deliver(short, {self.desk: 2})
        self.opened(short).action_cancel()
        sent = short.picking_ids.filtered(lambda one: one.state == "done")
        wizard = self.return_wizard(sent)
        wizard.product_return_moves.quantity = 1
        self.validate(sent.browse(wizard.action_create_returns()["res_id"]))
        self.check(short, "partly_shipped", "Shipped", core="full")

    def test_what_comes_back_of_a_whole_is_no_rest(self):
        """K3: sent whole after a delivery was cancelled and made anew, one came back"""
        order = self.sell((self.desk, 10))
        order.picking_ids.action_cancel()
        order.order_line.product_uom_qty = 12
        order.order_line.product_uom_qty = 10
        again = self.opened(order)
        if sum(again.move_ids.mapped("product_uom_qty")) != 10:
            order.order_line._action_launch_stock_rule()
            again = self.opened(order)
        self.deliver(order)
        self.check(order, "shipped", "Shipped", core="full")
        sent = order.picking_ids.filtered(lambda one: one.state == "done")
        wizard = self.return_wizard(sent)
        wizard.product_return_moves.quantity = 1
        self.validate(sent.browse(wizard.action_create_returns()["res_id"]))
        self.assertEqual(order.order_line.qty_delivered, 9)
        self.check(order, "shipped", "Shipped", core="full")

    def test_dozens_that_come_back_as_units(self):
        """K3: units of measure of the order and of the transfer are different"""
        line = {
            "product_id": self.desk.id,
            "product_uom_qty": 2,
            "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
        }
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [Command.create(line)]}
        )
        order.action_confirm()
        line = order.order_line
        self.deliver(order)
        self.assertEqual(line.qty_delivered, 2)
        sent = order.picking_ids.filtered(lambda one: one.state == "done")
        wizard = self.return_wizard(sent)
        wizard.product_return_moves.quantity = 6
        self.validate(sent.browse(wizard.action_create_returns()["res_id"]))
        self.assertLess(line.qty_delivered, 2)
        self.assertEqual(self.stands(order)[0], "shipped")

    def test_a_kit_is_sent_when_all_its_parts_are(self):
        """K3: two parts in two deliveries"""
        if "mrp.bom" not in self.env:
            return  # mrp is not installed; the full house has it.
        top, legs = self.make_product("Top"), self.make_product("Legs")
        order = self.sell((self.make_kit("Kit", {top: 1, legs: 2}), 1))
        self.validate(order.picking_ids, {top: 1, legs: 0})
        self.check(order, "partly_shipped", "Shipped", core="started")
        self.deliver(order)
        self.check(order, "shipped", "Shipped", core="full")

    def test_what_is_bought_for_the_order_has_not_left(self):
        """K3: made to order: its receipt belongs to the order, too, and is no delivery"""
        if "purchase.order" not in self.env:
            return  # purchase is not installed; the full house has it.
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        bought = self.make_product(
            "Bought",
            route_ids=[Command.set((buy + mto).ids)],
            seller_ids=[Command.create({"partner_id": vendor.id})],
        )
        order = self.sell((bought, 1))
        purchase = self.env["purchase.order"].search([("partner_id", "=", vendor.id)])
        purchase.button_confirm()
        self.assertEqual(self.stands(order), ("preparing", "Ordered"))
        self.validate(purchase.picking_ids)
        self.assertEqual(self.stands(order), ("preparing", "Ordered"))
        self.deliver(order)
        self.check(order, "shipped", "Shipped", core="full")

    def test_what_a_supplier_sends_counts_as_sent(self):
        """K3: drop shipping, and back to the supplier"""
        route = self.env.ref(
            "stock_dropshipping.route_drop_shipping", raise_if_not_found=False
        )
        if not route:
            return  # stock_dropshipping is not installed; the full house has it.
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        dropped = self.make_product(
            "Dropped",
            route_ids=[Command.set(route.ids)],
            seller_ids=[Command.create({"partner_id": vendor.id})],
        )
        order = self.sell((dropped, 2))
        self.check(order, "confirmed", "", core=False)
        purchase = self.env["purchase.order"].search([("partner_id", "=", vendor.id)])
        purchase.button_confirm()
        self.check(order, "preparing", "Ordered", core="pending")
        self.validate(order.picking_ids, {dropped: 1})
        self.check(order, "partly_shipped", "Shipped", core="partial")
        self.deliver(order)
        self.check(order, "shipped", "Shipped", core="full")
        self.take_back(order, 1)
        self.check(order, "shipped", "Shipped", core="partial")

    def test_what_goes_from_one_warehouse_to_another_is_no_delivery(self):
        """K3: it has the type of a delivery, and the order's name"""
        other = self.env["stock.warehouse"].create(
            {"name": "Far Warehouse", "code": "FAR", "company_id": self.company.id}
        )
        self.stock.resupply_wh_ids = [Command.set(other.ids)]
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        routes = mto + self.stock.resupply_route_ids.filtered(
            lambda route: route.supplier_wh_id == other
        )
        far = self.make_product("From afar", route_ids=[Command.set(routes.ids)])
        self.env["stock.quant"]._update_available_quantity(far, other.lot_stock_id, 10)
        order = self.sell((far, 1))
        moves = self.env["stock.move"].search([("product_id", "=", far.id)])
        first = moves.picking_id.filtered(
            lambda one: one.picking_type_id.warehouse_id == other
        )
        self.assertEqual(first.picking_type_code, "outgoing")
        first.sale_id = order
        first.carrier_tracking_ref = "BETWEEN00001"
        self.assertFalse(first.parcel_ids)
        self.assertTrue(first._public_link_blockers_view())
        self.validate(first)
        self.assertNotIn(first, order._public_shipments())
        self.assertEqual(self.stands(order), ("preparing", "Ordered"))
        while rest := (
            self.env["stock.move"]
            .search([("product_id", "=", far.id)])
            .picking_id.filtered(lambda one: one.state in OPEN)
        ):
            self.validate(rest[0])
        self.assertEqual(self.stands(order), ("shipped", "Shipped"))

    def test_the_lists_say_the_same(self):
        """K3, F54: the portal's tabs are asked by SQL"""
        whole, short = self.sell((self.desk, 2)), self.sell((self.desk, 2))
        self.deliver(whole)
        self.validate(short.picking_ids, {self.desk: 1}, backorder=False)
        picked, cancelled = self.picked("pick_ship"), self.picked("pick_ship")
        self.opened(cancelled).action_cancel()
        orders = picked + whole + short + cancelled
        self.env.flush_all()

        def found(condition):
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM sale_order WHERE id = ANY (%s) AND %s",
                    orders.ids,
                    condition,
                )
            )
            return orders.browse([row[0] for row in rows])

        self.assertEqual(found(SHIPPED), whole)
        self.assertEqual(found(SQL("EXISTS (SELECT FROM %s)", LEFT)), picked)
