# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from ..common.browser import BrowserFixtures, axe
from ..common.return_page import ReturnPageCase
from ..link.test_uploads import EXE, picture


class TestReturnInBrowser(BrowserFixtures, ReturnPageCase):
    """From end to end: a real page, real clicks, with JavaScript and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()
        cls.product.image_1920 = base64.b64encode(picture("PNG", (300, 200)))

    def tick(self, page, count):
        """Choose the first item, and how many of it."""
        page.locator("#return").get_by_role("checkbox").first.check()
        page.locator("#return").get_by_role("textbox").first.fill(count)

    def test_return_with_and_without_javascript(self):
        """A63, A64, E1.8, E1.9, E1.10, E1.12, E1.13, E1.15, F15, F16, Q3"""
        for script in (True, False):
            order = self.delivered(5)
            link = self.issue(order, "return")
            with self.window(link, script) as page:
                self.tick(page, "2")
                if script:
                    # What it comes to is said while it is chosen.
                    page.locator(".till b", has_text="637.20").wait_for()
                page.get_by_role("button", name="Continue").click()
                page.get_by_text("Your estimated refund").wait_for()
                self.assertTrue(page.get_by_text("637.20").first.is_visible())
                page.get_by_label("No longer needed").check(force=True)
                page.get_by_label("What is wrong with it?").fill("It <b>wobbles</b>")
                photos = page.get_by_label("Photos")
                photos.set_input_files(
                    [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": EXE}]
                )
                page.get_by_text("I have read and accept the return policy").click()
                page.get_by_role("button", name="Request this return").click()
                page.get_by_text("is no picture").wait_for()
                self.assertEqual(
                    page.get_by_label("What is wrong with it?").input_value(),
                    "It <b>wobbles</b>",
                )
                photos.set_input_files(
                    [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}]
                )
                page.get_by_role("button", name="Request this return").click()
                page.get_by_text("Thank you! We have your request").wait_for()
                self.assertTrue(page.get_by_text("photos: 1").is_visible())
                self.assertTrue(
                    page.get_by_role("link", name="Packing slip").is_visible()
                )
            request = order.return_request_ids
            self.assertEqual(request.state, "authorized")
            self.assertEqual(len(request.line_ids.photo_ids), 1)

    def test_cancel_with_and_without_javascript(self):
        """E1.12, Q3"""
        for script in (True, False):
            request, link = self.returned()
            with self.window(link, script) as page:
                page.locator("summary", has_text="Cancel this return").click()
                page.get_by_text("I keep the items").click()
                page.get_by_role("button", name="Cancel this return").click()
                page.get_by_text("You have cancelled this return.").wait_for()
            self.assertEqual(request.state, "cancelled")

    def test_axe_finds_nothing_on_the_real_page(self):
        """Q1: both steps and after, with a policy of links and several items"""
        order = self.delivered(5)
        link = self.issue(order, "return")
        for scheme in ("light", "dark"):
            with self.window(link, color_scheme=scheme) as page:
                self.assertFalse(axe(page))
                self.tick(page, "2")
                page.get_by_role("button", name="Continue").click()
                page.get_by_text("Your estimated refund").wait_for()
                self.assertFalse(axe(page))
