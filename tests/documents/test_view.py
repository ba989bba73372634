# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from ...tools import tokens
from ..common.base import CANARY, PublicLinkHttpCase


class TestView(PublicLinkHttpCase):
    def test_an_order_is_shown_to_who_holds_its_link(self):
        """A11, A12, A13, A14, A15, A16, A19, A20"""
        order = self.make_order("sale")
        response = self.open(self.issue(order))
        self.assertPublic(response, 200)
        for text in (
            self.company.name,
            order.name,
            "Being prepared",
            "860.22",
            "858 Lynn Street",
            "Acoustic Bloc Screen",
            "care@seller.example",
        ):
            self.assertIn(text, response.text)

    def test_quotes_invoices_credit_notes_and_deliveries_are_shown(self):
        """A24"""
        for document, title in (
            (self.make_order(), "Quotation"),
            (self.make_invoice(), "Invoice"),
            (self.make_invoice("out_refund"), "Credit note"),
            (self.make_order("sale").picking_ids[:1], "Delivery"),
        ):
            response = self.open(self.issue(document))
            self.assertPublic(response, 200)
            self.assertIn(f"{title} {document.name}", response.text)

    def test_opening_logs_nobody_in(self):
        """A2, A33, S8"""
        response = self.open(self.issue(self.make_order()))
        self.assertNotIn("Set-Cookie", response.headers)
        after = self.get("/my/orders")
        self.assertIn("/web/login", after.headers.get("Location", ""))

    def test_a_staff_browser_sees_what_the_customer_sees(self):
        """S8"""
        link = self.issue(self.make_order())
        as_customer = self.open(link).text
        self.authenticate("admin", "admin")
        self.assertEqual(self.open(link).text, as_customer)

    def test_an_unknown_token_says_nothing(self):
        """D8, S4: garbage, oversized, truncated, forged, alg=none, other purpose."""
        order = self.make_order()
        link = self.issue(order)
        token = link._token()
        forged = tokens.sign(b"x" * 32, link.key_id.kid, link.jti, "view")
        never = tokens.sign(b"x" * 32, "nokey", tokens.new_jti(), "view")
        pay = self.issue(order, "pay")._token()
        bodies = set()
        for path in (
            "/link/view/garbage",
            "/link/view/" + "A" * 3000,
            f"/link/view/{token[:-5]}",
            f"/link/view/{token}x",
            f"/link/view/{forged}",
            f"/link/view/{never}",
            f"/link/view/{pay}",
            f"/link/pay/{token}",
            f"/link/view/{token}/nothing",
            "/link/view/",
            "/link",
            "/link/view/%00%ff",
            "/link/view/..%2f..%2fweb",
        ):
            response = self.get(path)
            self.assertPublic(response, 404)
            self.assertNotIn(order.name, response.text)
            self.assertNotIn(self.company.name, response.text)
            bodies.add(response.text)
        self.assertEqual(len(bodies), 1, "All of them get the same page.")

    def test_dead_links_say_why_and_whom_to_ask(self):
        """D8, A60, A75, E3.3, D11: 410 with the reason and the seller's contact."""
        for kill, code in (
            (self.expire, "expired"),
            (lambda link: link._revoke(), "revoked"),
            (
                lambda link: self.company.write({"public_links_enabled": False}),
                "disabled",
            ),
        ):
            link = self.issue(self.make_order())
            kill(link)
            response = self.open(link)
            self.assertPublic(response, 410)
            self.assertIn("care@seller.example", response.text)
            self.assertNotIn(link.document_name, response.text)
            event = link.event_ids.filtered(lambda event: event.kind == "denied")
            self.assertEqual(event.reason, code)

    def test_a_deleted_document_is_gone_and_an_archived_one_opens(self):
        """S4"""
        order = self.make_order("draft")
        link = self.issue(order)
        order.unlink()
        self.assertPublic(self.open(link), 410)
        order = self.make_order()
        link = self.issue(order)
        order.partner_id.active = False
        self.assertPublic(self.open(link), 200)

    def test_a_draft_that_was_never_sent_is_not_visible(self):
        """E6.6"""
        for document in (self.make_order("draft"), self.make_invoice(post=False)):
            response = self.open(self.issue(document))
            self.assertPublic(response, 410)
            self.assertNotSaid("295", response.text)

    def test_no_query_string_reaches_a_page(self):
        """A3: the token with another record's id."""
        link, other = self.issue(self.make_order()), self.make_invoice()
        plain = self.open(link).text
        for query in (
            f"?res_id={other.id}&res_model=account.move&id={other.id}",
            "?self=1&token=x&link=2&document=3",
            "?access_token=x&debug=1&db=other",
            "?lang=xx_XX",
            "?lang=%00",
        ):
            response = self.get(link._path() + query)
            self.assertPublic(response, 200)
            self.assertEqual(response.text, plain, query)

    def test_other_methods_get_a_clean_answer(self):
        """S8, S9: HEAD is no open; POST, PUT, OPTIONS are not allowed on a page."""
        link = self.issue(self.make_order())
        response = self.open(link, method="HEAD")
        self.assertEqual((response.status_code, response.text), (200, ""))
        self.assertFalse(link.open_count)
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            response = self.open(link, method=method)
            self.assertPublic(response, 405)
            self.assertEqual(response.headers["Allow"], "GET, HEAD")
        self.assertFalse(link.open_count)

    def test_an_open_is_counted_once_in_a_while(self):
        """B66, F19, S9"""
        link = self.issue(self.make_order())
        for _number in range(3):
            self.open(link)
        self.assertEqual(link.open_count, 1)
        self.assertTrue(link.opened_first)
        events = link.event_ids.filtered(lambda event: event.kind == "opened")
        self.assertEqual(len(events), 1)
        self.assertEqual(events.address, "127.0.0.0/24")
        self.assertIn("Firefox", events.user_agent)

    def test_staff_and_scanners_are_not_counted_as_customers(self):
        """F19"""
        link = self.issue(self.make_order())
        for agent in ("Mozilla/5.0 (compatible; SafeLinks scanner)", "curl/8.0", ""):
            self.open(link, headers={"User-Agent": agent})
        self.authenticate("admin", "admin")
        self.open(link)
        self.assertFalse(link.open_count)
        kinds = link.event_ids.mapped("kind")
        self.assertIn("scanned", kinds)
        self.assertIn("previewed", kinds)
        self.assertNotIn("opened", kinds)

    def test_the_switches_of_each_document_close_its_page(self):
        """B7, B8, E3.1, Q7"""
        order = self.make_order("sale")
        for document, switch in (
            (self.make_order(), "public_links_quotes"),
            (order, "public_links_orders"),
            (self.make_invoice(), "public_links_invoices"),
            (self.make_invoice("out_refund"), "public_links_credit_notes"),
            (order.picking_ids[:1], "public_links_deliveries"),
        ):
            link = self.issue(document)
            self.assertPublic(self.open(link), 200)
            self.company[switch] = False
            self.assertPublic(self.open(link), 410)
            self.company[switch] = True
            self.assertPublic(self.open(link), 200)

    def test_the_page_speaks_the_recipients_language(self):
        """Q4"""
        self.env["res.lang"]._activate_lang("fr_FR")
        order = self.make_order("sale")
        self.customer.lang = "fr_FR"
        response = self.open(self.issue(order))
        self.assertIn('lang="fr-FR"', response.text)
        self.assertIn("860,22", response.text)
        english = self.get(self.issue(order)._path() + "?lang=en_US")
        self.assertIn('lang="en-US"', english.text)
        self.assertFalse(english.cookies)

    def test_a_page_costs_few_queries_whatever_its_length(self):
        """DESIGN: at most 20, constant from 10 to 1,000 lines. A16"""
        counts = []
        for lines in (10, 60):
            link = self.issue(self.make_order("sale", lines=lines))
            self.open(link)
            self.env.registry.clear_cache("default")
            self.open(link)
            counts.append(self.count_queries(link))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 20)

    def test_unexpected_failures_show_a_calm_page(self):
        """S15: no traceback, our headers, no cookie."""
        link = self.issue(self.make_order())

        def broken(order, link):
            raise KeyError(CANARY)

        self.patch(self.env.registry["sale.order"], "_public_values", broken)
        with self.assertLogs("odoo.http", "ERROR") as logs:
            response = self.open(link)
        self.assertPublic(response, 500)
        self.assertNotIn("KeyError", response.text)
        self.assertNotIn(link._token(), "".join(logs.output))

    def test_stylesheet_and_logo_are_served_without_a_token(self):
        """A11, A67"""
        response = self.get("/link/theme/336699.css")
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/css", response.headers["Content-Type"])
        for color in ("33669", "zzzzzz", "336699ff", "%0a"):
            self.assertEqual(self.get(f"/link/theme/{color}.css").status_code, 404)
        self.company.public_links_color = "#aa0033"
        text = self.open(self.issue(self.make_order())).text
        self.assertIn("/link/theme/aa0033.css", text)
        logo = re.search(r'/link/logo/[^"]+', text)
        if logo:
            self.assertEqual(
                self.get(logo.group()).headers["Content-Type"], "image/png"
            )

    def test_a_link_shows_no_other_order_of_the_customer(self):
        """C4, A3, D2"""
        first, second = self.make_order("sale"), self.make_order("sale")
        text = self.open(self.issue(first)).text
        self.assertIn(first.name, text)
        self.assertNotIn(second.name, text)

    def test_urls_come_from_the_setting_and_never_from_the_host_header(self):
        """S5"""
        self.env["ir.config_parameter"].set_param("web.base.url", "https://erp.example")
        link = self.issue(self.make_order())
        self.assertTrue(link._url().startswith("https://erp.example/link/view/"))
        for header in ("Host", "X-Forwarded-Host", "Forwarded"):
            response = self.open(link, headers={header: "evil.example"})
            self.assertNotIn("evil.example", response.text)
            self.assertNotIn("evil.example", str(response.headers))

    def test_a_link_that_is_no_longer_valid_offers_a_new_one(self):
        """E4.2, D8, A75"""
        link = self.issue(self.make_order())
        self.expire(link)
        text = self.open(link).text
        self.assertIn("Send me a new link", text)
        self.assertIn(f'action="{link._path("request")}"', text)
        link._revoke()
        self.assertIn("Ask for a new link", self.open(link).text)
