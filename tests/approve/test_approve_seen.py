# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Items and options are what the document shows (T4, T5)."""

from odoo import Command

from ...models.approve.sale_order_revision import KEPT
from ..common.approve import ApproveCase


class TestSeen(ApproveCase):
    """Items and options are what the customer sees of the document."""

    def offer(self, *lines, **values):
        """Return a quotation of these lines that was sent, and its approve link."""
        rows = [
            Command.create({"sequence": number, **line})
            for number, line in enumerate(lines)
        ]
        order, link = self.quote(order_line=rows, **values)
        # Of a combo core asks for the line of the whole first.
        menu = order.order_line.filtered(lambda line: line.product_type == "combo")
        if menu:
            choice = menu.product_id.combo_ids.combo_item_ids
            part = {
                "product_id": choice.product_id.id,
                "product_uom_qty": menu.product_uom_qty,
                "combo_item_id": choice.id,
                "linked_line_id": menu.id,
                "sequence": menu.sequence,
                "tax_ids": [Command.clear()],
            }
            order.with_context(**KEPT).order_line = [Command.create(part)]
        return order, link

    def line(self, name, price, **values):
        values = {"product_uom_qty": 1, "tax_ids": [Command.clear()], **values}
        return {
            "product_id": self.product.id,
            "name": name,
            "price_unit": price,
        } | values

    def section(self, name, kind="line_section", **values):
        return {"display_type": kind, "name": name, **values}

    def menu(self, quantity):
        """Return the values of a combo's line."""
        part = self.env["product.product"].create({"name": "Part", "list_price": 5})
        combo = self.env["product.combo"].create(
            {"name": "C", "combo_item_ids": [Command.create({"product_id": part.id})]}
        )
        menu = self.env["product.product"].create(
            {"name": "Menu", "type": "combo", "list_price": 20, "combo_ids": combo.ids}
        )
        return {"product_id": menu.id, "product_uom_qty": quantity}

    def shown(self, link):
        """Return name and amount of each item on the page."""
        order = self.env["sale.order"].browse(link.res_id)
        return [
            (item["name"], item["amount"].replace("\xa0", ""))
            for item in self.lists(order, link)["items"]
            if item["pick"]
        ]

    def lists(self, order, link):
        """Return what the page shows in lists of its own."""
        values = order._public_values(link) | {"approve": order._public_approve(link)}
        order._public_approve_lists(link, values)
        return values["approve"]

    def approve_item(self, link, line):
        return self.act(link, "items", line=line.ids, accept="1")

    def named(self, order, name):
        return order.order_line.filtered(lambda line: name in (line.name or ""))

    def test_items_are_what_the_document_shows(self):
        """T4, T5: sections that hide, combos, discounts and lines of nothing"""
        discount = self.company.sale_discount_product_id = self.env[
            "product.product"
        ].create({"name": "Discount", "type": "service"})
        order, link = self.offer(
            self.line("Single", 100),
            self.menu(2),
            self.line("Gift", 0),
            self.section("Kitchen", collapse_composition=True),
            self.line("Hidden sink", 70),
            self.line("Hidden tap", 30),
            self.section("Quiet", collapse_prices=True),
            self.line("Cupboard", 44),
            self.line("Global discount", -20, product_id=discount.id),
            public_link_item_approval=True,
        )
        self.assertEqual(
            self.shown(link),
            [
                ("Single", "$100.00"),
                ("Menu", "$40.00"),
                ("Kitchen", "$100.00"),
                ("Cupboard", ""),
            ],
        )
        text = self.open(link).text
        self.assertEqual(text.count('name="line"'), 4)
        for hidden in ("Hidden", "44.00"):
            self.assertNotIn(hidden, text)
        # What is no item by itself cannot be approved by itself.
        for name in ("Part", "Hidden sink", "Gift", "Global discount"):
            page = self.approve_item(link, self.named(order, name))
            self.assertPublic(page, 422)
        kitchen, menu = self.named(order, "Kitchen"), self.named(order, "Menu")
        self.assertSaid(self.approve_item(link, kitchen), "approved_items")
        self.assertEqual(
            self.named(order, "Hidden").mapped("public_link_state"), ["approved"] * 2
        )
        self.assertSaid(self.approve_item(link, menu), "approved_items")
        self.assertEqual(self.named(order, "Part").public_link_state, "approved")
        self.assertEqual(order.public_link_item_state, "partial")
        rows = order.public_link_approval_ids.sorted("id")
        [line] = rows[0]._certificate_lines()
        self.assertEqual((line["name"], line["total"]), ("Kitchen", 100))
        rest = self.named(order, "Single") + self.named(order, "Cupboard")
        self.assertSaid(self.approve_item(link, rest), "approved_items")
        self.assertEqual((order.state, order.public_link_item_state), ("sale", "done"))
        products = order.order_line.filtered(lambda line: not line.display_type)
        self.assertEqual(set(products.mapped("public_link_state")), {"approved"})
        totals = {
            line["name"]: line["total"]
            for line in order.public_link_approval_ids[0]._certificate_lines()
        }
        self.assertIsNone(totals["Cupboard"])
        self.assertEqual(totals["Single"], 100)

    def test_a_part_that_changes_is_asked_for_with_its_whole(self):
        """T5, T11: a combo is approved anew, whichever of its lines was changed"""
        order, link = self.offer(
            self.menu(2), self.line("Single", 100), public_link_item_approval=True
        )
        menu, part = self.named(order, "Menu"), self.named(order, "Part")
        self.approve_item(link, menu)
        part.with_user(self.salesman).price_unit = 30
        self.assertFalse(menu.public_link_state or part.public_link_state)
        self.assertIn(menu, order._public_link_waiting_lines())

    def test_options_show_the_prices_that_the_document_shows(self):
        """T1, T4, T5: all decimals, none where prices are hidden, a combo's sum"""
        discount = self.company.sale_discount_product_id = self.env[
            "product.product"
        ].create({"name": "Discount", "type": "service"})
        none = {"product_uom_qty": 0}
        order, link = self.offer(
            self.line("Single", 100),
            self.section("Extras", is_optional=True),
            self.line("Screws", 0.0125, **none),
            self.menu(0),
            self.section("Quiet", is_optional=True, collapse_prices=True),
            self.line("Cupboard", 44, **none),
            self.section("Packed", is_optional=True, collapse_composition=True),
            self.line("Hidden tap", 30, **none),
            self.section("Last", is_optional=True),
            self.line("Global discount", -20, product_id=discount.id),
        )
        options = {
            option["name"]: option["price"].replace("\xa0", "")
            for option in self.lists(order, link)["options"]
        }
        self.assertEqual(
            options, {"Screws": "$0.0125", "Menu": "$20.00", "Cupboard": ""}
        )
        text = self.open(link).text
        for hidden in ("44.00", "Hidden tap"):
            self.assertNotIn(hidden, text)
        form = {f"quantity-{self.named(order, 'Global').id}": "3"}
        self.assertSaid(self.act(link, "options", **form), "closed")
