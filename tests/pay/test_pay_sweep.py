# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import Command

from ..common.pay import BankFixtures, PayHttpCase


class TestPaySweep(BankFixtures, PayHttpCase):
    """Payments that were begun and left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bank()
        cls.cron = cls.env.ref("public_links.ir_cron_withdraw")

    def begun(self, document=None):
        document = document or self.make_invoice()
        link = self.issue(document, "pay")
        self.assertIn("result", self.begin(link, document.amount_total))
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).unlink()
        return document, link, self.transactions(document)

    def asked_for(self):
        """Tell whether the scheduled action was asked for, and let it run."""
        self.env.flush_all()
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.run_cron()
        return bool(triggers)

    def run_cron(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["payment.transaction"]._cron_public_link_withdraw()

    def assertWithdrawn(self, payment):
        self.assertEqual(payment.state, "draft", "Not inside of what staff do.")
        self.assertTrue(self.asked_for())
        self.assertEqual(payment.state, "cancel")
        self.assertTrue(payment.public_link_withdrawn)

    def test_it_is_withdrawn_when_the_invoice_is_paid_another_way(self):
        """P8: in full, and in part"""
        for amount in (318.6, 100):
            invoice, _link, payment = self.begun()
            self.register(invoice, amount=amount)
            self.assertWithdrawn(payment)

    def test_it_is_withdrawn_when_the_invoice_is_credited_reset_or_cancelled(self):
        """P8"""
        invoice, _link, payment = self.begun()
        invoice._reverse_moves(cancel=True)
        self.assertWithdrawn(payment)
        invoice, _link, payment = self.begun()
        invoice.button_draft()
        self.assertWithdrawn(payment)
        invoice, _link, payment = self.begun()
        invoice.button_draft()
        invoice.button_cancel()
        self.assertWithdrawn(payment)

    def test_it_is_withdrawn_when_its_link_is_revoked(self):
        """P8"""
        _invoice, link, payment = self.begun()
        link._revoke("staff")
        self.assertWithdrawn(payment)

    def test_it_is_withdrawn_when_the_order_is_cancelled_or_changed(self):
        """P8"""
        order, _link, payment = self.begun(self.make_order("sale"))
        order.write(
            {
                "order_line": [
                    Command.update(order.order_line.id, {"product_uom_qty": 5})
                ]
            }
        )
        self.assertWithdrawn(payment)
        order, _link, payment = self.begun(self.make_order("sale"))
        order._action_cancel()
        self.assertWithdrawn(payment)
        order, _link, payment = self.begun(self.make_order("sale"))
        order._create_invoices().action_post()
        self.assertWithdrawn(payment)

    def test_what_still_fits_goes_on(self):
        """P8: and what was decided, or is being charged, is left alone"""
        invoice, link, payment = self.begun()
        self.assertFalse(self.asked_for())
        self.assertEqual(payment.state, "draft")
        self.expire(link)
        self.asked_for()
        self.assertEqual(payment.state, "draft", "Expired is not revoked.")
        payment.public_link_charged_at = payment.create_date
        self.register(invoice)
        self.asked_for()
        self.assertEqual(payment.state, "draft")
        invoice, _link, payment = self.begun()
        payment._set_pending()
        self.register(invoice)
        self.asked_for()
        self.assertEqual(payment.state, "pending")

    def test_what_is_paid_at_the_provider_all_the_same_counts(self):
        """P8, F7: and lands on the list of mismatches, cancelled documents included"""
        invoice, _link, payment = self.begun()
        invoice.button_draft()
        invoice.button_cancel()
        self.assertWithdrawn(payment)
        self.pay(payment)
        self.assertEqual(payment.state, "done")
        self.assertTrue(payment.payment_id)
        self.assertEqual(invoice.state, "cancel")
        mismatch = self.env["payment.mismatch"]
        self.assertTrue(mismatch._is_unreconciled(payment))

    def test_a_provider_that_does_not_answer_is_asked_again(self):
        """P8"""
        invoice, _link, payment = self.begun()
        self.register(invoice)
        broken = type(payment)
        whole = broken._public_link_withdraw

        def fail(_self):
            raise ValueError("no answer")

        self.patch(broken, "_public_link_withdraw", fail)
        with self.assertLogs("odoo.addons.public_links", "ERROR"):
            self.asked_for()
        self.assertEqual(payment.state, "draft")
        self.patch(broken, "_public_link_withdraw", whole)
        self.run_cron()
        self.assertEqual(payment.state, "cancel")
