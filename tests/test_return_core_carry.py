# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError

from .return_common import ReturnCase


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
        self.receive(request, {order.order_line.product_id: 1})
        self.assertEqual(request.state, "received")
        self.assertEqual(request.line_ids.received_quantity, 1)
        self.assertEqual(self.item(order).remaining, 4)

    def test_what_staff_took_back_meanwhile_is_not_taken_back_again(self):
        """E1.2, S11: the quantity is clamped when it is authorised"""
        self.company.public_links_return_auto = False
        order = self.delivered(5)
        request = self.ask_one(order, 4)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=order.picking_ids.id, active_model="stock.picking"
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 3
        wizard.action_create_returns()
        request.action_authorize()
        self.assertEqual(request.picking_ids.move_ids.product_uom_qty, 2)
        self.assertIn("Less is left", request.message_ids[0].body + str(
            request.message_ids.mapped("body")
        ))

    def test_nothing_left_is_not_authorised(self):
        """E1.2"""
        self.company.public_links_return_auto = False
        order = self.delivered(2)
        request = self.ask_one(order, 2)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=order.picking_ids.id, active_model="stock.picking"
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 2
        wizard.action_create_returns()
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
        product = self.make_product()
        self.put_in_stock(product, 50)
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.sell((product, 1))
        order = self.make_order(
            "sale",
            order_line=[
                (
                    0,
                    0,
                    {
                        "product_id": product.id,
                        "product_uom_qty": 2,
                        "product_uom_id": dozen.id,
                        "price_unit": 1200,
                    },
                )
            ],
        )
        self.deliver(order)
        self.bill(order)
        item = self.item(order)
        self.assertEqual((item.delivered, item.remaining), (24, 24))
        self.assertEqual(order._return_estimate([(item, 6)]).untaxed, 600)
        request = self.ask(order, self.row(item, 6))
        self.receive(request)
        self.assertEqual(order.order_line.qty_delivered, 1.5)
        request.action_credit()
        self.assertEqual(request.credit_note_ids.invoice_line_ids.quantity, 0.5)
        self.assertEqual(request.credit_note_ids.amount_untaxed, 600)


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
        self.assertEqual(
            [item.remaining for item in order._return_items()], [1, 1, 0]
        )
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
        request = self.ask(
            order, self.row(items[red], 1), self.row(items[blue], 5)
        )
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


