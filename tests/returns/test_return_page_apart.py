# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from odoo import Command, fields

from ..common.return_page import ReturnPageCase


class TestReturnPageApart(ReturnPageCase):
    def sold(self, *rows):
        """Return a delivered order of one product: values of each line."""
        lines = [
            Command.create(
                {"product_id": self.product.id, "product_uom_qty": 1, **values}
                if "display_type" not in values
                else values
            )
            for values in rows
        ]
        order = self.make_order("sale", order_line=lines)
        self.deliver(order)
        return order

    def shown(self, order, query=""):
        path = self.issue(order, "return")._path()
        text = unescape(self.get(f"{path}{query}").text)
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def test_rows_of_one_product_say_what_tells_them_apart(self):
        """T17: two prices, in both steps; nothing where the name is enough"""
        order = self.sold({"price_unit": 40}, {"price_unit": 30, "discount": 50})
        text = self.shown(order)
        self.assertIn("$ 40.00 each · 1 delivered", text)
        self.assertIn("$ 15.00 each · 1 delivered", text)
        self.assertNotIn("delivered on", text)
        second = self.shown(order, f"?return={self.key(order, 1)}-1")
        self.assertIn("$ 15.00 each", second)
        self.assertNotIn("$ 40.00 each", second)
        # The price of each is said anyway, once.
        alone = self.shown(self.sold({"price_unit": 40}))
        self.assertEqual(alone.count(" each"), 1)
        self.assertNotIn("delivered on", alone)

    def test_description_and_day_tell_rows_apart(self):
        """T17"""
        name = self.product.name
        order = self.sold(
            {"name": f"{name}\nIn oak", "price_unit": 40},
            {"name": f"{name}\nIn pine", "price_unit": 40},
        )
        last = fields.Date.today().year - 1
        order.order_line[0].move_ids.date = f"{last}-01-05 12:00:00"
        order.company_id.public_links_return_window = 3650
        text = self.shown(order)
        words = f"In oak · delivered on January 5, {last} · 1 delivered"
        self.assertIn(words, text)
        self.assertIn("In pine · delivered on", text)
        self.assertNotIn("In pine · $", text)

    def test_prices_that_staff_hide_are_not_shown(self):
        """T4, T17: prices or composition of a section"""
        for hidden in ("collapse_prices", "collapse_composition"):
            with self.subTest(hidden):
                order = self.sold(
                    {"price_unit": 40, "name": f"{self.product.name}\nIn oak"},
                    {"display_type": "line_section", "name": "Set", hidden: True},
                    {"price_unit": 30, "name": f"{self.product.name}\nIn pine"},
                )
                text = self.shown(order)
                self.assertIn("In oak · $ 40.00 each", text)
                self.assertIn("In pine · 1 delivered", text)
                self.assertNotIn("30.00", text)

    def test_all_decimals_of_a_quantity_come_back(self):
        """T2: 1.375 kg at four decimals"""
        digits = self.env["decimal.precision"].search([("name", "=", "Product Unit")])
        digits.digits = 4
        kilo = self.env.ref("uom.product_uom_kgm")
        cheese = self.env["product.product"].create(
            {"name": "Cheese", "type": "consu", "uom_id": kilo.id}
        )
        order = self.delivered(1.375, product=cheese)
        link, key = self.issue(order, "return"), self.key(order)
        text = self.open(link).text
        self.assertIn("up to 1.375 kg", text)
        self.assertIn('data-most="1.375"', text)
        self.assertAgain(self.choose(link, {key: "1.38"}), "at most 1.375")
        self.assertAgain(self.choose(link, {key: "0.00001"}), "from 0 to 1.375")
        self.assertIn("1.375 kg", self.second_step(link, {key: "1.375"})[0].text)
        self.assertSaid(self.ask(link, {key: "0.0004"}), "return_asked")
        self.assertSaid(self.ask(link, {key: "1.3746"}), "return_asked")
        self.assertEqual(
            order.return_request_ids.line_ids.mapped("quantity"), [1.3746, 0.0004]
        )
