# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an adversary found in returns: money, transfers, people, settings midway."""

from html import unescape

from odoo import Command
from odoo.exceptions import UserError

from ..common.returns import ReturnCase


class TestReturnMoney(ReturnCase):
    """Nobody is paid twice, and what is said is what is paid."""

    def credit(self, request):
        before = request.credit_note_ids
        request.with_user(self.accountant).action_credit()
        return request.credit_note_ids - before

    def test_who_was_credited_cannot_cancel_and_ask_again(self):
        """E1.2, E1.13, E1.14: a refund without a return, credited, not closed yet"""
        self.company.public_links_return_auto = False
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        request.action_refund_only()
        note = self.credit(request)
        for state in ("draft", "posted"):
            self.assertFalse(request._can_cancel(), state)
            with self.assertRaises(UserError):
                request._customer_cancel(request.link_id)
            for action in ("action_cancel", "action_authorize", "action_replace"):
                with self.assertRaises(UserError):
                    getattr(request, action)()
            if state == "draft":
                note.action_post()
        self.assertEqual(self.item(order).remaining, 3)
        note.button_draft()
        note.button_cancel()
        request.action_cancel()
        self.assertEqual(self.item(order).remaining, 5)

    def test_who_keeps_the_items_has_nothing_to_take_back(self):
        """E1.12, E1.14: no box that says "I do not send them back" """
        self.company.public_links_return_auto = False
        request = self.ask_one(self.delivered(5), 2)
        self.assertTrue(request._public_values()["can_cancel"])
        request.action_refund_only()
        self.assertFalse(request._public_values()["can_cancel"])
        with self.assertRaises(UserError):
            request._customer_cancel(request.link_id)
        request.action_cancel()

    def test_what_is_replaced_is_not_credited_too(self):
        """E1.10, E1.14: unless the replacement is cancelled"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        request.action_replace()
        self.receive(request)
        self.assertNotIn("redit", request.activity_ids.summary)
        with self.assertRaisesRegex(UserError, "replaced"):
            self.credit(request)
        request.replacement_picking_ids.action_cancel()
        self.assertEqual(self.credit(request).invoice_line_ids.quantity, 2)

    def test_a_replacement_promises_no_refund(self):
        """F16, E1.14: nor does a return that was cancelled"""
        link = self.issue(self.delivered(5), "return")
        for action in ("action_replace", "action_cancel"):
            request = self.ask_one(self.delivered(5), 2)
            facts = str(request._public_return_row(link)["facts"])
            self.assertIn("Estimated refund", facts)
            getattr(request, action)()
            facts = str(request._public_return_row(link)["facts"])
            self.assertNotIn("Estimated refund", facts)

    def test_a_closed_return_says_once_what_was_credited(self):
        """E1.12: what comes back stands at the top, large, and nowhere again"""
        request = self.ask_one(self.delivered(5), 2)
        request.action_authorize()
        self.receive(request)
        self.credit(request).action_post()
        if request.state != "closed":
            request.action_close()
        row = request._public_return_row(request.link_id)
        self.assertEqual(row["status"]["code"], "closed")
        self.assertIn("credited", row["amount"])
        self.assertFalse(row["sentence"])
        amount = row["amount"].partition(" credited")[0]
        self.assertNotIn(amount, [fact["value"] for fact in row["facts"]])

    def test_a_credit_note_by_hand_for_the_same_return_counts(self):
        """E1.10: made by the order's own button, not by the return's"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        self.receive(request)
        note = order._create_invoices(final=True)
        self.assertEqual(note.move_type, "out_refund")
        note.action_post()
        with self.assertRaisesRegex(UserError, "nothing to credit"):
            self.credit(request)

    def test_accountants_are_told_of_a_discount_on_the_whole_order(self):
        """E1.10: it is a line of its own, of which no item knows"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        self.receive(request)
        values = {"name": "Loyal customer", "price_unit": -50}
        service = self.make_product("Discount", type="service", is_storable=False)
        order.order_line = [Command.create({"product_id": service.id, **values})]
        self.credit(request)
        said = str(request.message_ids.mapped("body"))
        self.assertIn("Loyal customer", said)
        self.assertNotIn("to be invoiced again", said)

    def test_many_small_requests_are_not_below_the_ceiling(self):
        """E1.10: what was asked for of the order before counts"""
        order = self.delivered(5)
        self.company.public_links_return_ceiling = 216
        states = [self.ask_one(order).state for _time in range(3)]
        self.assertEqual(states, ["authorized", "authorized", "requested"])
        order.return_request_ids.action_cancel()
        self.assertEqual(self.ask_one(order).state, "authorized")

    def test_a_part_of_a_dozen_is_estimated_as_it_is_credited(self):
        """F16: the order's unit is rounded"""
        order = self.two_dozen()
        request = self.ask_one(order, 1)
        self.receive(request)
        self.assertEqual(self.credit(request).amount_total, request.estimate_total)

    def test_kits_and_numbers_are_credited_as_estimated(self):
        """F16, E1.7, E1.15: two reasons for one line, a fee for one of them; locked"""
        self.company.public_links_return_fee = 12.5
        drill = self.make_product("Drill", tracking="serial", list_price=33.33)
        for number in range(3):
            self.put_in_stock(drill, 1, self.make_lot(drill, f"N-{number}"))
        leg = self.make_product("Leg")
        kit = self.make_kit("Table", {leg: 3})
        kit.list_price = 19.99
        order = self.sell((drill, 3), (kit, 2))
        self.deliver(order)
        self.bill(order)
        order.action_lock()
        first, second, _third, table = order._return_items()
        rows = (
            self.row(first),
            self.row(second, reason=self.defective),
            self.row(table, 1),
        )
        request = self.ask(order, *rows)
        self.assertEqual(request.state, "authorized")
        self.receive(request)
        note = self.credit(request)
        self.assertEqual(note.amount_total, request.estimate_total)
        self.assertEqual(note.amount_tax, request.estimate_tax)

    def test_the_second_step_says_what_comes_back_without_a_fee(self):
        """F16: where the mistake was the seller's"""
        order = self.delivered(5)
        link = self.issue(order, "return")
        chosen = [(self.item(order), 2)]
        notes = order._public_return_confirm(link, chosen)["notes"]
        self.assertNotIn("restocking", str(notes))
        self.company.public_links_return_fee = 10
        confirm = order._public_return_confirm(link, chosen)
        self.assertIn("194.40", str(confirm["totals"]))
        [note] = [note for note in confirm["notes"] if "restocking" in note]
        self.assertIn("216.00", note)
        self.assertIn("Defective", note)
        self.assertNotIn("No longer needed", note)


