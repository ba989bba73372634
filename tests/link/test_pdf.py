# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from datetime import timedelta

from freezegun import freeze_time
from pypdf import PdfReader

from odoo import fields

from ...models.link import public_link_pdf
from ..common.base import CANARY, PublicLinkHttpCase


class TestPdf(PublicLinkHttpCase):
    def setUp(self):
        super().setUp()
        self.store = self.env["public.link.pdf"]
        self.rendered = []

        def render(row):
            self.rendered.append(row.version)
            return b"%PDF-1.7 test"

        self.patch(self.env.registry["public.link.pdf"], "_rendered", render)

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_pdf").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_pdf_is_rendered_once_for_a_version_and_never_inside_a_request(self):
        """A23, C5"""
        link = self.issue(self.make_order())
        for _number in range(2):
            response = self.open(link, "pdf")
            self.assertEqual(response.status_code, 200)
            self.assertIn("being prepared", response.text)
        self.assertFalse(self.rendered)
        self.run_cron()
        self.assertEqual(len(self.rendered), 1)
        for _number in range(2):
            response = self.open(link, "pdf")
            self.assertEqual(response.headers["Content-Type"], "application/pdf")
            self.assertEqual(response.content, b"%PDF-1.7 test")
            self.assertIn("Quotation_S", response.headers["Content-Disposition"])
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertFalse(response.cookies)
        self.run_cron()
        self.assertEqual(len(self.rendered), 1)

    def run_jobs(self):
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_again").method_direct_trigger()
        self.env.invalidate_all()

    def test_what_is_sent_is_rendered_before_anybody_asks(self):
        """A23: the version that the page then shows, in its reader's language"""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.write({"lang": "fr_FR", "tz": "Europe/Paris"})
        order = self.make_order()
        links = [self.issue(order, purpose) for purpose in ("view", "approve")]
        for link in links:
            link._note_sent()
        self.run_jobs()
        [row] = self.pdfs_of(order)
        self.assertEqual((row.lang, row.ahead), ("fr_FR", True))
        self.assertFalse(self.rendered)
        self.run_cron()
        self.assertEqual(self.rendered, [row.version])
        for link in links:
            response = self.open(link, "pdf")
            self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.run_cron()
        self.assertEqual(len(self.rendered), 1)

    def test_who_asks_comes_before_what_nobody_asked_for(self):
        """A23: also for a version that was ordered ahead"""
        orders = [self.make_order() for _number in range(3)]
        links = [self.issue(order) for order in orders]
        for link in links[:2]:
            link._order_ahead()
        self.open(links[2], "pdf")
        self.open(links[1], "pdf")
        self.run_cron()
        versions = [self.pdfs_of(order).version for order in orders]
        self.assertEqual(self.rendered, [versions[1], versions[2], versions[0]])

    def test_a_large_batch_does_not_fill_the_queue(self):
        """A23: what is over the limit is rendered when it is asked for"""
        self.patch(public_link_pdf, "AHEAD", 3)
        orders = [self.make_order() for _number in range(4)]
        links = self.env["public.link"].union(*map(self.issue, orders))
        links._note_sent()
        jobs = self.env["public.link.job"].search([("kind", "=", "pdf_ahead")])
        self.assertEqual(len(jobs), 3)
        self.run_jobs()
        self.assertEqual(self.store.search_count([("ahead", "=", True)]), 3)
        self.issue(orders[3], "approve")._note_sent()
        self.assertFalse(
            self.env["public.link.job"].search([("kind", "=", "pdf_ahead")])
        )

    def test_nothing_is_rendered_for_a_page_that_offers_none(self):
        """A23: switched off, dead, of another purpose, or sent as a file already"""
        order = self.make_order("sale")
        portal = self.issue(self.customer, "portal")
        portal._note_sent()
        link = self.issue(order)
        link._note_sent()
        link._revoke()
        self.run_jobs()
        self.company.public_links_show_pdf = False
        self.issue(order)._note_sent()
        self.run_jobs()
        self.assertFalse(self.store.search([]))
        self.assertFalse(
            self.env["public.link.job"].search([("kind", "=", "pdf_ahead")])
        )

    def test_another_version_or_language_is_another_pdf(self):
        """A23"""
        self.env["res.lang"]._activate_lang("fr_FR")
        order = self.make_order("draft")
        order.state = "sent"
        link = self.issue(order)
        self.open(link, "pdf")
        self.run_cron()
        order.order_line.product_uom_qty = 4
        self.assertIn("being prepared", self.open(link, "pdf").text)
        self.customer.lang = "fr_FR"
        self.open(link, "pdf")
        self.assertEqual(len(self.store.search([("state", "=", "pending")])), 2)

    def test_the_same_document_on_another_day_is_the_same_pdf(self):
        """A23: "due in 12 days" is no part of it."""
        invoice = self.make_invoice()
        link = self.issue(invoice)
        versions = set()
        for days in (0, 3, 60):
            with freeze_time(fields.Datetime.now() + timedelta(days=days)):
                values = invoice._public_values(link)
                versions.add(invoice._public_link_version(values))
        self.assertEqual(len(versions), 1)

    def test_recipients_of_one_document_share_its_pdf(self):
        """A23"""
        order = self.make_order()
        self.open(self.issue(order), "pdf")
        self.open(self.issue(order, partner=self.other), "pdf")
        self.assertEqual(len(self.pdfs_of(order)), 1)

    def test_an_invoice_serves_the_pdf_that_was_sent(self):
        """A23"""
        invoice = self.make_invoice()
        self.env["ir.attachment"].create(
            {
                "name": "INV.pdf",
                "raw": b"%PDF-1.4 as sent",
                "res_model": "account.move",
                "res_id": invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        invoice.invalidate_recordset()
        response = self.open(self.issue(invoice), "pdf")
        self.assertEqual(response.content, b"%PDF-1.4 as sent")

    def test_a_download_is_logged(self):
        """B66, F19"""
        link = self.issue(self.make_order())
        self.open(link, "pdf")
        self.run_cron()
        self.open(link, "pdf")
        kinds = link.event_ids.mapped("kind")
        self.assertEqual(kinds.count("downloaded"), 1)

    def test_the_pdf_can_be_switched_off(self):
        """A23, Q7"""
        link = self.issue(self.make_order())
        self.assertIn("/pdf", self.open(link).text)
        self.company.public_links_show_pdf = False
        self.assertNotIn("/pdf", self.open(link).text)
        self.assertEqual(self.open(link, "pdf").status_code, 410)

    def test_dead_links_and_foreign_tokens_get_no_pdf(self):
        """A3, A6"""
        link = self.issue(self.make_order())
        link._revoke()
        self.assertEqual(self.open(link, "pdf").status_code, 410)
        self.assertEqual(self.get("/link/view/garbage/pdf").status_code, 404)
        pay = self.issue(self.make_order(), "pay")
        self.assertEqual(self.get(f"/link/view/{pay._token()}/pdf").status_code, 404)
        self.assertFalse(self.store.search([]))

    def test_old_versions_are_dropped(self):
        """S24"""
        link = self.issue(self.make_order())
        self.open(link, "pdf")
        self.env.cr.execute(
            "UPDATE public_link_pdf SET create_date = %s",
            [fields.Datetime.now() - timedelta(days=31)],
        )
        self.env.invalidate_all()
        self.store._gc_pdfs()
        self.assertFalse(self.store.search([]))


class TestRealPdf(PublicLinkHttpCase):
    def test_the_real_pdf_holds_the_document_and_no_internal_data(self):
        """A23, Q6: rendered by wkhtmltopdf; its texts are read from what it was given.

        Debian's wkhtmltopdf draws web fonts as outlines, so the PDF holds no text.
        """
        order = self.make_order("sale")
        for document in (order, self.make_invoice(), order.picking_ids[:1]):
            report = document._public_link_report()
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                report, document.ids
            )
            text = html.decode()
            self.assertIn(document.name, text)
            for hidden in (CANARY, "123.45", "access_token"):
                self.assertNotIn(hidden, text)
            store = self.env["public.link.pdf"].with_context(
                lang="en_US", force_report_rendering=True
            )
            store._order_pdf(document, "v1")
            content = store._find(document, "v1")._rendered()
            self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), 1)


