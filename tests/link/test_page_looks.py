# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools

from lxml import etree, html

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

from ..common.page_samples import (
    action,
    bare_page,
    dead_page,
    every_page,
    item,
    seller,
    unknown_page,
    view_page,
)

HOSTILE = "<script>alert(1)</script>\"'&"


def spoil(value):
    """Return the page with hostile text at the end of each of its texts."""
    if isinstance(value, dict):
        # These are not text: they choose among what the template has.
        fixed = ("lang", "direction", "kind", "tone", "method", "code", "refresh")
        return {k: v if k in fixed else spoil(v) for k, v in value.items()}
    if isinstance(value, list):
        return [spoil(one) for one in value]
    return value + HOSTILE if isinstance(value, str) and value else value


class PageCase(TransactionCase):
    def source(self, page, template="public_links.view_page", lang="en_US"):
        qweb = self.env["ir.qweb"].with_context(lang=lang)
        return str(qweb._render(template, {"page": page}))

    def tree(self, page, template="public_links.view_page"):
        return html.document_fromstring(self.source(page, template))

    def dead(self, page):
        return self.tree(page, "public_links.dead_page")

    def texts(self, nodes):
        return [" ".join(node.text_content().split()) for node in nodes]


@tagged("post_install", "-at_install")
class TestEveryPage(PageCase):
    def test_nothing_that_the_policy_forbids(self):
        """Q1 No inline style, script or handler, and nothing from elsewhere."""
        for name, template, page in every_page():
            with self.subTest(page=name):
                tree = self.tree(page, template)
                self.assertFalse(tree.xpath("//@style | //style"))
                self.assertFalse(tree.xpath("//@*[starts-with(name(), 'on')]"))
                self.assertFalse([s for s in tree.iter("script") if s.text])
                loaded = tree.xpath("//script/@src | //link/@href | //img/@src")
                for url in loaded:
                    self.assertRegex(url, r"^(/(?!/)|data:,$)")

    def test_document(self):
        """Q1 Q4 Standards mode, language, direction, title, zoom."""
        for name, template, page in every_page():
            with self.subTest(page=name):
                source = self.source(page, template)
                self.assertTrue(source.startswith("<!DOCTYPE html>"))
                tree = html.document_fromstring(source)
                self.assertEqual(tree.get("lang"), page["lang"])
                self.assertEqual(tree.get("dir"), page["direction"])
                self.assertIn(page["title"], tree.findtext(".//title"))
                viewport = tree.xpath("string(//meta[@name='viewport']/@content)")
                self.assertIn("width=device-width", viewport)
                self.assertNotRegex(viewport, "maximum-scale|user-scalable")

    def test_outline(self):
        """Q1 One h1, no level left out, no id twice, a way to skip the header."""
        for name, template, page in every_page():
            with self.subTest(page=name):
                tree = self.tree(page, template)
                levels = [
                    int(node.tag[1]) for node in tree.xpath("//h1 | //h2 | //h3 | //h4")
                ]
                self.assertEqual(levels[0], 1)
                self.assertEqual(levels.count(1), 1)
                for above, below in itertools.pairwise(levels):
                    self.assertLessEqual(below, above + 1)
                ids = tree.xpath("//@id")
                self.assertEqual(len(ids), len(set(ids)))
                for target in tree.xpath("//a[@class='skip']/@href | //use/@href"):
                    self.assertIn(target.removeprefix("#"), ids)
                for target in tree.xpath("//@aria-labelledby"):
                    self.assertIn(target, ids)
                self.assertEqual(len(tree.xpath("//main[@id='main']")), 1)

    def test_controls_that_need_javascript_hide_without_it(self):
        """Q3 Print and Copy show when the script runs; all else is links and forms."""
        for name, template, page in every_page():
            with self.subTest(page=name):
                tree = self.tree(page, template)
                for button in tree.iter("button"):
                    if button.xpath("@data-print | @data-copy"):
                        self.assertIn("needs-js", button.get("class").split())
                    elif not page.get("preview"):
                        # A search changes nothing.
                        form = "ancestor::form[@method='post' or @role='search']"
                        # The button of a till stands outside its form, and names it.
                        name = button.get("form") or ""
                        named = f"//form[@method='post'][@id='{name}']"
                        self.assertTrue(
                            button.xpath(form) or (name and tree.xpath(named))
                        )
                self.assertFalse(tree.xpath("//a[not(@href)]"))
        with file_open("public_links/static/src/public/public.css") as css:
            text = css.read()
        self.assertIn(".needs-js{visibility:hidden}", text)
        self.assertIn(".js .needs-js{visibility:visible}", text)

    def test_hostile_text_stays_text(self):
        """A4 Whatever a name or note holds, it is shown and never run."""
        for name, template, page in every_page():
            with self.subTest(page=name):
                plain, spoilt = (
                    self.tree(page, template),
                    self.tree(spoil(page), template),
                )
                tags = [node.tag for node in plain.iter()]
                self.assertEqual([node.tag for node in spoilt.iter()], tags)
                for one, other in zip(plain.iter(), spoilt.iter(), strict=True):
                    self.assertEqual(set(one.keys()), set(other.keys()))
        tree = self.tree(view_page(lines=[item(HOSTILE)]))
        self.assertEqual(self.texts(tree.xpath("//th[@scope='row']/bdi")), [HOSTILE])

    def test_addresses_that_run_script_are_dropped(self):
        """A4 A carrier's address comes from outside; only real ones become links."""
        page = view_page()
        page["deliveries"][0]["parcels"][0]["url"] = "javascript:alert(1)"
        self.assertNotIn("javascript:", self.source(page))

    def test_seller(self):
        """A11 The logo, or the name where there is none; the seller's own colour."""
        tree = self.tree(view_page())
        self.assertEqual(self.texts(tree.find_class("seller")), ["Northlight Supply"])
        self.assertTrue(tree.xpath("//link[@rel='stylesheet'][@href='/theme.css']"))
        tree = self.tree(view_page(seller=seller(logo_url="/logo")))
        (logo,) = tree.xpath("//header//img")
        self.assertEqual(logo.get("alt"), "Northlight Supply")
        self.assertEqual(self.texts(tree.find_class("seller")), [""])
        # Sizes are there before the picture is: the page does not jump.
        self.assertTrue(logo.get("width") and logo.get("height"))

    def test_languages(self):
        """Q4 A menu of plain links, each in its own language; none for one language."""
        tree = self.tree(view_page())
        links = tree.xpath("//details//a")
        self.assertEqual([link.get("lang") for link in links], ["en-US", "ar"])
        self.assertEqual([link.get("href") for link in links], ["?lang=en", "?lang=ar"])
        current = [link.get("aria-current") for link in links]
        self.assertEqual(current, ["true", None])
        summary = self.texts(tree.iter("summary"))
        self.assertEqual(summary, ["Language: English"])
        self.assertFalse(self.tree(view_page(languages=[])).xpath("//details"))

    def test_contact(self):
        """A11 Whom to ask, on every page of a known seller; no empty card."""
        for tree in (self.tree(view_page()), self.dead(dead_page())):
            links = tree.xpath("//h2[.='Questions?']/..//a/@href")
            self.assertEqual(
                links, ["mailto:care@northlight.example", "tel:+15550102030"]
            )
        self.assertNotIn("Questions?", self.source(bare_page()))

    def test_announcement(self):
        """Q1 The result of an action is announced, and is first in the title."""
        said = {"code": "paid", "label": "Thank you", "tone": "ok"}
        tree = self.tree(view_page(announcement=said))
        (note,) = tree.xpath("//main/*[@role='status']")
        self.assertIn("ok", note.get("class"))
        self.assertEqual(self.texts([note]), ["Thank you"])
        self.assertTrue(tree.findtext(".//title").startswith("Thank you · "))

    def test_texts_are_translated(self):
        """Q4 Q5 What the templates say themselves is in the page's language."""
        self.env["res.lang"]._activate_lang("fr_FR")
        terms = {
            "lines": {"Item": "Article", "Quantity:": "Quantité :"},
            "header": {"Print": "Imprimer"},
            "ribbon": {"Preview": "Aperçu"},
        }
        for template, words in terms.items():
            self.env.ref(f"public_links.{template}").update_field_translations(
                "arch_db", {"fr_FR": words}
            )
        source = self.source(view_page(preview=True), lang="fr_FR")
        for words in terms.values():
            for word in words.values():
                self.assertIn(word, source)
        # A name for who cannot see is an attribute.
        self.assertIn('aria-label="Aperçu"', source)

    def test_every_text_can_be_translated(self):
        """Q5 Odoo skips a template that starts with a doctype: it holds no words."""
        arch_db = self.env["ir.ui.view"]._fields["arch_db"]
        views = self.env["ir.ui.view"].search([("name", "=like", "Public page%")])
        self.assertGreater(len(views), 10)
        for view in views:
            with self.subTest(view=view.key):
                arch = etree.fromstring(view.arch_db)
                words = " ".join("".join(arch.itertext()).split())
                # Long ones first: "File" is a part of "Files".
                terms = arch_db.get_trans_terms(view.arch_db)
                for term in sorted(terms, key=len, reverse=True):
                    # Translators get words, not markup.
                    self.assertNotIn("<", term)
                    words = words.replace(" ".join(term.split()), "")
                self.assertNotRegex(words.replace("<!DOCTYPE html>", ""), r"[^\W\d_]")


