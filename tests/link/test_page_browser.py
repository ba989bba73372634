# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from urllib.parse import urlsplit

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

from ...tools.theme import theme_css
from ..common.approve_samples import approve_pages
from ..common.browser import BrowserFixtures, axe
from ..common.page_samples import (
    action,
    dead_page,
    every_page,
    item,
    seller,
    track_page,
    view_page,
)
from ..common.return_samples import return_pages
from ..common.track_samples import block

# As SECURITY asks of every page; a violation shows in the console.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ORIGIN = "https://pages.test"
WIDTHS = (320, 390, 768, 1280)

TARGETS = """[...document.querySelectorAll("a, button, summary")]
    .filter((node) => !node.matches(".skip"))
    .filter((node) => node.checkVisibility({visibilityProperty: true}))
    .map((node) => [node.textContent.trim(), node.getBoundingClientRect()])
    .filter(([text, box]) => box.width < 44 || box.height < 44)
    .map(([text]) => text)"""

# Layout shifts before the test asks; buffered, so that the first paint counts.
SHIFT = """() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            sum += entry.value;
        }
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(sum), 300);
})"""


def crowded_page():
    """A page on which everything is as long as it gets."""
    word = "Donaudampfschifffahrtsgesellschaft" * 4
    return view_page(
        title=f"Invoice {'INV-' * 30}",
        headline="€ 1,234,567,890.00",
        sentence="https://seller.example/" + "a/" * 120,
        seller=seller(name="Großhandelsgesellschaft für Büroeinrichtungen GmbH"),
        status={"code": "x", "label": "Waiting for " + word, "tone": "bad"},
        actions=[action(label=f"Approve {word}"), action("b", primary=False)],
        lines=[
            {"kind": "section", "name": word},
            item(word, description=word, amount="€ 123,456.00", taxes=word),
            {"kind": "note", "name": word},
        ],
        totals=[{"kind": "total", "label": word, "amount": "€ 1,234,567,890.00"}],
        facts=[{"label": word, "value": word}],
        terms=[word],
        footer=word,
    )


