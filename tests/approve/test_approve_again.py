# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What follows an approval, and failed: the frozen PDF, certificate, mails."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import mute_logger

from .test_approve_evidence import EvidenceCase


class TestFrozenAgain(EvidenceCase):
    def run_again(self, job):
        with freeze_time(job.next_try + timedelta(seconds=1)):
            with self.enter_registry_test_mode():
                self.env.ref("public_links.ir_cron_again").method_direct_trigger()
        self.env.invalidate_all()

    @mute_logger("odoo.addons.public_links.models.link.public_link_job")
    def test_a_rendering_that_fails_is_tried_again_until_it_is_done(self):
        """S15, R2, F62: the frozen PDF, the certificate and its mail"""
        order, _link, row = self.approved()
        cls = self.env.registry["ir.actions.report"]
        with patch.object(cls, "_render_qweb_pdf", side_effect=ValueError("no")):
            self.run_approve_cron()
            # Core's confirmation has a PDF, too, and waits as well.
            job = self.env["public.link.job"].search([("kind", "=", "certificate")])
            for _number in range(7):
                self.run_again(job)
        self.assertEqual((job.kind, job.attempts), ("certificate", 8))
        self.assertEqual(row.pdf_state, "pending")
        # The seller was told: the customer waits for it.
        told = order.activity_ids.filtered(lambda one: "certificate" in one.summary)
        self.assertEqual(told.user_id, self.salesman)
        self.run_again(job)
        self.assertEqual(row.pdf_state, "ready")
        self.assertTrue(row.certificate)
        mail = self.env["public.link.job"].search([("kind", "=", "certificate_mail")])
        self.run_again(mail)
        self.assertTrue(row.certificate_mailed)
        self.assertFalse(
            self.env["public.link.job"].search(
                [("res_model", "=", row._name), ("res_id", "=", row.id)]
            )
        )
        self.assertFalse(told.exists())

    @mute_logger("odoo.addons.public_links.models.link.public_link_job")
    def test_a_certificate_s_mail_that_fails_is_tried_again(self):
        """R2, F62: without making the certificate once more"""
        order, _link, row = self.approved()
        cls = self.env.registry["sale.order.approval"]
        with patch.object(cls, "_mail_certificate", side_effect=ValueError("no")):
            self.run_approve_cron()
        self.assertTrue(row.certificate)
        rendered = len(self.rendered)
        [job] = self.env["public.link.job"].search([])
        self.assertEqual((job.kind, job.document_id), ("certificate_mail", order.id))
        self.run_again(job)
        self.assertTrue(row.certificate_mailed)
        self.assertEqual(len(self.rendered), rendered)

    @mute_logger("odoo.addons.public_links.models.link.public_link_job")
    def test_a_confirmation_that_fails_is_tried_again(self):
        """R2, F62, A57"""
        order, _link, _row = self.approved()
        cls = self.env.registry["sale.order"]
        with patch.object(
            cls, "_send_order_notification_mail", side_effect=ValueError("no")
        ):
            self.run_approve_cron()
        self.assertTrue(order.pending_email_template_id)
        [job] = self.env["public.link.job"].search([])
        self.assertEqual((job.kind, job.res_id), ("confirmation", order.id))
        self.run_again(job)
        self.assertFalse(order.pending_email_template_id)
        self.assertFalse(job.exists())
