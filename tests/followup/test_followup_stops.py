# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.neutralize import get_neutralization_queries

from ..common.followup import FollowupCase

RUN = "odoo.addons.public_links.models.followup.public_link_plan_run"
FAILED = "odoo.addons.public_links.models.followup.public_link_followup_write"


class TestFollowupStops(FollowupCase):
    """F57: never a wrong one. Each refusal is told in the preview, too."""

    def setUp(self):
        super().setUp()
        self.steps = self.plan(3, 10)
        self.invoice = self.billed(4)

    def assertStopped(self, said, invoice=None):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.run_plans())
        self.assertIn(said, self.why(invoice or self.invoice))

    def assertSent(self):
        self.env.invalidate_all()
        self.assertEqual(len(self.run_plans()), 1)

    def pay_by(self, provider, state):
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.method.id,
                "reference": f"followup {state}",
                "amount": 318.6,
                "currency_id": self.invoice.currency_id.id,
                "partner_id": self.customer.id,
                "invoice_ids": [Command.set(self.invoice.ids)],
                "state": state,
                "last_state_change": fields.Datetime.now(),
            }
        )

    def test_a_payment_in_progress(self):
        """F57"""
        payment = self.pay_by(self.provider, "pending")
        self.assertStopped("being processed")
        payment.state = "cancel"
        self.assertSent()

    def test_a_transfer_that_was_announced(self):
        """F57, F31"""
        transfer = self.env["payment.provider"].search(
            [("code", "=", "custom"), ("company_id", "=", self.company.id)], limit=1
        )
        transfer.write({"state": "enabled", "is_published": True})
        payment = self.pay_by(transfer, "pending")
        payment.payment_method_id = transfer.with_context(
            active_test=False
        ).payment_method_ids[:1]
        self.assertStopped("announced a bank transfer")

    def test_credits_that_cover_it(self):
        """F57"""
        credit = self.make_invoice("out_refund")
        self.assertStopped("credits cover")
        credit.button_draft()
        credit.button_cancel()
        self.assertSent()

    def test_a_dispute(self):
        """F57, F38: the customer's, and core's own mark"""
        self.invoice.public_link_disputed_at = fields.Datetime.now()
        self.assertStopped("disputed")
        self.invoice.public_link_disputed_at = False
        self.invoice.payment_state = "blocked"
        self.assertStopped("disputed")

    def test_another_addon_s_reason(self):
        """F57: by the hook, in its words"""
        model = type(self.env["account.move"])
        with patch.object(
            model, "_public_followup_stops", lambda moves: {moves[:1].id: "On hold."}
        ):
            self.assertStopped("On hold.")

    def test_a_blocked_customer(self):
        """F57, B59"""
        self.customer.public_links_blocked = True
        self.assertStopped("switched off for this customer")

    def test_an_archived_customer(self):
        """F57"""
        self.customer.active = False
        self.assertStopped("archived")

    def test_a_customer_without_an_address(self):
        """F57"""
        for address in (False, "", "nobody", "a@b.example, c@d.example"):
            with self.subTest(address=address):
                self.customer.email = address
                self.assertStopped("no valid email address")

    def test_an_address_that_bounces_until_it_is_corrected(self):
        """F57, F28"""
        self.customer.message_bounce = 2
        self.assertStopped("bounce")
        self.customer.email = "joel.now@example.com"
        self.assertSent()

    def test_a_pause_with_a_reason_and_a_date(self):
        """F57: of a customer or an invoice"""
        for target in (
            {"partner_id": self.customer.id},
            {"invoice_id": self.invoice.id},
        ):
            pause = self.env["public.link.plan.exception"].create(
                {
                    **target,
                    "company_id": self.company.id,
                    "reason": "They called",
                    "until": fields.Date.today(),
                }
            )
            self.assertStopped("They called")
            self.env.invalidate_all()
            self.assertIn("They called", self.invoice.public_link_followup_next)
            pause.until = fields.Date.subtract(fields.Date.today(), days=1)
            self.env.invalidate_all()
            self.assertEqual(self.why(self.invoice), "")

    def test_another_plan_for_one_customer(self):
        """F56"""
        other = self.plan(20, sequence=99)
        self.env["public.link.plan.exception"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "action": "plan",
                "plan_id": other.id,
                "reason": "A good customer",
            }
        )
        self.assertFalse(self.run_plans())
        self.pass_days(16)
        self.assertEqual(self.run_plans().plan_id, other)

    # === THE PLAN === #

    def test_nothing_leaves_on_the_first_day_without_a_look(self):
        """F57"""
        self.steps.enabled = False
        self.steps.enabled = True
        self.assertFalse(self.run_plans())
        self.pass_days(1)
        self.assertFalse(self.run_plans(), "the first day after")
        preview = self.env["public.link.plan.preview"].create(
            {"plan_id": self.steps.id}
        )
        preview.action_confirm()
        self.assertEqual(len(self.run_plans()), 1)

    def test_what_is_unchecked_is_left_out_and_nothing_else(self):
        """F57: unchecking one invoice never blocks the customer's others, nor its later
        steps"""
        second = self.billed(5)
        preview = self.env["public.link.plan.preview"].create(
            {"plan_id": self.steps.id}
        )
        preview.line_ids.filtered(
            lambda one: one.invoice_id == self.invoice
        ).send = False
        preview.action_confirm()
        followup = self.run_plans()
        # Nor is it named, or asked for, beside the others.
        self.assertEqual(followup.line_ids.invoice_id, second)
        self.assertNotIn(self.invoice.name, followup.body)
        self.pass_days(8)
        later = self.run_plans()
        self.assertEqual(
            later.line_ids.filtered("step_id").invoice_id, self.invoice | second
        )

    def test_another_addon_that_reminds_keeps_invoice_plans_off(self):
        """F57: and says why"""
        model = type(self.Plan)
        with patch.object(model, "_rivals", lambda plan: ["account_followup"]):
            self.steps.invalidate_recordset()
            self.assertIn("account_followup", self.steps.problem)
            self.assertFalse(self.run_plans())
            self.steps.enabled = False
            with self.assertRaisesRegex(UserError, "account_followup"):
                self.steps.enabled = True

    def test_in_a_neutralised_copy_plans_are_off(self):
        """F57, S3: customers of the original get nothing from a copy"""
        self.env.flush_all()
        (query,) = get_neutralization_queries(["public_links"])
        self.env.cr.execute(query)
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertFalse(self.Plan.search_count([("enabled", "=", True)]))
        self.assertFalse(self.run_plans())

    def test_the_company_s_switch(self):
        """F56, Q7"""
        self.company.public_links_followup_enabled = False
        self.steps.invalidate_recordset()
        self.assertIn("switched off", self.steps.problem)
        self.assertFalse(self.run_plans())

    def test_hours_weekends_and_the_reader_s_zone(self):
        """F57"""
        self.customer.tz = "Asia/Tokyo"
        self.assertFalse(self.run_plans())
        self.now.move_to("2026-07-18 12:00:00")
        self.customer.tz = "UTC"
        self.assertFalse(self.run_plans(), "a Saturday")
        self.now.move_to("2026-07-20 08:30:00")
        self.assertFalse(self.run_plans(), "too early")
        self.now.move_to("2026-07-20 09:30:00")
        self.assertTrue(self.run_plans())

    def test_hours_that_contradict_are_refused(self):
        """F57"""
        with self.assertRaisesRegex(ValidationError, "later hour"):
            self.company.public_links_followup_from = 18

    def test_a_limit_a_day(self):
        """F57"""
        self.company.public_links_followup_limit = 1
        self.billed(4, partner_id=self.other.id)
        self.assertEqual(len(self.run_plans()), 1)
        self.assertFalse(self.run_plans())
        self.pass_days(1)
        self.assertEqual(len(self.run_plans()), 1)

    def test_days_between_two_mails(self):
        """F57"""
        self.assertEqual(len(self.run_plans()), 1)
        self.pass_days(1)
        second = self.billed(4)
        self.assertStopped("a few days ago", second)
        self.pass_days(4)
        self.assertEqual(len(self.run_plans()), 1)

    def test_who_sees_what_was_sent(self):
        """F29: those who see the documents; an opt-out is for managers to end"""
        followup = self.run_plans()
        self.invoice.invoice_user_id = self.salesman
        for user, sees in (
            (self.salesman, True),
            (self.accountant, True),
            (self.warehouse, False),
            (self.clerk, False),
        ):
            with self.subTest(user.login):
                mine = self.env["public.link.followup"].with_user(user)
                self.assertEqual(mine.has_access("read"), sees)
                if sees:
                    self.assertEqual(mine.search([]), followup.with_user(user))
        own = self._make_user("own", "sales_team.group_sale_salesman")
        self.assertFalse(self.env["public.link.followup"].with_user(own).search([]))
        self.customer._public_opt_out(self.company, "quote")
        row = self.customer._public_opted_out(self.company, "quote")
        with self.assertRaises(AccessError):
            row.with_user(self.salesman).until = "2020-01-01"
