# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError

from ..common.returns import ReturnCase

PHOTO = ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 a photo")


class TestReturnAsk(ReturnCase):
    """What customers ask for is checked whatever the page showed."""

    def test_a_request_is_numbered_and_bound_to_order_and_customer(self):
        """E1.1, E1.8, E1.10"""
        order = self.delivered()
        item = self.item(order)
        request = self.ask(
            order,
            self.row(item, 2, condition="opened", note="Too wide"),
            note="Please be quick",
        )
        self.assertRegex(request.name, r"^RMA/\d{4}/\d{5}$")
        self.assertEqual(request.order_id, order)
        self.assertEqual(request.partner_id, self.customer)
        self.assertTrue(request.by_customer)
        self.assertEqual(request.link_id.purpose, "return")
        self.assertEqual(request.note, "Please be quick")
        self.assertEqual(request.state, "authorized")
        self.assertEqual(request.user_id, self.salesman)
        [line] = request.line_ids
        self.assertEqual((line.quantity, line.condition), (2, "opened"))
        self.assertEqual((line.move_id, line.note), (item.move, "Too wide"))
        self.assertIn("Items come back", request.policy)
        events = request.link_id.event_ids.mapped("kind")
        self.assertIn("return_asked", events)
        self.assertIn(request.name, str(order.message_ids.mapped("body")))

    def test_wrong_quantities_are_refused(self):
        """E1.6, E1.2"""
        order = self.delivered(5)
        item = self.item(order)
        for quantity in (0, -1, "", None, "two", "nan", "inf", -0.001, 0.001):
            with self.subTest(quantity=quantity):
                self.assertRefused(
                    order, self.row(item, quantity), saying="how many you want"
                )
        self.assertRefused(order, self.row(item, 6), saying="5 at the most")
        self.assertRefused(order, self.row(item, 1.5), saying="whole pieces")

    def test_nothing_chosen_is_refused(self):
        """E1.8"""
        self.assertRefused(self.delivered(), saying="choose what you want")

    def test_items_of_another_order_are_refused(self):
        """A3, S10"""
        order, other = self.delivered(), self.delivered()
        self.assertRefused(order, self.row(self.item(other)), saying="cannot be")
        row = self.row(self.item(order))
        for key in ("", None, "move", f"move{10**9}", "kit1", "move1 OR 1=1"):
            with self.subTest(key=key):
                self.assertRefused(order, {**row, "key": key}, saying="cannot be")

    def test_an_item_that_is_named_twice_is_refused(self):
        """E1.2, S11"""
        order = self.delivered(5)
        row = self.row(self.item(order), 3)
        self.assertRefused(order, row, row, saying="cannot be")

    def test_a_reason_is_required_and_must_be_one_of_ours(self):
        """E1.8, E1.15"""
        order = self.delivered()
        row = self.row(self.item(order))
        archived = self.env.ref("public_links.return_reason_other")
        archived.active = False
        for reason in (archived.id, 0, None, "", "x", -1, 10**9):
            with self.subTest(reason=reason):
                self.assertRefused(
                    order, {**row, "reason_id": reason}, saying="choose a reason"
                )

    def test_a_condition_is_optional_and_one_of_ours(self):
        """E1.8"""
        order = self.delivered()
        row = self.row(self.item(order))
        self.assertRefused(order, {**row, "condition": "odd"}, saying="condition")
        self.assertTrue(self.ask(order, {**row, "condition": ""}))

    def test_photos_are_kept_and_required_where_the_reason_says_so(self):
        """F15"""
        order = self.delivered()
        damaged = self.env.ref("public_links.return_reason_damaged")
        row = self.row(self.item(order), reason=damaged)
        self.assertRefused(order, row, saying="add a photo")
        request = self.ask(order, {**row, "photos": [PHOTO, PHOTO]})
        photos = request.line_ids.photo_ids
        self.assertEqual(len(photos), 2)
        self.assertEqual(photos[0].raw, PHOTO[2])
        self.assertEqual(set(photos.mapped("res_model")), {"return.request"})
        self.assertEqual(set(photos.mapped("res_id")), {request.id})
        self.assertFalse(any(photos.mapped("public")))

    def test_what_was_asked_for_cannot_be_asked_for_again(self):
        """E1.2, E1.6: open requests count"""
        self.company.public_links_return_auto = False
        order = self.delivered(5)
        request = self.ask_one(order, 4)
        self.assertEqual(request.state, "requested")
        item = self.item(order)
        self.assertEqual((item.requested, item.remaining), (4, 1))
        self.assertRefused(order, self.row(item, 2), saying="1 at the most")
        self.ask_one(order, 1)
        self.assertEqual(self.codes(order), ["nothing_left"])

    def test_a_fraction_that_was_delivered_can_come_back_whole(self):
        """E1.6"""
        order = self.delivered(2.5)
        item = self.item(order)
        self.assertRefused(order, self.row(item, 1.5), saying="whole pieces")
        self.assertEqual(self.ask_one(order, 2.5).line_ids.quantity, 2.5)

    def test_measured_goods_come_back_by_fractions(self):
        """E1.6"""
        meter = self.env.ref("uom.product_uom_meter")
        order = self.delivered(2.5, uom_id=meter.id)
        self.assertEqual(self.ask_one(order, 1.25).line_ids.quantity, 1.25)

    def test_a_return_by_hand_counts(self):
        """E1.6: staff's own returns, under way and done"""
        order = self.delivered(5)
        back = self.take_back(order, 2)
        item = self.item(order)
        self.assertEqual((item.returned, item.requested, item.remaining), (0, 2, 3))
        self.validate(back)
        item = self.item(order)
        self.assertEqual((item.returned, item.requested, item.remaining), (2, 0, 3))
        back.return_request_id = False

    def test_the_estimate_is_what_core_computes(self):
        """F16"""
        order = self.delivered(5)
        estimate = order._return_estimate([(self.item(order), 2)])
        self.assertEqual(
            (estimate.untaxed, estimate.tax, estimate.fee, estimate.total),
            (200.0, 16.0, 0.0, 216.0),
        )
        self.company.public_links_return_fee = 10
        estimate = order._return_estimate([(self.item(order), 2)])
        self.assertEqual(
            (estimate.untaxed, estimate.tax, estimate.fee, estimate.total),
            (200.0, 14.4, 20.0, 194.4),
        )
        free = order._return_estimate([(self.item(order), 2, self.defective)])
        self.assertEqual((free.fee, free.total), (0.0, 216.0))
        request = self.ask_one(order, 2)
        self.assertEqual(request.estimate_total, 194.4)

    def test_requests_wait_for_staff_where_the_settings_say_so(self):
        """E1.10, E1.14: authorised by hand, or above the ceiling"""
        order = self.delivered(5)
        self.company.public_links_return_ceiling = 216
        self.assertEqual(self.ask_one(order, 2).state, "authorized")
        waiting = self.ask_one(order, 3)
        self.assertEqual(waiting.state, "requested")
        self.assertFalse(waiting.picking_ids)
        self.assertEqual(waiting.activity_ids.user_id, self.salesman)
        self.assertIn("Authorize", waiting.activity_ids.summary)
        waiting.with_user(self.salesman).action_authorize()
        self.assertEqual(waiting.state, "authorized")
        self.assertTrue(waiting.picking_ids)
        self.assertFalse(waiting.activity_ids)


