# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The settings page as an administrator sees it, in Chromium."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..common.browser import BrowserFixtures

# What one screen after the other holds before nobody reads it: a third of what it was.
HEIGHT_MAX = 2900
WORDS_MAX = 600

IN_SIGHT = """(id) => {
    const box = document.getElementById(id).getBoundingClientRect();
    return box.height && box.top >= 0 && box.bottom <= innerHeight;
}"""

SEEN = """() => {
    const app = document.querySelector(
        ".app_settings_block:has([name=public_links_checklist])"
    );
    return {
        height: app.scrollHeight,
        words: app.innerText.split(/\\s+/).filter(Boolean).length,
        settings: [...app.querySelectorAll(".o_setting_box")]
            .filter((box) => box.checkVisibility())
            .map((box) => box.id),
    };
}"""


@tagged("post_install", "-at_install")
class TestSettingsPage(BrowserFixtures, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()
        cls.company = cls.env["res.company"].create({"name": "Bare Beginnings"})
        admin = cls.env.ref("base.user_admin")
        admin.write({"company_ids": [(4, cls.company.id)]})
        admin.company_id = cls.company
        admin.lang = "en_US"

    @contextmanager
    def settings(self, width=1440):
        """Open our settings as an administrator."""
        session = self.authenticate("admin", "admin")
        self.env.flush_all()
        context = self.browser.new_context(viewport={"width": width, "height": 900})
        with self.allow_requests(all_requests=True):
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": self.base_url()}
                    for name, value in (
                        ("session_id", session.sid),
                        ("cids", str(self.company.id)),
                    )
                ]
            )
            page = context.new_page()
            page.goto(
                self.base_url()
                + "/odoo/action-public_links.action_public_links_settings"
            )
            page.wait_for_selector("#public_links_enabled input", timeout=60_000)
            yield page
            context.close()

    def seen(self, page):
        page.wait_for_timeout(300)  # Owl draws in the next frame.
        return page.evaluate(SEEN)

    def save(self, page):
        # The page is loaded again, with what is stored.
        with page.expect_navigation():
            page.click("button.o_form_button_save")
        page.wait_for_selector("#public_links_enabled input", timeout=60_000)

    def test_the_page_of_a_new_company_is_short(self):
        """F47"""
        with self.settings() as page:
            seen = self.seen(page)
        self.assertLessEqual(seen["height"], HEIGHT_MAX)
        self.assertLessEqual(seen["words"], WORDS_MAX, seen)

    def test_a_switch_unfolds_its_options_and_keeps_their_values(self):
        """F47, Q7"""
        self.company.public_links_return_window = 21
        with self.settings() as page:
            for code, option in (
                ("view", "public_links_quotes"),
                ("approve", "public_links_approve_terms"),
                ("pay", "public_links_receipt"),
                ("track", "public_links_track_mail"),
                ("return", "public_links_return_window"),
                ("portal", "public_links_portal_welcome"),
            ):
                switch = f"#public_links_{code}_enabled input"
                with self.subTest(code):
                    page.set_checked(switch, False)
                    page.wait_for_selector(f"#{option}", state="detached")
                    page.set_checked(switch, True)
                    page.wait_for_selector(f"#{option}", state="attached")
                    page.click(f"details[name=public_links_{code}_more] summary")
                    page.wait_for_selector(f"#{option}", state="visible")
                    page.set_checked(switch, False)
        with self.settings() as page:
            page.set_checked("#public_links_return_enabled input", True)
            window = page.locator("#public_links_return_window input")
            self.assertEqual(window.input_value(), "21")
            page.set_checked("#public_links_return_enabled input", False)
            page.fill("#public_links_contact_name input", "Customer care")
            self.save(page)
        self.company.invalidate_recordset()
        self.assertEqual(self.company.public_links_contact_name, "Customer care")
        self.assertEqual(self.company.public_links_return_window, 21)

    def test_the_search_finds_what_is_folded_away(self):
        """F47: in a switch's help while it is off, in its place while it is on"""
        with self.settings() as page:
            for text, setting in (
                ("restocking", "public_links_return_enabled"),
                ("welcome", "public_links_portal_enabled"),
                ("Maximum of an Optional Item", "public_links_option_max"),
                ("Keep Events For", "public_links_retention_days"),
            ):
                page.fill(".o_searchview_input", text)
                page.wait_for_selector(f"#{setting}", state="visible")
                self.assertIn(setting, self.seen(page)["settings"])

    def test_one_lifetime_changes_all_but_the_exceptions(self):
        """F47, D12"""
        self.company.public_links_approve_days = 7
        with self.settings() as page:
            page.fill("#public_links_days input", "45")
            page.press("#public_links_days input", "Tab")
            self.save(page)
        self.company.invalidate_recordset()
        self.assertEqual(self.company.public_links_view_days, 45)
        self.assertEqual(self.company.public_links_portal_days, 45)
        self.assertEqual(self.company.public_links_approve_days, 7)

    def test_a_mistake_is_told_with_what_to_enter(self):
        """F47"""
        with self.settings() as page:
            page.fill("#public_links_contact_email input", "not a mail")
            page.click("button.o_form_button_save")
            page.wait_for_selector(".modal:has-text('is not an email address')")
        self.company.invalidate_recordset()
        self.assertFalse(self.company.public_links_contact_email)

    def test_buttons_of_the_checklist_lead_there(self):
        """F47: to the setting, unfolded and in sight, or to what is mended elsewhere"""
        row = "[name=public_links_checklist] tr:has(a[href='#%s']) a"
        Key = self.env.registry["public.link.key"]
        with patch.object(Key, "_all", lambda _: {}), self.settings() as page:
            for setting in ("contact_name", "keys", "close_core"):
                page.click(row % f"public_links_{setting}")
                page.wait_for_function(IN_SIGHT, arg=f"public_links_{setting}")
            for href, there in (
                ("ir_config_list_action", ".o_form_view [name=key] input"),
                ("action_res_company_form", ".o_form_view [name=email] input"),
            ):
                with page.expect_popup() as opened:
                    page.click(f"[name=public_links_checklist] a[href*={href}]")
                opened.value.wait_for_selector(there, timeout=60_000)
                opened.value.close()
            unfolded = "details[name=public_links_security_more][open]"
            self.assertTrue(page.is_visible(unfolded), "It is still the same page.")
