# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from ...tools.pay_bundle import BUNDLE
from ..common.base import PublicLinkHttpCase
from ..common.browser import BrowserFixtures, axe
from ..common.portal import PortalFixtures
from ..link.test_page_browser import TARGETS

# Single words that a tile is too narrow for.
BROKEN = """[...document.querySelectorAll(".tiles b")]
    .map((node) => [node.textContent.trim(), document.createRange(), node])
    .filter(([text, range, node]) => {
        range.selectNodeContents(node);
        return !text.includes(" ") && range.getClientRects().length > 1;
    })
    .map(([text]) => text)"""


class TestPortalInBrowser(BrowserFixtures, PortalFixtures, PublicLinkHttpCase):
    """From end to end: a real page, real clicks, with JavaScript and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.make_provider()
        cls.company.public_links_portal_welcome = "Welcome back!"
        cls.start_browser()

    def setUp(self):
        super().setUp()
        # Odoo builds it at the first visit of a pay page, which writes.
        self.env["ir.qweb"]._get_asset_nodes(BUNDLE)

    def test_a_customers_way_through_the_portal(self):
        """B14, B19, B24, B30, B35, B36, D2, F18, Q3: from the overview to an approved
        quotation and a payment, with JavaScript and without"""
        for script in (True, False):
            quote = self.make_order(require_signature=False, require_payment=False)
            invoices = self.make_invoice() | self.make_invoice()
            with self.window(self.link, script) as page:
                page.get_by_role("link", name=f"Quotation {quote.name}").click()
                page.get_by_role("button", name="Review and approve").click()
                form = page.locator("#approve")
                form.get_by_role("checkbox").check()
                page.get_by_role("button", name="Approve This Quote").click()
                page.get_by_text("Your approval has arrived").wait_for()
                page.goto(self.base_url() + self.link._path())
                page.get_by_role("link", name="Invoices", exact=True).click()
                page.get_by_role("searchbox").fill(invoices[0].name)
                page.get_by_role("button", name="Search").click()
                rows = page.locator(".docs li")
                self.assertEqual(rows.count(), 1)
                page.get_by_role("link", name="Show all").click()
                # Nothing is filled, and nothing covers the list, before something is ticked.
                button = page.get_by_role("button", name="Pay the ticked invoices")
                self.assertFalse(button.is_visible())
                for invoice in invoices:
                    page.get_by_label(f"Pay {invoice.name}").check()
                if script:
                    page.locator(".till b", has_text="637.20").wait_for()
                button.click()
                page.get_by_role("heading", name="2 invoices").wait_for()
                self.assertIn("637.20", page.content())
            self.assertEqual(quote.state, "sale")
            invoices.button_draft()
            invoices.button_cancel()

    def test_axe_widths_and_targets(self):
        """Q1, Q2: every page of the portal, light and dark, on a phone and wide"""
        order, quote = self.make_order("sale"), self.make_order()
        invoice, refund = self.make_invoice(), self.make_invoice("out_refund")
        places = ["", "invoices", "estimates", "orders", "credit_notes", "shipments"]
        places += ["invoices?q=nothing", f"invoice/{invoice.id}"]
        places += [f"order/{order.id}", f"estimate/{quote.id}"]
        places += [f"credit_note/{refund.id}", f"shipment/{order.picking_ids.id}"]
        for width, scheme in ((320, "light"), (390, "dark"), (1280, "light")):
            view = {"viewport": {"width": width, "height": 780}}
            with self.window(self.link, color_scheme=scheme, **view) as page:
                for place in places:
                    with self.subTest(place=place, width=width):
                        page.goto(self.base_url() + self.link._at(place)._path())
                        self.assertFalse(axe(page))
                        wide = page.evaluate("document.documentElement.scrollWidth")
                        self.assertLessEqual(wide, width)
                        self.assertFalse(page.evaluate(TARGETS))
                        self.assertFalse(page.evaluate(BROKEN))
