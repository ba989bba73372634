# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import html

from odoo import Command

from ..common.pay import PayHttpCase
from .test_pay_told import plain


class TestPayLines(PayHttpCase):
    def what(self, document):
        """Return what the pay page says it is for, one text a line."""
        page = self.open(self.issue(document, "pay"))
        self.assertPublic(page, 200)
        tree = html.document_fromstring(page.text)
        return [
            plain(html.tostring(one, encoding="unicode"))
            for one in tree.xpath("//section[@aria-labelledby='what']//li")
        ]

    def test_the_page_says_what_is_paid_for(self):
        """P4"""
        for document, units in (
            (self.make_invoice(), "1 Unit"),
            (self.make_order("sale"), "3 Units"),
        ):
            [line] = self.what(document)
            self.assertIn("Acoustic Bloc Screen", line)
            self.assertIn(f"{units} $", line)

    def test_a_long_document_is_told_in_short(self):
        """P4"""
        lines = [
            Command.create({"product_id": self.product.id, "quantity": number})
            for number in range(1, 11)
        ]
        invoice = self.make_invoice(invoice_line_ids=lines)
        self.assertEqual(len(self.what(invoice)), 6)
        page = self.open(self.issue(invoice, "pay")).text
        self.assertIn("and 4 more", page)

    def test_what_the_document_hides_is_hidden_here(self):
        """P4, T: sections that stand for their lines, or hide prices"""
        invoice = self.make_invoice(
            invoice_line_ids=[
                Command.create(
                    {
                        "display_type": "line_section",
                        "name": "Meeting room",
                        "collapse_composition": True,
                    }
                ),
                Command.create({"product_id": self.product.id, "quantity": 1}),
                Command.create({"display_type": "line_note", "name": "A note"}),
            ]
        )
        [line] = self.what(invoice)
        self.assertIn("Meeting room", line)
        self.assertIn("$295.00", line)
        self.assertNotIn("Acoustic", line)

    def test_the_pdf_is_there_where_the_company_shows_it(self):
        """P4, Q7"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertIn(link._path("pdf"), self.open(link).text)
        self.assertPublic(self.open(link, "pdf"), 200)
        self.company.public_links_show_pdf = False
        self.assertNotIn(link._path("pdf"), self.open(link).text)
        self.assertIn(self.open(link, "pdf").status_code, (404, 410))

    def test_several_invoices_are_named_one_by_one(self):
        """P4"""
        both = self.make_invoice() + self.make_invoice()
        bundle = self.env["public.link.bundle"]._of(both)
        link = self.issue(bundle, "pay")
        text = plain(self.open(link).text)
        for invoice in both:
            self.assertIn(invoice.name, text)
        self.assertPublic(self.open(link, "pdf"), 404)

    def test_the_way_back_names_no_other_link(self):
        """P4, A1: whoever is given this link must not get the one it came from"""
        parent = self.issue(self.make_invoice())
        child = self.get(parent._form_path("to/pay"), method="POST")
        self.assertEqual(child.status_code, 303)
        path = child.headers["Location"]
        self.assertIn("/link/pay/", path)
        page = self.get(path).text
        self.assertIn("data-back", page)
        self.assertNotIn(parent._token(), page)
        self.assertNotIn(parent._token(), path)