class TestReturnStaffHand(ReturnCase):
    """What staff do beside the buttons."""

    def test_staff_accept_less_in_the_form(self):
        """E1.13: what the form writes, as the form writes it"""
        request = self.ask_one(self.delivered(5), 2)
        self.receive(request)
        line, mine = request.line_ids, request.with_user(self.warehouse)
        found = {"accepted_quantity": 1, "staff_note": "Scratched"}
        items = [Command.update(line.id, found)]
        mine.web_save({"line_ids": items, "staff_note": "One is scratched"}, {})
        self.assertEqual((line.accepted_quantity, line.staff_note), (1, "Scratched"))
        for command in (
            Command.delete(line.id),
            Command.unlink(line.id),
            Command.clear(),
            Command.create({"quantity": 1}),
            Command.update(line.id, {"quantity": 1}),
            Command.update(line.id, {"accepted_quantity": 9}),
        ):
            with self.subTest(command=command), self.assertRaises(UserError):
                with self.cr.savepoint():
                    mine.write({"line_ids": [command]})
        other = self.ask_one(self.delivered(5), 2)
        with self.assertRaises(UserError), self.cr.savepoint():
            mine.write({"line_ids": [Command.link(other.line_ids.id)]})

    def test_what_staff_accepted_stays_when_something_else_moves(self):
        """E1.13, E1.14: the replacement leaves after the inspection"""
        request = self.ask_one(self.delivered(5), 2)
        request.action_replace()
        self.receive(request)
        request.line_ids.with_user(self.warehouse).accepted_quantity = 1
        self.validate(request.replacement_picking_ids)
        self.assertEqual(request.line_ids.accepted_quantity, 1)

    def test_goods_that_never_come_back_after_a_replacement(self):
        """E1.13, E1.14: the warehouse gives up waiting, and the return can be closed"""
        request = self.ask_one(self.delivered(5), 2)
        request.action_replace()
        self.validate(request.replacement_picking_ids)
        with self.assertRaises(UserError):
            request.action_close()
        request.return_picking_ids.with_user(self.warehouse).action_cancel()
        self.assertEqual(request.state, "authorized")
        request.action_close()
        self.assertEqual(request.state, "closed")

    def test_a_replacement_leaves_the_customers_other_delivery_alone(self):
        """E1.14: what core adds to a delivery under way is no part of the return"""
        product = self.make_product()
        self.put_in_stock(product, 20)
        order = self.sell((product, 5))
        self.deliver(order, {product: 2})
        rest = order.picking_ids.filtered(lambda one: one.state != "done")
        request = self.ask_one(order, 1)
        request.action_replace()
        self.assertNotIn(rest, request.picking_ids)
        self.assertTrue(request.return_picking_ids)
        request.action_cancel()
        self.assertNotEqual(rest.state, "cancel")

    def test_a_kit_of_which_parts_are_missing_was_not_returned(self):
        """E1.6, E1.7: it says so, on the page and to staff"""
        leg, top = self.make_product("Leg"), self.make_product("Top")
        order = self.sell((self.make_kit("Table", {leg: 4, top: 1}), 1))
        self.deliver(order, {top: 0})
        self.assertNotIn("was returned", self.item(order).reasons_why_not)
        self.assertEqual(self.codes(order), ["not_delivered"])
        self.deliver(order)
        self.assertEqual(self.codes(order), [])

    def test_an_order_that_goes_through_three_steps_comes_back_from_the_customer(self):
        """E1.6, E1.10: pick, pack and ship are one delivery"""
        self.stock.delivery_steps = "pick_pack_ship"
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 3))
        for _step in range(3):
            self.deliver(order)
        self.bill(order)
        [item] = order._return_items()
        self.assertEqual((item.delivered, item.remaining), (3, 3))
        request = self.ask(order, self.row(item, 2))
        [move] = request.return_picking_ids.move_ids
        self.assertEqual(move.location_id.usage, "customer")
        self.receive(request)
        self.assertEqual(
            (request.state, order.order_line.qty_delivered), ("received", 1)
        )
        request.action_credit()
        self.assertEqual(request.credit_note_ids.invoice_line_ids.quantity, 2)

    def test_whoever_left_gets_no_activities(self):
        """E1.10: somebody who is there does"""
        self.company.public_links_return_auto = False
        left = self._make_user("left", "stock.group_stock_user")
        self.company.public_links_return_user_id = left
        left.active = False
        request = self.ask_one(self.delivered())
        self.assertEqual(request.user_id, self.salesman)