@tagged("post_install", "-at_install")
class TestViewPage(PageCase):
    def test_states(self):
        """A12 A state is a word; its colour only adds to it."""
        for tone in ("ok", "warn", "bad", "info"):
            status = {"code": "some", "label": "In plain words", "tone": tone}
            tree = self.tree(view_page(status=status, deliveries=[]))
            (pill,) = tree.find_class("pill")
            self.assertEqual(pill.get("class"), f"pill {tone}")
            self.assertEqual(self.texts([pill]), ["In plain words"])
            self.assertEqual(pill.get("data-code"), "some")

    def test_tools(self):
        """C15 C16 Print and Download stand in the header; no PDF, no Download."""
        tools = self.tree(view_page()).xpath("//header//*[contains(@class, 'tool ')]")
        self.assertEqual(
            self.texts(tools), ["Print", "Download PDF", "Language: English"]
        )
        self.assertNotIn("Download", self.source(view_page(pdf_url="")))

    def test_actions(self):
        """A20 Q2 One filled button, a form or a link; the page leaves room for it."""
        tree = self.tree(view_page())
        (main,) = tree.find_class("main")
        self.assertEqual(self.texts([main]), ["Pay $1,365.16"])
        form = main.getparent()
        self.assertEqual((form.tag, form.get("action")), ("form", "/do/pay"))
        # The browser chooses nothing here.
        self.assertFalse(form.xpath(".//input | .//select | .//textarea"))
        self.assertEqual(form.getparent().get("class"), "dock")
        self.assertEqual(tree.find("body").get("class"), "docked")
        (quiet,) = tree.xpath("//a[contains(@class, 'btn')]")
        self.assertEqual(quiet.get("href"), "/do/ask")

        for actions in ([], [action(primary=False)]):
            tree = self.tree(view_page(actions=actions))
            self.assertFalse(tree.find_class("dock") or tree.find_class("main"))
            self.assertIsNone(tree.find("body").get("class"))

    def test_preview(self):
        """B58 Staff see the page and a ribbon, and can do nothing."""
        tree = self.tree(view_page(preview=True))
        self.assertTrue(tree.find_class("ribbon"))
        self.assertFalse(tree.xpath("//form | //a[contains(@class, 'btn')]"))
        buttons = tree.xpath("//button[contains(@class, 'btn')]")
        self.assertEqual(len(buttons), 2)
        self.assertTrue(all(button.get("disabled") for button in buttons))
        self.assertFalse(self.tree(view_page()).find_class("ribbon"))

    def test_lines(self):
        """A17 Q1 Items with their headers, sections, notes and options in order."""
        (table,) = self.tree(view_page()).iter("table")
        self.assertEqual(
            self.texts(table.xpath(".//th[@scope='col']")),
            ["Item", "Quantity", "Amount"],
        )
        rows = table.xpath("./tbody/tr")
        kinds = ["section", None, None, "sub", None, "memo", None]
        self.assertEqual([row.get("class") for row in rows], kinds)
        for row in rows:
            columns = sum(int(cell.get("colspan", 1)) for cell in row)
            self.assertEqual(columns, 3)
        self.assertEqual(
            self.texts(rows[2]), ["Office Lamp5 × $145.00 · Tax: 8%", "5", "$725.00"]
        )
        self.assertIn("Optional", rows[6].text_content())
        self.assertIn("On a weekday.\nMind the lift.", rows[5].text_content())

    def test_quantity_without_a_column(self):
        """Q2 A phone hides the quantity's column; the line still says it, once."""
        rows = self.tree(view_page()).xpath("//tbody/tr")
        (folded,) = rows[4].find_class("narrow")
        self.assertEqual(self.texts([folded]), ["Quantity: 4 hours"])
        # The price says it: "5 × $145.00".
        self.assertFalse(rows[2].find_class("narrow"))

    def test_no_prices(self):
        """A17 A delivery shows quantities on every screen, and no amount at all."""
        page = view_page(show_prices=False, totals=[], headline="", actions=[])
        tree = self.tree(page)
        self.assertNotIn("priced", tree.find(".//table").get("class"))
        self.assertNotIn("$", tree.text_content())
        for row in tree.xpath("//tbody/tr"):
            columns = sum(int(cell.get("colspan", 1)) for cell in row)
            self.assertEqual(columns, 2)

    def test_totals(self):
        """A13 The last total or due is the strong one, wherever it stands."""

        def strong(*kinds):
            totals = [{"kind": k, "label": k, "amount": "$1"} for k in kinds]
            tree = self.tree(view_page(totals=totals))
            return self.texts(tree.xpath("//*[@class='strong']/dt"))

        self.assertEqual(strong("subtotal", "tax", "total", "paid", "due"), ["due"])
        self.assertEqual(strong("subtotal", "total"), ["total"])
        self.assertEqual(strong("total", "paid"), ["total"])
        self.assertEqual(strong("paid"), [])

    def test_deliveries(self):
        """A18 A19 A22 Parcels with their carrier's page and a number to copy."""
        tree = self.tree(view_page())
        (delivery,) = tree.find_class("delivery")
        self.assertIn("PACK0000012, PACK0000013", delivery.text_content())
        numbers = delivery.xpath(".//@data-copy")
        self.assertEqual(numbers, ["1234 5678 9012", "JD0146000062"])
        # Buttons that look alike are told apart by who does not see their place.
        names = self.texts(delivery.xpath(".//a"))
        self.assertEqual(names, ["Carrier's page 1234 5678 9012"])
        self.assertNotIn("Delivery", self.source(view_page(deliveries=[])))

    def test_empty_parts_are_not_there(self):
        """A22 Q1 What a document does not have leaves no heading behind."""
        tree = self.tree(bare_page())
        self.assertEqual(len(tree.find_class("card")), 1)
        self.assertFalse(tree.xpath("//h2 | //table | //dl | //footer"))

    def test_size(self):
        """Q2 A page is light: 60 KB with stylesheet and script; a row is lean."""
        sizes = {}
        for name in ("css", "js"):
            with file_open(f"public_links/static/packed/public.{name}", "rb") as f:
                sizes[name] = len(f.read())
        self.assertLessEqual(sizes["js"], 3_300)
        self.assertLessEqual(sizes["css"], 11_000)
        size = len(self.source(view_page(lines=[item()] * 10)).encode())
        self.assertLessEqual(size + sum(sizes.values()), 30_000)
        many = len(self.source(view_page(lines=[item()] * 110)).encode())
        self.assertLessEqual((many - size) / 100, 200)

    def test_rendering_asks_the_database_nothing(self):
        """A4 A page is made of its values alone: no query, however many lines."""
        self.source(view_page())
        with self.assertQueryCount(0):
            self.source(view_page(lines=[item()] * 100))


