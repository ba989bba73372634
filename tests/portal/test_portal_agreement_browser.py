# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Paying by agreement in Chromium: without scripts, on a phone and wide, light and dark."""

from ..common.browser import BrowserFixtures, axe
from ..link.test_page_browser import TARGETS
from .test_portal_agreement import AgreementHttpCase

VIEWS = ((320, "light"), (390, "dark"), (1280, "light"))


class TestAgreementInBrowser(BrowserFixtures, AgreementHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_card(payment_details="1111")
        cls.start_browser()

    def look(self, page, width):
        """Check one page, as it stands in a window of some width."""
        self.assertFalse(axe(page))
        wide = page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(wide, width)
        self.assertFalse(page.evaluate(TARGETS))

    def test_agreed_to_and_ended_without_scripts(self):
        """F35, Q1: by plain forms"""
        with self.window(self.link._at("payments"), script=False) as page:
            page.click("#agreement summary")
            page.select_option("#agreement-card", index=1)
            page.fill("#agreement-ceiling", "250")
            page.check("#agreement [name=sure]")
            page.click("#agreement button")
            page.wait_for_selector("text=From now on due invoices are charged")
            self.assertIn("250.00 per charge", page.inner_text("#agreement"))
            page.click("#agreement summary")
            page.check("#agreement [name=sure]")
            page.click("#agreement button")
            page.wait_for_selector("text=Nothing more is charged")
        [agreement] = self.agreements()
        self.assertEqual(agreement.ceiling, 250.0)
        self.assertEqual(agreement.ended_by, "customer")

    def test_axe_widths_and_targets(self):
        """F35, Q1, Q2: the offer, with what is wrong, and a live one; portal and pay page"""
        invoice = self.make_invoice()
        mailed = self.issue(invoice, "pay")
        mailed.sent_at = self.link.sent_at
        places = (self.link._at("payments"), mailed)
        for width, scheme in VIEWS:
            view = {"viewport": {"width": width, "height": 780}}
            for link in places:
                with self.window(link, color_scheme=scheme, **view) as page:
                    page.click("#agreement summary")
                    self.look(page, width)
                    page.fill("#agreement-ceiling", "much")
                    page.check("#agreement [name=sure]")
                    page.click("#agreement button")
                    page.wait_for_selector("text=Please write an amount")
                    self.look(page, width)
        charge = self.announced(invoice, self.agree())
        for width, scheme in VIEWS:
            view = {"viewport": {"width": width, "height": 780}}
            for link in (self.link._at("payments"), charge.link_id):
                with self.window(link, color_scheme=scheme, **view) as page:
                    page.click("#agreement summary")
                    self.look(page, width)
