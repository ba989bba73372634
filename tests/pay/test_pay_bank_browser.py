# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from playwright.sync_api import expect

from ..common.browser import axe
from ..common.pay import BankFixtures
from ..link.test_page_browser import TARGETS, WIDTHS
from .test_pay_browser import BUTTON, PayBrowserCase

GROUPED = "DE89 3704 0044 0532 0130 00"


class TestBankInBrowser(BankFixtures, PayBrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bank()

    def invoice(self):
        """Return an invoice in euros, for which core may draw a code, partly paid."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        invoice = self.billed(currency_id=euro.id)
        self.register(invoice, amount=100)
        return invoice

    def test_the_details_are_copied_by_a_tap(self):
        """P1, F31"""
        invoice = self.invoice()
        for purpose in ("view", "pay"):
            link = self.issue(invoice, purpose)
            with self.visit(link, permissions=["clipboard-write"]) as window:
                button = window.get_by_role("button", name="Copy IBAN")
                expect(button).to_have_attribute("data-copy", GROUPED.replace(" ", ""))
                button.click()
                # Said only when the browser has taken it: the page's policy allows it.
                expect(window.locator("#said")).to_have_text("Copied")
                self.assertFalse(self.complaints)

    def test_without_javascript_all_stands_there_and_can_be_marked(self):
        """P1, F31, Q3"""
        invoice = self.invoice()
        for purpose in ("view", "pay"):
            link = self.issue(invoice, purpose)
            with self.visit(link, java_script_enabled=False) as window:
                expect(window.get_by_text(GROUPED)).to_be_visible()
                if purpose == "pay":
                    said = window.get_by_text("or pay by bank transfer")
                    expect(said).to_be_visible()
                self.assertFalse(window.locator(".bank button:visible").count())

    def test_every_page_is_accessible_and_fits(self):
        """Q1, Q2, P1, P3, P4"""
        self.env["res.lang"]._activate_lang("ar_001")
        invoice = self.invoice()
        for purpose in ("view", "pay"):
            link = self.issue(invoice, purpose)
            for scheme, lang in (("light", ""), ("dark", "?lang=ar_001")):
                with (
                    self.subTest(page=purpose, scheme=scheme),
                    self.visit(link, lang, color_scheme=scheme) as window,
                ):
                    if window.locator("#o_payment_form").count():
                        self.ready(window)
                    self.assertFalse(axe(window))
                    for width in WIDTHS:
                        window.set_viewport_size({"width": width, "height": 780})
                        wide = window.evaluate("document.documentElement.scrollWidth")
                        self.assertLessEqual(wide, width)
                        self.assertFalse(window.evaluate(TARGETS))
                    self.assertFalse(self.complaints)

    def test_the_customer_never_sees_core_s_page(self):
        """P2, F32: from the click to the result, whatever it is"""
        for state, said in (
            ("done", "your payment has arrived"),
            ("pending", "Your bank is confirming"),
            ("error", "did not go through"),
        ):
            invoice = self.make_invoice()
            with self.visit(self.issue(invoice, "pay")) as window:
                seen = []
                window.on(
                    "framenavigated", lambda frame, seen=seen: seen.append(frame.url)
                )
                window.on("request", lambda asked, seen=seen: seen.append(asked.url))
                self.fill(window, state)
                window.click(BUTTON)
                window.wait_for_url(re.compile("/link/pay/.*said="))
                expect(window.get_by_text(said)).to_be_visible()
                self.assertFalse([url for url in seen if url.endswith("/status/poll")])
                if state == "done":
                    expect(window.get_by_text("Download your receipt")).to_be_visible()

    def test_there_is_a_way_back_in_this_tab_alone(self):
        """P4, A1"""
        invoice = self.make_invoice()
        view = self.issue(invoice)
        with self.visit(view) as window:
            window.get_by_role("button", name="Pay").click()
            window.wait_for_url(re.compile("/link/pay/"))
            address = window.url
            window.get_by_role("link", name="Back").click()
            window.wait_for_url(re.compile(re.escape(view._path())))
            self.assertNotIn("back", address)
        child = view.child_ids
        with self.visit(child) as window:
            expect(window.get_by_role("link", name="Back")).to_be_hidden()
