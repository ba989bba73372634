# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from ...tools.formatting import Writer
from ..common.base import PublicLinkCase


@tagged("post_install", "-at_install")
class TestLines(PublicLinkCase):
    """What the rows and texts of a document say: as Odoo's own paper does."""

    def values(self, document):
        link = self.issue(document)
        return document.with_context(lang="en_US")._public_values(link)

    def order(self, *lines, **values):
        values["order_line"] = [
            Command.create({"product_id": self.product.id, **line})
            if "display_type" not in line
            else Command.create(line)
            for line in lines
        ]
        return self.env["sale.order"].create(
            {"partner_id": self.customer.id, "state": "sent", **values}
        )

    def plain(self, text):
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def test_a_unit_price_has_all_its_decimals(self):
        """T1: 10,000 at 0.0125 is not "10,000 x $ 0.01"."""
        order = self.order({"product_uom_qty": 10000, "price_unit": 0.0125})
        line = self.values(order)["lines"][0]
        self.assertIn("10,000 × $ 0.0125", self.plain(line["price_note"]))
        yen = self.env.ref("base.JPY")
        yen.active = True
        order = self.order({"price_unit": 874.05})
        order.currency_id = yen
        line = self.values(order)["lines"][0]
        self.assertIn("¥ 874.05", self.plain(line["price_note"]))

    def test_one_piece_is_one_unit(self):
        """F55: on an order, an invoice and a delivery; not what a company calls it"""
        order = self.make_order("sale")
        order.order_line.product_uom_qty = 1
        documents = order, order.picking_ids, self.make_invoice()
        for document in documents:
            line = self.values(document)["lines"][0]
            self.assertEqual(line["quantity"], "1 Unit", document._name)
        order.order_line.product_uom_qty = 2.5
        self.assertEqual(self.values(order)["lines"][0]["quantity"], "2.5 Units")
        order.order_line.product_uom_qty = 1
        self.env.ref("uom.product_uom_unit").name = "Pieces"
        self.assertEqual(self.values(order)["lines"][0]["quantity"], "1 Pieces")

    @given(
        st.floats(-1e9, 1e9).map(lambda value: round(value, 7)),
        st.integers(0, 6),
    )
    @settings(max_examples=200, deadline=None)
    def test_prices_have_the_decimals_that_core_prints(self, amount, least):
        """T1: held against core's own converter."""
        usd = self.env.ref("base.USD")
        ours = Writer(self.env(context={"lang": "en_US"}), usd).price(amount, least)
        converter = self.env["ir.qweb.field.float"].with_context(lang="en_US")
        theirs = converter.value_to_html(amount, {"min_precision": least})
        self.assertEqual(
            ours.replace("$\N{NO-BREAK SPACE}", "").replace("-0.0", "0.0"),
            str(theirs).replace("-\N{ZERO WIDTH NO-BREAK SPACE}0.0", "0.0")
            if not round(amount, 6)
            else str(theirs),
        )

    def test_a_quantity_has_the_decimals_of_its_unit(self):
        """T2: 0.0045 kg is not "0 kg"."""
        precision = self.env["decimal.precision"].search(
            [("name", "=", "Product Unit")]
        )
        precision.digits = 4
        order = self.order(
            {"product_uom_qty": 0.0045, "price_unit": 3200},
            {"product_uom_qty": 0.125, "price_unit": 8},
        )
        first, second = self.values(order)["lines"]
        self.assertTrue(first["quantity"].startswith("0.0045 "), first)
        self.assertTrue(first["price_note"].startswith("0.0045 ×"), first)
        self.assertTrue(second["quantity"].startswith("0.125 "), second)

    def test_lines_of_an_invoice_include_taxes_where_the_company_says_so(self):
        """T3: as Odoo's invoice prints them; its quotations stay without."""
        tax = self.env["account.tax"].create({"name": "21 %", "amount": 21})
        # Core lets it be changed before the first invoice only; the demo data has some.
        self.env.cr.execute(
            "UPDATE res_company SET account_price_include = 'tax_included' WHERE id = %s",
            [self.company.id],
        )
        self.company.invalidate_recordset()
        self.env.registry.clear_cache()
        invoice = self.make_invoice(
            invoice_line_ids=[
                Command.create(
                    {
                        "name": "Desk",
                        "quantity": 2,
                        "price_unit": 121,
                        "discount": 10,
                        "tax_ids": tax.ids,
                    }
                )
            ]
        )
        line = self.values(invoice)["lines"][0]
        self.assertEqual(self.plain(line["amount"]), "$ 217.80")
        order = self.order(
            {
                "product_uom_qty": 2,
                "price_unit": 121,
                "discount": 10,
                "tax_ids": tax.ids,
            }
        )
        line = self.values(order)["lines"][0]
        self.assertEqual(self.plain(line["amount"]), "$ 180.00")

    def test_each_section_shows_its_sum(self):
        """T6: as Odoo's paper; where a section hides prices, its subsections show none."""
        order = self.order(
            {"display_type": "line_section", "name": "Kitchen"},
            {"price_unit": 100},
            {"display_type": "line_subsection", "name": "Tap"},
            {"price_unit": 20},
            {"display_type": "line_section", "name": "Bath", "collapse_prices": True},
            {"display_type": "line_subsection", "name": "Tub"},
            {"price_unit": 3},
        )
        shown = [
            (line["name"], self.plain(line.get("amount", "")))
            for line in self.values(order)["lines"]
            if line["kind"] != "item"
        ]
        self.assertEqual(
            shown,
            [
                ("Kitchen", "$ 120.00"),
                ("Tap", "$ 20.00"),
                ("Bath", "$ 3.00"),
                ("Tub", ""),
            ],
        )

    def test_what_was_billed_in_advance_has_no_quantity_of_zero(self):
        """T6: the row of a down payment says what was billed, not "0 x $ 0.00"."""
        order = self.order({"price_unit": 1000})
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_ids=order.ids, active_model="sale.order"
        )
        wizard.create(
            {"advance_payment_method": "percentage", "amount": 30}
        ).create_invoices()
        order.invoice_ids.action_post()
        row = self.values(order)["lines"][-1]
        self.assertNotIn("quantity", row)
        self.assertNotIn("amount", row)
        self.assertRegex(self.plain(row["price_note"]), r"^Billed in advance: \$ 3\d\d")

    def test_a_combo_shows_the_sum_of_its_parts(self):
        """T5: not "5 x $ 0.00"; its parts show their own prices below."""
        part = self.env["product.product"].create({"name": "Soup", "list_price": 20})
        combo = self.env["product.combo"].create(
            {
                "name": "Starters",
                "combo_item_ids": [Command.create({"product_id": part.id})],
            }
        )
        menu = self.env["product.product"].create(
            {"name": "Menu", "type": "combo", "list_price": 20, "combo_ids": combo.ids}
        )
        order = self.order({"product_id": menu.id, "product_uom_qty": 5})
        top = order.order_line
        order.order_line = [
            Command.create(
                {
                    "product_id": part.id,
                    "product_uom_qty": 5,
                    "combo_item_id": combo.combo_item_ids.id,
                    "linked_line_id": top.id,
                }
            )
        ]
        first, second = self.values(order)["lines"]
        self.assertEqual(self.plain(first["amount"]), "$ 100.00")
        self.assertNotIn("price_note", first)
        self.assertEqual(self.plain(second["amount"]), "$ 100.00")
        self.assertIn("5 × $ 20.00", self.plain(second["price_note"]))

    def test_a_tax_on_a_part_of_the_document_names_that_part(self):
        """T13: two groups with bases of their own, as Odoo prints them."""
        taxes = self.env["account.tax"].create(
            [
                {
                    "name": f"{rate} %",
                    "amount": rate,
                    "tax_group_id": self.env["account.tax.group"]
                    .create({"name": f"VAT {rate} %"})
                    .id,
                }
                for rate in (6, 21)
            ]
        )
        order = self.order(
            {"price_unit": 100, "tax_ids": taxes[0].ids},
            {"price_unit": 50, "tax_ids": taxes[1].ids},
        )
        labels = [self.plain(row["label"]) for row in self.values(order)["totals"]]
        self.assertIn("VAT 6 % on $ 100.00", labels)
        self.assertIn("VAT 21 % on $ 50.00", labels)

    def test_texts_of_terms_positions_and_taxes_are_shown(self):
        """T16: what core prints below a document is on its pages."""
        term = self.env["account.payment.term"].create(
            {"name": "30 days net", "note": "<p>30 days net, 2 percent in 10 days</p>"}
        )
        position = self.env["account.fiscal.position"].create(
            {"name": "Abroad", "note": "<p>Reverse charge</p>"}
        )
        tax = self.env["account.tax"].create(
            {"name": "0 %", "amount": 0, "invoice_legal_notes": "<p>Article 39</p>"}
        )
        common = {"fiscal_position_id": position.id}
        order = self.order(
            {"price_unit": 100},
            payment_term_id=term.id,
            note="<p>Our terms</p>",
            **common,
        )
        self.assertEqual(
            self.values(order)["terms"],
            ["Our terms", "30 days net, 2 percent in 10 days", "Reverse charge"],
        )
        invoice = self.make_invoice(
            invoice_payment_term_id=term.id,
            narration="<p>Thank you</p>",
            invoice_line_ids=[
                Command.create({"name": "A", "price_unit": 9, "tax_ids": tax.ids})
            ],
            **common,
        )
        self.assertEqual(
            self.values(invoice)["terms"],
            [
                "Reverse charge",
                "Article 39",
                "30 days net, 2 percent in 10 days",
                "Thank you",
            ],
        )
