# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.exceptions import ValidationError

from ..common.pay import PayHttpCase


class TestBundle(PayHttpCase):
    """F18: several open invoices of one customer, in one go."""

    def setUp(self):
        super().setUp()
        self.invoices = self.make_invoice() | self.make_invoice() | self.make_invoice()
        self.bundle = self.env["public.link.bundle"]._of(self.invoices)
        self.link = self.issue(self.bundle, "pay", self.customer)

    def test_one_payment_settles_them_all(self):
        """F18, B28, A46"""
        page = self.open(self.link)
        self.assertIn("3 invoices", page.text)
        for invoice in self.invoices:
            self.assertIn(invoice.name, page.text)
        self.assertEqual(self.shown_amount(page), 955.8)
        self.assertIn("result", self.begin(self.link, 955.8))
        transaction = self.transactions(self.invoices)
        self.assertEqual(transaction.invoice_ids, self.invoices)
        self.pay(transaction)
        for invoice in self.invoices:
            self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertIn('data-code="paid"', self.open(self.link).text)

    def test_the_terms_of_its_invoices_are_told_once(self):
        """F18, T16"""
        self.invoices[:2].narration = "Goods stay ours until they are paid."
        self.invoices[2].narration = "Delivered free of charge."
        page = self.open(self.link)
        self.assertPublic(page, 200)
        self.assertEqual(page.text.count("Goods stay ours until they are paid."), 1)
        self.assertIn("Delivered free of charge.", page.text)

    def test_what_was_paid_or_cancelled_meanwhile_is_not_paid_again(self):
        """F7, F18, A48"""
        first, second = self.invoices[:2]
        single = self.issue(first, "pay")
        self.begin(single, 318.6)
        self.pay(self.transactions(first))
        second.button_draft()
        second.button_cancel()
        self.assertIn("error", self.begin(self.link, 955.8))
        self.assertEqual(self.shown_amount(self.open(self.link)), 318.6)
        self.begin(self.link, 318.6)
        self.assertEqual(
            self.transactions(self.invoices[2]).invoice_ids, self.invoices[2]
        )

    def test_one_invoice_in_progress_blocks_them_all(self):
        """F8, F18"""
        self.begin(self.issue(self.invoices[1], "pay"), 318.6)
        self.transactions(self.invoices[1])._set_pending()
        self.assertIn('data-code="processing"', self.open(self.link).text)
        self.assertIn("error", self.begin(self.link, 955.8))

    def test_only_invoices_that_belong_together_are_paid_together(self):
        """F18, S10: one customer, one company, one currency, open"""
        bundles = self.env["public.link.bundle"]
        francs = self.env.ref("base.CHF")
        francs.active = True
        for others in (
            self.make_invoice(partner_id=self.other.id),
            self.make_invoice(currency_id=francs.id),
            self.make_invoice("out_refund"),
            self.make_invoice(post=False),
        ):
            with self.assertRaises(ValidationError):
                bundles._of(self.invoices | others)
        with self.assertRaises(ValidationError):
            bundles._of(self.invoices.browse())
        self.assertEqual(bundles._of(self.invoices), self.bundle)
        self.assertNotEqual(bundles._of(self.invoices[:2]), self.bundle)

    def test_invoices_of_another_customer_close_the_page(self):
        """A3, S10: also when an invoice is handed on later"""
        self.invoices[0].button_draft()
        self.invoices[0].partner_id = self.other
        self.invoices[0].action_post()
        self.assertEqual(self.open(self.link).status_code, 410)
        self.assertIn("error", self.begin(self.link, 955.8))

    def test_instalments_count_and_a_discount_of_one_does_not(self):
        """F18, F24"""
        terms = self.env["account.payment.term"].create(
            {
                "name": "2% in 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    fields.Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        early = self.make_invoice(invoice_payment_term_id=terms.id)
        parts = self.make_invoice(
            invoice_payment_term_id=self.instalments(50, 50).id, invoice_date_due=False
        )
        bundle = self.env["public.link.bundle"]._of(early | parts)
        due = bundle._public_pay_due()
        self.assertAlmostEqual(due.now, 318.6 + 159.3)
        self.assertAlmostEqual(due.whole, 637.2)
        link = self.issue(bundle, "pay", self.customer)
        self.begin(link, 477.9)
        self.pay(self.transactions(early | parts))
        self.assertAlmostEqual(sum((early | parts).mapped("amount_residual")), 159.3)
