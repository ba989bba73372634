# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The app's menus beside those of other apps, in Chromium."""

from contextlib import contextmanager
from pathlib import Path

import polib

from odoo.tests import HttpCase, tagged

from ..common.browser import BrowserFixtures

FOLDER = Path(__file__).parents[2] / "i18n"
LANGUAGES = ("en_US", "fr_FR", "de_DE", "es_ES")
MENUS = "model:ir.ui.menu,name:public_links."

# What stands in the bar, from left to right: where, and whether its text is whole.
BAR = """() => [
    document.querySelector(".o_menu_brand"),
    ...document.querySelectorAll(".o_menu_sections > *"),
    document.querySelector(".o_menu_systray"),
].filter((one) => one && one.checkVisibility()).map((one) => {
    const {left, right, top, height} = one.getBoundingClientRect();
    return {
        text: one.innerText.trim(),
        cut: one.scrollWidth > one.clientWidth + 1,
        more: one.matches(".o_menu_sections_more"),
        left, right, middle: top + height / 2, height,
    };
})"""
# What an open menu shows, and whether the window shows all of it.
OPEN = """() => [...document.querySelectorAll(".o-dropdown--menu .dropdown-item")].map(
    (one) => {
        const {left, right, bottom} = one.getBoundingClientRect();
        const whole = one.scrollWidth <= one.clientWidth + 1;
        return {
            text: one.innerText.trim(),
            seen: whole && left >= 0 && right <= innerWidth && bottom <= innerHeight,
        };
    }
)"""


@tagged("post_install", "-at_install")
class TestMenusBrowser(BrowserFixtures, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()
        cls.admin = cls.env.ref("base.user_admin")
        for lang in LANGUAGES[1:]:
            cls.env["res.lang"]._activate_lang(lang)
            cls.translate_menus(lang)

    @classmethod
    def translate_menus(cls, lang):
        """Give our menus their words; all that is translated would take a minute."""
        for entry in polib.pofile(str(FOLDER / f"{lang[:2]}.po")):
            for place, _line in entry.occurrences:
                name = place.removeprefix(MENUS)
                menu = name != place and cls.env.ref(
                    f"public_links.{name}", raise_if_not_found=False
                )
                if menu:
                    menu.with_context(lang=lang).name = entry.msgstr

    @contextmanager
    def app(self, lang):
        self.admin.lang = lang
        session = self.authenticate("admin", "admin")
        self.env.flush_all()
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        with self.allow_requests(all_requests=True):
            context.add_cookies(
                [{"name": "session_id", "value": session.sid, "url": self.base_url()}]
            )
            page = context.new_page()
            page.goto(f"{self.base_url()}/odoo/public-links")
            page.wait_for_selector(".o_control_panel", timeout=60_000)
            page.wait_for_timeout(500)  # The bar adapts itself to its width.
            yield page
            context.close()

    def test_menus_stand_side_by_side_in_four_languages(self):
        """F46: at 1280 px beside what other apps put there, whole and on one line"""
        names = set()
        for lang in LANGUAGES:
            with self.subTest(lang), self.app(lang) as page:
                bar = page.evaluate(BAR)
                self.assertGreaterEqual(len(bar), 6)
                for one, following in zip(bar, bar[1:], strict=False):
                    self.assertLessEqual(one["right"], following["left"] + 1, bar)
                for one in bar[:-1]:
                    self.assertFalse(one["cut"] or one["more"], one)
                    self.assertNotIn("\n", one["text"])
                    self.assertLess(abs(one["middle"] - bar[0]["middle"]), 3, one)
                names.add(tuple(one["text"] for one in bar[:-1]))
                for section in page.locator(".o_menu_sections > button").all():
                    section.click()
                    page.wait_for_selector(".o-dropdown--menu .dropdown-item")
                    for item in page.evaluate(OPEN):
                        self.assertTrue(item["seen"], item)
                    page.keyboard.press("Escape")
                    page.wait_for_selector(".o-dropdown--menu", state="detached")
        self.assertEqual(len(names), len(LANGUAGES), "Each has words of its own.")
