# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Beside ``website``: its domain, languages, pages, cookies and scripts are not ours."""

from odoo.tools import mute_logger

from ..common.pay import PayHttpCase
from ..common.portal import PortalFixtures
from ..common.returns import ReturnFixtures
from ..common.track import TrackFixtures

DOMAIN = "https://shop.example.com"
# What website writes into the pages that it lays out.
MARKS = ("website", "o_main_navbar", "data-view-xmlid", "frontend_lang", "web.assets_f")
WAYS = {
    "as it was sent": ("", {}),
    "by its domain": ("", {"Host": "shop.example.com"}),
    "in its language": ("/fr", {}),
    "in its second language": ("/de", {"Accept-Language": "fr"}),
    "in a language that it lacks": ("/pt_BR", {}),
    "with its cookies": (
        "",
        {"Cookie": "frontend_lang=fr_FR; website_cookies_bar={%22optional%22: true}"},
    ),
}


class TestBesideWebsite(TrackFixtures, ReturnFixtures, PortalFixtures, PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_return_fixtures()
        cls.make_portal()
        if "website" not in cls.env:
            return
        for code in ("fr_FR", "de_DE"):
            cls.env["res.lang"]._activate_lang(code)
        cls.site = cls.env["website"].search([("company_id", "=", cls.company.id)])[:1]
        cls.site.write({"domain": DOMAIN, "cookies_bar": True})
        cls.site.language_ids = cls.env["res.lang"].search([])

    def setUp(self):
        super().setUp()
        if "website" not in self.env:
            self.skipTest("website is not installed")

    def links(self):
        """Return a link of each purpose."""
        invoice, order = self.make_invoice(), self.make_order()
        return [
            self.issue(invoice, "view"),
            self.issue(invoice, "pay"),
            self.issue(order, "approve"),
            self.issue(self.make_picking(), "track"),
            self.issue(self.delivered(), "return"),
            self.link,
        ]

    def assertOurs(self, response, status):
        self.assertPublic(response, status)
        self.assertNotIn("set-cookie", response.headers)
        for mark in MARKS:
            self.assertNotIn(mark, response.text.lower())

    def test_each_purpose_is_ours_whatever_way_it_is_opened(self):
        """R1, S5, S8: 200, our headers, no cookie, nothing of the website's."""
        for link in self.links():
            for way, (prefix, headers) in WAYS.items():
                with self.subTest(purpose=link.purpose, way=way):
                    response = self.get(prefix + link._path(), headers=headers)
                    self.assertOurs(response, 200)

    def test_the_language_in_front_is_the_pages(self):
        """R1, Q4: as far as it is installed, and unless the page asks for another."""
        link = self.issue(self.make_invoice(), "pay")
        for prefix, query, lang in (
            ("/fr", "", "fr-FR"),
            ("/fr", "?pay=whole", "fr-FR"),
            ("/de", "", "de-DE"),
            ("/fr", "?lang=de_DE", "de-DE"),
            ("/pt_BR", "", "en-US"),
        ):
            page = self.get(prefix + link._path() + query)
            self.assertOurs(page, 200)
            self.assertIn(f'<html lang="{lang}"', page.text)

    def test_what_opens_nothing_is_our_page_too(self):
        """R1, S4: not the website's, which sets cookies and tells what it sells."""
        dead = self.issue(self.make_invoice(), "view")
        self.expire(dead)
        with mute_logger("odoo.http"):
            for prefix, headers in WAYS.values():
                for path in (
                    "/link/unknown",
                    "/link/view/a.b.c",
                    "/link/x/y/z",
                    "/link//view/a.b.c",
                ):
                    self.assertOurs(self.get(prefix + path, headers=headers), 404)
                page = self.get(prefix + dead._path(), headers=headers)
                self.assertOurs(page, 410)
                page = self.get(prefix + dead._path(), method="PUT", headers=headers)
                self.assertOurs(page, 405)

    def test_links_lead_to_the_companys_website(self):
        """R1, S5: in mails too, and never to the host of a request."""
        for link in self.links():
            with self.subTest(purpose=link.purpose):
                self.assertEqual(link._url(), DOMAIN + link._path())
                self.assertIn(f"{DOMAIN}/link/", link._url())
        self.site.domain = False
        base = self.env["ir.config_parameter"].get_param("web.base.url")
        for link in self.links():
            self.assertEqual(link._url(), base + link._path())

    def test_a_payment_is_begun_by_the_websites_domain(self):
        """R1, S16: what the page's form asks is answered as it is without a website."""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        answer = self.begin(link, invoice.amount_total, headers={"Cookie": "x=1"})
        self.assertEqual(answer["result"]["reference"][:3], invoice.name[:3])
        self.assertEqual(len(self.transactions(invoice)), 1)
