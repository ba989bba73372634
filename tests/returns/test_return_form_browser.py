# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The form of a return as staff see it beside its history, in Chromium."""

from ..common.base import PublicLinkHttpCase
from ..common.browser import BrowserFixtures
from ..common.returns import ReturnFixtures

COME = ("Inspect", "Credit")
NAME = "Large Oak Desk with Two Drawers and a Cable Duct"
# What the form offers, what of it is in front, and whether the product can be read.
FORM = """() => {
    const form = document.querySelector(".o_form_view");
    const shown = (one) => one.checkVisibility();
    const texts = (all) => [...form.querySelectorAll(all)].filter(shown).map(
        (one) => one.innerText.trim()
    );
    const cell = form.querySelector(".o_data_row td[name=product_id]");
    const chatter = form.querySelector(".o-mail-Form-chatter");
    return {
        buttons: texts(".o_statusbar_buttons button"),
        primary: texts(".o_statusbar_buttons .btn-primary"),
        zeros: texts("[name=decision] .o_field_monetary").filter(
            (text) => !/[1-9]/.test(text)
        ),
        tabs: texts(".o_notebook_headers .nav-link"),
        columns: texts(".o_list_view thead th, .o_list_renderer thead th"),
        product: {width: cell.clientWidth, text: cell.innerText.trim(),
                cut: cell.scrollWidth > cell.clientWidth + 1},
        beside: chatter.getBoundingClientRect().left
            > form.querySelector(".o_form_sheet").getBoundingClientRect().right - 1,
    };
}"""


class TestReturnFormBrowser(BrowserFixtures, ReturnFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()
        cls.make_return_fixtures()
        cls.company.public_links_return_auto = False
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.write(
            {"company_ids": [(4, cls.company.id)], "company_id": cls.company.id}
        )

    def form(self, request):
        """Return what the form of a return offers to an administrator."""
        session = self.authenticate("admin", "admin")
        self.env.flush_all()
        # A context of its own: Odoo's client shows first what it read before.
        context = self.browser.new_context(viewport={"width": 1440, "height": 900})
        with self.allow_requests(all_requests=True):
            for name, value in (
                ("session_id", session.sid),
                ("cids", str(self.company.id)),
            ):
                context.add_cookies(
                    [{"name": name, "value": value, "url": self.base_url()}]
                )
            page = context.new_page()
            page.goto(f"{self.base_url()}/odoo/public-link-returns/{request.id}")
            page.wait_for_selector(".o_form_view .o_data_row", timeout=60_000)
            page.wait_for_selector(".o-mail-Form-chatter .o-mail-Message")
            seen = page.evaluate(FORM)
            context.close()
            # What it still asks for would make the test's transaction read-only.
            self._wait_remaining_requests()
        return seen

    def test_each_state_has_one_step_in_front_and_its_product_is_read(self):
        """F49: at 1440 px beside the history; without zeros, policy and link behind"""
        order = self.delivered(5, name=NAME)
        request = self.ask(order, self.row(self.item(order), 2))
        staff = request.with_user(self.admin)
        for step, act in (
            ("Authorize", staff.action_authorize),
            ("Receive", lambda: self.receive(request)),
            ("Inspect", staff.action_inspect),
            ("Credit", staff.action_close),
        ):
            with self.subTest(step):
                seen = self.form(request)
                self.assertEqual(seen["primary"], [step])
                self.assertEqual(seen["buttons"][0], step)
                self.assertEqual("Arrived" in seen["columns"], step in COME, seen)
                self.assertTrue(seen["beside"], seen)
                self.assertFalse(seen["zeros"], seen)
                self.assertIn(NAME, seen["product"]["text"])
                self.assertGreater(seen["product"]["width"], 160, seen)
                self.assertFalse(seen["product"]["cut"])
                self.assertEqual(seen["tabs"][1], "Policy and Link")
                act()
                request.invalidate_recordset()