class TestPreview(PublicLinkHttpCase):
    def preview(self, document):
        return self.get(f"/link/preview/view/{document._name}/{document.id}")

    def test_staff_see_what_the_customer_sees_and_leave_no_trace(self):
        """B58, E6.10, B67"""
        order = self.make_order("sale")
        self.authenticate("admin", "admin")
        response = self.preview(order)
        self.assertEqual(response.status_code, 200)
        self.assertIn(order.name, response.text)
        self.assertIn("j•••@example.com", response.text)
        self.assertFalse(
            self.Link.search(
                [("res_model", "=", order._name), ("res_id", "=", order.id)]
            )
        )
        self.assertNotIn("/link/view/", response.text)

    def test_a_preview_needs_a_sender_who_may_read_the_document(self):
        """S8, F29"""
        order, invoice = self.make_order(), self.make_invoice()
        response = self.preview(order)
        self.assertIn("/web/login", response.headers.get("Location", ""))
        for user in (self.clerk, self.warehouse):
            self.log_in(user)
            self.assertEqual(self.preview(invoice).status_code, 404)
            # Warehouse users may read orders, and see them as customers do.
            expected = 404 if user == self.clerk else 200
            self.assertEqual(self.preview(order).status_code, expected)
        self.assertEqual(self.get("/link/preview/view/res.users/1").status_code, 404)
        self.assertEqual(
            self.get("/link/preview/view/sale.order/999999").status_code, 404
        )
