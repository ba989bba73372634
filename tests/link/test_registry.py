# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What this database knows; what another addon adds is tried in tests/addons."""

import re
from pathlib import Path
from textwrap import indent

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.registry import Check, by_code, resolve
from ..common.base import PublicLinkCase, PublicLinkHttpCase

HERE = Path(__file__).parents[2]
COMPANION = HERE / "tests/addons/public_links_companion"
# To which purposes each page leads, by a link with a recipient and by one without.
LEADS = {
    "pay": ((), ()),
    "approve": (("pay",), ("pay",)),
    "track": ((), ()),
    "return": ((), ()),
    "view": (("pay", "approve", "track", "return"), ("pay", "track")),
    "portal": (("pay", "approve", "track", "return", "view"), ("pay", "track")),
}


def plain(text):
    """Return a text without its empty lines: Python formats them by where code stands."""
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", text)


class TestRegistry(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_model = cls.env["public.link.registry"]
        cls.known = cls.registry_model._known()

    def test_purposes_lead_where_they_should(self):
        """F65: the order is that of the shortest useful one."""
        self.assertEqual(list(self.known.purposes), list(LEADS))
        for code, (sent, found) in LEADS.items():
            self.assertEqual(self.known.leads(code), sent, code)
            self.assertEqual(self.known.leads(code, anybody=True), found, code)

    def test_what_an_entry_names_is_there(self):
        """F65: a wrong name would be found by a customer."""
        documents = [self.env[name] for name in self.known.documents]
        for code, one in self.known.purposes.items():
            with self.subTest(code):
                self.assertTrue(callable(resolve(one.page)))
                offering = [row for row in documents if hasattr(row, one.gate)]
                self.assertTrue(offering)
                for document in offering:
                    self.assertTrue(hasattr(document, one.senders), document)
                for name in (one.switch, one.days):
                    self.assertIn(name, self.company._fields)
                if one.button:
                    self.assertTrue(any(hasattr(row, one.button) for row in documents))
        for check in self.known.checks.values():
            self.assertTrue(hasattr(self.company, check.ask), check)

    def test_documents_are_those_that_inherit_the_mixin(self):
        """F65"""
        self.assertLessEqual(
            {
                "sale.order",
                "account.move",
                "stock.picking",
                "res.partner",
                "public.link.bundle",
            },
            set(self.known.documents),
        )
        self.assertNotIn("public.link.mixin", self.known.documents)

    def test_one_code_is_one_entry(self):
        """F65: of two addons with one code, one would be lost unseen."""
        with self.assertRaises(ValueError):
            by_code(
                [Check(code="x", rank=1, ask="a"), Check(code="x", rank=2, ask="b")]
            )

    def test_it_is_known_what_an_addon_brings(self):
        """F65: what is uninstalled takes its own links with it, and no others."""
        brings = self.registry_model._purposes_of
        self.assertEqual(brings({"public_links"}), set(self.known.purposes))
        self.assertEqual(brings({"sale", "account"}), set())
        documents = self.registry_model._documents_of
        self.assertLessEqual({"sale.order"}, documents({"public_links"}))
        self.assertEqual(documents({"sale", "account"}), set())

    def test_words_are_in_the_readers_language(self):
        """F65: entries are kept for all readers, their words are not."""
        self.env["res.lang"]._activate_lang("fr_FR")
        english = dict(self.registry_model._selection_purpose())
        french = dict(
            self.registry_model.with_context(lang="fr_FR")._selection_purpose()
        )
        self.assertEqual(english["approve"], "Approve")
        self.assertNotEqual(french["approve"], "Approve")

    def test_the_guide_says_what_the_companion_does(self):
        """F65: docs/EXTENDING.md is written from its files."""
        guide = (HERE / "docs/EXTENDING.md").read_text()
        quotes = re.findall(
            r"^In `([^`\n]+)`:\n\n```\w+\n(.+?)^```$", guide, re.M | re.S
        )
        self.assertEqual(len(quotes), guide.count("```") // 2)
        for name, quote in quotes:
            text, quote = plain((COMPANION / name).read_text()), plain(quote)
            if quote not in text:
                # A method, without its class.
                self.assertIn(indent(quote, "    "), text, name)
        told = {name for name, _quote in quotes}
        self.assertLessEqual(
            {"models/registry.py", "portal.py", "carrier.py", "controllers/renew.py"},
            told,
        )


class TestUnknown(PublicLinkHttpCase):
    """Links of an addon that is not there (any more)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order(user_id=cls.salesman.id)
        links = {
            name: cls.Link.sudo()._issue(cls.order, name) for name in ("view", "pay")
        }
        cls.kept = cls.Link.sudo()._issue(cls.order, "approve")
        cls.purpose, cls.document = links["view"], links["pay"]
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL("UPDATE public_link SET purpose = 'no' WHERE id = %s", cls.purpose.id)
        )
        cls.env.cr.execute(
            SQL(
                "UPDATE public_link SET res_model = 'no.such' WHERE id = %s",
                cls.document.id,
            )
        )
        cls.env.invalidate_all()
        cls.head = cls._make_user("head", "public_links.group_manager")

    def test_everybody_can_list_links(self):
        """F65: a row that nothing is known of stops nobody."""
        fields = dict.fromkeys(
            ("purpose", "res_model", "document_title", "state", "mail_state"), {}
        )
        for user in (self.salesman, self.accountant, self.warehouse, self.head):
            links = self.Link.with_user(user)
            rows = links.web_search_read([], fields)["records"]
            links.formatted_read_group([], ["purpose", "res_model"])
            seen = {row["id"] for row in rows}
            self.assertEqual(self.document.id in seen, user == self.head, user.login)
            if user == self.salesman:
                self.assertLessEqual({self.kept.id, self.purpose.id}, seen)
        with self.assertRaises(AccessError):
            self.document.with_user(self.salesman).read(["purpose"])

    def test_staff_are_told(self):
        """F65: in a sentence, not by an error of the server."""
        row = self.document.with_user(self.head)
        self.assertEqual(row.document_title, self.document.document_name)
        for action in ("revoke", "extend", "resend", "generate", "open_document"):
            with self.assertRaises(UserError) as caught:
                getattr(row, f"action_{action}")()
            self.assertIn("uninstalled", str(caught.exception))

    def test_who_holds_one_is_told(self):
        """F65: gone (410), not unknown; with what every page has."""
        for link in (self.purpose, self.document):
            page = self.open(link)
            self.assertPublic(page, 410)
            self.assertIn("no longer exists", page.text)
        other = self.purpose._path().replace("/no/", "/never/")
        self.assertPublic(self.get(other), 404)
