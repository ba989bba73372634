# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ..common.followup import FollowupCase

PDF = b"%PDF-1.4 what stands on it"
FILES = "odoo.addons.public_links.models.followup.public_link_followup_files"


class TestFollowupFiles(FollowupCase):
    """F56, F57: what is attached to reminders, and what never is."""

    def setUp(self):
        super().setUp()
        self.prints = []

        def printed(_reports, report, records, **context):
            self.prints.append((report, records, context))
            return PDF

        self.patch(self.registry["ir.actions.report"], "_public_link_print", printed)
        # A test's transaction is never committed.
        self.patch(
            self.registry["ir.cron"], "_commit_progress", lambda *a, **k: float("inf")
        )

    def legal(self, invoice, content=PDF):
        """Store an invoice's own PDF, as core's Send does."""
        self.env["ir.attachment"].create(
            {
                "name": f"{invoice.id}.pdf",
                "raw": content,
                "res_model": invoice._name,
                "res_id": invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        invoice.invalidate_recordset(["invoice_pdf_report_id"])
        return invoice.invoice_pdf_report_id

    def work(self):
        """Run what works in the background: papers, then what waited for them."""
        self.env["public.link.followup"]._cron_files()
        self.env["public.link.pdf"]._cron_render()
        self.env["public.link.followup"]._cron_files()

    def leave(self, followup):
        """Let the mail leave; return what was attached: names and contents."""
        with self.mock_mail_gateway():
            self.mails(followup).send()
        return [file[:2] for mail in self._mails for file in mail["attachments"]]

    # === REFUSALS === #

    def test_nothing_is_attached_unless_the_plan_says_so(self):
        """F56: and the mail waits for nothing"""
        self.plan(3)
        self.legal(self.billed(4))
        followup = self.run_plans()
        self.assertFalse(self.mails(followup).scheduled_date)
        self.work()
        self.assertEqual(self.leave(followup), [])
        self.assertFalse(followup.files_said)

    def test_a_paper_of_another_customer_is_not_attached(self):
        """F57: the invoice, or its contact, has moved to another customer"""
        for attach in ("pdf", "statement"):
            with self.subTest(attach):
                self.plan(3, attach=attach, sequence=0)
                invoice = self.billed(4)
                self.legal(invoice)
                followup = self.run_plans()
                self.env.cr.execute(
                    "UPDATE account_move SET partner_id = %s, commercial_partner_id = %s"
                    " WHERE id = %s",
                    [self.other.id, self.other.id, invoice.id],
                )
                self.env.invalidate_all()
                self.work()
                self.assertFalse(self.mails(followup).attachment_ids)
                self.assertIn("another customer", followup.files_said)
                self.assertEqual(self.leave(followup), [])
                self.assertFalse(self._mails)
                self.assertEqual(followup.state, "dropped")
                invoice.payment_state = "paid"
                self.pass_days(5)

    def test_nothing_goes_to_an_address_that_has_changed(self):
        """F57: it is written anew, with links of the new address"""
        self.plan(3, attach="pdf")
        self.legal(self.billed(4))
        followup = self.run_plans()
        self.work()
        self.customer.email = "new@example.com"
        self.assertEqual(self.leave(followup), [])
        self.assertFalse(self._mails)
        self.assertIn("written anew", followup.why)
        again = self.run_plans()
        self.assertEqual(again.email, "new@example.com")
        self.work()
        self.assertEqual(len(self.leave(again)), 1)
        self.assertIn("new@example.com", self._mails[0]["email_to"][0])

    def test_no_statement_where_the_portal_is_off(self):
        """F57: this contact is not to see the customer's whole account"""
        self.customer.public_portal_off = True
        self.plan(3, attach="statement")
        self.billed(4)
        followup = self.run_plans()
        self.work()
        self.assertFalse(self.prints)
        self.assertIn("portal is switched off", followup.files_said)
        self.assertEqual(self.leave(followup), [])
        self.assertEqual(len(self._mails), 1)

    def test_no_statement_where_the_company_shows_none(self):
        """F57: nor one of a company of which the contact is not meant to see any"""
        self.company.public_links_portal_statement = False
        self.plan(3, attach="statement")
        self.billed(4)
        followup = self.run_plans()
        self.work()
        self.assertFalse(self.prints)
        self.assertIn("statements are off", followup.files_said)

    def test_a_conflict_loses_no_file(self):
        """F56: somebody changed the stored paper at the same moment"""
        self.plan(3, attach="statement")
        self.billed(4)
        followup = self.run_plans()
        with (
            patch.object(
                type(followup),
                "_files",
                side_effect=SerializationFailure,
                autospec=True,
            ),
            patch.object(self.env.cr, "rollback"),
        ):
            self.work()
        self.assertTrue(followup.files_until, "It waits.")
        self.work()
        self.assertEqual(len(self.mails(followup).attachment_ids), 1)

    def test_what_is_too_large_leaves_as_a_link_alone(self):
        """F57: staff read why; core makes no links of its own"""
        plan = self.plan(3, attach="pdf", attach_most=1)
        self.legal(self.billed(4), PDF + b"0" * 2**19)
        self.legal(self.billed(4), PDF + b"0" * 2**19)
        followup = self.run_plans()
        self.work()
        self.assertIn("1.0 MB are more than the 1.0 MB", followup.files_said)
        self.assertEqual(self.leave(followup), [])
        self.assertIn(followup.link_ids._url(), self._mails[0]["body"])
        self.assertNotIn("/web/content", self._mails[0]["body"])
        plan.attach_most = 25
        # A mail server takes less than the plan allows.
        self.env["ir.config_parameter"].set_param("base.default_max_email_size", "1")
        self.pass_days(5)
        self.plan(3, attach="pdf", sequence=0, attach_most=25)
        followup = self.run_plans()
        self.work()
        self.assertIn("MB that may be attached", followup.files_said)
        self.assertNotIn("/web/content", str(self.leave(followup)))
        self.assertNotIn("access_token", self._mails[0]["body"])

    def test_what_is_not_made_in_time_leaves_as_a_link_alone(self):
        """F57: within an hour, and within the working hours"""
        self.plan(3, attach="statement")
        self.billed(4)
        followup = self.run_plans()
        mail = self.mails(followup)
        self.assertEqual(str(mail.scheduled_date), "2026-07-15 13:00:00")
        self.env["public.link.followup"]._cron_files()
        self.now.move_to("2026-07-15 13:00:01")
        self.assertEqual(self.leave(followup), [])
        self.assertEqual(len(self._mails), 1)
        self.assertIn("not made in time", followup.files_said)
        # What is ready afterwards changes nothing.
        self.work()
        self.assertIn("not made in time", followup.files_said)

    def test_files_do_not_make_it_leave_after_hours(self):
        """F57"""
        self.plan(3, attach="statement")
        self.billed(4)
        self.now.move_to("2026-07-15 16:40:00")
        followup = self.run_plans()
        self.assertEqual(str(followup.files_until), "2026-07-15 17:00:00")

    def test_an_error_keeps_no_mail_back(self):
        """F57: an addon's report, a file that is gone"""
        self.plan(3, attach="pdf")
        self.legal(self.billed(4))
        followup = self.run_plans()
        model = type(followup)
        with (
            patch.object(model, "_invoice_files", side_effect=OSError("gone")),
            mute_logger(FILES),
        ):
            self.work()
        self.assertIn("gone", followup.files_said)
        self.assertFalse(self.mails(followup).scheduled_date)
        self.assertEqual(self.leave(followup), [])
        self.assertEqual(len(self._mails), 1)

    def test_nothing_is_rendered_while_mails_are_written(self):
        """F57, T12: neither then nor when the files are looked for"""
        self.plan(3, attach="pdf")
        self.billed(4)
        self.run_plans()
        self.env["public.link.followup"]._cron_files()
        self.assertFalse(self.prints)

    def test_who_may_read_a_statement_that_was_attached(self):
        """F29: who reads the follow-up, not everybody who sees the contact"""
        self.plan(3, attach="statement")
        self.billed(4, invoice_user_id=self.salesman.id)
        followup = self.run_plans()
        self.work()
        file = self.mails(followup).attachment_ids
        self.assertTrue(file)
        with self.assertRaises(AccessError):
            file.with_user(self.warehouse).read(["raw"])
        self.assertTrue(file.with_user(self.accountant).read(["raw"]))

    # === WHAT IS ATTACHED === #

    def test_the_invoices_own_papers(self):
        """F56: as they were sent, without another rendering"""
        self.plan(3, attach="pdf")
        first, second = self.billed(4), self.billed(4)
        names = [self.legal(one).name for one in (first, second)]
        self.legal(self.billed(4, partner_id=self.other.id))
        followup = self.run_plans().filtered(
            lambda one: one.partner_id == self.customer
        )
        self.assertFalse(self.mails(followup).attachment_ids)
        self.work()
        self.assertFalse(self.prints)
        self.assertEqual(self.leave(followup), [(name, PDF) for name in names])
        self.assertEqual(followup.files_said, ", ".join(names))

    def test_an_invoice_that_was_never_sent_by_core(self):
        """F56, T12: the PDF of its page, rendered by the queue, the same for both"""
        self.plan(3, attach="pdf")
        invoice = self.billed(4)
        followup = self.run_plans()
        self.work()
        self.assertEqual(len(self.prints), 1)
        self.assertEqual(self.prints[0][:2], ("account.account_invoices", invoice))
        (name, content) = self.leave(followup)[0]
        self.assertEqual(content, PDF)
        self.assertIn(invoice.name.split("/")[-1], name)
        # The page of its link offers the same one.
        link = followup.link_ids
        page = link.with_env(followup._reader_env())
        document = page._document()
        version = document._public_link_version(document._public_values(page))
        self.assertTrue(page.env["public.link.pdf"]._find(document, version).content)

    def test_the_statement(self):
        """F56: of the customer, in the reader's language"""
        self.plan(3, attach="statement")
        self.billed(4)
        followup = self.run_plans()
        self.work()
        report, records, context = self.prints[0]
        self.assertEqual(report, "public_links.action_report_statement")
        self.assertEqual(records, self.customer)
        self.assertEqual(context["allowed_company_ids"], self.company.ids)
        self.assertEqual(self.leave(followup), [("Statement_of_account.pdf", PDF)])

    def test_a_statement_is_made_anew_when_money_has_come_in(self):
        """F57: no old numbers"""
        self.plan(3, attach="statement")
        self.billed(4)
        followup = self.run_plans()
        self.env["public.link.followup"]._cron_files()
        self.env["public.link.pdf"]._cron_render()
        self.billed(1)
        self.env["public.link.followup"]._cron_files()
        self.assertFalse(followup.files_said)
        self.work()
        self.assertEqual(len(self.prints), 2)
        self.assertEqual(len(self.leave(followup)), 1)

    def test_the_clock_ends_the_waiting_by_the_queue_s_own_trigger(self):
        """F57: the queue runs by itself when it is over"""
        self.plan(3, attach="statement")
        self.billed(4)
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        followup = self.run_plans()
        calls = self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)])
        self.assertIn(
            fields.Datetime.add(followup.files_until, seconds=1),
            calls.mapped("call_at"),
        )
