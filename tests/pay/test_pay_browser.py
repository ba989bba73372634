# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Paying with core's demo provider in Chromium, from the mail's link to the receipt."""

import re
from contextlib import contextmanager

from playwright.sync_api import expect

from odoo import Command

from ..common.browser import BrowserFixtures, axe
from ..common.pay import PayHttpCase
from ..link.test_page_browser import TARGETS, WIDTHS

METHOD = "label[for^=o_payment_method_]"
BUTTON = "button[name=o_payment_submit_button]"


class PayBrowserCase(BrowserFixtures, PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Without a bank account; with one: test_pay_bank_browser.
        cls.env["account.journal"].search(
            [("type", "=", "bank")]
        ).bank_account_id = None
        cls.start_browser()

    @contextmanager
    def visit(self, link, query="", before=None, until="load", **options):
        """Open a link in a window of its own; requests are answered inside.

        :param before: called with the window, before the page is asked for
        :param str until: which event of the page is waited for
        """
        self.env.flush_all()
        options = {"viewport": {"width": 390, "height": 780}} | options
        context = self.browser.new_context(**options)
        context.set_default_timeout(30000)
        self.complaints = []
        try:
            with self.allow_requests(all_requests=True):
                window = context.new_page()
                window.on("console", self._note_console)
                window.on("pageerror", lambda error: self.complaints.append(str(error)))
                if before:
                    before(window)
                url = self.base_url() + link._path() + query
                window.goto(url, wait_until=until)
                yield window
                context.close()
            self.wait_for_log()
        finally:
            context.close()

    def _note_console(self, message):
        # Core's own status page is none of ours.
        if message.type in ("error", "warning") and "/link/" in message.page.url:
            self.complaints.append(message.text)

    def ready(self, window):
        """Wait for core's scripts, which make the form work."""
        window.wait_for_selector("body[is-ready]")

    def fill(self, window, state="done"):
        self.ready(window)
        window.click(METHOD)
        window.fill("#customer_input", "4242 4242 4242 4242")
        window.select_option("#simulated_payment_state", state)

    def arrived(self, window, words="your payment has arrived"):
        window.wait_for_url(re.compile("/link/pay/.*said="))
        # Core's status page asks every three seconds.
        expect(window.get_by_text(words)).to_be_visible(timeout=30000)


class TestPayInBrowser(PayBrowserCase):
    def test_a_customer_pays(self):
        """A39, B26, B27, B28, F7: with a double click, as some do."""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        with self.visit(link) as window:
            expect(window.get_by_text("Paying needs JavaScript")).to_be_hidden()
            self.fill(window)
            window.dblclick(BUTTON)
            self.arrived(window)
            expect(window.locator(".pill")).to_have_text("Paid")
            expect(window.locator("#o_payment_form")).to_have_count(0)
            expect(window.get_by_text("Download your receipt")).to_be_visible()
            # Back to before: not to a form that would charge again.
            window.goto(self.base_url() + link._path())
            for _number in range(3):
                window.go_back()
                if "/link/pay/" in window.url:
                    expect(window.locator(BUTTON)).to_have_count(0)
                    expect(window.locator(".pill")).to_have_text("Paid")
            self.assertFalse(self.complaints)
        transaction = self.transactions(invoice)
        self.assertEqual(len(transaction), 1)
        self.assertEqual(transaction.state, "done")
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_with_the_keyboard_alone(self):
        """Q1, Q3"""
        invoice = self.make_invoice()
        with self.visit(self.issue(invoice, "pay")) as window:
            self.ready(window)
            self._tab_to(window, "customer_input")
            window.keyboard.type("4242")
            self._tab_to(window, "o_payment_submit_button")
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            self.assertEqual(window.evaluate(outline), "solid")
            window.keyboard.press("Enter")
            self.arrived(window)
        self.assertEqual(self.transactions(invoice).state, "done")

    def _tab_to(self, window, name):
        focus = "document.activeElement.id || document.activeElement.name"
        for _number in range(20):
            if window.evaluate(focus) == name:
                return
            window.keyboard.press("Tab")
        self.fail(f"The keyboard does not reach {name}.")

    def test_what_went_wrong_is_said_where_it_happened(self):
        """A79, B26: a payment that failed, and a try once more."""
        invoice = self.make_invoice()
        with self.visit(self.issue(invoice, "pay")) as window:
            self.fill(window, "error")
            window.click(BUTTON)
            self.arrived(window, "The payment did not go through")
            self.fill(window, "cancel")
            window.click(BUTTON)
            self.arrived(window, "The payment was cancelled")
            self.fill(window)
            window.click(BUTTON)
            self.arrived(window)
        self.assertEqual(
            sorted(self.transactions(invoice).mapped("state")),
            ["cancel", "done", "error"],
        )

    def test_a_payment_in_progress_shows_its_end_by_itself(self):
        """F8"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.begin(link, 318.6)
        transaction = self.transactions(invoice)
        transaction._set_pending()
        with self.visit(link) as window:
            expect(window.locator(".pill")).to_have_text("Payment on its way")
            self.assertFalse(window.locator(BUTTON).count())
        self.pay(transaction)
        with self.visit(link) as window:
            expect(window.locator(".pill")).to_have_text("Paid")

    def test_a_balance_that_has_changed_is_shown_before_it_is_charged(self):
        """A40, A41"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        with self.visit(link) as window:
            self.fill(window)
            self._pay_in_the_office(invoice, 100)
            window.click(BUTTON)
            self.arrived(window, "The balance has changed")
            expect(window.locator(".amount")).to_contain_text("218.60")
            self.assertFalse(self.transactions(invoice))
            self.fill(window)
            window.click(BUTTON)
            self.arrived(window)
        self.assertEqual(self.transactions(invoice).amount, 218.6)
        self.assertEqual(invoice.amount_residual, 0)

    def _pay_in_the_office(self, invoice, amount):
        """Register a payment of part of an invoice, as staff do."""
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"amount": amount})._create_payments()
        self.env.flush_all()
        self.env.registry.clear_cache()

    def test_what_cannot_be_taken_is_said_on_the_page(self):
        """S15, S16: core's dialog would need what the page's policy forbids."""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        with self.visit(link) as window:
            self.fill(window)
            self.company.public_links_provider_ids = self.env[
                "payment.provider"
            ].search([("code", "=", "custom")], limit=1)
            self.env.flush_all()
            window.click(BUTTON)
            window.wait_for_timeout(500)
            told = window.locator(
                "[role=alert]:visible, .pill:has-text('Not possible')"
            )
            expect(told.first).to_be_visible()
            self.assertFalse(window.locator(f"{BUTTON}:disabled").count())
        self.assertFalse(self.transactions(invoice))

    def test_without_javascript(self):
        """Q3: all but card entry, which says what to do."""
        term = self.instalments(30, 70)
        link = self.issue(self.make_invoice(invoice_payment_term_id=term.id), "pay")
        with self.visit(link, java_script_enabled=False) as window:
            expect(window.locator(".amount")).to_contain_text("95.58")
            expect(window.get_by_text("Paying needs JavaScript")).to_be_visible()
            expect(window.locator("#o_payment_form")).to_be_hidden()
            window.get_by_text("Everything that is open").click()
            expect(window.locator(".amount")).to_contain_text("318.60")

    def test_the_choice_of_the_amount_is_what_is_paid(self):
        """F24"""
        term = self.instalments(30, 70)
        invoice = self.make_invoice(invoice_payment_term_id=term.id)
        with self.visit(self.issue(invoice, "pay")) as window:
            window.get_by_text("Everything that is open").click()
            expect(window.locator(".amount")).to_contain_text("318.60")
            self.fill(window)
            window.click(BUTTON)
            self.arrived(window)
        self.assertEqual(self.transactions(invoice).amount, 318.6)
        self.assertEqual(invoice.amount_residual, 0)

    # === LOOKS === #

    def documents(self):
        """Yield a document in each state of the page."""
        invoice = self.make_invoice()
        yield "due", invoice, ""
        term = self.instalments(30, 70)
        yield "choice", self.make_invoice(invoice_payment_term_id=term.id), "?pay=whole"
        done = self.make_invoice()
        self._transaction(done, "done")._post_process()
        yield "paid", done, "?said=done"
        part = self.make_invoice()
        self._transaction(part, "done", amount=100)._post_process()
        yield "partly paid", part, "?said=balance"
        busy = self.make_invoice()
        self._transaction(busy, "pending")
        yield "processing", busy, ""
        yield "not accepted", self.make_order(), ""
        gone = self.make_order("sale")
        gone._action_cancel()
        yield "voided", gone, ""

    def _transaction(self, invoice, state, **values):
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "amount": invoice.amount_total,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_direct",
                "reference": f"{invoice.name}/{state}",
                "invoice_ids": [Command.set(invoice.ids)],
                **values,
            }
        )
        getattr(transaction, f"_set_{state}")()
        return transaction

    def test_every_state_is_accessible_and_fits(self):
        """Q1, Q2: axe finds nothing; no sideways scrolling, targets of 44 px."""
        self.env["res.lang"]._activate_lang("ar_001")
        for name, document, query in self.documents():
            link = self.issue(document, "pay")
            for scheme, lang in (("light", ""), ("dark", "ar_001")):
                mark = "&" if query else "?"
                address = f"{query}{mark}lang={lang}" if lang else query
                with (
                    self.subTest(page=name, scheme=scheme),
                    self.visit(link, address, color_scheme=scheme) as window,
                ):
                    if window.locator("#o_payment_form").count():
                        self.ready(window)
                        window.click(METHOD)
                        expect(window.locator("#customer_input")).to_be_visible()
                    self.assertFalse(axe(window))
                    for width in WIDTHS:
                        window.set_viewport_size({"width": width, "height": 780})
                        wide = window.evaluate("document.documentElement.scrollWidth")
                        self.assertLessEqual(wide, width)
                        self.assertFalse(window.evaluate(TARGETS))
                    size = "getComputedStyle(document.body).fontSize"
                    self.assertEqual(window.evaluate(size), "16px")
                    self.assertFalse(self.complaints)

    def test_the_button_has_the_sellers_colour_and_paper_has_no_form(self):
        """Q2, C15"""
        self.company.public_links_color = "#8a1538"
        with self.visit(self.issue(self.make_invoice(), "pay")) as window:
            self.ready(window)
            window.click(METHOD)
            window.wait_for_selector(f"{BUTTON}:not(:disabled)")
            expect(window.locator(BUTTON)).to_have_css(
                "background-color", "rgb(138, 21, 56)"
            )
            pill = window.locator(".pill").bounding_box()
            self.assertLess(pill["width"], 200)
            window.emulate_media(media="print")
            expect(window.locator("#o_payment_form")).to_be_hidden()
            expect(window.locator(".amount")).to_be_visible()
