# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError

from ..common.returns import ReturnCase


class TestReturnTransfers(ReturnCase):
    """Authorising makes core's own transfers, receiving them moves the return on."""

    def test_authorising_makes_core_s_return(self):
        """E1.10: right moves, bound to what was delivered"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        [move] = request.return_picking_ids.move_ids
        self.assertEqual(move.origin_returned_move_id, order.picking_ids[0].move_ids)
        self.assertTrue(move.to_refund)
        self.assertEqual(move.product_uom_qty, 2)
        self.assertEqual(move.picking_id.return_id, order.picking_ids[0])
        self.assertEqual(move.sale_line_id, order.order_line)
        self.receive(request)
        self.assertEqual(request.state, "received")
        self.assertEqual(order.order_line.qty_delivered, 3)
        self.assertEqual(request.line_ids.received_quantity, 2)
        self.assertEqual(request.line_ids.accepted_quantity, 2)
        item = self.item(order)
        self.assertEqual((item.returned, item.requested, item.remaining), (2, 0, 3))

    def test_the_states_follow_one_another(self):
        """E1.13, E1.14"""
        request = self.ask_one(self.delivered(), 2)
        mine = request.with_user(self.warehouse)
        for action in ("action_inspect", "action_close"):
            with self.assertRaises(UserError):
                getattr(mine, action)()
        self.receive(request)
        for action in ("action_authorize", "action_replace", "action_refund_only"):
            with self.assertRaises(UserError):
                getattr(mine, action)()
        mine.action_inspect()
        with self.assertRaises(UserError):
            mine.action_inspect()
        mine.action_close()
        self.assertEqual(request.state, "closed")
        self.assertFalse(request.activity_ids)
        with self.assertRaises(UserError):
            mine.action_cancel()

    def test_less_than_was_asked_for_may_come(self):
        """E1.6, E1.12: the rest stays with the customer"""
        order = self.delivered(5)
        request = self.ask_one(order, 3)
        some = {order.order_line.product_id: 1}
        self.receive(request, some, backorder=False)
        self.assertEqual(request.state, "received")
        self.assertEqual(request.line_ids.received_quantity, 1)
        self.assertEqual(self.item(order).remaining, 4)

    def test_the_rest_may_come_later(self):
        """E1.12, E1.13: core's backorder belongs to the return too"""
        order = self.delivered(5)
        request = self.ask_one(order, 3)
        self.receive(request, {order.order_line.product_id: 1})
        self.assertEqual(request.state, "authorized")
        self.assertEqual(len(request.return_picking_ids), 2)
        self.assertIn("Some of it has arrived", request._public_sentence())
        self.assertFalse(request._can_cancel())
        self.assertEqual(self.item(order).remaining, 2)
        self.receive(request)
        self.assertEqual(request.state, "received")
        self.assertEqual(request.line_ids.received_quantity, 3)

    def test_what_staff_took_back_meanwhile_is_not_taken_back_again(self):
        """E1.2, S11: the quantity is clamped when it is authorised"""
        self.company.public_links_return_auto = False
        order = self.delivered(5)
        request = self.ask_one(order, 4)
        self.take_back(order, 3)
        request.action_authorize()
        self.assertEqual(request.picking_ids.move_ids.product_uom_qty, 2)
        self.assertIn("Less is left", str(request.message_ids.mapped("body")))

    def test_nothing_left_is_not_authorised(self):
        """E1.2"""
        self.company.public_links_return_auto = False
        order = self.delivered(2)
        request = self.ask_one(order, 2)
        self.take_back(order, 2)
        with self.assertRaises(UserError):
            request.action_authorize()

    def test_two_deliveries_come_back_by_two_transfers(self):
        """E1.10"""
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 2))
        self.deliver(order)
        order.order_line.product_uom_qty = 5
        self.deliver(order)
        first, second = order._return_items()
        request = self.ask(order, self.row(first, 1), self.row(second, 2))
        back = request.return_picking_ids
        self.assertEqual(sorted(back.move_ids.mapped("product_uom_qty")), [1, 2])
        for picking in back:
            self.validate(picking)
            self.assertEqual(
                request.state == "received",
                all(one.state == "done" for one in back),
            )

    def test_a_dozen_comes_back_by_pieces(self):
        """E1.6, F16: the order's unit is another one"""
        order = self.two_dozen()
        item = self.item(order)
        self.assertEqual((item.delivered, item.remaining), (24, 24))
        self.assertEqual(order._return_estimate([(item, 6)]).untaxed, 600)
        request = self.ask(order, self.row(item, 6))
        self.receive(request)
        self.assertEqual(order.order_line.qty_delivered, 1.5)
        request.action_credit()
        self.assertEqual(request.credit_note_ids.invoice_line_ids.quantity, 0.5)
        self.assertEqual(request.credit_note_ids.amount_untaxed, 600)

    def test_authorising_twice_is_authorising_once(self):
        """E1.2: a second click, or the rerun of who waited"""
        self.company.public_links_return_auto = False
        request = self.ask_one(self.delivered(5), 2)
        request.action_authorize()
        first = request.picking_ids
        request.action_authorize()
        self.assertEqual(request.picking_ids, first)
        self.assertNotEqual(first.state, "cancel")

    def test_what_core_refuses_waits_for_staff(self):
        """E1.10: the customer's request is not lost"""
        order = self.delivered(5)

        def refuse(*_args):
            raise UserError(self.env._("No route."))

        self.patch(self.registry["stock.return.picking"], "_create_return", refuse)
        request = self.ask_one(order, 2)
        self.assertEqual(request.state, "requested")
        self.assertFalse(request.picking_ids)
        self.assertIn("No route.", str(request.message_ids.mapped("body")))
        self.assertIn("Authorize", request.activity_ids.summary)


