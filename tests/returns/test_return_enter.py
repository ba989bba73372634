# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common.returns import ReturnCase


class TestReturnEnter(ReturnCase):
    """Returns that staff enter by hand: the customer's own gates, states and mails (F49)."""

    def form(self, order, user=None, picking=None):
        """Return the dialog of a user, with an order or a delivery chosen."""
        form = Form(self.env["return.request.enter"].with_user(user or self.salesman))
        if picking:
            form.picking_id = picking
        else:
            form.order_id = order
        return form

    def enter(self, order, quantity=2, user=None, reason=None, **values):
        """Return the request that a user enters of the order's first item."""
        form = self.form(order, user)
        with form.line_ids.edit(0) as line:
            line.quantity = quantity
            line.reason_id = reason or self.reason
        for name, value in values.items():
            setattr(form, name, value)
        action = form.save().action_enter()
        self.assertEqual(action["res_model"], "return.request")
        return self.env["return.request"].browse(action["res_id"])

    def test_it_ends_as_the_customers_own(self):
        """F49, E1.13: same lines, estimate, state and transfer; who entered it is said"""
        asked = self.ask_one(self.delivered(), 2)
        order = self.delivered()
        request = self.enter(order, note="Called on Monday")
        for name in ("state", "outcome", "estimate_total", "send_by", "wish"):
            self.assertEqual(request[name], asked[name], name)
        line = request.line_ids
        self.assertEqual((line.quantity, line.reason_id), (2, self.reason))
        self.assertEqual(line.move_id, self.item(order).move)
        self.assertEqual(len(request.return_picking_ids), 1)
        self.assertEqual(request.partner_id, self.customer)
        self.assertEqual(request.note, "Called on Monday")
        self.assertFalse(request.by_customer or request.link_id or request.policy)
        notes = order.message_ids.filtered(lambda one: request.name in (one.body or ""))
        self.assertIn("entered by Sender", notes[-1:].body)
        self.assertEqual(notes[-1:].author_id, self.salesman.partner_id)

    def test_the_customer_hears_of_it(self):
        """F49, E1.12: by the mail of its state, with their own link"""
        before = self.env["mail.mail"].sudo().search([])
        request = self.enter(self.delivered())
        mails = self.env["mail.mail"].sudo().search([]) - before
        mail = mails.filtered(lambda one: one.recipient_ids == self.customer)
        self.assertEqual(len(mail), 1)
        self.assertIn(request._public_sentence(), mail.body_html)

    def test_it_waits_where_requests_wait(self):
        """F49: authorizing is a step of its own where the settings say so"""
        self.company.public_links_return_auto = False
        request = self.enter(self.delivered())
        self.assertEqual((request.state, request.next_step), ("requested", "authorize"))
        request.with_user(self.salesman).action_authorize()
        self.assertEqual(request.state, "authorized")

    def test_sales_warehouse_and_invoicing_enter_them(self):
        """F49: who may decide about returns, and nobody else"""
        for user in (self.salesman, self.warehouse):
            with self.subTest(user.login):
                order = self.delivered()
                self.assertTrue(self.enter(order, user=user))
        order = self.delivered()
        with self.assertRaises(AccessError):
            self.env["return.request.enter"].with_user(self.clerk).create(
                {"order_id": order.id}
            )
        with self.assertRaises(AccessError):
            order.with_user(self.clerk)._return_enter(
                [self.row(self.item(order), 1)], ""
            )

    def test_own_documents_are_ones_own_alone(self):
        """F49, S9: nothing of another's order is shown or entered"""
        [own] = self._make_users(solo="sales_team.group_sale_salesman")
        order = self.delivered()
        enter = self.env["return.request.enter"].with_user(own)
        row = enter.new({"order_id": order.id})
        self.assertFalse(row.line_ids or row.why)
        with self.assertRaises(AccessError):
            order.with_user(own)._return_enter([self.row(self.item(order), 1)], "")

    def test_what_the_customer_could_not_ask_for_is_refused(self):
        """F49, E1.5, Q8: with the reason, in words for staff"""
        order = self.delivered()
        self.company.public_links_return_enabled = False
        form = self.form(order)
        self.assertIn("switched off for the company", form.why)
        with self.assertRaisesRegex(UserError, "switched off for the company"):
            order.with_user(self.salesman)._return_enter(
                [self.row(self.item(order), 1)], ""
            )
        self.company.public_links_return_enabled = True
        for quantity, words in ((6, "5 at the most"), (1.5, "whole pieces")):
            with self.assertRaisesRegex(UserError, words):
                self.enter(order, quantity)
        with self.assertRaisesRegex(UserError, "how many of which item"):
            self.form(order).save().action_enter()
        broken = self.reason.create(
            {"name": "Broken", "code": "broken", "photos_required": True}
        )
        with self.assertRaisesRegex(UserError, "add a photo"):
            self.enter(order, reason=broken)
        self.age(order, 60)
        self.assertIn("return window", self.form(order).why)
        self.assertFalse(order.return_request_ids)

    def test_what_was_asked_for_is_taken(self):
        """F49, E1.8: by link or by hand, whoever comes first"""
        order = self.delivered(5)
        self.ask_one(order, 3)
        form = self.form(order)
        self.assertEqual(form.line_ids._records[0]["remaining"], 2)
        with self.assertRaisesRegex(UserError, "2 at the most"):
            self.enter(order, 3)
        self.enter(order, 2)
        with self.assertRaisesRegex(UserError, "returned, or is on its way back"):
            self.ask_one(order, 1)

    def test_a_delivery_lists_what_it_brought(self):
        """F49"""
        desk, lamp = self.make_product("Desk"), self.make_product("Lamp")
        for product in (desk, lamp):
            self.put_in_stock(product, 10)
        order = self.sell((desk, 2), (lamp, 2))
        first = order.picking_ids
        self.validate(first, {desk: 2, lamp: 0})
        self.deliver(order)
        form = self.form(order, self.warehouse, picking=first)
        self.assertEqual(form.order_id, order)
        products = [row["product_id"] for row in form.line_ids._records]
        self.assertEqual(products, [desk.id])
        form = self.form(order, self.warehouse)
        self.assertEqual(len(form.line_ids), 2)

    def drop(self, quantity=2):
        """Return an order that its supplier has delivered, and that delivery; nothing
        where `stock_dropshipping` is not installed (the full house has it)."""
        route = self.env.ref(
            "stock_dropshipping.route_drop_shipping", raise_if_not_found=False
        )
        if not route:
            return None, None
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        dropped = self.make_product(
            "Dropped",
            route_ids=[Command.set(route.ids)],
            seller_ids=[Command.create({"partner_id": vendor.id})],
        )
        order = self.sell((dropped, quantity))
        self.env["purchase.order"].search(
            [("partner_id", "=", vendor.id)]
        ).button_confirm()
        self.deliver(order)
        self.bill(order)
        return order, order.picking_ids

    def choices(self):
        """Return the deliveries that the dialog offers."""
        enter = self.env["return.request.enter"]
        domain = enter._fields["picking_id"].get_comodel_domain(enter)
        return self.env["stock.picking"].search(domain)

    def test_what_a_supplier_sent_can_be_returned(self):
        """F49, K3: as core's wizard does it: back to the supplier, unless the type of
        operation names one for returns"""
        order, picking = self.drop()
        if not order:
            return
        self.assertIn(picking, self.choices())
        form = self.form(order, self.warehouse, picking=picking)
        self.assertFalse(form.why)
        self.assertIn(f"{picking.name} came from the supplier", form.hint)
        request = self.enter(order, 1)
        [back] = request.return_picking_ids
        self.assertEqual(back.location_dest_id.usage, "supplier")
        self.receive(request)
        self.assertEqual(request.state, "received")
        self.assertNotIn(back, self.choices())
        # With a type for returns they come to the warehouse.
        picking.picking_type_id.return_picking_type_id = self.stock.in_type_id
        form = self.form(order)
        self.assertFalse(form.hint)
        again = self.enter(order, 1)
        self.assertEqual(again.return_picking_ids.location_dest_id.usage, "internal")

    def test_a_replacement_of_what_a_supplier_sent_is_bought(self):
        """F49, K3: core orders it; nothing leaves before staff confirm that"""
        order, picking = self.drop()
        if not order:
            return
        self.company.public_links_return_auto = False
        request = self.enter(order, 1)
        request.with_user(self.salesman).action_replace()
        self.assertEqual(request.picking_ids, request.return_picking_ids)
        self.assertIn("Confirm that", "".join(request.message_ids.mapped("body")))
        self.receive(request)
        self.assertEqual((request.state, request.is_replaced), ("received", True))

    def test_what_came_back_is_not_offered(self):
        """F49, K3: whether returns have a type of their own or not"""
        for without_type in (False, True):
            with self.subTest(without_type=without_type):
                order = self.delivered()
                [sent] = order.picking_ids
                if without_type:
                    sent.picking_type_id.return_picking_type_id = False
                back = self.take_back(order, 1)
                self.validate(back)
                self.assertIn(sent, self.choices())
                self.assertNotIn(back, self.choices())
