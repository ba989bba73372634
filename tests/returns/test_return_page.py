# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from html import unescape

from freezegun import freeze_time

from odoo import Command, fields

from ..common.base import CANARY
from ..common.return_page import ReturnPageCase
from ..link.test_uploads import picture


class TestReturnPage(ReturnPageCase):
    def test_the_page_shows_what_can_go_back(self):
        """A63, A64, E1.1, E1.6, E1.8, F17: with delivered, returned and remaining"""
        order = self.delivered(5)
        text = unescape(self.open(self.issue(order, "return")).text)
        for expected in (
            order.name,
            "Acoustic Bloc Screen",
            "5 delivered",
            "up to 5",
            "295.00 each",
            "Can be returned until",
            'data-most="5"',
            "What would you like to return?",
        ):
            self.assertIn(expected, text)
        self.assertNotIn(CANARY, text)
        self.assertNotIn("123.45", text)

    def test_the_second_step_says_what_comes_back(self):
        """F16, E1.8, E1.9, E1.15: taxes and the restocking fee, before anything is sent"""
        self.company.public_links_return_fee = 10
        order = self.delivered(5)
        link = self.issue(order, "return")
        page, _hidden = self.second_step(link, {self.key(order): "2"})
        text = unescape(page.text)
        for expected in (
            "Your estimated refund",
            "590.00",  # 2 x 295.00
            "-$\N{NO-BREAK SPACE}59.00",
            "42.48",  # 8 % of 531.00
            "573.48",
            'class="fine">2</span>',
            "return policy",
            "Condition (optional)",
            *self.env["return.reason"].search([]).mapped("name"),
        ):
            self.assertIn(expected, text.replace("\N{ZERO WIDTH NO-BREAK SPACE}", ""))
        self.assertFalse(order.return_request_ids)

    def test_asking_makes_a_request(self):
        """E1.10, E1.12, E1.13, E1.9: and the page shows how it stands and where it goes"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        response = self.ask(
            link,
            {key: "2"},
            **{
                f"condition-{key}": "opened",
                f"note-{key}": "It <b>wobbles</b>",
                "note": "Call me",
            },
        )
        page = unescape(self.assertSaid(response, "return_asked").text)
        request = order.return_request_ids
        self.assertEqual(request.state, "authorized")
        self.assertTrue(request.by_customer)
        self.assertEqual(request.link_id, link)
        self.assertEqual(request.line_ids.quantity, 2)
        self.assertEqual(request.line_ids.condition, "opened")
        self.assertEqual(request.line_ids.note, "It <b>wobbles</b>")
        self.assertEqual(request.note, "Call me")
        self.assertEqual(request.line_ids.reason_id, self.reason)
        for expected in (
            f"Return {request.name}",
            "Packing slip",
            "Send it to",
            "Cancel this return",
            "Thank you!",
            "up to 3",
        ):
            self.assertIn(expected, page)
        self.assertNotIn("<b>wobbles", page)

    def test_a_product_picture_is_served_by_the_link_alone(self):
        """E1.8, A3, S10, S14"""
        image = base64.b64encode(picture("PNG", (300, 200)))
        self.product.image_1920 = image
        foreign = self.env["product.product"].create(
            {"name": "Foreign", "image_1920": image}
        )
        order = self.delivered(1)
        link = self.issue(order, "return")
        self.assertIn(f"/picture/{self.product.id}", self.open(link).text)
        response = self.open(link, f"picture/{self.product.id}")
        self.assertPublic(response, 200)
        self.assertEqual(response.headers["Content-Type"], "image/png")
        self.assertPublic(self.open(link, f"picture/{foreign.id}"), 404)
        self.assertPublic(self.open(link, "picture/999999999"), 404)

    def test_the_view_page_leads_to_the_return(self):
        """A7, A63, F4: only where something can go back"""
        order = self.delivered(1)
        view = self.issue(order)
        self.assertIn("Return something", self.open(view).text)
        response = self.open(view, "to/return", method="POST")
        self.assertEqual(view.child_ids.purpose, "return")
        self.assertIn("/link/return/", response.headers["Location"])
        self.company.public_links_return_enabled = False
        self.assertNotIn("Return something", self.open(view).text)
        self.assertSaid(self.open(view, "to/return", method="POST"), "closed")

    def test_a_preview_can_do_nothing(self):
        """B58, E6.10"""
        request, _link = self.returned()
        self.authenticate("admin", "admin")
        path = f"/link/preview/return/sale.order/{request.order_id.id}"
        response = self.get(path)
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("/link/return/", response.text)
        main = response.text.partition("<main")[2]
        self.assertEqual(main.count("<button"), main.count('disabled="disabled"'))

    def test_the_page_is_of_one_order(self):
        """A3, A6, E1.1: not another's returns, nor by another purpose's link"""
        request, link = self.returned()
        other, theirs = self.returned()
        text = self.open(link).text
        self.assertIn(request.name, text)
        self.assertNotIn(other.name, text)
        for row, stranger in ((request, theirs), (other, link)):
            self.assertPublic(self.open(stranger, f"slip/{row.id}"), 404)
            answer = self.open(
                stranger, "cancel", method="POST", data={"request": row.id, "sure": 1}
            )
            self.assertSaid(answer, "closed")
            self.assertEqual(row.state, "authorized")
        view = self.issue(request.order_id)
        token = view._token()
        self.assertPublic(self.get(f"/link/return/{token}"), 404)
        self.assertPublic(self.get(f"/link/view/{link._token()}"), 404)
        self.assertPublic(self.get(f"/link/view/{token}/slip/{request.id}"), 404)


class TestReturnStates(ReturnPageCase):
    def states(self):
        """Return code and maker of each state in which nothing can go back."""

        def cancelled():
            order = self.make_order("sale")
            order._action_cancel()
            return order

        def excluded():
            self.customer.public_links_return_excluded = True
            return self.delivered(1)

        def nothing_left():
            order = self.delivered(2)
            self.returned(order, "2")
            return order

        def final_sale():
            self.product.product_tmpl_id.public_link_return_rule = "final"
            return self.delivered(1)

        def window_closed():
            order = self.delivered(1)
            for move in order.picking_ids.move_ids:
                move.date = fields.Datetime.subtract(fields.Datetime.now(), days=31)
            self.env.flush_all()
            return order

        return [
            ("not_visible", lambda: self.make_order("draft")),
            ("not_delivered", self.make_order),
            ("not_delivered", lambda: self.make_order("sale")),
            ("order_cancelled", cancelled),
            ("customer_excluded", excluded),
            ("nothing_left", nothing_left),
            ("final_sale", final_sale),
            ("window_closed", window_closed),
            ("open", lambda: self.delivered(2)),
        ]

    def check(self, order):
        """Check that page, POST, wizard and diagnosis say the same."""
        link = self.issue(order, "return")
        blockers = order.sudo()._public_link_blockers("return")
        gone = any(blocker.page == "gone" for blocker in blockers)
        response = self.open(link)
        text = unescape(response.text)
        self.assertPublic(response, 410 if gone else 200)
        self.assertEqual(not blockers, "Continue</button>" in text)
        if not gone:
            if blockers:
                self.assertIn(blockers[0].customer, text)
            code = blockers[0].code if blockers else "open"
            self.assertIn(f'data-code="{code}"', text)
        before = order.return_request_ids
        items = order._return_items()
        quantities = {item.key: "1" for item in items} or {"move1": "1"}
        if blockers:
            for action in ("choose", "ask"):
                data = {f"quantity-{key}": "1" for key in quantities}
                answer = self.open(link, action, method="POST", data=data)
                if gone:
                    self.assertPublic(answer, 410)
                else:
                    self.assertSaid(answer, "closed")
        else:
            self.assertSaid(self.ask(link, quantities), "return_asked")
        self.assertEqual(bool(blockers), order.return_request_ids == before)
        order.invalidate_recordset()
        if blockers:
            self.check_staff(order, blockers)

    def check_staff(self, order, blockers):
        expected = {(blocker.staff, blocker.fix) for blocker in blockers}
        wizard = (
            self.env["public.link.send"]
            .with_context(active_model=order._name, active_ids=order.ids)
            .create({"purpose": "return"})
        )
        shown = {(row["text"], row["fix"]) for row in wizard.problems or []}
        # F46: a draft is marked as sent by sending it.
        sent = order.sudo()._public_link_as_sent()._public_link_blockers("return")
        self.assertEqual(shown, {(row.staff, row.fix) for row in sent})
        self.assertFalse(wizard.can_copy)
        rows = order.sudo()._public_link_diagnosis()
        self.assertLessEqual(expected, {(row["text"], row["fix"]) for row in rows})

    def test_page_post_wizard_and_diagnosis_agree_in_every_state(self):
        """Q8, A63, A64, A72, E1.2, E1.3, E1.4, E1.5, E1.6, F17"""
        switches = (None, "public_links_enabled", "public_links_return_enabled")
        for code, make in self.states():
            for switch in switches:
                with (
                    self.subTest(state=code, off=switch),
                    self.env.cr.savepoint() as point,
                ):
                    order = make()
                    if switch:
                        self.company[switch] = False
                    else:
                        codes = [
                            row.code
                            for row in order.sudo()._public_link_blockers("return")
                        ]
                        self.assertEqual(codes, [] if code == "open" else [code])
                    self.check(order)
                    point.rollback()
                    self.env.registry.clear_all_caches()

    def test_what_cannot_go_back_says_why(self):
        """E1.6, F17: which rule it is, beside what can go back"""
        final = self.env["product.product"].create(
            {"name": "Cut to size", "type": "consu"}
        )
        final.product_tmpl_id.public_link_return_rule = "final"
        order = self.delivered(2)
        order.order_line = [Command.create({"product_id": final.id})]
        self.deliver(order)
        text = unescape(self.open(self.issue(order, "return")).text)
        head, _mark, tail = text.partition("What cannot be returned")
        self.assertIn("Acoustic Bloc Screen", head)
        self.assertNotIn("Cut to size", head)
        self.assertIn("Cut to size", tail)
        self.assertIn("final sale", tail)

    def test_the_window_closes_between_load_and_submit(self):
        """E1.2, E1.5"""
        order = self.delivered(2)
        link = self.issue(order, "return")
        link.expires_at = fields.Datetime.add(fields.Datetime.now(), days=90)
        quantities = {self.key(order): "1"}
        _page, hidden = self.second_step(link, quantities)
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=40)):
            page = self.assertSaid(self.ask(link, quantities, hidden), "closed")
            self.assertIn("time to return this order is over", page.text)
        self.assertFalse(order.return_request_ids)


class TestReturnPageKinds(ReturnPageCase):
    """What is more than a product that comes in pieces."""

    def test_each_serial_number_is_an_item_of_its_own(self):
        """E1.6, E1.8, S10: named on the page; nobody takes another order's"""
        product = self.make_product("Drill", tracking="serial")
        lots = self.env["stock.lot"]
        for number in range(4):
            lots |= self.make_lot(product, f"SN-{number}")
            self.put_in_stock(product, 1, lots[-1])
        order, other = self.sell((product, 2)), self.sell((product, 2))
        self.deliver(order)
        self.deliver(other)
        link = self.issue(order, "return")
        text = self.open(link).text
        for number, lot in enumerate(lots):
            self.assertEqual(f"number {lot.name}" in text, number < 2)
        move = order.picking_ids.move_ids
        stranger = f"move{move.id}lot{lots[2].id}"
        self.assertAgain(self.choose(link, {stranger: "1"}), "cannot be returned now")
        key = self.key(order, 1)
        self.assertAgain(self.choose(link, {key: "2"}), "at most 1")
        page = self.assertSaid(self.ask(link, {key: "1"}), "return_asked")
        self.assertEqual(order.return_request_ids.line_ids.lot_id, lots[1])
        self.assertIn("number SN-1", page.text)

    def test_parts_of_a_kit_are_not_chosen_one_by_one(self):
        """E1.7: the kit is what was sold, and what comes back"""
        leg, top = self.make_product("Oak leg"), self.make_product("Glass top")
        kit = self.make_kit("Table", {leg: 4, top: 1})
        order = self.sell((kit, 3))
        self.deliver(order)
        link = self.issue(order, "return")
        text = self.open(link).text
        self.assertIn("Table", text)
        self.assertIn('data-most="3"', text)
        self.assertNotIn("Oak leg", text)
        for move in order.picking_ids.move_ids:
            answer = self.choose(link, {f"move{move.id}": "1"})
            self.assertAgain(answer, "cannot be returned now")
        key = f"kit{order.order_line.id}"
        self.assertAgain(self.choose(link, {key: "0.5"}), "whole number")
        page = self.assertSaid(self.ask(link, {key: "2"}), "return_asked")
        self.assertNotIn("Oak leg", page.text)
        moves = order.return_request_ids.return_picking_ids.move_ids
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 10)
