# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open

from ...tools.theme import DARK, LIGHT, READABLE, contrast, theme_css

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
# On a busy machine a slow example is no failure.
patient = settings(deadline=None)
DECLARATION = re.compile(r"--([\w-]+):(#[0-9a-f]{3,6})\b")


def schemes(css):
    """Return the custom properties of a stylesheet, light ones and dark ones."""
    light, dark = css.split("(prefers-color-scheme:dark)", 1)
    # Only the first rule: print has colours too.
    dark = dark.split("}", 1)[0]
    return dict(DECLARATION.findall(light)), dict(DECLARATION.findall(dark))


def whole(colour):
    """Return "#rrggbb" for "#rgb" too."""
    return colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])


@tagged("post_install", "-at_install")
class TestTheme(BaseCase):
    @patient
    @given(COLOURS)
    def test_any_accent_is_readable(self, colour):
        """A11 Q1 Whatever colour a company picks, links and buttons can be read."""
        for surfaces, values in zip(
            (LIGHT, DARK), schemes(theme_css(colour)), strict=True
        ):
            for surface in (*surfaces, values["on-accent"]):
                self.assertGreaterEqual(contrast(values["accent"], surface), READABLE)

    @patient
    @given(COLOURS)
    def test_a_readable_accent_stays_as_it_is(self, colour):
        """A11 A brand's own colour is not touched where people can read it."""
        if min(contrast(colour, surface) for surface in LIGHT) >= READABLE:
            self.assertEqual(schemes(theme_css(colour))[0]["accent"], colour)

    @patient
    @given(COLOURS)
    def test_case_does_not_matter(self, colour):
        """A11 Colours come from a free text field: "#AABBCC" is "#aabbcc"."""
        self.assertEqual(theme_css(colour.upper()), theme_css(colour))

    @patient
    @given(st.text(max_size=12))
    def test_text_that_is_no_colour(self, text):
        """A11 Nothing but a colour gets into the stylesheet."""
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
            with self.assertRaises(ValueError):
                theme_css(text)

    def test_near_misses(self):
        """A11 What looks like a colour, and values of other types, are refused."""
        for value in (
            "#fff",
            "123456",
            "#12345g",
            "#123456\n",
            "#1234567",
            "#123456;}*{display:none",
            # Digits to Python, not to CSS.
            "#١٢٣٤٥٦",
            "",
            None,
            False,
            123456,
        ):
            with self.subTest(value=value), self.assertRaises(ValueError):
                theme_css(value)

    def test_contrast_is_that_of_wcag(self):
        """Q1 The ratio is the standard's: known pairs, either way round."""
        self.assertAlmostEqual(contrast("#000000", "#ffffff"), 21)
        self.assertAlmostEqual(contrast("#ffffff", "#ffffff"), 1)
        self.assertAlmostEqual(contrast("#767676", "#ffffff"), 4.54, places=2)
        self.assertAlmostEqual(contrast("#ffffff", "#767676"), 4.54, places=2)

    def test_the_stylesheet_has_these_surfaces(self):
        """Q1 The accent is computed against what really lies behind it."""
        with file_open("public_links/static/src/public/public.css") as css:
            schemes_of_page = schemes(css.read())
        for surfaces, values in zip((LIGHT, DARK), schemes_of_page, strict=True):
            self.assertEqual((values["card"], values["bg"]), surfaces)

    def test_the_stylesheet_is_readable(self):
        """Q1 Text, soft text, every state and every edge stand out in both schemes."""
        with file_open("public_links/static/src/public/public.css") as css:
            schemes_of_page = schemes(css.read())
        for values in schemes_of_page:
            colours = {name: whole(colour) for name, colour in values.items()}
            behind = {
                "ink": ("card", "bg"),
                "soft": ("card", "bg"),
                "accent": ("card", "bg"),
                "on-accent": ("accent",),
                **{tone: (f"{tone}-bg",) for tone in ("ok", "warn", "bad", "info")},
            }
            for name, surfaces in behind.items():
                for surface in surfaces:
                    with self.subTest(name=name, surface=surface):
                        self.assertGreaterEqual(
                            contrast(colours[name], colours[surface]), READABLE
                        )
            # 1.4.11 asks less of the edge of a button.
            self.assertGreaterEqual(contrast(colours["edge"], colours["card"]), 3)
