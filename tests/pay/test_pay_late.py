# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Money that comes after staff have reset the invoice to draft."""

from ..common.pay import PayHttpCase


class TestPayLate(PayHttpCase):
    def late(self):
        invoice = self.make_invoice(invoice_user_id=self.accountant.id)
        self.begin(self.issue(invoice, "pay"), 318.6)
        payment = self.transactions(invoice)
        invoice.button_draft()
        payment._set_done()
        payment._post_process()
        return invoice, payment

    def test_a_draft_of_staff_stays_a_draft(self):
        """P8: the money is booked and open, and somebody is told, once."""
        invoice, payment = self.late()
        self.assertEqual(invoice.state, "draft")
        self.assertEqual(payment.payment_id.state, "in_process")
        self.assertFalse(payment.payment_id.is_reconciled)
        activity = invoice.activity_ids
        self.assertEqual(activity.user_id, self.accountant)
        self.assertIn("which is a draft", activity.summary)
        self.assertIn(payment.reference, activity.note)
        payment._post_process()
        self.assertEqual(len(invoice.activity_ids), 1)
        self.assertEqual(invoice.state, "draft")

    def test_it_is_on_the_list_of_mismatches(self):
        """P8: until staff confirm the invoice, when Odoo sets it against that."""
        invoice, payment = self.late()
        self.assertTrue(self.env["payment.mismatch"]._is_unreconciled(payment))
        invoice.action_post()
        self.assertFalse(self.env["payment.mismatch"]._is_unreconciled(payment))
        self.assertEqual(invoice.amount_residual, 0)

    def test_a_posted_invoice_is_paid_as_ever(self):
        """P8"""
        invoice = self.make_invoice()
        self.begin(self.issue(invoice, "pay"), 318.6)
        self.pay(self.transactions(invoice))
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFalse(invoice.activity_ids)
