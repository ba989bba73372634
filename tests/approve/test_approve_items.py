# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from odoo import Command, fields
from odoo.tools import float_round

from ...models.approve.sale_order_revision import KEPT
from ..common.approve import ApproveCase


class TestItems(ApproveCase):
    def items(self, state="sent", lines=3, **values):
        """Return an order with item approval, its link and its lines."""
        order, _link = self.quote(lines=lines, public_link_item_approval=True, **values)
        if state == "sale":
            order.action_confirm()
        return order, self.issue(order, "approve"), order.order_line

    def pick(self, link, lines, **data):
        """Approve some lines with the terms accepted."""
        data = {"accept": "1", "line": lines.ids, **data}
        return self.act(link, "items", **data)

    def test_several_are_approved_at_once(self):
        """C8, C17, C18, C19, C20, C26, E6.7, E6.9: on quotes and on orders"""
        for state in ("sent", "sale"):
            order, link, lines = self.items(state)
            page = self.open(link).text
            for text in (
                "Approve multiple items",
                "Action required",
                "Select all",
                "Submit Approvals",
                "Read and accept the approval terms",
            ):
                self.assertIn(text, page)
            self.assertEqual(page.count('name="line"'), 3)
            self.assertNotIn("Approve This Quote", page)
            page = self.assertSaid(self.pick(link, lines[:2]), "approved_items")
            self.assertEqual(page.text.count('name="line"'), 1)
            self.assertEqual(
                lines.mapped("public_link_state"), ["approved"] * 2 + [False]
            )
            self.assertEqual(order.public_link_item_state, "partial")
            self.assertEqual(order.state, state)
            row = order.public_link_approval_ids
            self.assertEqual(row._content()["approved"], lines[:2].ids)
            self.assertEqual(lines[0].public_link_approval_id, row)
            found = self.env["sale.order"].search(
                [("public_link_item_state", "in", ("waiting", "partial"))]
            )
            self.assertIn(order, found)
            self.assertTrue(order.activity_ids)

    def test_one_is_approved_by_itself(self):
        """C14, C23, C24, E6.9"""
        _order, link, lines = self.items()
        page = self.get(f"{link._path()}?item={lines[1].id}").text
        self.assertIn("Submit Approval<", page)
        self.assertEqual(page.count('name="line"'), 1)
        self.assertIn('checked="checked"', page)
        self.assertSaid(self.pick(link, lines[1]), "approved_items")
        self.assertEqual(lines.mapped("public_link_state"), [False, "approved", False])
        for bad in ("x", "-1", "9" * 30, "9" * 5000, str(lines[1].id), "%00"):
            self.assertPublic(self.get(f"{link._path()}?item={bad}"), 200)

    def test_when_all_are_approved_a_setting_decides(self):
        """Q7, E6.5: confirm, or only tell"""
        for then, state in (("confirm", "sale"), ("nothing", "sent")):
            self.company.public_links_approve_then = then
            order, link, lines = self.items()
            self.assertSaid(self.pick(link, lines[:1]), "approved_items")
            page = self.assertSaid(self.pick(link, lines[1:]), "approved_items")
            self.assertEqual(
                (order.state, order.public_link_item_state), (state, "done")
            )
            self.assertNotIn("Submit Approval", page.text)
            self.assertEqual(len(order.public_link_approval_ids), 2)
            self.assertSaid(self.pick(link, lines, seen="x"), "closed")

    def test_refusals(self):
        """S9, S10, C19: no box, no terms, a line of another order, one done already"""
        order, link, lines = self.items()
        _other, _link, foreign = self.items()
        self.pick(link, lines[:1])
        for bad, text in (
            ([], "tick the items"),
            (foreign.ids[:1], "cannot be approved now"),
            ([lines[1].id, foreign.ids[0]], "cannot be approved now"),
            (lines[:1].ids, "cannot be approved now"),
            ([999999], "cannot be approved now"),
            (["x"], "tick the items"),
            (["1e3"], "tick the items"),
            (["-1"], "tick the items"),
            (["٣"], "tick the items"),
        ):
            response = self.act(link, "items", accept="1", line=bad, name="Joel")
            self.assertAgain(response, text, 'value="Joel"')
        response = self.act(link, "items", line=lines[1:].ids)
        self.assertAgain(response, "tick the box")
        # Both, and "Select all" with them.
        self.assertEqual(response.text.count('checked="checked"'), 3)
        self.assertEqual(len(order.public_link_approval_ids), 1)
        self.assertFalse(foreign.filtered("public_link_state"))

    def test_a_change_of_a_line_asks_for_it_again(self):
        """F9, F5: of this line, and of no other"""
        order, link, lines = self.items("sale")
        self.pick(link, lines[:1])
        self.pick(link, lines[1:2])
        first, second = order.public_link_approval_ids.sorted("id")
        lines[0].price_unit = 1
        self.assertEqual(lines.mapped("public_link_state"), [False, "approved", False])
        self.assertTrue(first.changed_at)
        self.assertFalse(second.changed_at)
        self.assertEqual(self.open(link).text.count('name="line"'), 2)

    def test_a_quote_whose_items_wait_cannot_be_approved_as_a_whole(self):
        """A59, S12"""
        order, link, _lines = self.items()
        self.assertSaid(self.approve(link, seen=self.seen(link)), "closed")
        self.assertEqual(order.state, "sent")

    def test_the_last_item_needs_the_signature(self):
        """A57: where the order asks for one and is confirmed by it"""
        order, link, lines = self.items(require_signature=True)
        self.assertSaid(self.pick(link, lines[:2]), "approved_items")
        self.assertAgain(self.pick(link, lines[2]), "it is your signature")
        self.assertSaid(self.pick(link, lines[2], name="Joel"), "approved_items")
        self.assertEqual((order.state, order.signed_by), ("sale", "Joel"))

    def test_an_order_without_item_approval_offers_none(self):
        """A61, E6.9"""
        order = self.make_order("sale")
        link = self.issue(order, "approve")
        self.assertNotIn('name="line"', self.open(link).text)
        self.assertSaid(self.pick(link, order.order_line, seen="x"), "closed")