class TestReturnLots(ReturnCase):
    def serial_order(self, count=3):
        product = self.make_product("Drill", tracking="serial")
        lots = self.env["stock.lot"]
        for number in range(count):
            lots |= self.make_lot(product, f"SN-{number}")
            self.put_in_stock(product, 1, lots[-1])
        order = self.sell((product, count))
        self.deliver(order)
        self.bill(order)
        return order, lots

    def test_each_serial_number_is_an_item(self):
        """E1.6"""
        order, lots = self.serial_order()
        items = order._return_items()
        self.assertEqual([item.lot for item in items], list(lots))
        self.assertEqual({item.remaining for item in items}, {1})
        self.assertRefused(order, self.row(items[0], 2), saying="1 at the most")

    def test_the_number_that_was_asked_for_is_the_one_expected(self):
        """E1.10: core would propose another one"""
        order, lots = self.serial_order()
        request = self.ask(order, self.row(order._return_items()[2]))
        self.assertEqual(request.line_ids.lot_id, lots[2])
        lines = request.return_picking_ids.move_line_ids
        self.assertEqual(lines.lot_id, lots[2])
        self.receive(request)
        self.assertEqual(request.state, "received")
        quants = self.env["stock.quant"].search(
            [("lot_id", "=", lots[2].id), ("location_id.usage", "=", "internal")]
        )
        self.assertEqual(quants.quantity, 1)
        self.assertEqual([item.remaining for item in order._return_items()], [1, 1, 0])
        self.assertEqual(request.line_ids.received_quantity, 1)

    def test_lots_of_another_order_are_refused(self):
        """S10"""
        order, _lots = self.serial_order()
        other, foreign = self.serial_order()
        move = order.picking_ids.move_ids
        row = self.row(order._return_items()[0])
        self.assertRefused(
            order, {**row, "key": f"move{move.id}lot{foreign[0].id}"}, saying="cannot"
        )
        self.assertRefused(order, {**row, "key": f"move{move.id}"}, saying="cannot")
        self.assertTrue(other)

    def test_lots_come_back_by_their_quantities(self):
        """E1.6, E1.10"""
        product = self.make_product("Paint", tracking="lot")
        red, blue = (self.make_lot(product, name) for name in ("RED", "BLUE"))
        self.put_in_stock(product, 4, red)
        self.put_in_stock(product, 6, blue)
        order = self.sell((product, 10))
        self.deliver(order)
        items = {item.lot: item for item in order._return_items()}
        self.assertEqual(items[red].remaining, 4)
        self.assertEqual(items[blue].remaining, 6)
        request = self.ask(order, self.row(items[red], 1), self.row(items[blue], 5))
        self.assertEqual(
            {
                line.lot_id: line.quantity
                for line in request.return_picking_ids.move_line_ids
            },
            {red: 1, blue: 5},
        )
        self.receive(request)
        self.assertEqual(
            {line.lot_id: line.received_quantity for line in request.line_ids},
            {red: 1, blue: 5},
        )


class TestReturnOutcomes(ReturnCase):
    def test_a_refund_only_needs_no_transfer(self):
        """E1.14"""
        self.company.public_links_return_auto = False
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        request.with_user(self.salesman).action_refund_only()
        self.assertEqual((request.state, request.outcome), ("authorized", "refund"))
        self.assertFalse(request.picking_ids)
        item = self.item(order)
        self.assertEqual((item.returned, item.remaining), (2, 3))
        request.with_user(self.accountant).action_credit()
        self.assertEqual(request.credit_note_ids.invoice_line_ids.quantity, 2)
        request.with_user(self.salesman).action_close()
        self.assertEqual(self.item(order).remaining, 3)

    def test_a_replacement_is_sent_at_once(self):
        """E1.14: core's exchange"""
        self.company.public_links_return_auto = False
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        request.with_user(self.salesman).action_replace()
        self.assertEqual(request.outcome, "replacement")
        [back] = request.return_picking_ids
        [sent] = request.replacement_picking_ids
        self.assertEqual(back.move_ids.product_uom_qty, 2)
        self.assertEqual(sent.move_ids.product_uom_qty, 2)
        self.assertEqual(sent.picking_type_code, "outgoing")
        self.validate(sent)
        self.assertEqual(request.state, "authorized")
        self.assertFalse(request._can_cancel())
        self.receive(request)
        self.assertEqual(request.state, "received")
        self.assertEqual(order.order_line.qty_delivered, 5)

    def test_staff_change_their_mind_before_anything_moves(self):
        """E1.14: what was not carried out is withdrawn"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        first = request.picking_ids
        request.action_replace()
        self.assertEqual(first.state, "cancel")
        second = request.picking_ids - first
        self.assertEqual(len(second), 2)
        request.action_refund_only()
        self.assertEqual(set(request.picking_ids.mapped("state")), {"cancel"})
        self.assertEqual(request.state, "authorized")
        self.assertEqual(request.line_ids.accepted_quantity, 2)

    def test_after_something_came_the_outcome_stays(self):
        """E1.14"""
        product, lamp = self.make_product(), self.make_product("Lamp")
        self.put_in_stock(product, 5)
        self.put_in_stock(lamp, 5)
        order = self.sell((product, 2))
        self.deliver(order)
        order.write({"order_line": [(0, 0, {"product_id": lamp.id})]})
        self.deliver(order)
        request = self.ask(order, *map(self.row, order._return_items()))
        self.validate(request.return_picking_ids[0])
        self.assertEqual(request.state, "authorized")
        with self.assertRaises(UserError):
            request.action_refund_only()
        with self.assertRaises(UserError):
            request.action_cancel()
