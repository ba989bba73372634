# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import hashlib
import json

import psycopg2

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger

from ..common.approve import ApproveCase
from ..common.base import CANARY


class EvidenceCase(ApproveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def setUp(self):
        super().setUp()
        self.rendered = []

        def render(reports, report, res_ids=None, data=None):
            self.rendered.append(report)
            return f"%PDF-1.7 {report} {res_ids}".encode(), "pdf"

        self.patch(self.env.registry["ir.actions.report"], "_render_qweb_pdf", render)

    def approved(self, **data):
        """Return an approved order, its link and its evidence."""
        order, link = self.quote()
        self.assertSaid(self.approve(link, **data), "approved")
        return order, link, order.public_link_approval_ids


class TestEvidence(EvidenceCase):
    def test_who_what_when_from_where(self):
        """F9, S22: and by which link"""
        self.company.public_links_address = "full"
        self.company.public_links_approve_terms = "Payment in 30 days.\nNo returns."
        before = fields.Datetime.now()
        order, link, row = self.approved(name="Joel W.", email="joel@example.com")
        self.assertEqual(row.partner_id, self.customer)
        self.assertEqual(row.recipient_email, "joel.willis@example.com")
        self.assertEqual(
            (row.signer_name, row.signer_email), ("Joel W.", "joel@example.com")
        )
        self.assertEqual((row.link_id, row.link_number), (link, link.id))
        self.assertEqual(row.address, "127.0.0.1")
        self.assertIn("Firefox", row.user_agent)
        self.assertGreaterEqual(row.approved_at, before)
        self.assertEqual(row.terms, "Payment in 30 days.\nNo returns.")
        self.assertEqual(
            row.terms_sha256, hashlib.sha256(row.terms.encode()).hexdigest()
        )
        content = json.loads(row.content)["document"]
        self.assertEqual(content["number"], order.name)
        self.assertEqual(content["total"], 860.22)
        self.assertEqual(content["lines"][0]["quantity"], 3)
        self.assertEqual(content["lines"][0]["discount"], 10)
        self.assertEqual(
            row.content_sha256, hashlib.sha256(row.content.encode()).hexdigest()
        )
        self.assertNotIn(CANARY, row.content)
        self.assertNotIn("123.45", row.content)
        self.assertFalse(row._is_intact())

    def test_the_address_is_stored_as_the_privacy_setting_says(self):
        """F9, S13"""
        _order, _link, row = self.approved()
        self.assertEqual(row.address, "127.0.0.0/24")

    def test_nobody_writes_or_deletes_evidence(self):
        """S22, F9: a seller, an administrator, and what runs as superuser"""
        order, _link, row = self.approved()
        for user in (self.salesman, self.admin):
            mine = row.with_user(user)
            self.assertEqual(mine.signer_name, row.signer_name)
            for attempt in (
                lambda mine=mine: mine.write({"signer_name": "Mallory"}),
                lambda mine=mine: mine.write({"changed_at": False}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy(),
                lambda mine=mine: mine.create({"order_id": order.id, "kind": "order"}),
            ):
                with self.assertRaises(UserError):
                    attempt()
        for attempt in (
            lambda: row.sudo().write({"signer_name": "Mallory"}),
            lambda: row.sudo().write({"seal": "0" * 64}),
            lambda: row.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                attempt()
        row.invalidate_recordset()
        self.assertFalse(row._is_intact())
        self.assertTrue(row.exists())

    def test_the_order_cannot_take_its_evidence_along(self):
        """S22"""
        order, link = self.quote()
        self.act(link, "reject", text="No")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.cr.savepoint(),
        ):
            order.unlink()
        self.assertTrue(order.exists().public_link_approval_ids)

    def test_tampering_by_sql_is_reported(self):
        """S22, F9: each kind of it, and the manager's button names it"""
        order, _link, row = self.approved(name="Joel")
        self.run_approve_cron()
        self.assertFalse(row._is_intact())
        for column, value in (
            ("signer_name", "Mallory"),
            ("content", row.content.replace("860.22", "1.00")),
            ("terms", "Nothing at all"),
            ("approved_at", "2020-01-01 00:00:00"),
            ("recipient_email", "mallory@example.com"),
            ("kind", "lines"),
            ("link_number", 1),
            ("pdf_sha256", "0" * 64),
        ):
            with self.subTest(column):
                self.env.flush_all()
                self.env.cr.execute("SAVEPOINT tamper")
                self.env.cr.execute(
                    f"UPDATE sale_order_approval SET {column} = %s WHERE id = %s",
                    [value, row.id],
                )
                self.env.invalidate_all()
                self.assertTrue(row._is_intact())
                told = row.with_user(self.admin).action_check()["params"]
                self.assertEqual(told["type"], "danger")
                self.assertIn(order.name, told["message"])
                self.env.cr.execute("ROLLBACK TO SAVEPOINT tamper")
                self.env.invalidate_all()
        told = row.with_user(self.admin).action_check()["params"]
        self.assertEqual(told["type"], "success")
        with self.assertRaises(UserError):
            row.with_user(self.salesman).action_check()

    def test_a_stored_file_that_was_exchanged_is_reported(self):
        """S22"""
        _order, _link, row = self.approved()
        self.run_approve_cron()
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", row._name),
                ("res_id", "=", row.id),
                ("res_field", "=", "pdf"),
            ]
        )
        with self.assertRaises(AccessError):
            attachment.with_user(self.admin).write({"raw": b"%PDF mine"})
        attachment.raw = b"%PDF mine"
        self.assertEqual(row._is_intact(), ["the PDF"])

    def test_who_may_not_read_the_order_reads_no_evidence(self):
        """F29"""
        _order, _link, row = self.approved()
        for user in (self.clerk, self.accountant):
            mine = row.with_user(user)
            if self.env["sale.order"].with_user(user).has_access("read"):
                continue
            with self.assertRaises(AccessError):
                mine.read(["signer_name"])
        own = self._make_user("own", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            row.with_user(own).read(["signer_name"])
        self.assertFalse(self.env[row._name].with_user(own).search([]))

    def test_a_link_that_is_deleted_leaves_its_evidence(self):
        """S22, S24"""
        _order, link, row = self.approved()
        number = link.id
        link.unlink()
        row.invalidate_recordset()
        self.assertEqual((row.link_id.id, row.link_number), (False, number))
        self.assertFalse(row._is_intact())


class TestFrozenPdf(EvidenceCase):
    def test_the_pdf_that_the_customer_saw_is_frozen(self):
        """F9: rendered when the page was opened, with its hash"""
        order, link = self.quote()
        self.open(link)
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_pdf").method_direct_trigger()
        self.env.invalidate_all()
        self.assertSaid(self.approve(link), "approved")
        row = order.public_link_approval_ids
        self.assertEqual(row.pdf_state, "ready")
        content = base64.b64decode(row.pdf)
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertEqual(row.pdf_sha256, hashlib.sha256(content).hexdigest())

    def test_else_it_is_rendered_right_after(self):
        """F9, A57: never while the customer waits"""
        _order, _link, row = self.approved()
        self.assertEqual(row.pdf_state, "pending")
        self.run_approve_cron()
        self.assertEqual(row.pdf_state, "ready")
        self.assertTrue(row.pdf and row.certificate)

    def test_not_when_the_document_changed_meanwhile(self):
        """F9: what could be rendered now is not what was approved"""
        order, _link, row = self.approved()
        order.order_line.price_unit = 1
        self.run_approve_cron()
        self.assertEqual(row.pdf_state, "changed")
        self.assertFalse(row.pdf)
        self.assertTrue(row.certificate)

    def test_the_certificate_is_for_the_signer_and_for_staff(self):
        """F9, M4: mailed to the address on file, not to the one that was typed"""
        order, _link, row = self.approved(email="else@example.org")
        self.run_approve_cron()
        content = base64.b64decode(row.certificate)
        self.assertEqual(row.certificate_sha256, hashlib.sha256(content).hexdigest())
        message = order.message_ids.filtered(lambda row: "certificate" in row.body)
        # M4: a mail to a customer, greeting them, in their own words and our look
        self.assertIn("Hello Joel Willis", message.body)
        self.assertEqual(message.subject, f"Your approval of {order.name}")
        body = message.mail_ids.body_html
        self.assertEqual(body.count('class="pl-act"'), 1)
        self.assertNotIn("Internal", body)
        self.assertLess(body.index("This is your record."), body.index("Hello"))
        self.assertEqual(message.notified_partner_ids, self.customer)
        self.assertIn("Certificate", " ".join(message.attachment_ids.mapped("name")))
        self.assertTrue(row.certificate_mailed)
        mails = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertNotIn("else@example.org", str(mails.mapped("email_to")))
        self.run_approve_cron()
        again = order.message_ids.filtered(lambda row: "certificate" in row.body)
        self.assertEqual(again, message)

    def test_the_confirmation_mail_goes_out_by_core(self):
        """A57: after the approval, by the scheduled action"""
        order, _link, _row = self.approved()
        self.assertTrue(order.pending_email_template_id)
        self.run_approve_cron()
        self.assertFalse(order.pending_email_template_id)
        mails = order.message_ids.filtered(
            lambda row: row.subject and order.name in row.subject
        )
        self.assertTrue(mails)


class TestRealCertificate(ApproveCase):
    def test_the_certificate_says_it_all_and_nothing_internal(self):
        """F9, Q6: rendered by Odoo's own reports"""
        order, link = self.quote()
        self.approve(link, name="Joel <W>", email="joel@example.com")
        row = order.public_link_approval_ids
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "public_links.action_report_certificate", row.ids
        )
        text = html.decode()
        for part in (
            order.name,
            "Joel &lt;W&gt;",
            "joel@example.com",
            "joel.willis@example.com",
            row.seal,
            row.terms_sha256,
            row.content_sha256,
            "Acoustic Bloc Screen",
            "860.22",
        ):
            self.assertIn(part, text)
        for hidden in (CANARY, "123.45", "access_token", "eyJ"):
            self.assertNotIn(hidden, text)
        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("public_links.action_report_certificate", row.ids)
        )
        self.assertTrue(content.startswith(b"%PDF"))


