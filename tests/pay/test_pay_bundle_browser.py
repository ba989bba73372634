# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The payment form's own scripts in Chromium: that they start, and what is said if not."""

import logging
import re

from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

from odoo import Command

from ..common.browser import axe
from ..link.test_page_browser import TARGETS, WIDTHS
from .test_pay_browser import BUTTON, METHOD, PayBrowserCase

_logger = logging.getLogger(__name__)

LOADER = """() => ({
    failed: [...odoo.loader.failed],
    waiting: [...odoo.loader.jobs],
    globals: ["Tooltip", "$", "jQuery", "owl"].filter((name) => name in window),
})"""
STARTED = {"failed": [], "waiting": [], "globals": []}
SCRIPT = re.compile(r"/web/assets/.*public_links\.assets_pay")
# What is fetched for a pay page, in bytes, and without compression.
COLD = 220_000
# What each of core's providers needs to be published.
PROVIDERS = {
    "adyen": {
        "adyen_merchant_account": "m",
        "adyen_api_key": "k",
        "adyen_client_key": "c",
        "adyen_hmac_key": "h",
        "adyen_api_url_prefix": "p",
    },
    "authorize": {
        "authorize_login": "l",
        "authorize_transaction_key": "t",
        "authorize_signature_key": "s",
        "authorize_client_key": "c",
    },
    "mollie": {"mollie_api_key": "k"},
    "paypal": {"paypal_client_id": "i", "paypal_client_secret": "s"},
    "razorpay": {"razorpay_key_id": "i", "razorpay_key_secret": "s"},
    "stripe": {
        "stripe_publishable_key": "pk_test_1",
        "stripe_secret_key": "sk_test_1",
        "stripe_webhook_secret": "whsec_1",
    },
    "custom": {},
}