class TestOptions(ApproveCase):
    def options(self):
        """Return a quotation with one optional item of none, its link and its lines."""
        order, _link = self.quote()
        order.with_context(**KEPT).write(
            {
                "order_line": [
                    Command.create(
                        {
                            "display_type": "line_section",
                            "name": "If you like",
                            "is_optional": True,
                            "sequence": 90,
                        }
                    ),
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 0,
                            "price_unit": 100,
                            # By hand, as the form says it: the price stays.
                            "technical_price_unit": 295,
                            "sequence": 91,
                        }
                    ),
                ]
            }
        )
        fixed, _section, option = order.order_line.sorted()
        return order, self.issue(order, "approve"), fixed, option

    def choose(self, link, line, quantity, **data):
        return self.act(link, "options", **{f"quantity-{line.id}": quantity, **data})

    def test_an_option_is_switched_on_and_off(self):
        """F10, F5: the total is the server's, and no link is withdrawn by it"""
        order, link, _fixed, option = self.options()
        self.assertIn("Optional items", self.open(link).text)
        seen = self.seen(link)
        page = self.assertSaid(self.choose(link, option, "2"), "options_saved")
        self.assertEqual(option.product_uom_qty, 2)
        self.assertAlmostEqual(order.amount_untaxed, 996.5)
        self.assertIn("1,076.22", page.text)
        self.assertFalse(order.public_link_revised)
        self.assertEqual(link.state, "active")
        self.assertChanged(self.approve(link, seen=seen))
        self.assertSaid(self.choose(link, option, "0"), "options_saved")
        self.assertAlmostEqual(order.amount_untaxed, 796.5)
        self.assertTrue(any("Options chosen" in row.body for row in order.message_ids))

    def test_quantities_that_are_none(self):
        """F10, S11: the typed text stays"""
        _order, link, _fixed, option = self.options()
        for bad in (
            "-1",
            "-3",
            "NaN",
            "inf",
            "1e9",
            "1001",
            "abc",
            "1 0",
            "",
            "٣",
            "0x5",
        ):
            response = self.choose(link, option, bad)
            self.assertAgain(response, "from 0 to 1000")
            if bad:
                self.assertIn(f'value="{bad}"', unescape(response.text))
        self.assertEqual(option.product_uom_qty, 0)
        self.company.public_links_option_max = 5
        self.assertAgain(self.choose(link, option, "6"), "from 0 to 5")

    def test_fractions_are_rounded_as_the_unit_is(self):
        """F10"""
        _order, link, _fixed, option = self.options()
        self.assertSaid(self.choose(link, option, "1.5"), "options_saved")
        rounding = option.product_uom_id.rounding
        self.assertEqual(
            option.product_uom_qty, float_round(1.5, precision_rounding=rounding)
        )
        self.assertSaid(self.choose(link, option, "2,0"), "options_saved")
        self.assertEqual(option.product_uom_qty, 2)

    def test_no_line_that_is_fixed_or_of_another_order(self):
        """F10, S10"""
        _order, link, fixed, _option = self.options()
        _other, _link, _fixed, foreign = self.options()
        for line in (fixed, foreign):
            before = line.product_uom_qty
            self.assertSaid(self.choose(link, line, "7"), "closed")
            self.assertEqual(line.product_uom_qty, before)
        self.assertSaid(self.act(link, "options", **{"quantity-x": "7"}), "closed")
        self.assertEqual(fixed.price_unit, 295)

    def test_nothing_after_approval_or_expiry(self):
        """F10: never after signing"""
        order, link, _fixed, option = self.options()
        seen = self.seen(link)
        order.with_context(**KEPT).validity_date = fields.Date.subtract(
            fields.Date.today(), days=1
        )
        self.assertSaid(self.choose(link, option, "2", seen=seen), "closed")
        order.with_context(**KEPT).validity_date = False
        self.approve(link)
        self.assertEqual(order.state, "sale")
        self.assertSaid(self.choose(link, option, "2", seen=seen), "closed")
        self.assertEqual(option.product_uom_qty, 0)
        paid, link, _fixed, option = self.options()
        paid.write({"require_payment": True, "prepayment_percent": 1.0})
        self.approve(link)
        self.assertEqual(paid.state, "sent")
        self.assertSaid(self.choose(link, option, "2", seen="x"), "closed")
