# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os

from playwright.sync_api import expect

from odoo import Command

from ..common.browser import axe
from ..link.test_page_browser import TARGETS, WIDTHS
from .test_pay_browser import PayBrowserCase


class TestPartInBrowser(PayBrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"public_links_parts": True, "public_links_part_min": 100})

    def invoice(self):
        """Return an invoice with open credit of its own."""
        invoice = self.make_invoice()
        note = self.make_invoice(
            "out_refund",
            post=False,
            reversed_entry_id=invoice.id,
            invoice_line_ids=[
                Command.create({"name": "Credit", "price_unit": 60, "tax_ids": []})
            ],
        )
        note.action_post()
        (note.line_ids.matched_debit_ids + note.line_ids.matched_credit_ids).unlink()
        return invoice

    def looked_at(self, window, name):
        """Check what holds of every page; PL_SHOTS names a folder for pictures."""
        self.assertFalse(axe(window))
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 780})
            wide = window.evaluate("document.documentElement.scrollWidth")
            self.assertLessEqual(wide, width)
            self.assertFalse(window.evaluate(TARGETS))
            if folder := os.environ.get("PL_SHOTS"):
                path = f"{folder}/{name}-{width}.png"
                window.screenshot(path=path, full_page=True)
        self.assertFalse(self.complaints)

    def test_parts_and_credit_are_accessible_and_fit(self):
        """F34, Q1, Q2: credit, the form for an amount, and what is wrong with it."""
        link = self.issue(self.invoice(), "pay")
        for scheme in ("light", "dark"):
            query = "?pay=part&amount=abc"
            with self.visit(link, query, color_scheme=scheme) as window:
                expect(window.get_by_text("Please write an amount")).to_be_visible()
                self.looked_at(window, f"part-{scheme}")

    def test_an_amount_is_named_and_credit_used_without_javascript(self):
        """F34, Q3"""
        invoice = self.invoice()
        link = self.issue(invoice, "pay")
        with self.visit(link, java_script_enabled=False) as window:
            window.get_by_label("Use $").check()
            window.get_by_role("button", name="Use my credit").click()
            expect(window.get_by_text("Your credit was used")).to_be_visible()
            window.get_by_text("Pay another amount").click()
            window.get_by_label("Amount").fill("120")
            window.get_by_role("button", name="Use this amount").click()
            expect(window.locator(".amount")).to_contain_text("120.00")
        self.assertEqual(invoice.amount_residual, 258.6)

    def test_questions_and_disputes_are_accessible_and_fit(self):
        """F37, F38, Q1, Q2"""
        link = self.issue(self.invoice())
        with self.visit(link) as window:
            window.get_by_text("Something is wrong with this invoice").click()
            window.get_by_text("Ask a question").click()
            self.looked_at(window, "dispute")