class TestPayBundleInBrowser(PayBrowserCase):
    def started(self, window):
        """Wait until the form works, and check that nothing of it is missing."""
        try:
            self.ready(window)
        except Late:
            self.fail(f"{self.complaints}, {window.evaluate(LOADER)}")
        self.assertEqual(window.evaluate(LOADER), STARTED)
        self.assertFalse(self.complaints)

    def test_all_of_it_starts_and_nothing_else_comes(self):
        """R1, F61, P5: cold, without compression, stylesheets included."""
        link = self.issue(self.make_invoice(), "pay")
        size, cookies = {}, []

        def weigh(response):
            size[response.url] = len(response.body())
            if "/link/" in response.url and "set-cookie" in response.headers:
                cookies.append(response.url)

        with self.visit(link, before=lambda window: window.on("response", weigh)) as (
            window
        ):
            self.started(window)
            expect(window.locator(BUTTON)).to_be_enabled()
            expect(window.locator(BUTTON)).to_contain_text("318.60")
            window.wait_for_load_state("networkidle")
        self.assertFalse(cookies)
        assets = [url for url in size if "/web/assets/" in url]
        self.assertEqual(len(assets), 1)
        self.assertRegex(assets[0], SCRIPT)
        _logger.info("A cold pay page is of %s bytes: %s", sum(size.values()), size)
        self.assertLess(sum(size.values()), COLD, size)

    def test_a_transfer_is_announced(self):
        """R1, F8: core's own provider without a script of its own."""
        custom = self.second_provider()
        self.provider.state = "disabled"
        invoice = self.make_invoice()
        with self.visit(self.issue(invoice, "pay")) as window:
            self.started(window)
            window.click(METHOD)
            window.click(f"{BUTTON}:not(:disabled)")
            window.wait_for_url(re.compile("/payment/status|said="))
        self.assertEqual(self.transactions(invoice).provider_id, custom)
        self.assertEqual(self.transactions(invoice).state, "pending")

    def test_the_button_says_what_it_waits_for(self):
        """P5: loading, then a choice, then the amount."""
        card = self.env.ref("payment.payment_method_card")
        self.provider.payment_method_ids += card
        card.active = True
        link = self.issue(self.make_invoice(), "pay")
        held = []

        def hold(window):
            window.route(SCRIPT, lambda route: held.append(route))

        with self.visit(link, before=hold, until="commit") as window:
            button = window.locator(BUTTON)
            expect(button).to_be_visible()
            expect(button).to_have_text("The payment form is loading …")
            expect(button).to_be_disabled()
            held[0].continue_()
            self.started(window)
            expect(button).to_have_text("Choose how you want to pay")
            window.locator(METHOD).first.click()
            expect(button).to_be_enabled()
            expect(button).to_contain_text("318.60")

    def test_scripts_that_do_not_come_are_told(self):
        """P5: in place of a dead button, and once in the server's log."""
        link = self.issue(self.make_invoice(), "pay")
        self.env["public.link.rate"].search([]).unlink()
        answers = []

        def refuse(window):
            window.route(SCRIPT, lambda route: route.abort())
            window.on("response", lambda one: answers.append((one.url, one.status)))

        for said in (self.assertLogs, self.assertNoLogs):
            with (
                said("odoo.addons.public_links.controllers.pay.pay", "ERROR"),
                self.visit(link, before=refuse) as window,
            ):
                expect(window.locator("#pay_stuck")).to_be_visible()
                expect(window.locator(BUTTON)).to_be_hidden()
                self.assertFalse(axe(window))
                window.wait_for_load_state("networkidle")
        reports = [status for url, status in answers if url.endswith("/stuck")]
        self.assertEqual(reports, [204, 204])

    def test_another_way_to_pay_works_where_one_does_not(self):
        """P5: a provider's own script that is blocked leaves no dead button."""
        self.publish_all("stripe")
        card = self.env["payment.method"].search([("code", "=", "stripe_test")])
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")

        def refuse(window):
            window.route("https://js.stripe.com/**", lambda route: route.abort())

        with self.visit(link, before=refuse) as window:
            self.ready(window)
            window.click(f"label[for=o_payment_method_{card.id}]")
            expect(window.locator("#pay_stuck")).to_be_visible()
            expect(window.locator(BUTTON)).to_be_hidden()
            window.click(f"label[for=o_payment_method_{self.method.id}]")
            expect(window.locator("#pay_stuck")).to_be_hidden()
            window.fill("#customer_input", "4242")
            window.click(f"{BUTTON}:not(:disabled)")
            self.arrived(window)
        self.assertEqual(self.transactions(invoice).state, "done")

    def test_scripts_that_come_late_are_waited_for(self):
        """P5: after 20 s the page says so, and takes it back."""
        link = self.issue(self.make_invoice(), "pay")
        held = []

        def hold(window):
            window.clock.install()
            window.route(SCRIPT, lambda route: held.append(route))

        with self.visit(link, before=hold, until="commit") as window:
            expect(window.locator(BUTTON)).to_be_disabled()
            window.clock.fast_forward(19000)
            expect(window.locator("#pay_stuck")).to_be_hidden()
            window.clock.fast_forward(2000)
            expect(window.locator("#pay_stuck")).to_be_visible()
            expect(window.locator(BUTTON)).to_be_hidden()
            held[0].continue_()
            self.ready(window)
            expect(window.locator("#pay_stuck")).to_be_hidden()
            expect(window.locator(BUTTON)).to_be_enabled()

    def test_the_forms_words_are_in_the_customers_language(self):
        """F61: they come with the page."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"].search(
            [("name", "in", ("payment", "public_links"))]
        )._update_translations(["fr_FR"])
        self.env.registry.clear_all_caches()
        link = self.issue(self.make_invoice(), "pay")
        with self.visit(link, "?lang=fr_FR") as window:
            self.started(window)
            said = window.evaluate(
                """() => {
                    const {translatedTerms} = odoo.loader.modules.get(
                        "@web/core/l10n/translation"
                    );
                    return translatedTerms.payment["Payment processing failed"];
                }"""
            )
        self.assertEqual(said, "Échec du traitement du paiement")

    def test_every_provider_at_once(self):
        """R1, F61: what is offered works, what is not leaves nothing behind."""
        self.publish_all()
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        for scheme in ("light", "dark"):
            with self.visit(link, color_scheme=scheme) as window:
                window.route("https://js.stripe.com/**", lambda route: route.abort())
                self.ready(window)
                self.assertEqual(window.evaluate(LOADER), STARTED)
                names = window.locator("[name=o_payment_submit_button]")
                expect(names).to_have_count(1)
                expect(window.locator("[id^=o_paypal_]")).to_have_count(0)
                expect(window.locator("#wrapwrap script")).to_have_count(1)
                self.assertFalse(axe(window))
                for width in WIDTHS:
                    window.set_viewport_size({"width": width, "height": 780})
                    wide = window.evaluate("document.documentElement.scrollWidth")
                    self.assertLessEqual(wide, width)
                    self.assertFalse(window.evaluate(TARGETS))
        with self.visit(link) as window:
            self.ready(window)
            window.click(f"label[for=o_payment_method_{self.method.id}]")
            window.fill("#customer_input", "4242")
            window.click(f"{BUTTON}:not(:disabled)")
            self.arrived(window)
        self.assertEqual(self.transactions(invoice).state, "done")

    def publish_all(self, *codes):
        """Publish every provider that is installed, with a method of its own."""
        for code in codes or PROVIDERS:
            provider = self.env["payment.provider"].search(
                [("code", "=", code), ("company_id", "=", self.company.id)], limit=1
            )
            if not provider:
                continue
            provider.write({**PROVIDERS[code], "state": "test", "is_published": True})
            self.env["payment.method"].create(
                {
                    "name": code.title(),
                    "code": f"{code}_test",
                    "active": True,
                    "image": self.method.image,
                    "provider_ids": [Command.set(provider.ids)],
                }
            )