class TestChangedSince(EvidenceCase):
    def test_a_change_by_staff_marks_the_approval_on_both_sides(self):
        """F9, F5"""
        for change in (
            lambda order: order.order_line.write({"price_unit": 1}),
            lambda order: order.order_line.write({"product_uom_qty": 9}),
            lambda order: order.write({"note": "<p>Other terms</p>"}),
            lambda order: order.write({"partner_shipping_id": self.other.id}),
            lambda order: order.write(
                {
                    "order_line": [
                        Command.create(
                            {"product_id": self.product.id, "product_uom_qty": 1}
                        )
                    ]
                }
            ),
        ):
            order, link, row = self.approved()
            change(order)
            self.assertTrue(row.changed_at and row.changed_what)
            self.assertTrue(order.public_link_answer_changed)
            self.assertIn("after that: please contact us", self.open(link).text)
            self.assertIn("It was changed on", self.open(self.issue(order)).text)
            self.assertFalse(row._is_intact())
            notes = order.message_ids.filtered(lambda row: "changed since" in row.body)
            self.assertTrue(notes.subtype_id.internal)

    def test_deliveries_and_invoices_do_not(self):
        """F9, F5: nor do a down payment and what is internal"""
        order, link, row = self.approved()
        picking = order.picking_ids
        picking.move_ids.quantity = 2
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(order.order_line.qty_delivered, 2)
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        wizard.create(
            {"advance_payment_method": "percentage", "amount": 10}
        ).create_invoices()
        wizard.create({"advance_payment_method": "delivered"}).create_invoices()
        order.invoice_ids.action_post()
        order.client_order_ref = "PO 7"
        order.user_id = self.admin
        self.assertFalse(row.changed_at)
        self.assertNotIn("after that: please contact us", self.open(link).text)
