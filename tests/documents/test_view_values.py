# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import parse_qs, urlsplit

from odoo import Command, fields

from ..common.base import CANARY, REFERENCE, PublicLinkHttpCase


class TestViewValues(PublicLinkHttpCase):
    """What the page shows of a document, and what it does not."""

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
        url = picking._public_parcels()[picking.id][0]["url"]
        parts = urlsplit(url)
        self.assertEqual(parts.netloc, "track.example")
        self.assertEqual(list(parse_qs(parts.query)), ["n"])
        self.assertFalse(parts.fragment)
