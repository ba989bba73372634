# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from ..common.browser import BrowserFixtures
from ..common.return_page import ReturnPageCase
from .test_uploads import picture

BUTTONS = "button:not([type=button]):not([name=less]):not([name=more]):not(.no-js)"
# Notes what a button says once it is pressed; the tab keeps it, since the page goes away. It
# is pressed once more then. Told to, the page comes back by the browser's own button.
WATCH = """(button, back) => {
    const state = () => [button.textContent, button.disabled];
    const watch = new MutationObserver(() => {
        if (!button.disabled) {
            return;
        }
        watch.disconnect();
        button.click();
        const seen = [...state(), document.getElementById("said").textContent];
        if (back) {
            dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
            seen.push(...state());
        }
        sessionStorage.setItem("seen", JSON.stringify(seen));
    });
    watch.observe(button, {attributes: true, childList: true});
}"""


class TestPageWaits(BrowserFixtures, ReturnPageCase):
    """What a form's button says while the answer is on its way (F51, Q3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()

    def setUp(self):
        super().setUp()
        # Every form that comes in.
        self.came = []
        original = self.env.registry["public.link.rate"]._allow

        def allow(rate, action, subject, limit, span):
            if subject.startswith("link"):
                self.came.append(action)
            return original(rate, action, subject, limit, span)

        self.patch(self.env.registry["public.link.rate"], "_allow", allow)

    def press(self, page, button, answer, back=False):
        """Press a button twice; return what it said, once the answer is there."""
        button.evaluate(WATCH, back)
        button.click()
        page.get_by_text(answer).wait_for()
        self.assertEqual(len(self.came), 1)
        return json.loads(page.evaluate("sessionStorage.getItem('seen')"))

    def test_an_approval(self):
        """F51: the button stands outside its form"""
        order, link = self.quote()
        with self.window(link) as page:
            page.locator("#approve").get_by_role("checkbox").check()
            button = page.get_by_role("button", name="Approve This Quote")
            said = self.press(page, button, "Your approval has arrived")
        self.assertEqual(said, ["Approving …", True, "Approving …"])
        self.assertEqual(order.state, "sale")

    def comment(self, page):
        """Write a comment; return the button that sends it."""
        page.get_by_text("Write a comment").click()
        page.get_by_label("Your comment").fill("Is it wide?")
        return page.get_by_role("button", name="Send comment")

    def test_a_comment(self):
        """F51"""
        order, link = self.quote()
        with self.window(link) as page:
            said = self.press(page, self.comment(page), "Your comment has arrived")
        self.assertEqual(said, ["Sending …", True, "Sending …"])
        self.assertEqual(len(order.public_link_message_ids), 1)

    def test_a_page_that_comes_back_is_as_it_was(self):
        """F51: by the browser's own button"""
        _order, link = self.quote()
        with self.window(link) as page:
            button, answer = self.comment(page), "Your comment has arrived"
            said = self.press(page, button, answer, back=True)
        self.assertEqual(said[3:], ["Send comment", False])

    def test_a_return_with_a_photo(self):
        """F52: its script comes when one begins; the progress is shown, too"""
        order = self.delivered(5)
        link = self.issue(order, "return")
        with self.window(link) as page:
            page.get_by_role("checkbox").first.check()
            page.get_by_role("button", name="Continue").click()
            page.get_by_label("No longer needed").check(force=True)
            page.get_by_label("Photos").set_input_files(
                [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}]
            )
            page.get_by_text("I have read and accept the return policy").click()
            self.came.clear()
            button = page.get_by_role("button", name="Request this return")
            said = self.press(page, button, "Thank you! We have your request")
        self.assertTrue(said[1])
        self.assertEqual(len(order.return_request_ids), 1)

    def test_every_form_of_a_page_has_such_a_button(self):
        """F51: none that is sent by another way"""
        order, approve = self.quote()
        self.company.public_links_return_enabled = True
        returned = self.issue(self.delivered(5), "return")
        for link in (approve, self.issue(order), returned):
            with self.window(link) as page:
                forms = page.locator("form[method=post]").all()
                self.assertTrue(forms)
                for form in forms:
                    mine = form.evaluate(
                        f"""(form) => [...form.elements].filter(
                            (one) => one.matches("{BUTTONS}")).length"""
                    )
                    self.assertEqual(mine, 1)
