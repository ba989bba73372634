# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A receipt that could not be made when the payment was booked."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import mute_logger

from ..common.pay import PayHttpCase

JOB = "odoo.addons.public_links.models.link.public_link_job"


class TestReceiptAgain(PayHttpCase):
    @mute_logger(JOB)
    def test_a_receipt_that_failed_is_mailed_later_and_once(self):
        """R2, M13, F62: the payment is booked all the same"""
        kind, broken, mailed = self.env.registry["payment.transaction"], [True], []
        original = kind._public_link_mail_receipt

        def mail(transaction):
            if broken:
                raise ValueError("the template is broken")
            mailed.append(transaction.id)
            return original(transaction)

        self.patch(kind, "_public_link_mail_receipt", mail)
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertIn("result", self.begin(link, 318.6))
        transaction = self.transactions(invoice)
        self.pay(transaction)
        self.env.flush_all()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertTrue(transaction.public_link_booked_at)
        job = self.env["public.link.job"].search([])
        self.assertEqual((job.kind, job.res_id), ("receipt", transaction.id))
        self.assertEqual(job.document_name, invoice.display_name)
        self.assertIn("template", job.error)
        broken.clear()
        later = job.next_try + timedelta(seconds=1)
        for _number in range(2):
            with freeze_time(later), self.enter_registry_test_mode():
                self.env.ref("public_links.ir_cron_again").method_direct_trigger()
            self.env.invalidate_all()
        self.assertEqual(mailed, [transaction.id])
        self.assertFalse(job.exists())
