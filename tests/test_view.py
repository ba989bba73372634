# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo import Command, fields
from odoo.tests import tagged  # noqa: F401

from .. import tokens
from .common import CANARY, REFERENCE, PublicLinkHttpCase

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class TestView(PublicLinkHttpCase):
    def assertPublic(self, response, status):
        """Check what holds for every public response."""
        self.assertEqual(response.status_code, status)
        for name, value in HEADERS.items():
            self.assertEqual(response.headers.get(name), value, name)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertIn("camera=()", response.headers["Permissions-Policy"])
        self.assertFalse(response.cookies, "No cookie is set.")
        self.assertNotIn(CANARY, response.text)

    def test_an_order_is_shown_to_who_holds_its_link(self):
        """A11, A12, A13, A14, A15, A16, A19, A20"""
        order = self.make_order("sale")
        response = self.open(self.issue(order))
        self.assertPublic(response, 200)
        for text in (
            self.company.name,
            order.name,
            "Confirmed",
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
            self.assertNotIn("295", response.text)

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

    def test_statuses_of_an_invoice_in_plain_words(self):
        """B23, A13"""
        today = fields.Date.today()
        late = {
            "invoice_date_due": fields.Date.subtract(today, days=3),
            "invoice_payment_term_id": False,
        }
        due = {
            "invoice_date_due": fields.Date.add(today, days=12),
            "invoice_payment_term_id": False,
        }
        self.assertEqual(self.make_invoice(**late)._public_status()["code"], "overdue")
        unpaid = self.make_invoice(**due)
        self.assertEqual(unpaid._public_status()["code"], "unpaid")
        self.assertIn("12 days", self.open(self.issue(unpaid)).text)
        part = self.make_invoice(**due)
        self._pay(part, 100)
        self.assertEqual(part._public_status()["code"], "partial")
        text = self.open(self.issue(part)).text
        self.assertIn("Partly paid", text)
        self.assertIn("218.60", text)
        self._pay(part, 218.60)
        self.assertIn(part._public_status()["code"], ("paid", "in_payment"))
        cancelled = self.make_invoice(**due)
        cancelled.button_draft()
        cancelled.button_cancel()
        self.assertEqual(cancelled._public_status()["code"], "cancelled")
        self.assertPublic(self.open(self.issue(cancelled)), 200)

    def _pay(self, invoice, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": amount})._create_payments()

    def test_packages_and_tracking_show_only_where_they_exist_and_are_allowed(self):
        """A17, A18, A22"""
        order = self.make_order("sale")
        link = self.issue(order)
        self.assertNotIn("1Z999", self.open(link).text)
        picking = order.picking_ids[:1]
        picking.carrier_tracking_ref = "1Z999AA1, 1Z999BB2"
        text = self.open(link).text
        self.assertIn("1Z999AA1", text)
        self.assertIn("1Z999BB2", text)
        package = self.env["stock.package"].create({"name": "PACK-77"})
        picking.move_ids.quantity = 3
        picking.move_line_ids.result_package_id = package
        picking.button_validate()
        self.assertIn("PACK-77", self.open(link).text)
        self.company.public_links_show_tracking = False
        text = self.open(link).text
        self.assertNotIn("1Z999AA1", text)
        self.assertNotIn("PACK-77", text)

    def test_only_postal_lines_of_an_address_are_shown(self):
        """A15, S23: no phone, mail, tax id or internal reference."""
        text = self.open(self.issue(self.make_order("sale"))).text
        self.assertIn("Bayonne", text)
        for hidden in (
            "555 999 0000",
            "joel.willis@example.com",
            "US12345677",
            REFERENCE,
        ):
            self.assertNotIn(hidden, text)
        self.company.public_links_show_addresses = False
        self.assertNotIn("Bayonne", self.open(self.issue(self.make_order())).text)

    def test_the_page_says_for_whom_the_link_is(self):
        """F23"""
        text = self.open(self.issue(self.make_order())).text
        self.assertIn("j•••@example.com", text)
        self.assertIn("opens nothing else", text)

    def test_no_internal_data_on_any_page(self):
        """A4, Q6: notes, costs, margins, chatter, internal users."""
        order = self.make_order("sale", user_id=self.salesman.id)
        for document in (order, self.make_invoice(), order.picking_ids[:1]):
            text = self.open(self.issue(document)).text
            for hidden in (CANARY, "123.45", "sender@seller.example", "access_token"):
                self.assertNotIn(hidden, text)

    def test_sections_notes_discounts_and_taxes_are_shown(self):
        """A16, A14"""
        order = self.make_order("draft")
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "Meeting room"}),
            Command.create({"display_type": "line_note", "name": "Mind the step"}),
        ]
        order.state = "sent"
        text = self.open(self.issue(order)).text
        for shown in ("Meeting room", "Mind the step", "10% off", "796.50", "63.72"):
            self.assertIn(shown, text)

    def test_several_tax_groups_are_shown_apart(self):
        """A14"""
        group = self.env["account.tax.group"].create({"name": "Eco levy"})
        levy = self.tax.copy({"name": "Levy 2%", "amount": 2, "tax_group_id": group.id})
        order = self.make_order("draft")
        order.order_line.tax_ids |= levy
        order.state = "sent"
        text = self.open(self.issue(order)).text
        self.assertIn("Eco levy", text)
        self.assertIn("15.93", text)

    def test_texts_of_customers_and_staff_are_escaped(self):
        """S15"""
        order = self.make_order("draft", client_order_ref="<script>alert(1)</script>")
        order.order_line.name = "<img src=x onerror=alert(1)>\n<b>bold</b>"
        order.state = "sent"
        text = self.open(self.issue(order)).text
        self.assertNotIn("<script>alert", text)
        self.assertNotIn("<img src=x", text)
        self.assertIn("&lt;img src=x", text)

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
            counts.append(self._queries(link))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 20)

    def _queries(self, link):
        """Return the number of queries of one open, the log's own left out."""
        from odoo.http import Application

        seen = []
        original = Application.__call__

        def counting(app, environ, start_response):
            import threading

            try:
                return original(app, environ, start_response)
            finally:
                seen.append(threading.current_thread().query_count)

        self.patch(Application, "__call__", counting)
        self.open(link)
        return seen[-1]

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

    def test_an_invoice_that_was_credited_in_full_is_not_called_paid(self):
        """B23"""
        invoice = self.make_invoice()
        reversal = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        reversal.create({"journal_id": invoice.journal_id.id}).modify_moves()
        self.assertEqual(invoice.payment_state, "reversed")
        text = self.open(self.issue(invoice)).text
        self.assertIn("Credited", text)
        self.assertIn("do not pay", text)

    def test_a_section_that_hides_its_prices_shows_their_sum(self):
        """A16"""
        order = self.make_order("draft")
        order.order_line = [
            Command.create(
                {
                    "display_type": "line_section",
                    "name": "Kit",
                    "collapse_prices": True,
                    "sequence": 1,
                }
            )
        ]
        order.state = "sent"
        text = self.open(self.issue(order)).text
        self.assertRegex(text, r"Kit</bdi></th><td><bdi>[^<]*796\.50")
        self.assertNotIn("295.00", text)

    def test_a_tracking_number_cannot_leave_its_place_in_the_carrier_s_url(self):
        """A18, S15"""
        order = self.make_order("sale")
        picking = order.picking_ids[:1]
        picking.carrier_id = self.env["delivery.carrier"].create(
            {
                "name": "Carrier",
                "product_id": self.product.id,
                "tracking_url": "https://track.example/?n=<shipmenttrackingnumber>",
            }
        )
        picking.carrier_tracking_ref = "A&x=1#"
        url = picking._public_parcels()[0]["url"]
        self.assertEqual(url, "https://track.example/?n=A%26x%3D1%23")
