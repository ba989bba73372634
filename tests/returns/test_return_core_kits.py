# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError

from ..common.returns import ReturnCase

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "receive", "cancel", "authorize", "refund", "hand"]),
        st.integers(1, 4),
    ),
    min_size=2,
    max_size=6,
)


class _Undo(Exception):
    """Ends an example: what it made is rolled back."""


class TestReturnRemaining(ReturnCase):
    """Never more comes back than was delivered."""

    examples = 15

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_return_auto = False

    def by_hand(self, order, quantity):
        """Take some back with core's own wizard, as far as there is something left."""
        wizard = self.return_wizard(order.picking_ids[:1])
        for line in wizard.product_return_moves:
            left = line.move_id._return_open_quantity()
            line.quantity = min(quantity, max(left, 0))
        if sum(wizard.product_return_moves.mapped("quantity")):
            wizard.action_create_returns()

    def step(self, order, action, count):
        requests = order.return_request_ids
        if action == "ask":
            item = self.item(order)
            if count > item.remaining:
                self.assertRefused(order, self.row(item, count))
            else:
                self.ask(order, self.row(item, count))
        elif action == "hand":
            self.by_hand(order, count)
        elif action == "receive":
            back = requests.return_picking_ids.filtered(
                lambda one: one.state not in ("done", "cancel")
            )
            for picking in back[:1]:
                self.validate(picking)
        else:
            name = {"cancel": "action_cancel", "authorize": "action_authorize"}
            for request in requests.filtered(
                lambda one: one.state in ("requested", "authorized")
            )[:1]:
                try:
                    with self.cr.savepoint():
                        getattr(request, name.get(action, "action_refund_only"))()
                except UserError:
                    self.env.invalidate_all()

    def check(self, order):
        [item] = order._return_items()
        for amount in (item.returned, item.requested, item.remaining):
            self.assertGreaterEqual(amount, 0)
        taken = item.returned + item.requested
        self.assertLessEqual(taken, item.delivered)
        self.assertEqual(item.remaining, item.delivered - taken)
        moves = order.order_line.move_ids
        for move in moves.filtered(lambda one: not one.origin_returned_move_id):
            back = move.returned_move_ids.filtered(lambda one: one.state != "cancel")
            self.assertLessEqual(
                sum(one._return_quantity() for one in back), move._return_quantity()
            )

    def play(self, order, steps):
        try:
            with self.cr.savepoint():
                for action, count in steps:
                    self.step(order, action, count)
                    self.check(order)
                raise _Undo
        except _Undo:
            self.env.invalidate_all()

    def ordered(self):
        """Return what is played with."""
        return self.delivered(5)

    def test_whatever_happens_no_more_comes_back_than_was_delivered(self):
        """E1.2, E1.6, E1.7: asked, authorised, received, cancelled and taken back by hand,
        in any order"""
        order = self.ordered()

        @settings(max_examples=self.examples, deadline=None, database=None)
        @given(STEPS)
        def play(steps):
            self.play(order, steps)

        play()


class TestReturnKits(TestReturnRemaining):
    """Kits come back as wholes."""

    examples = 8

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leg, cls.top, cls.screw = map(cls.make_product, ("Leg", "Top", "Screw"))
        parts = {cls.leg: 4, cls.top: 1, cls.screw: 16}
        cls.kit = cls.make_kit("Table", parts)

    def kit_order(self, quantity=3, shipped=None):
        order = self.sell((self.kit, quantity))
        self.deliver(order, shipped)
        return order

    def by_hand(self, order, quantity):
        """Parts that staff take back one by one make a kit incomplete."""
        wizard = self.return_wizard(order.picking_ids[:1])
        line = wizard.product_return_moves[quantity % 3]
        line.quantity = min(quantity, max(line.move_id._return_open_quantity(), 0))
        if line.quantity:
            wizard.action_create_returns()

    def test_a_kit_is_one_item_and_its_parts_are_none(self):
        """E1.7"""
        order = self.kit_order()
        [item] = order._return_items()
        self.assertEqual(item.product, self.kit)
        self.assertTrue(item.is_kit)
        self.assertEqual((item.delivered, item.remaining), (3, 3))
        for move in item.move:
            row = {**self.row(item), "key": f"move{move.id}"}
            self.assertRefused(order, row, saying="cannot be")
        self.assertRefused(order, self.row(item, 1.5), saying="whole pieces")
        self.assertRefused(order, self.row(item, 4), saying="3 at the most")

    def test_all_parts_of_a_kit_come_back(self):
        """E1.7, E1.10"""
        order = self.kit_order()
        self.bill(order)
        request = self.ask(order, self.row(self.item(order), 2))
        self.assertEqual(self.item(order).requested, 2)
        request.action_authorize()
        self.assertEqual(
            {
                move.product_id: move.product_uom_qty
                for move in request.return_picking_ids.move_ids
            },
            {self.leg: 8, self.top: 2, self.screw: 32},
        )
        self.receive(request)
        self.assertEqual(request.state, "received")
        self.assertEqual(request.line_ids.received_quantity, 2)
        self.assertEqual(order.order_line.qty_delivered, 1)
        item = self.item(order)
        self.assertEqual((item.returned, item.remaining), (2, 1))
        request.action_credit()
        row = request.credit_note_ids.invoice_line_ids
        self.assertEqual((row.product_id, row.quantity), (self.kit, 2))

    def test_parts_that_staff_took_back_of_what_was_asked_for_count_once(self):
        """E1.6, E1.7: no more is on its way than was delivered"""
        order = self.kit_order(3)
        self.ask(order, self.row(self.item(order), 3))
        self.by_hand(order, 1)
        item = self.item(order)
        self.assertEqual((item.requested, item.remaining), (3, 0))

    def test_a_kit_of_which_a_part_is_missing_is_no_kit_yet(self):
        """E1.6, E1.7"""
        order = self.kit_order(3, {self.top: 2})
        self.assertEqual(self.item(order).delivered, 2)

    def test_a_part_that_came_back_makes_the_kit_incomplete(self):
        """E1.7"""
        order = self.kit_order(3)
        self.by_hand(order, 1)  # one of a part
        self.assertEqual(self.item(order).remaining, 2)

    def test_a_kit_that_came_back_in_part_is_not_received_whole(self):
        """E1.7, E1.13"""
        order = self.kit_order(3)
        request = self.ask(order, self.row(self.item(order), 2))
        request.action_authorize()
        self.receive(request, {self.leg: 5})
        self.assertEqual(request.line_ids.received_quantity, 1)

    def ordered(self):
        return self.kit_order(4)

    def test_a_kit_is_replaced_by_its_parts(self):
        """E1.7, E1.14: what was sent in its place can come back like the first"""
        order = self.kit_order(3)
        request = self.ask(order, self.row(self.item(order), 1))
        request.action_replace()
        self.assertEqual(
            sorted(request.replacement_picking_ids.move_ids.mapped("product_uom_qty")),
            [1, 4, 16],
        )
        self.validate(request.replacement_picking_ids)
        self.receive(request)
        self.assertEqual(request.line_ids.received_quantity, 1)
        self.assertEqual(order.order_line.qty_delivered, 3)
        item = self.item(order)
        self.assertEqual((item.delivered, item.returned, item.remaining), (4, 1, 3))
        again = self.ask(order, self.row(item, 3))
        again.action_authorize()
        self.receive(again)
        self.assertEqual(again.line_ids.received_quantity, 3)
        self.assertEqual(order.order_line.qty_delivered, 0)