class TestReturnCancel(ReturnCase):
    def test_a_customer_cancels_while_nothing_has_come_back(self):
        """E1.13"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        link = self.issue(order, "return")
        request._customer_cancel(link)
        self.assertEqual(request.state, "cancelled")
        self.assertTrue(request.cancelled_by_customer)
        self.assertEqual(request.picking_ids.state, "cancel")
        self.assertEqual(self.item(order).remaining, 5)
        self.assertIn("return_cancelled", link.event_ids.mapped("kind"))
        with self.assertRaises(UserError):
            request._customer_cancel(link)

    def test_what_has_come_back_cannot_be_cancelled(self):
        """E1.13"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        self.receive(request)
        link = self.issue(order, "return")
        self.assertFalse(request._can_cancel())
        with self.assertRaises(UserError):
            request._customer_cancel(link)
        with self.assertRaises(UserError):
            request.action_cancel()
        self.assertEqual(request.state, "received")

    def test_nobody_cancels_by_the_link_of_another_order(self):
        """A3, S10"""
        request = self.ask_one(self.delivered())
        foreign = self.issue(self.delivered(), "return")
        with self.assertRaises(UserError):
            request._customer_cancel(foreign)
        self.assertEqual(request.state, "authorized")

    def test_a_transfer_that_staff_cancel_cancels_the_return(self):
        """E1.13"""
        request = self.ask_one(self.delivered())
        request.picking_ids.with_user(self.warehouse).action_cancel()
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(request.cancelled_by_customer)


