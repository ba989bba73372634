# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from unittest.mock import patch
from urllib.parse import urljoin

from lxml import html

from odoo import fields

from ...models.portal import portal_list
from ...models.portal.portal_list import number_of, words_of
from ..common.base import PublicLinkCase, PublicLinkHttpCase
from ..common.portal import PortalFixtures
from ..link.test_uploads import picture


class TestPortalLists(PortalFixtures, PublicLinkHttpCase):
    """The sections: what stands in them, search, tabs, pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()

    def paid(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({}).action_create_payments()

    def test_invoices_with_number_date_amount_and_status(self):
        """B3, B19, B20, B21, B22, B23, B46, D3"""
        paid, late, open_ = (self.make_invoice() for _number in range(3))
        self.paid(paid)
        late.invoice_date_due = fields.Date.subtract(fields.Date.today(), days=3)
        response = self.page("invoices")
        self.assertPublic(response, 200)
        self.assertEqual(self.titles(response), [open_.name, late.name, paid.name])
        self.assertEqual(self.badges(response)[1], "overdue")
        self.assertIn(self.badges(response)[0], ("unpaid", "overdue"))
        self.assertIn(self.badges(response)[2], ("paid", "in_payment"))
        self.assertIn("$\N{NO-BREAK SPACE}318.60", response.text)
        self.assertIn(str(fields.Date.today().year), response.text)
        for tab, expected in (
            ("paid", [paid.name]),
            ("overdue", [late.name]),
            ("all", [open_.name, late.name, paid.name]),
            ("nonsense", [open_.name, late.name, paid.name]),
        ):
            titles = self.titles(self.page(f"invoices?tab={tab}"))
            if tab == "overdue":
                self.assertIn(late.name, titles)
                self.assertNotIn(paid.name, titles)
            else:
                self.assertEqual(titles, expected, tab)
        self.assertNotIn(paid.name, self.titles(self.page("invoices?tab=unpaid")))

    def test_the_tabs_and_the_badges_say_the_same(self):
        """B23: the database's condition and the page's words agree"""
        today = fields.Date.today()
        for state in ("not_paid", "partial", "paid", "in_payment", "reversed"):
            for days in (-5, 5):
                invoice = self.make_invoice()
                invoice.invoice_date_due = fields.Date.add(today, days=days)
                invoice.payment_state = state
        for tab, codes in (
            ("unpaid", {"unpaid", "partial", "overdue"}),
            ("overdue", {"overdue"}),
            ("paid", {"paid", "in_payment", "credited"}),
        ):
            shown = set(self.badges(self.page(f"invoices?tab={tab}")))
            self.assertEqual(shown, codes, tab)

    def test_an_invoice_opens_with_its_details_and_pdf(self):
        """B24, B25: the page of its view link, under the portal's token"""
        invoice = self.make_invoice()
        response = self.page(f"invoice/{invoice.id}")
        self.assertPublic(response, 200)
        self.assertIn("Acoustic Bloc Screen", response.text)
        self.assertIn(f"/invoice/{invoice.id}/pdf", response.text)
        self.assertIn("Overview", self.nav(response))
        view = self.open(self.issue(invoice)).text
        start, end = "<h2 id=", "</table>"
        self.assertEqual(
            view[view.index(start) : view.index(end)],
            response.text[response.text.index(start) : response.text.index(end)],
        )
        response = self.page(f"invoice/{invoice.id}/pdf")
        self.assertPublic(response, 200)
        self.assertIn("being prepared", response.text)
        self.env["public.link.pdf"].search([("state", "=", "pending")])._render()
        response = self.page(f"invoice/{invoice.id}/pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")

    def test_estimates_are_pending_accepted_or_rejected(self):
        """B30, B31, B32, B33, B34, B38, B47"""
        pending, accepted, rejected = (self.make_order() for _number in range(3))
        signed = self.make_order()
        signed.write({"signed_by": "Joel", "signed_on": fields.Datetime.now()})
        signed.action_confirm()
        by_phone = self.make_order("sale")
        accepted.public_link_answer = "approved"
        accepted.action_confirm()
        rejected.public_link_answer = "rejected"
        rejected._action_cancel()
        response = self.page("estimates")
        self.assertPublic(response, 200)
        self.assertEqual(
            set(self.titles(response)),
            {one.name for one in (pending, accepted, rejected, signed)},
        )
        for word in ("Action required", "Approved", "Declined"):
            self.assertRegex(response.text, rf'class="pill [^>]+>{word}<')
        for tab, expected in (
            ("pending", {pending.name}),
            ("accepted", {accepted.name, signed.name}),
            ("rejected", {rejected.name}),
        ):
            titles = self.titles(self.page(f"estimates?tab={tab}"))
            self.assertEqual(set(titles), expected, tab)
        self.assertNotIn(by_phone.name, response.text)
        self.assertIn("$\N{NO-BREAK SPACE}860.22", response.text)

    def test_an_estimate_opens_and_leads_to_its_answer(self):
        """B7, B35, B36, B37"""
        order = self.make_order()
        response = self.page(f"estimate/{order.id}")
        self.assertPublic(response, 200)
        self.assertIn("Review and approve", response.text)
        lead = self.post(f"estimate/{order.id}/to/approve")
        self.assertEqual(lead.status_code, 303)
        page = self.get(lead.headers["Location"])
        self.assertIn("Approve This Quote", page.text)
        self.assertIn("Reject", page.text)
        child = self.link.child_ids
        self.assertEqual((child.purpose, child.parent_id), ("approve", self.link))
        self.assertLessEqual(child.expires_at, self.link.expires_at)

    def test_orders_credit_notes_and_shipments(self):
        """B19, B48, D4, D16, D17"""
        order = self.make_order("sale")
        picking = order.picking_ids
        refund = self.make_invoice("out_refund")
        self.assertEqual(self.titles(self.page("orders")), [order.name])
        self.assertIn("Being prepared", self.page("orders").text)
        self.assertEqual(self.titles(self.page("credit_notes")), [refund.name])
        self.assertEqual(self.titles(self.page("shipments")), [picking.name])
        for kind, record in (
            ("order", order),
            ("credit_note", refund),
            ("shipment", picking),
        ):
            response = self.page(f"{kind}/{record.id}")
            self.assertPublic(response, 200)
            self.assertIn(record.name, response.text)
        order.client_order_ref = "PO 4711"
        for words in (order.name, "po%204711", picking.name):
            found = self.titles(self.page(f"shipments?q={words}"))
            self.assertEqual(found, [picking.name], words)
        self.assertFalse(self.titles(self.page("shipments?q=4712")))
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.badges(self.page("shipments?tab=shipped")), ["shipped"])
        self.assertEqual(self.badges(self.page("orders?tab=shipped")), ["shipped"])

    def test_each_section_has_its_setting(self):
        """B8, B48, D16, D17, Q7: off, it is nowhere, and its documents do not open"""
        order, quote = self.make_order("sale"), self.make_order()
        documents = {
            "estimates": ("estimate", quote),
            "orders": ("order", order),
            "credit_notes": ("credit_note", self.make_invoice("out_refund")),
            "shipments": ("shipment", order.picking_ids),
            "invoices": ("invoice", self.make_invoice()),
        }
        switches = {
            "estimates": ("portal_estimates", "quotes"),
            "orders": ("portal_orders", "orders"),
            "credit_notes": ("portal_credit_notes", "credit_notes"),
            "shipments": ("portal_shipments", "deliveries"),
            "invoices": ("invoices",),
        }
        for code, (kind, record) in documents.items():
            self.assertEqual(self.page(code).status_code, 200, code)
            for name in switches[code]:
                with self.subTest(code=code, setting=name):
                    self.company[f"public_links_{name}"] = False
                    self.assertNotIn(f"/{code}?", self.page().text)
                    for place in (code, f"{kind}/{record.id}"):
                        self.assertEqual(self.page(place).status_code, 404)
                    pdf = self.page(f"{kind}/{record.id}/pdf")
                    self.assertEqual(pdf.status_code, 404)
                    self.company[f"public_links_{name}"] = True

    def test_every_address_of_a_page_leads_somewhere(self):
        """D2, Q3: relative ones of sections, and those of a page that answers a form"""
        self.make_invoice()
        self.make_order("sale")
        self.env["res.lang"]._activate_lang("fr_FR")
        wrong = self.post("messages/comment", {"text": " "})
        self.assertPublic(wrong, 422)
        codes = ("", "invoices", "orders", "payments", "statement", "messages")
        for page in [wrong, *map(self.page, codes)]:
            tree = html.document_fromstring(page.text)
            found = tree.xpath("//a/@href[not(starts-with(., '#'))]")
            found = {urljoin(page.url, one) for one in found}
            ours = {one for one in found if "/link/portal/" in one}
            self.assertGreater(len(ours), 5, page.url)
            for url in ours:
                path = url.partition(self.base_url())[2]
                with self.subTest(page.url.rpartition("/")[2], path=path):
                    self.assertEqual(self.get(path).status_code, 200)
        # What is far shorter so: 20 rows name 20 addresses.
        self.assertIn('href="invoice/', self.page("invoices").text)

    def test_the_overview_says_what_waits(self):
        """D3, D5: to approve, to pay, overdue, on its way; the answer first"""
        self.assertIn("nothing waits for you", self.page().text)
        quote, late = self.make_order(), self.make_invoice()
        late.invoice_date_due = fields.Date.subtract(fields.Date.today(), days=3)
        self.make_order("sale")
        text = self.page().text
        self.assertIn(f"Quotation {quote.name}", text)
        self.assertIn(f"Invoice {late.name}", text)
        self.assertIn("Overdue", text)
        self.make_invoice()
        text = self.page().text
        self.assertIn("2 invoices to pay", text)
        self.assertIn("637.20", text)
        order = self.make_order("sale")
        picking = order.picking_ids
        picking.carrier_tracking_ref = "123456789012"
        picking.button_validate()
        picking.parcel_ids.state = "in_transit"
        text = self.page().text
        self.assertIn(f"Shipment {picking.name}", text)
        self.assertIn("On its way", text)
        for _number in range(4):
            self.make_order()
        self.assertIn("More wait for your answer", self.page().text)

    def test_an_order_whose_items_or_proofs_wait_is_named(self):
        """E6.7, C25, D16"""
        order = self.make_order("sale")
        self.assertNotIn("Action required", self.page().text)
        order.public_link_item_approval = True
        text = self.page().text
        self.assertIn(f"Order {order.name}", text)
        self.assertIn("Action required", text)
        self.assertIn(
            f"order/{order.id}/to/approve", self.page(f"order/{order.id}").text
        )
        order.order_line.public_link_state = "approved"
        self.assertNotIn("Action required", self.page().text)
        self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line.id,
                "name": "front.png",
                "file": base64.b64encode(picture("PNG", (60, 40))),
            }
        )
        self.assertIn("Action required", self.page().text)
        self.company.public_links_approve_enabled = False
        self.assertNotIn("Action required", self.page().text)

    def test_what_is_open_in_the_customers_favour_is_said(self):
        """F26, D4"""
        self.assertNotIn("in your favour", self.page().text)
        self.make_invoice("out_refund")
        self.assertIn("318.60 is open in your favour", self.page().text)

    def test_search(self):
        """B19: by number and own reference, literally"""
        first = self.make_invoice(ref="PO_77%1")
        second = self.make_invoice(ref="PO-7781")
        for words, expected in (
            (first.name, {first.name}),
            (first.name[-4:].lower(), {first.name}),
            ("_77%25", {first.name}),
            ("PO", {first.name, second.name}),
            ("%25", {first.name}),
            ("%27%20OR%201%3D1--", set()),
            ("%5C", set()),
            ("%22%27%5C%25_", set()),
            ("x" * 5000, set()),
            ("%00" + first.name, {first.name}),
        ):
            response = self.page(f"invoices?q={words}")
            self.assertPublic(response, 200)
            self.assertEqual(set(self.titles(response)), expected, words[:40])
        # Its form keeps tab and language; the section stands in its address.
        self.assertIn('name="tab" value="all"', response.text)
        self.assertNotIn('name="section"', response.text)
        hostile = self.page("invoices?q=%3Cscript%3Ealert(1)%3C/script%3E")
        self.assertNotIn("<script>alert", hostile.text)
        self.assertIn("&lt;script&gt;", hostile.text)

    def test_pages(self):
        """B19: whatever is typed as a page, one that is there is shown"""
        self.enterContext(patch.object(portal_list, "PAGE_SIZE", 3))
        for _number in range(5):
            self.make_invoice()
        first, second = self.page("invoices"), self.page("invoices?page=2")
        self.assertEqual(len(self.titles(first)), 3)
        self.assertEqual(len(self.titles(second)), 2)
        self.assertFalse(set(self.titles(first)) & set(self.titles(second)))
        self.assertIn("Page 2 of 2", second.text)
        for wrong in ("-1", "0", "x", "", "1.5", "%00", "1e9", "９"):
            response = self.page(f"invoices?page={wrong}")
            self.assertEqual(self.titles(response), self.titles(first), wrong)
        for large in ("1000000000", "9" * 18):
            response = self.page(f"invoices?page={large}")
            self.assertEqual(self.titles(response), self.titles(second), large)
        self.assertEqual(self.page("invoices?page=" + "9" * 5000).status_code, 200)

    def test_as_many_queries_for_few_documents_as_for_many(self):
        """B19, D2: constant, and within the budget of the other pages"""
        self.make_provider()
        places = ("", "invoices", "estimates", "orders", "credit_notes", "shipments")

        def make():
            self.make_order()
            order = self.make_order("sale")
            order._create_invoices().action_post()
            order.picking_ids.carrier_tracking_ref = "123456789012"
            order.picking_ids.button_validate()
            self.make_invoice("out_refund")

        def counts():
            found = {}
            for place in places:
                self.page(place)
                found[place] = self.count_queries(self.link._at(place))
            return found

        make()
        few = counts()
        for _number in range(4):
            make()
        many = counts()
        self.assertEqual(few, many)
        self.assertLessEqual(max(many[place] for place in places[1:]), 14, many)
        self.assertLessEqual(many[""], 20, many)


class TestWords(PublicLinkCase):
    def test_numbers_and_words_of_strangers(self):
        """B19: bounded, and never an error"""
        for text in (None, "", "x", "-1", "1.0", "٣", "１", " ", "1" * 20):
            self.assertEqual(number_of(text), 0, text)
        self.assertEqual(number_of(" 12 "), 12)
        self.assertEqual(words_of("  a \n\t b\x00\u200b"), "a b")
        self.assertEqual(len(words_of("w" * 10_000)), 100)
        self.assertEqual(words_of(None), "")
