# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

from odoo import fields

from ..common.base import PublicLinkHttpCase
from ..common.browser import BrowserFixtures, axe
from ..common.portal import PortalFixtures
from ..common.statement import LedgerFixtures
from ..link.test_page_browser import TARGETS


class TestAccountInBrowser(
    BrowserFixtures, LedgerFixtures, PortalFixtures, PublicLinkHttpCase
):
    """Statement, payments, messages and profile, as a customer meets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()
        cls.make_portal()
        cls.make_ledger()
        cls.company.public_links_card = True
        cls.firm.write({"street": "1 Dock Street", "zip": "07101"})
        cls.firm.country_id = cls.env.ref("base.us")
        cls.link = cls.Link.sudo()._issue(cls.firm, "portal")
        cls.link.sent_at = fields.Datetime.now()
        today = date.today()
        first = cls.bill(1234567.89, today - timedelta(days=80))
        cls.bill(200, today - timedelta(days=20), today + timedelta(days=10))
        cls.bill(300, today - timedelta(days=9), currency=cls.foreign)
        paid = cls.book(1000.5, today - timedelta(days=5))
        cls.settle(first, paid)
        cls.bill(12.34, today - timedelta(days=2), refund=True)
        cls.env["payment.token"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.method.id,
                "partner_id": cls.firm.id,
                "provider_ref": "x",
                "payment_details": "4242",
            }
        )
        cls.env["account.payment"].create(
            {
                "partner_id": cls.firm.id,
                "amount": 50,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        ).action_post()
        cls.firm._public_link_comment(cls.link, "Where is my order?")
        cls.start_browser()

    def look(self, page, width):
        """Check one page, as it stands in a window of some width."""
        self.assertFalse(axe(page))
        wide = page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(wide, width)
        self.assertFalse(page.evaluate(TARGETS))

    def test_axe_widths_and_targets(self):
        """Q1, Q2: each page, light and dark, on a phone and wide; with what is wrong"""
        for width, scheme in ((320, "light"), (390, "dark"), (1280, "light")):
            view = {"viewport": {"width": width, "height": 780}}
            with self.window(self.link, color_scheme=scheme, **view) as page:
                for place in ("statement", "payments", "messages", "profile"):
                    with self.subTest(place=place, width=width):
                        page.goto(self.base_url() + self.link._at(place)._path())
                        self.look(page, width)
                with self.subTest(place="refused", width=width):
                    page.get_by_label("Phone").first.fill("call me")
                    page.get_by_role("button", name="Save").click()
                    page.get_by_text("check the phone number").wait_for()
                    self.look(page, width)
                with self.subTest(place="address", width=width):
                    page.get_by_text("Add a delivery address").click()
                    self.look(page, width)

    def go(self, page, section):
        nav = page.get_by_role("navigation", name="Sections")
        nav.get_by_role("link", name=section, exact=True).click()

    def test_with_javascript_and_without(self):
        """B14, B40, B44, D19, F26, Q3: saving, writing and choosing a card"""
        for script in (True, False):
            with self.window(self.link, script) as page:
                self.go(page, "Profile")
                page.get_by_label("City").first.fill("Newark" if script else "Utica")
                page.get_by_label("State or province").first.select_option("New York")
                page.get_by_role("button", name="Save").click()
                page.get_by_text("Thank you for telling us").wait_for()
                self.go(page, "Messages")
                page.get_by_label("Your comment").fill("Hello")
                page.get_by_role("button", name="Send comment").click()
                page.get_by_text("Your comment has arrived").wait_for()
                self.go(page, "Payments")
                page.get_by_text("Remove").first.click()
                page.get_by_label("Remove this card for good").check()
                self.assertTrue(
                    page.get_by_role("button", name="Remove this card").is_enabled()
                )
                self.go(page, "Statement")
                page.get_by_text("Choose another period").click()
                page.get_by_label("From").fill("2020-01-01")
                page.get_by_role("button", name="Show").click()
                page.get_by_text("From January 1, 2020").wait_for()
            self.assertEqual(self.firm.city, "Newark" if script else "Utica")

    def test_print_is_for_paper(self):
        """D5, D18, C15: the statement without buttons and forms"""
        with self.window(self.link) as page:
            page.goto(self.base_url() + self.link._at("statement")._path())
            page.emulate_media(media="print")
            for gone in (".tools", ".period", ".sections"):
                self.assertFalse(page.locator(gone).first.is_visible(), gone)
            self.assertTrue(page.locator("table").first.is_visible())
            self.assertTrue(page.get_by_text("Ledger Firm").first.is_visible())