class TestReturnPeople(ReturnCase):
    """Who hears of a return."""

    def told(self, request):
        """Return the mails of a return's next state, to customers."""
        before = self.env["mail.mail"].sudo().search([])
        links = self.Link.sudo().search([])
        self.receive(request)
        self.assertEqual(request.state, "received")
        mails = self.env["mail.mail"].sudo().search([]) - before
        staff = (self.salesman | self.accountant | self.warehouse).partner_id
        mails = mails.filtered(lambda mail: not mail.recipient_ids & staff)
        return mails, self.Link.sudo().search([]) - links

    def test_a_former_customer_hears_nothing_of_the_order(self):
        """A3, F4: an order that went to another customer"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        order.partner_id = self.other
        self.assertEqual(request.link_id.revoked_reason, "reassigned")
        mails, links = self.told(request)
        self.assertFalse(mails or links)

    def test_no_mail_gives_a_revoked_link_back(self):
        """F3, D9: nor one that hung on a portal's; one that was replaced, yes"""
        request = self.ask_one(self.delivered(5), 2)
        request.link_id._revoke("staff")
        mails, links = self.told(request)
        self.assertFalse(mails or links)
        request = self.ask_one(self.delivered(5), 2)
        request.link_id._regenerate()
        mails, _links = self.told(request)
        self.assertEqual(len(mails), 1)

    def test_mails_are_in_the_readers_language(self):
        """Q4, E1.12"""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        request = self.ask_one(self.delivered(5), 2)
        mails, _links = self.told(request)
        sentence = request.with_context(lang="fr_FR")._public_sentence()
        self.assertNotEqual(sentence, request._public_sentence())
        self.assertIn(sentence, unescape(mails.body_html))
        self.assertEqual(len(mails), 1)

    def test_companies_number_their_returns_on_their_own(self):
        """E1.10: a second company's sequence may begin where the first one's did"""
        request = self.ask_one(self.delivered())
        company = self.env["res.company"].create({"name": "Elsewhere"})
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "company_id": company.id}
        )
        twin = request.sudo().copy_data()[0]
        self.assertNotIn("name", twin)
        sequence = self.env.ref("public_links.sequence_return")
        mine = sequence.copy({"company_id": company.id})
        mine.number_next_actual = int(request.name.rpartition("/")[2])
        other = self.env["return.request"].create(
            {"order_id": order.id, "partner_id": self.customer.id}
        )
        self.env.flush_all()
        self.assertEqual(other.name, request.name)