class TestReturnCredit(ReturnCase):
    """The right credit note: what came back and was invoiced, less the fee."""

    def credit(self, request):
        before = request.credit_note_ids
        request.with_user(self.accountant).action_credit()
        return request.credit_note_ids - before

    def came(self, order, quantity=2, reason=None):
        request = self.ask_one(order, quantity, reason)
        self.receive(request)
        return request

    def test_what_came_back_is_credited_by_core_s_reversal(self):
        """E1.10, E1.11"""
        order = self.delivered(5)
        request = self.came(order)
        self.assertFalse(request.refund_amount)
        note = self.credit(request)
        self.assertEqual(note.move_type, "out_refund")
        self.assertEqual(note.state, "draft")
        self.assertEqual(note.reversed_entry_id, order.invoice_ids - note)
        self.assertEqual(note.invoice_line_ids.quantity, 2)
        self.assertEqual(note.invoice_line_ids.sale_line_ids, order.order_line)
        self.assertEqual(note.amount_total, 216)
        self.assertFalse(request.refund_amount)
        note.action_post()
        self.assertEqual(request.refund_amount, 216)
        self.assertEqual(order.order_line.qty_invoiced, 3)

    def test_the_fee_is_kept_as_it_was_when_the_customer_asked(self):
        """F16: the estimate and the credit note are one amount"""
        self.company.public_links_return_fee = 10
        order = self.delivered(5)
        request = self.came(order)
        self.company.public_links_return_fee = 50
        note = self.credit(request)
        self.assertEqual(note.amount_total, 194.4)
        self.assertEqual(note.amount_total, request.estimate_total)
        fee = note.invoice_line_ids.filtered(lambda line: not line.product_id)
        self.assertEqual((fee.price_unit, fee.tax_ids), (-20, self.tax))
        self.assertIn("10 %", fee.name)

    def test_no_fee_for_what_is_our_fault(self):
        """F16, E1.15"""
        self.company.public_links_return_fee = 10
        request = self.came(self.delivered(5), reason=self.defective)
        note = self.credit(request)
        self.assertEqual(len(note.invoice_line_ids), 1)
        self.assertEqual(note.amount_total, request.estimate_total)

    def test_nothing_is_credited_twice(self):
        """E1.10"""
        request = self.came(self.delivered(5))
        self.credit(request)
        with self.assertRaises(UserError):
            self.credit(request)
        request.credit_note_ids.button_cancel()
        self.assertEqual(self.credit(request).invoice_line_ids.quantity, 2)

    def test_what_was_not_invoiced_is_not_credited(self):
        """E1.10"""
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order)
        request = self.came(order)
        with self.assertRaisesRegex(UserError, "nothing to credit"):
            self.credit(request)
        invoice = self.bill(order)
        self.assertEqual(invoice.invoice_line_ids.quantity, 3)

    def test_what_was_partly_invoiced_is_partly_credited(self):
        """E1.10: three of five were invoiced, four come back"""
        product = self.make_product(invoice_policy="order")
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 3
        invoice.action_post()
        note = self.credit(self.came(order, 4))
        self.assertEqual(note.invoice_line_ids.quantity, 3)

    def test_only_what_was_accepted_is_credited(self):
        """E1.13, E1.14"""
        request = self.came(self.delivered(5))
        request.action_inspect()
        request.line_ids.with_user(self.warehouse).accepted_quantity = 1
        self.assertEqual(self.credit(request).invoice_line_ids.quantity, 1)

    def test_what_did_not_come_is_not_credited(self):
        """E1.10: the invoice's other lines, its sections, its down payment"""
        desk, lamp = self.make_product(), self.make_product("Lamp")
        for product in (desk, lamp):
            self.put_in_stock(product, 10)
        order = self.sell((desk, 2), (lamp, 3))
        order.write(
            {
                "order_line": [
                    (0, 0, {"display_type": "line_section", "name": "Section"})
                ]
            }
        )
        self.deliver(order)
        self.bill(order)
        request = self.ask(order, self.row(order._return_items()[1], 1))
        self.receive(request)
        note = self.credit(request)
        self.assertEqual(note.invoice_line_ids.product_id, lamp)
        self.assertEqual(note.amount_untaxed, 100)

    def test_two_invoices_give_two_credit_notes(self):
        """E1.10: the last invoice first"""
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order, {product: 2})
        first = self.bill(order)
        self.deliver(order)
        second = self.bill(order)
        one, two = order._return_items()
        request = self.ask(order, self.row(one, 2), self.row(two, 2))
        self.receive(request)
        notes = self.credit(request)
        self.assertEqual(
            {note.reversed_entry_id: note.invoice_line_ids.quantity for note in notes},
            {first: 1, second: 3},
        )

    def test_another_credit_note_counts(self):
        """E1.10: staff credited some of it already"""
        order = self.delivered(2)
        invoice = order.invoice_ids
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        by_hand = order.invoice_ids - invoice
        by_hand.invoice_line_ids.quantity = 1
        by_hand.action_post()
        note = self.credit(self.came(order, 2))
        self.assertEqual(note.invoice_line_ids.quantity, 1)

    def test_the_warehouse_makes_no_credit_notes(self):
        """F29"""
        request = self.came(self.delivered(5))
        with self.assertRaises(AccessError):
            request.with_user(self.warehouse).action_credit()

    def test_nothing_is_credited_before_it_came(self):
        """E1.13"""
        request = self.ask_one(self.delivered(5), 2)
        with self.assertRaises(UserError):
            self.credit(request)