@tagged("post_install", "-at_install")
class TestPagesInBrowser(BrowserFixtures, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()

    def open(self, page, template="public_links.view_page", width=390, **options):
        """Show the page in a window of its own; return the window."""
        files = {"/theme.css": ("text/css", theme_css("#0b6e5f"))}
        for name in (
            "public.js",
            "copy.js",
            "public.css",
            "track.css",
            "act.css",
            "proofs.css",
            "money.css",
            "pick.css",
            "return.css",
            "portal.css",
        ):
            with file_open(f"public_links/static/src/public/{name}") as file:
                kind = "text/javascript" if name.endswith("js") else "text/css"
                files[f"/{name}"] = (kind, file.read())
        source = str(self.env["ir.qweb"]._render(template, {"page": page}))
        files["/"] = ("text/html; charset=utf-8", source)
        self.posted = []

        def answer(route):
            if route.request.method == "POST":
                self.posted.append(urlsplit(route.request.url).path)
            kind, body = files.get(urlsplit(route.request.url).path, ("text/plain", ""))
            headers = {"Content-Type": kind, "Content-Security-Policy": POLICY}
            route.fulfill(body=body, headers=headers)

        context = self.browser.new_context(
            viewport={"width": width, "height": 780}, **options
        )
        self.addCleanup(context.close)
        context.route("**/*", answer)
        window = context.new_page()
        self.complaints = []
        window.on("console", lambda message: self.complaints.append(message.text))
        window.on("pageerror", lambda error: self.complaints.append(str(error)))
        window.goto(f"{ORIGIN}/")
        return window

    def test_axe_finds_nothing(self):
        """Q1 Every kind of page, on a phone and on a wide dark screen."""
        for name, template, page in every_page() + approve_pages() + return_pages():
            window = self.open(page, template, reduced_motion="reduce")
            for width, scheme in ((390, "light"), (1280, "dark")):
                with self.subTest(page=name, width=width):
                    window.set_viewport_size({"width": width, "height": 780})
                    window.emulate_media(color_scheme=scheme)
                    self.assertFalse(axe(window))
                    self.assertFalse(self.complaints)
            window.context.close()

    def test_axe_is_shown_where_a_transition_ends(self):
        """Q1 Colours that are on their way are not judged, where they arrive is."""
        begin = "<html lang=en><title>t</title><main><h1>t</h1><button>Pay</button>"
        style = (
            "<style>button{color:%s;background:%s;transition:background 60s}</style>"
        )
        cases = (("#fff", "#777", "#000", 0), ("#fff", "#000", "#aaa", 1))
        for text, first, last, wrong in cases:
            with self.subTest(last=last):
                window = self.browser.new_page()
                window.set_content(begin + style % (text, first))
                window.evaluate(
                    "to => {const {style} = document.querySelector('button');"
                    " getComputedStyle(document.body).color; style.background = to}",
                    last,
                )
                self.assertEqual(len(axe(window)), wrong)
                window.close()

    def test_fits_and_can_be_touched(self):
        """Q2 At every width: no sideways scrolling, 16 px, targets of 44 px."""
        pages = [
            *every_page(),
            *approve_pages(),
            *return_pages(),
            ("crowded", "public_links.view_page", crowded_page()),
        ]
        for name, template, page in pages:
            window = self.open(page, template)
            for width in WIDTHS:
                with self.subTest(page=name, width=width):
                    window.set_viewport_size({"width": width, "height": 780})
                    wide = window.evaluate("document.documentElement.scrollWidth")
                    self.assertLessEqual(wide, width)
                    size = "getComputedStyle(document.body).fontSize"
                    self.assertEqual(window.evaluate(size), "16px")
                    self.assertFalse(window.evaluate(TARGETS))
            window.context.close()

    def test_docked_action(self):
        """Q2 On a phone the main action is in reach and hides no end of the page."""
        window = self.open(view_page())
        dock = window.locator(".dock")
        box = dock.bounding_box()
        self.assertEqual(round(box["y"] + box["height"]), 780)
        window.evaluate("scrollTo(0, document.body.scrollHeight)")
        foot = window.locator("footer p").bounding_box()
        self.assertLessEqual(foot["y"] + foot["height"], dock.bounding_box()["y"])
        # A low screen, or one zoomed to 400 %, has no room for it.
        for width, height in ((390, 300), (1280, 780)):
            window.set_viewport_size({"width": width, "height": height})
            style = "getComputedStyle(document.querySelector('.dock')).position"
            self.assertEqual(window.evaluate(style), "static")

    def test_without_javascript(self):
        """Q3 Nothing dead is shown, and the buttons that are there work."""
        window = self.open(view_page(), java_script_enabled=False)
        self.assertFalse(window.get_by_role("button", name="Print").is_visible())
        self.assertFalse(window.get_by_role("button", name="Copy").first.is_visible())
        window.locator("summary").click()
        self.assertTrue(window.get_by_role("link", name="العربية").is_visible())
        window.get_by_role("button", name="Pay $1,365.16").click()
        self.assertEqual(self.posted, ["/do/pay"])

    def test_print_and_copy(self):
        """C15 A37 The buttons do what they say, and say that they did."""
        allowed = ["clipboard-read", "clipboard-write"]
        window = self.open(view_page(), permissions=allowed)
        window.evaluate("window.print = () => { window.printed = true; }")
        window.get_by_role("button", name="Print").click()
        self.assertTrue(window.evaluate("window.printed"))
        window.get_by_role("button", name="Copy 1234 5678 9012").click()
        window.get_by_role("button", name="Copied 1234 5678 9012").wait_for()
        self.assertEqual(window.locator("#said").text_content(), "Copied")
        copied = window.evaluate("navigator.clipboard.readText()")
        self.assertEqual(copied, "1234 5678 9012")

    def test_copy_without_the_clipboard_interface(self):
        """A37 Browsers have it on https only; a shop's test server may have none."""
        window = self.open(view_page())
        window.evaluate("""Object.defineProperty(navigator, "clipboard", {});
            document.execCommand = () => (window.copied = getSelection().toString());
        """)
        window.get_by_role("button", name="Copy JD0146000062").click()
        window.get_by_role("button", name="Copied JD0146000062").wait_for()
        self.assertEqual(window.evaluate("window.copied"), "JD0146000062")

    def test_language_menu_by_keyboard(self):
        """Q1 Enter opens it, Escape closes it and gives the focus back."""
        for direction in ("ltr", "rtl"):
            window = self.open(view_page(direction=direction), width=320)
            summary = window.locator("summary")
            summary.press("Enter")
            menu = window.locator("details ul")
            self.assertTrue(menu.is_visible())
            box = menu.bounding_box()
            self.assertTrue(box["x"] >= 0 and box["x"] + box["width"] <= 320)
            window.keyboard.press("Escape")
            self.assertFalse(menu.is_visible())
            focus = "document.activeElement.localName"
            self.assertEqual(window.evaluate(focus), "summary")

    def test_nothing_jumps(self):
        """Q2 What is painted first stays where it is."""
        for width in (390, 1280):
            window = self.open(view_page(), width=width)
            self.assertEqual(window.evaluate(SHIFT), 0)

    def test_waiting_page_loads_itself_again(self):
        """Q3 With JavaScript too."""
        page = dead_page(code="preparing", refresh=1)
        window = self.open(page, "public_links.dead_page")
        with window.expect_navigation(timeout=5000):
            pass

    def test_print_is_for_paper(self):
        """C15 Paper gets the document: no buttons, and dark text from any screen."""
        window = self.open(view_page(), width=768, color_scheme="dark")
        window.emulate_media(media="print")
        for gone in (".tools", ".btn", ".skip"):
            self.assertFalse(window.locator(gone).first.is_visible(), gone)
        self.assertTrue(window.locator("table").is_visible())
        ink = "getComputedStyle(document.documentElement).color"
        self.assertEqual(window.evaluate(ink), "rgb(22, 25, 29)")

    def test_paper_has_nothing_to_press(self):
        """C15 Neither buttons nor what to do with them; whom to ask is text."""
        gone = ".tool:not(.ask *), .btn, .till, .stepper button, #options > .soft"
        for name, template, page in [*every_page(), *approve_pages(), *return_pages()]:
            window = self.open(page, template, width=794)
            window.emulate_media(media="print")
            with self.subTest(page=name):
                left = [
                    one.text_content()
                    for one in window.locator(gone).all()
                    if one.is_visible()
                ]
                self.assertFalse(left)
            window.context.close()

    def test_paper_tells_what_is_done_from_what_is_to_come(self):
        """C15, F43 Browsers leave backgrounds out, unless they are told not to."""
        window = self.open(track_page(block()), "public_links.track_page", width=794)
        window.emulate_media(media="print")
        kept = """getComputedStyle(document.querySelector(".path .done"), "::before")
            .printColorAdjust"""
        self.assertEqual(window.evaluate(kept), "exact")

    def test_proofs_are_small_on_paper(self):
        """C15, C25 A picture beside what it is of, as on the screen."""
        [page] = [one for name, _kind, one in approve_pages() if name == "approve"]
        window = self.open(page, "public_links.approve_page", width=794)
        window.emulate_media(media="print")
        box = window.locator(".proof .thumb").first.bounding_box()
        self.assertLess(box["width"], 200)

    def test_what_is_chosen_is_printed(self):
        """C15, F50 Options with their sum, items as wide as the paper; no empty cards."""
        for name, template, page in approve_pages():
            window = self.open(page, template, width=794)
            window.emulate_media(media="print")
            with self.subTest(page=name):
                wide = window.evaluate("document.documentElement.scrollWidth")
                self.assertLessEqual(wide, 794)
                self.assertFalse(window.locator("#approve").is_visible())
                options = window.locator("#options li").all()
                self.assertTrue(all(one.is_visible() for one in options))
                self.assertFalse(window.locator(".stepper button").first.is_visible())
            window.context.close()
