# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""F54: one document in each state, and all that shows it."""

from lxml import html

from odoo import Command, fields

from ...tools.states import status
from ..common.base import PublicLinkHttpCase
from ..common.portal import PortalFixtures
from ..common.returns import ReturnFixtures
from ..common.track import TrackFixtures


class TestStatesShown(
    PortalFixtures, ReturnFixtures, TrackFixtures, PublicLinkHttpCase
):
    """Pages, lists, overview, statement, mails and staff say the word of the table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.late = fields.Date.subtract(fields.Date.today(), days=3)
        cls.soon = fields.Date.add(fields.Date.today(), days=30)

    def main(self, response):
        self.assertPublic(response, 200)
        return html.document_fromstring(response.text).find(".//main")

    def opened(self, document, purpose="view"):
        return self.main(self.open(self.issue(document, purpose)))

    def rows(self, place=""):
        """Return the rows of a page of the portal, by what they are called."""
        rows = self.main(self.page(place)).find_class("doc")
        return {row.findtext(".//b/bdi"): row for row in rows}

    def says(self, shown, *state):
        """Check the first badge of a page, or of a part of one."""
        badge, *_others = shown.find_class("pill")
        expected = status(self.env, *state)
        self.assertEqual(
            (badge.text_content(), badge.get("class")),
            (expected["label"], f"pill {expected['tone']}"),
        )

    def check(self, documents, section):
        """Check page and row of each document, and that it stands as it should.

        :param documents: by kind and code of their states
        """
        self.env.flush_all()
        rows = self.rows(section)
        for state, document in documents.items():
            with self.subTest(state=state):
                self.assertEqual(document._public_state(), state)
                self.says(self.opened(document), *state)
                if document.name in rows:
                    self.says(rows[document.name], *state)
        return rows

    def test_quotations(self):
        """F54: view and approve page, list, overview; B34: who waits for whom"""
        now = fields.Datetime.now()
        pending, expired, cancelled, approved, rejected, asked, revised = (
            self.make_order(validity_date=day)
            for day in (self.soon, self.late, *(self.soon,) * 5)
        )
        cancelled._action_cancel()
        approved.public_link_answer = rejected.public_link_answer = "approved"
        rejected.public_link_answer = "rejected"
        rejected._action_cancel()
        asked.public_link_change_asked = revised.public_link_revised = now
        documents = {
            ("quotation", "pending"): pending,
            ("quotation", "expired"): expired,
            ("quotation", "cancelled"): cancelled,
            ("quotation", "approved"): approved,
            ("quotation", "rejected"): rejected,
            ("quotation", "changes_requested"): asked,
            ("quotation", "revised"): revised,
        }
        rows = self.check(documents, "estimates")
        self.assertEqual(len(rows), 6)
        self.says(self.opened(pending, "approve"), "quotation", "pending")
        self.says(self.opened(pending, "pay"), "quotation", "pending")
        self.says(self.opened(expired, "pay"), "quotation", "expired")
        overview = self.rows()
        self.says(overview[f"Quotation {pending.name}"], "quotation", "pending")
        # What became an order is still a quotation that was approved.
        approved.action_confirm()
        self.says(self.rows("estimates")[approved.name], "quotation", "approved")

    def test_orders(self):
        """F54: page and list; overview and approve page where something waits"""
        service = self.env["product.product"].create(
            {"name": "Assembly", "type": "service", "list_price": 50.0}
        )
        line = Command.create({"product_id": service.id})
        documents = {
            ("order", "confirmed"): self.make_order("sale", order_line=[line]),
        }
        two = Command.create({"product_id": self.product.id, "product_uom_qty": 2})
        for sent, code in ((0, "preparing"), (1, "partly_shipped"), (2, "shipped")):
            order = self.make_order("sale", order_line=[two])
            if sent:
                self.deliver(order, {self.product: sent})
            documents["order", code] = order
        self.assertEqual(len(self.check(documents, "orders")), 4)
        # K3: what is on its way back is no part that is still to come.
        order = self.make_order("sale")
        self.deliver(order)
        self.take_back(order, 1)
        self.assertEqual(order.delivery_status, "partial", "So says core.")
        self.check({("order", "shipped"): order}, "orders")
        tabs = self.main(self.page("orders?tab=shipped"))
        shown = [row.findtext(".//b/bdi") for row in tabs.find_class("doc")]
        self.assertCountEqual(shown, [order.name, documents["order", "shipped"].name])
        order = self.make_order("sale", public_link_item_approval=True)
        self.says(self.rows()[f"Order {order.name}"], "order", "pending")
        page = self.opened(order, "approve")
        self.says(page, "order", "pending")
        # Once, and not on every row.
        self.assertFalse(page.xpath(".//ul[@class='picks']")[0].find_class("pill"))
        labels = dict(order._fields["public_link_item_state"].selection)
        self.assertEqual(
            labels[order.public_link_item_state], "Waiting for the customer"
        )

    def test_invoices_and_credit_notes(self):
        """F54, B23: view and pay page, list, overview"""
        documents = {}
        for code, state, due in (
            ("unpaid", "not_paid", self.soon),
            ("partial", "partial", self.soon),
            ("overdue", "not_paid", self.late),
            ("in_payment", "in_payment", self.soon),
            ("paid", "paid", self.soon),
            ("credited", "reversed", self.soon),
        ):
            invoice = self.make_invoice()
            invoice.invoice_date_due = due
            invoice.payment_state = state
            documents["invoice", code] = invoice
        cancelled = self.make_invoice(post=False)
        cancelled.button_cancel()
        documents["invoice", "cancelled"] = cancelled
        self.assertEqual(len(self.check(documents, "invoices")), 6)
        self.make_provider()
        for code in ("unpaid", "partial", "overdue", "cancelled"):
            page = self.opened(documents["invoice", code], "pay")
            self.says(page, "invoice", code)
        notes = {
            ("credit_note", code): self.make_invoice("out_refund")
            for code in ("credit", "settled")
        }
        notes["credit_note", "settled"].payment_state = "paid"
        self.assertEqual(len(self.check(notes, "credit_notes")), 2)
        # Several at once stand as the worst of them.
        self.says(self.rows()["3 invoices to pay"], "invoice", "overdue")
        bundle = self.env["public.link.bundle"]._of(
            documents["invoice", "unpaid"] + documents["invoice", "overdue"]
        )
        self.says(self.opened(bundle, "pay"), "invoice", "overdue")
        for code in ("unpaid", "overdue"):
            documents["invoice", code].payment_state = "paid"
        self.env.flush_all()
        [row] = (row for title, row in self.rows().items() if "Invoice" in title)
        self.says(row, "invoice", "partial")

    def test_deliveries_and_their_parcels(self):
        """F54: view and track page, list, overview, staff's selection"""
        order = self.make_order("sale")
        picking = order.picking_ids
        documents = {("delivery", "preparing"): picking}
        self.check(documents, "shipments")
        self.says(self.opened(picking, "track"), "delivery", "preparing")
        picking.carrier_tracking_ref = "123456789012"
        picking.button_validate()
        self.check({("delivery", "shipped"): picking}, "shipments")
        parcel = picking.parcel_ids
        labels = dict(parcel._fields["state"].selection)
        for code, label in labels.items():
            if code == "unknown":
                continue
            with self.subTest(code=code):
                parcel.state = code
                picking.invalidate_recordset()
                self.check({("parcel", code): picking}, "shipments")
                self.says(self.opened(picking, "track"), "parcel", code)
                page = self.opened(order)
                [delivery] = page.xpath(
                    ".//div[@class='delivery'][p[.=$name]]", name=picking.name
                )
                self.says(delivery, "parcel", code)
                self.assertEqual(label, status(self.env, "parcel", code)["label"])
        parcel.state = "in_transit"
        self.says(self.rows()[f"Shipment {picking.name}"], "parcel", "in_transit")

    def test_returns(self):
        """F54, E1.13: page, list, mail, staff's selection"""
        self.make_return_fixtures()
        request = self.ask_one(self.delivered())
        order = request.order_id
        template = self.env.ref("public_links.mail_template_return")
        for code, label in request._fields["state"].selection:
            with self.subTest(code=code):
                request.sudo().state = code
                state = request._public_state()
                self.assertEqual(state, ("return", code))
                self.says(self.rows("returns")[request.name], *state)
                card = self.opened(order, "return").xpath(
                    ".//section[.//*[@id=$name]]", name=f"request-{request.id}"
                )[0]
                self.says(card, *state)
                subject = template._render_field("subject", request.ids)[request.id]
                self.assertEqual(subject, f"Return {request.name}: {label}")
                self.assertEqual(label, status(self.env, *state)["label"])

    def test_accounts(self):
        """F54: the statement's page and its paper"""
        report = self.env["ir.actions.report"]
        for code, move_type, due in (
            ("settled", None, None),
            ("unpaid", "out_invoice", self.soon),
            ("overdue", "out_invoice", self.late),
            ("credit", "out_refund", self.soon),
        ):
            with self.subTest(code=code):
                partner = self.customer.copy({"name": code})
                invoice = self.make_invoice(
                    move_type or "out_invoice", partner_id=partner.id
                )
                invoice.invoice_date_due = due or self.soon
                if not move_type:
                    invoice._reverse_moves(cancel=True)
                link = self.issue(partner, "portal")
                self.says(self.main(self.page("statement", link)), "account", code)
        # Paper takes long to lay out: one will do.
        paper, _kind = report.with_context(
            public_link_period=(None, fields.Date.today())
        )._render_qweb_html("public_links.report_statement", partner.ids)
        self.assertIn("In your favour", html.fromstring(paper).text_content())

    def test_words_follow_the_language(self):
        """F54, Q5: on the page and in the list alike"""
        self.env["res.lang"]._activate_lang("fr_FR")
        order = self.make_order()
        french = self.env(context={"lang": "fr_FR"})
        word = status(french, "quotation", "pending")["label"]
        self.assertNotEqual(word, "Action required")
        for link, place in ((self.issue(order), ""), (self.link, "estimates")):
            page = self.main(self.get(f"{link._path(place)}?lang=fr_FR"))
            badge, *_others = page.find_class("pill")
            self.assertEqual(badge.text_content(), word)
