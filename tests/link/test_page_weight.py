# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a cold visit weighs: HTML, styles and scripts, not compressed; pictures apart."""

import base64
import re
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html

from odoo import Command, fields
from odoo.tests import BaseCase, tagged

from ...tools.packing import TARGETS, pack, packed
from ...tools.theme import theme_css
from ..common.approve import ApproveCase
from ..common.pay import BankFixtures
from ..common.returns import ReturnFixtures
from .test_uploads import picture

ADDON = Path(__file__).parents[2]
MOST = 40_000


@tagged("post_install", "-at_install")
class TestPacked(BaseCase):
    def test_what_is_sent_is_what_was_written(self):
        """Q3: mend with scripts/pack"""
        wanted = dict(pack())
        there = {path: path.read_text() for path in TARGETS.iterdir()}
        changed = [
            path.name
            for path in wanted.keys() | there.keys()
            if wanted.get(path) != there.get(path)
        ]
        self.assertFalse(changed)

    def test_texts_stay_as_they_are(self):
        """Q3: blanks and comments go, but not those within a text"""
        script = 'const a = 1; // one\nconst b = `${a}  // x`, c = "main > i";\n'
        self.assertEqual(
            packed(script, "js").splitlines()[1:],
            ['const a=1;const b=`${a}  // x`,c="main > i";'],
        )
        style = '/* one\n   two */\na::before {\n    content: "a  b";\n}\n'
        self.assertEqual(
            packed(style, "css").splitlines()[1:], ['a::before {content: "a  b";}']
        )


class TestPageWeight(ReturnFixtures, BankFixtures, ApproveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_return_fixtures()
        cls.make_bank()
        cls.company.write(
            {
                "public_links_portal_enabled": True,
                "public_links_return_enabled": True,
            }
        )
        for code in ("fr_FR", "de_DE"):
            # A menu of languages; German words are long.
            cls.env["res.lang"]._activate_lang(code)
        module = cls.env["ir.module.module"]._get("public_links")
        module._update_translations(["de_DE"])

    def parts(self, page):
        """Return the bytes of a page and of what it loads at once, by name."""
        self.assertPublic(page, 200)
        tree = html.document_fromstring(page.text)
        loaded = tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")
        self.assertEqual(len(loaded), len(set(loaded)), "Nothing is loaded twice.")
        files = {Path(urlsplit(url).path).name: self.size(url) for url in loaded}
        # Two lists of all countries are 28 kB: choosing one must work without scripts.
        countries = re.sub(r"<option[^>]*>[^<]*</option>\s*", "", page.text)
        size = len(page.content if page.text.count("<option") < 100 else countries)
        return {"html": size, **files}

    def size(self, url):
        path = urlsplit(url).path
        if path.startswith("/web/assets/"):
            return 0  # the provider's own form: docs/PAYMENTS.md says what it weighs
        if path.startswith("/link/theme/"):
            return len(theme_css(f"#{Path(path).stem}"))
        return (ADDON / path.removeprefix("/public_links/")).stat().st_size

    def assertLight(self, name, link, query=""):
        for lang in ("en_US", "de_DE"):
            page = self.get(f"{link._path()}{query or '?'}&lang={lang}")
            with self.subTest(name, lang=lang):
                self.assertFits(page)

    def assertFits(self, page):
        parts = self.parts(page)
        self.assertLessEqual(sum(parts.values()), MOST, parts)

    def everything(self, items=3, options=3, **values):
        """Return a quotation with a section, a note, terms and options, to be signed."""
        line = {"product_id": self.product.id, "product_uom_qty": 2}
        order, _link = self.quote(
            order_line=[
                Command.create({"display_type": "line_section", "name": "Office"}),
                *[Command.create(line) for _number in range(items)],
                Command.create({"display_type": "line_note", "name": "On a weekday."}),
                Command.create(
                    {
                        "display_type": "line_section",
                        "name": "Options",
                        "is_optional": True,
                    }
                ),
                *[Command.create(line) for _number in range(options)],
            ],
            note="<p>Terms and conditions apply.</p>",
            **{"require_signature": True, **values},
        )
        return order

    def add_proof(self, order):
        self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line.filtered("product_id")[0].id,
                "name": "front.png",
                "file": base64.b64encode(picture("PNG", (900, 600))),
            }
        )

    def test_approving_with_options_and_a_signature(self):
        """F50, Q3: the heaviest of them, with a few rows; docs/PAGES.md says what each
        costs"""
        order = self.everything()
        link = self.issue(order, "approve")
        self.open(link, "comment", method="POST", data={"text": "Is it wide?"})
        page = self.open(link)
        for part in ('id="options"', "<canvas", 'class="stepper"', 'class="thread"'):
            self.assertIn(part, page.text)
        self.assertLight("options", link)
        order = self.everything()
        self.add_proof(order)
        self.assertLight("options and a proof", self.issue(order, "approve"))

    def test_a_long_quotation(self):
        """F50, Q3: what 100 rows may add to a page; docs/PAGES.md says it, too"""
        order = self.everything(items=1, options=0)
        short = self.open(self.issue(order, "approve"))
        order = self.everything(items=101, options=0)
        long = self.open(self.issue(order, "approve"))
        added = len(long.content) - len(short.content)
        self.assertLessEqual(added / 100, 180, "bytes a row")

    def test_approving_items(self):
        """F50, Q3"""
        order = self.everything(options=2, public_link_item_approval=True)
        self.assertLight("items", self.issue(order, "approve"))

    def test_orders_invoices_and_what_is_paid(self):
        """Q3: delivered in parcels, billed, with bank details; the pay page without the
        provider's own scripts"""
        order = self.sell((self.product, 5), (self.make_product("Lamp"), 3))
        self.deliver(order)
        order.picking_ids.carrier_tracking_ref = "1Z999AA10123456784"
        invoice = order._create_invoices()
        invoice.partner_bank_id = self.account
        self.account.allow_out_payment = True
        invoice.action_post()
        for document in (order, invoice, order.picking_ids[:1]):
            self.assertLight(document._name, self.issue(document))
        self.assertLight("pay", self.issue(invoice, "pay"))
        self.assertLight("track", self.issue(order, "track"))

    def test_both_steps_of_a_return_and_what_follows(self):
        """F52, Q3"""
        order = self.sell((self.product, 5), (self.make_product("Lamp"), 3))
        self.deliver(order)
        link = self.issue(order, "return")
        items = order._return_items()
        self.assertLight("items", link)
        query = "?return=" + "_".join(f"{item.key}-1" for item in items)
        self.assertLight("reasons", link, query)
        lines = [
            {
                "key": items[0].key,
                "quantity": 2,
                "reason_id": self.reason.id,
                "note": "",
                "photos": [],
            }
        ]
        order._return_ask(link, lines, "")
        self.env.flush_all()
        self.assertLight("asked for", link)

    def test_the_portal(self):
        """F53, Q3: every section, with a page of 20 rows"""
        for _number in range(21):
            self.make_invoice(invoice_date_due=fields.Date.today())
        self.make_order("sale")
        link = self.issue(self.customer, "portal")
        page = self.open(link)
        found = set(re.findall(rf'href="({link._path()}/[a-z_]+)[?"]', page.text))
        self.assertGreater(len(found), 6)
        self.assertLight("overview", link)
        for path in sorted(found):
            with self.subTest(path.rpartition("/")[2]):
                self.assertFits(self.get(path))

    def test_pages_that_open_nothing(self):
        """Q3"""
        link = self.issue(self.make_order())
        link._revoke()
        page = self.open(link)
        self.assertPublic(page, 410)
        self.assertLess(len(page.content), 10_000)
