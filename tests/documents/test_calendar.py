# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta

from odoo import fields

from ...models.approve.sale_order_revision import KEPT
from ...tools.calendar_file import LINE, calendar_file
from ..common.base import PublicLinkHttpCase


class TestCalendar(PublicLinkHttpCase):
    """F55: due dates and deliveries as calendar files."""

    def days(self, document):
        """Return the days of a document's calendar file, or ``None`` for none."""
        link = self.issue(document)
        shown = "Add to your calendar" in self.open(link).text
        response = self.open(link, "calendar.ics")
        self.assertEqual(shown, response.status_code == 200)
        if not shown:
            self.assertPublic(response, 404)
            return None
        self.assertPublic(response, 200)
        self.assertIn(".ics", response.headers["Content-Disposition"])
        lines = response.text.split("\r\n")
        return [line.partition(":")[2] for line in lines if "DTSTART" in line]

    def test_an_invoice_that_is_due(self):
        """F55: none when it is paid, late, or a credit note"""
        until = fields.Date.today() + timedelta(days=9)
        invoice = self.make_invoice(
            invoice_payment_term_id=False, invoice_date_due=until
        )
        self.assertEqual(self.days(invoice), [f"{until:%Y%m%d}"])
        self.assertIsNone(self.days(self.make_invoice("out_refund")))
        late = self.make_invoice(
            invoice_date=date(2020, 1, 1),
            invoice_payment_term_id=False,
            invoice_date_due=date(2020, 1, 1),
        )
        self.assertIsNone(self.days(late))

    def test_a_quotation_that_ends_and_an_order_that_comes(self):
        """F55: the day where the seller is"""
        order = self.make_order()
        until = fields.Date.today() + timedelta(days=5)
        order.with_context(**KEPT).validity_date = until
        self.assertEqual(self.days(order), [f"{until:%Y%m%d}"])
        order.action_confirm()
        self.assertIsNone(self.days(order))
        order.commitment_date = datetime(2031, 5, 2, 12)
        self.assertEqual(self.days(order), ["20310502"])

    def test_words_of_anybody_stay_words(self):
        """S11: a name with line ends, commas or many letters adds no line of its own"""
        title = "A;b,c\\d\r\nATTENDEE:mailto:x@example.com " + "ä" * 80
        day = date(2026, 1, 2)
        text = calendar_file([("x", day, day, title)], datetime(2026, 1, 1))
        lines = text.split(b"\r\n")
        self.assertFalse([line for line in lines if line.startswith(b"ATTENDEE")])
        self.assertLessEqual(max(map(len, lines)), LINE)
        whole = text.replace(b"\r\n ", b"").decode()
        self.assertIn("SUMMARY:A\\;b\\,c\\\\d\\nATTENDEE", whole)
        self.assertIn("ä" * 80, whole)
