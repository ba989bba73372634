# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lines and texts that other addons make: what pages show of them, and what they do not."""

from lxml import html

from odoo import Command

from ..common.base import PublicLinkHttpCase


class TestOtherAddons(PublicLinkHttpCase):
    def paper(self, report, document):
        """Return the text of Odoo's own paper, and that of its cells."""
        source = self.env["ir.actions.report"]._render_qweb_html(report, document.ids)[
            0
        ]
        tree = html.document_fromstring(source)
        return " ".join(tree.text_content().split())

    def test_a_shop_s_pricelist_is_shown_as_on_paper(self):
        """T13: 10 % off for whoever has no pricelist of their country, with the discount in
        a column of its own and within the price"""
        self.env["product.pricelist"].search([]).active = False
        self.env.ref("base.group_user").implied_ids += self.env.ref(
            "product.group_product_pricelist"
        )
        column = self.env.ref("sale.group_discount_per_so_line")
        belgium = self.env["res.country.group"].create(
            {"name": "Benelux", "country_ids": self.env.ref("base.be").ids}
        )
        self.env["product.pricelist"].create(
            {
                "name": "Benelux",
                "currency_id": self.company.currency_id.id,
                "country_group_ids": belgium.ids,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10})
                ],
            }
        )
        self.assertEqual(self.customer.country_id.code, "US")
        for shown in (True, False):
            users = self.env.ref("base.group_user")
            users.implied_ids = (
                users.implied_ids + column if shown else users.implied_ids - column
            )
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
            )
            order.action_quotation_sent()
            line = order.order_line
            self.assertAlmostEqual(line.price_subtotal, 265.5)
            paper = self.paper("sale.action_report_saleorder", order)
            page = self.open(self.issue(order)).text.replace("\N{NO-BREAK SPACE}", " ")
            price = "295.00" if line.discount else "265.50"
            for text in (price, "265.50"):
                self.assertIn(text, paper)
                self.assertIn(text, page)
            self.assertEqual("10% off" in page, bool(line.discount))

    def test_what_an_invoice_s_pdf_adds_is_behind_a_button_of_its_page(self):
        """T13: payment slips and columns of countries are left to the PDF, see docs/TRUTH.md"""
        invoice = self.make_invoice()
        page = html.document_fromstring(self.open(self.issue(invoice)).text)
        [button] = [
            one
            for one in page.iter("a")
            if "/pdf" in (one.get("href") or "").partition("?")[0]
        ]
        self.assertIn("PDF", button.text_content())
        report = self.env["ir.actions.report"]
        paper = invoice.with_context(lang="en_US")._public_link_report()
        self.assertEqual(report._get_report(paper).model, "account.move")
