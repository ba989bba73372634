# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import Command

from ...models.approve.sale_order_revision import KEPT
from ..common.approve import ApproveCase
from ..common.browser import BrowserFixtures
from ..link.test_uploads import EXE, PDF, picture


class TestApproveInBrowser(BrowserFixtures, ApproveCase):
    """From end to end: a real page, real clicks, with JavaScript and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()

    def test_approve_with_and_without_javascript(self):
        """A49, A56, A57, C24, Q3"""
        for script in (True, False):
            order, link = self.quote()
            with self.window(link, script) as page:
                # One button, in sight from the start; what is missing, the browser shows.
                button = page.get_by_role("button", name="Approve This Quote")
                button.click()
                form = page.locator("#approve")
                self.assertTrue(form.get_by_role("checkbox").is_visible())
                form.get_by_label("Your name").first.fill("Joel W.")
                form.get_by_role("checkbox").check()
                button.click()
                page.get_by_text("Your approval has arrived").wait_for()
                self.assertTrue(page.get_by_text("Approved by Joel W.").is_visible())
                self.assertFalse(page.locator("#approve").count())
            self.assertEqual(order.state, "sale")

    def test_decline_with_and_without_javascript(self):
        """B37, Q3"""
        for script in (True, False):
            order, link = self.quote()
            with self.window(link, script) as page:
                page.get_by_text("Decline", exact=True).click()
                page.get_by_label("Why do you decline?").fill("Too dear")
                page.get_by_role("button", name="Reject").click()
                page.get_by_text("You have declined").wait_for()
            self.assertEqual(order.state, "cancel")

    def test_sign_by_drawing(self):
        """A57: the pad; without JavaScript the typed name signs"""
        order, link = self.quote(require_signature=True)
        with self.window(link) as page:
            page.get_by_label("Your name, as your signature").fill("Joel")
            pad = page.locator("canvas")
            pad.scroll_into_view_if_needed()
            page.locator("script[src*='pad.js'][data-done]").wait_for(state="attached")
            box = pad.bounding_box()
            page.mouse.move(box["x"] + 20, box["y"] + 20)
            page.mouse.down()
            page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
            page.mouse.up()
            page.locator("#approve").get_by_role("checkbox").check()
            page.get_by_role("button", name="Approve This Quote").click()
            page.get_by_text("Your approval has arrived").wait_for()
        drawn = base64.b64decode(order.signature)
        self.assertEqual((order.state, order.signed_by), ("sale", "Joel"))
        other, link = self.quote(require_signature=True)
        with self.window(link, script=False) as page:
            self.assertFalse(page.locator("canvas").is_visible())
            page.get_by_label("Your name, as your signature").fill("Joel")
            page.locator("#approve").get_by_role("checkbox").check()
            page.get_by_role("button", name="Approve This Quote").click()
            page.get_by_text("Your approval has arrived").wait_for()
        self.assertNotEqual(base64.b64decode(other.signature), drawn)

    def test_a_drawn_signature_is_drawn_again(self):
        """T19, A57: where the page asks again, it need not be drawn again"""
        order, link = self.quote(require_signature=True)
        ink = "canvas => [...canvas.getContext('2d').getImageData(0, 0, 600, 180).data]"
        ink += ".filter((value, place) => place % 4 == 3 && value).length"
        with self.window(link) as page:
            page.get_by_label("Your name, as your signature").fill("Joel")
            page.get_by_label("Your email address").first.evaluate(
                "field => { field.type = 'text'; field.value = 'joel' }"
            )
            pad = page.locator("canvas")
            pad.scroll_into_view_if_needed()
            page.locator("script[src*='pad.js'][data-done]").wait_for(state="attached")
            box = pad.bounding_box()
            page.mouse.move(box["x"] + 20, box["y"] + 20)
            page.mouse.down()
            page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
            page.mouse.up()
            drawn = pad.evaluate(ink)
            self.assertGreater(drawn, 50)
            page.locator("#approve").get_by_role("checkbox").check()
            page.get_by_role("button", name="Approve This Quote").click()
            page.get_by_text("Please check the email address").wait_for()
            pad.scroll_into_view_if_needed()
            for _turn in range(100):
                if pad.evaluate(ink):
                    break
                page.wait_for_timeout(50)
            self.assertEqual(pad.evaluate(ink), drawn)
            page.get_by_label("Your email address").first.fill("joel@example.com")
            page.get_by_role("button", name="Approve This Quote").click()
            page.get_by_text("Your approval has arrived").wait_for()
        self.assertEqual((order.state, order.signed_by), ("sale", "Joel"))

    def test_files_that_are_refused_leave_the_rest_as_it_was(self):
        """T19: what is written and drawn in other forms of the page"""
        _order, link = self.quote()
        with self.window(link) as page:
            page.locator("#approve").get_by_label("Your name").first.fill("Joel W.")
            page.get_by_text("Write a comment").click()
            page.get_by_label("Your comment").fill("Is it wide?")
            page.get_by_text("Upload files").click()
            for _time in range(2):
                page.get_by_label("Files", exact=True).set_input_files(
                    [{"name": "x.pdf", "mimeType": "application/pdf", "buffer": EXE}]
                )
                with page.expect_response("**/upload?*") as answer:
                    page.get_by_role("button", name="Upload").click()
                answer.value.finished()
                page.get_by_text("choose your files again").wait_for()
                page.get_by_text("Please check what is marked").wait_for()
                name = page.locator("#approve").get_by_label("Your name").first
                self.assertEqual(name.input_value(), "Joel W.")
                comment = page.get_by_label("Your comment")
                self.assertEqual(comment.input_value(), "Is it wide?")

    def test_items_proofs_and_options(self):
        """C8, C14, C18, C20, C24, C25, F10, Q3"""
        for script in (True, False):
            order, _link = self.quote(lines=2, public_link_item_approval=True)
            self.env["sale.order.proof"].create(
                {
                    "order_id": order.id,
                    "line_id": order.order_line[0].id,
                    "name": "front.png",
                    "file": base64.b64encode(picture("PNG", (600, 400))),
                }
            )
            order.with_context(**KEPT).write(
                {
                    "order_line": [
                        Command.create(
                            {
                                "display_type": "line_section",
                                "name": "If you like",
                                "is_optional": True,
                                "sequence": 90,
                            }
                        ),
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_uom_qty": 0,
                                "name": "Padded edge",
                                "sequence": 91,
                            }
                        ),
                    ]
                }
            )
            with self.window(self.issue(order, "approve"), script) as page:
                page.get_by_text("Approve this proof").first.click()
                page.locator("#proofs").get_by_role("checkbox").check()
                page.get_by_role("button", name="Approve this proof").click()
                page.get_by_text("The proof is approved.").wait_for()
                page.get_by_role("checkbox", name="Padded edge").check()
                count = page.get_by_role("textbox", name="Padded edge")
                count.fill("-2")
                if not script:
                    page.get_by_role("button", name="Update my choice").click()
                page.get_by_text("number from 0 to 1000").wait_for()
                count.fill("2")
                if not script:
                    page.get_by_role("button", name="Update my choice").click()
                page.locator("#options .sum", has_text="$").wait_for()
                page.get_by_role("link", name="Approve", exact=False).nth(0).click()
                form = page.locator("#approve")
                form.get_by_text("Read and accept the approval terms").click()
                page.get_by_role("button", name="Submit Approval").click()
                page.get_by_text("The items that you chose are approved.").wait_for()
                for box in page.locator("input[name=line]").all():
                    box.check()
                if script:
                    page.locator(".till b").wait_for()
                form.get_by_text("Read and accept the approval terms").click()
                page.get_by_role("button", name="Submit Approval").click()
                # The first thanks may still be in sight.
                page.locator("#items").wait_for(state="detached")
                page.get_by_text("The items that you chose are approved.").wait_for()
            self.assertEqual(order.state, "sale")
            self.assertEqual(len(order.public_link_approval_ids), 3)

    def test_comment_change_and_files(self):
        """C9, C10, C11, C12, C13, C21, C22, Q3"""
        for script in (True, False):
            order, link = self.quote()
            with self.window(link, script) as page:
                page.get_by_text("Write a comment").click()
                page.get_by_label("Your comment").fill("Is it <b>wide</b>?")
                page.get_by_role("button", name="Send comment").click()
                page.get_by_text("Is it <b>wide</b>?").wait_for()
                page.get_by_text("Request a change", exact=True).click()
                page.get_by_label("What should we change?").fill("Green")
                page.get_by_role("button", name="Submit Change Request").click()
                page.get_by_text("Changes requested").wait_for()
                page.get_by_text("Upload files").click()
                files = page.get_by_label("Files", exact=True)
                files.set_input_files(
                    [{"name": "x.pdf", "mimeType": "application/pdf", "buffer": EXE}]
                )
                page.get_by_role("button", name="Upload").click()
                page.get_by_text("not what its name says").wait_for()
                # The form stands open; without a script the page is a new one.
                files.set_input_files(
                    [{"name": "x.pdf", "mimeType": "application/pdf", "buffer": PDF}]
                )
                page.get_by_role("button", name="Upload").click()
                page.get_by_role("link", name="x.pdf").wait_for()
            self.assertEqual(len(order.public_link_message_ids), 3)
