# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A part of an invoice: the customer names an amount, the server bounds it."""

from html import unescape

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from ...models.pay.part import choice_of, named, read_amount
from ..common.pay import PayHttpCase


@tagged("post_install", "-at_install")
class TestPartAmounts(TransactionCase):
    def test_an_amount_is_read_as_people_write_it(self):
        """F34"""
        for text, point, amount in (
            ("300", ".", 300),
            ("300.00", ".", 300),
            (" 1,740.50 ", ".", 1740.5),
            ("1.740,50", ",", 1740.5),
            ("1 740,50", ",", 1740.5),
            ("1'740.50", ".", 1740.5),
            ("$300", ".", 300),
            ("1,740", ".", 1740),
            ("1.740", ",", 1740),
            ("0,50", ",", 0.5),
            (".5", ".", 0.5),
        ):
            self.assertEqual(read_amount(text, point), amount, text)

    def test_what_is_no_amount_is_none(self):
        """F34, S16"""
        for text in ("", "0", "-5", "abc", "1e9", "nan", "inf", "9" * 30, "..", "1-2"):
            self.assertIsNone(read_amount(text), text)
        for choice in ("", None, "part", "part-", "part--5", "part-1e5", "part-nan"):
            self.assertIsNone(named(choice), choice)
        self.assertEqual(named(choice_of(100.5)), 100.5)


class TestPayPart(PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"public_links_parts": True, "public_links_part_min": 100})

    def part(self, link, amount):
        return self.get(f"{link._path()}?pay=part&amount={amount}")

    def test_a_part_is_paid_and_the_rest_stays_due(self):
        """F34, S16"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertIn("Pay another amount", self.open(link).text)
        page = self.part(link, "118.60")
        self.assertPublic(page, 200)
        self.assertEqual(self.shown_amount(page), 118.6)
        self.assertIn("200.00 is left to pay", page.text.replace("\xa0", ""))
        choice = choice_of(118.6)
        self.assertIn("result", self.begin(link, 118.6, choice))
        payment = self.transactions(invoice)
        self.assertEqual(payment.amount, 118.6)
        self.pay(payment)
        self.assertEqual(invoice.amount_residual, 200)
        self.assertEqual(self.shown_amount(self.open(link)), 200)

    def test_the_server_bounds_the_amount(self):
        """F34, S16: between the company's minimum and what is due, whoever asks."""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        for asked, paid in (("1", 100), ("99.5", 100), ("5000", 318.6)):
            with self.subTest(asked):
                self.assertEqual(self.shown_amount(self.part(link, asked)), paid)
                answer = self.begin(link, float(asked), f"part-{asked}")
                self.assertIn("error", answer)
                self.assertFalse(self.transactions(invoice))
        self.assertIn("result", self.begin(link, 100, "part-1"))
        self.assertEqual(self.transactions(invoice).amount, 100)

    def test_off_by_default_and_where_a_part_makes_no_sense(self):
        """F34, S16: orders, credit notes, less than the minimum, and the setting."""
        small = self.make_invoice()
        self.company.public_links_part_min = 400
        small_link = self.issue(small, "pay")
        order_link = self.issue(self.make_order("sale"), "pay")
        invoice = self.make_invoice()
        off = self.issue(invoice, "pay")
        self.company.public_links_part_min = 100
        self.company.public_links_parts = False
        self.assertNotIn("Pay another amount", self.open(off).text)
        self.assertEqual(self.shown_amount(self.part(off, "118.6")), 318.6)
        self.assertIn("error", self.begin(off, 118.6, "part-118.6"))
        self.company.write({"public_links_parts": True, "public_links_part_min": 400})
        for link in (small_link, order_link):
            self.assertNotIn("Pay another amount", self.open(link).text)
            whole = self.shown_amount(self.open(link))
            self.assertEqual(self.shown_amount(self.part(link, "118.6")), whole)

    def test_what_is_no_amount_is_asked_again(self):
        """F34: the page says so beside the field, and pays what is due."""
        link = self.issue(self.make_invoice(), "pay")
        for typed in ("abc", "-5", "", "<b>"):
            page = self.part(link, typed)
            self.assertPublic(page, 200)
            self.assertIn("Please write an amount", page.text)
            self.assertNotIn("<b>", unescape(page.text).split("part-amount")[0][-400:])
            self.assertEqual(self.shown_amount(page), 318.6)

    def test_two_parts_at_once_are_two_payments_only_if_both_fit(self):
        """F34, F7: never more than is due, whoever pays, and in whatever order."""
        invoice = self.make_invoice()
        mine, theirs = (
            self.issue(invoice, "pay"),
            self.issue(invoice, "pay", self.other),
        )
        self.assertIn("result", self.begin(mine, 200, "part-200"))
        first = self.transactions(invoice)
        self.assertIn("result", self.begin(theirs, 200, "part-200"))
        second = self.transactions(invoice) - first
        # The first one was withdrawn: two of 200 do not fit into 318.60.
        self.assertEqual(first.state, "cancel")
        self.pay(second)
        self.assertEqual(invoice.amount_residual, 118.6)
        self.assertIn("error", self.begin(mine, 200, "part-200"))
        self.assertIn("result", self.begin(mine, 118.6, "part-200"))
        third = self.transactions(invoice) - first - second
        self.assertEqual(third.amount, 118.6)
        self.pay(third)
        self.assertEqual(invoice.amount_residual, 0)

    def test_no_part_while_another_payment_is_in_progress(self):
        """F34, F7, S17"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.begin(link, 200, "part-200")
        self.transactions(invoice)._set_pending()
        self.assertIn("error", self.begin(link, 118.6, "part-118.6"))

    def test_a_part_would_lose_a_discount_and_is_not_offered(self):
        """F34"""
        term = self.env["account.payment.term"].create(
            {
                "name": "2% within 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
            }
        )
        invoice = self.make_invoice(invoice_payment_term_id=term.id)
        link = self.issue(invoice, "pay")
        self.assertNotIn("Pay another amount", self.open(link).text)

    def test_the_minimum_is_checked(self):
        """F34"""
        with self.assertRaises(ValidationError):
            self.company.public_links_part_min = -1