class TestReturnAccess(ReturnCase):
    """Who sees and does what."""

    def test_the_warehouse_receives_without_links_and_invoices(self):
        """F29"""
        request = self.ask_one(self.delivered(), 2)
        mine = request.with_user(self.warehouse)
        mine.read(["name", "state", "partner_id", "line_ids", "picking_ids"])
        for name in ("link_id", "credit_note_ids", "credit_note_count"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                mine.read([name])
        view = (
            self.env["return.request"]
            .with_user(self.warehouse)
            .get_view(self.env.ref("public_links.return_request_view_form").id)["arch"]
        )
        for name in ("link_id", "credit_note_ids", "action_credit"):
            self.assertNotIn(f'name="{name}"', view)
        self.validate(mine.picking_ids)
        self.assertEqual(request.state, "received")
        mine.action_inspect()
        mine.line_ids.write({"accepted_quantity": 1, "staff_note": "Scratched"})
        self.assertEqual(request.state, "inspecting")

    def test_salespeople_who_see_their_own_orders_see_their_returns(self):
        """F29"""
        own = self._make_user("own", "sales_team.group_sale_salesman")
        request = self.ask_one(self.delivered())
        requests = self.env["return.request"].with_user(own)
        self.assertNotIn(request, requests.search([]))
        self.assertFalse(
            self.env["return.request.line"]
            .with_user(own)
            .search([("request_id", "=", request.id)])
        )
        with self.assertRaises(AccessError):
            request.with_user(own).action_cancel()
        request.order_id.user_id = own
        self.assertIn(request, requests.search([]))

    def test_others_see_nothing(self):
        """F29"""
        request = self.ask_one(self.delivered())
        with self.assertRaises(AccessError):
            request.with_user(self.clerk).read(["name"])
        with self.assertRaises(AccessError):
            request.line_ids.with_user(self.clerk).read(["note"])

    def test_another_company_s_returns_are_hidden(self):
        """F29"""
        request = self.ask_one(self.delivered())
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.salesman.write({"company_ids": [(4, other.id)]})
        requests = self.env["return.request"].with_user(self.salesman)
        elsewhere = requests.with_context(allowed_company_ids=other.ids)
        self.assertNotIn(request, elsewhere.search([]))
        self.assertIn(request, requests.search([]))

    def test_what_a_customer_asked_for_is_nobody_s_to_change(self):
        """E1.10, S22"""
        request = self.ask_one(self.delivered())
        manager = self._make_user("stockboss", "stock.group_stock_manager")
        for user in (self.salesman, self.warehouse, self.accountant, manager):
            mine = request.with_user(user)
            for values in (
                {"state": "closed"},
                {"policy": "Mine"},
                {"note": "Mine"},
                {"order_id": self.delivered().id},
            ):
                with self.assertRaises(UserError):
                    mine.write(values)
            for values in ({"quantity": 1}, {"reason_id": 1}, {"received_quantity": 1}):
                with self.assertRaises(UserError):
                    mine.line_ids.write(values)
            with self.assertRaises(UserError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.create({"order_id": request.order_id.id})
        with self.assertRaises(UserError):
            request.unlink()
        request.with_user(self.salesman).user_id = self.warehouse

    def test_no_more_is_accepted_than_came(self):
        """E1.6"""
        request = self.ask_one(self.delivered(), 2)
        line = request.line_ids.with_user(self.warehouse)
        with self.assertRaises(UserError):
            line.accepted_quantity = 1
        self.receive(request)
        for wrong in (3, -1):
            with self.assertRaises(UserError):
                line.accepted_quantity = wrong
        line.accepted_quantity = 1
        self.assertEqual(line.accepted_quantity, 1)