@tagged("post_install", "-at_install")
class TestDeadPage(PageCase):
    def test_request(self):
        """A75 D8 What happened, and one button that asks for a new link."""
        tree = self.dead(dead_page())
        self.assertEqual(self.texts(tree.iter("h1")), ["This link has expired"])
        (form,) = tree.iter("form")
        self.assertEqual((form.get("method"), form.get("action")), ("post", "/request"))
        self.assertEqual(self.texts(form), ["Send me a new link"])
        self.assertFalse(self.dead(dead_page(request_url="")).xpath("//form"))

    def test_no_document_no_tools(self):
        """A75 There is nothing to print or download."""
        self.assertFalse(
            self.dead(dead_page()).xpath("//header//button | //@data-print")
        )

    def test_unknown(self):
        """D8 An unknown token is told nothing: no seller, no colour, no contact."""
        source = self.source(unknown_page(), "public_links.dead_page")
        self.assertNotRegex(source, "Northlight|theme.css|Questions")
        tree = html.document_fromstring(source)
        self.assertEqual(tree.findtext(".//title"), "Nothing here")

    def test_refresh(self):
        """Q3 A page that waits loads itself again, without JavaScript too."""
        tree = self.dead(dead_page(code="preparing", refresh=5))
        self.assertEqual(tree.get("data-refresh"), "5")
        (meta,) = tree.xpath("//noscript/meta[@http-equiv='refresh']")
        self.assertEqual(meta.get("content"), "5")
        self.assertEqual(self.texts(tree.xpath("//a[@href='']")), ["Try again now"])
        source = self.source(dead_page(), "public_links.dead_page")
        self.assertNotIn("refresh", source)
