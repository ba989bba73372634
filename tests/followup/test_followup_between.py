# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.followup import FollowupCase


class TestFollowupBetween(FollowupCase):
    """F57: what happens between planning and sending. Nothing wrong leaves; what is still
    open is written anew."""

    def setUp(self):
        super().setUp()
        self.steps = self.plan(3, 10)
        self.invoice = self.billed(4)

    def assertLeavesNot(self, followup, said):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.mock_mail_gateway():
            self.mails(followup).send()
        self.assertFalse(self._mails)
        self.assertEqual(followup.state, "dropped")
        self.assertIn(said, followup.why)

    def test_it_was_paid_between_planning_and_sending(self):
        """F57: nothing leaves; what is still open is written anew"""
        second = self.billed(5)
        followup = self.run_plans()
        self.assertEqual(len(followup.line_ids), 2)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        ).create({})._create_payments()
        self.env.invalidate_all()
        with self.mock_mail_gateway():
            self.mails(followup).send()
        self.assertFalse(self._mails)
        self.assertEqual(followup.state, "dropped")
        again = self.run_plans()
        self.assertEqual(again.line_ids.invoice_id, second)

    def test_it_was_paused_between_planning_and_sending(self):
        """F57"""
        followup = self.run_plans()
        self.env["public.link.plan.exception"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "reason": "They called",
            }
        )
        with self.mock_mail_gateway():
            self.mails(followup).send()
        self.assertFalse(self._mails)

    def test_a_customer_who_was_merged_between_planning_and_sending(self):
        """F57: what was written to the old address does not leave"""
        followup = self.run_plans()
        keep = self.env["res.partner"].create({"name": "K", "email": "k@example.com"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | keep).ids, keep, extra_checks=False)
        self.assertLeavesNot(followup, "written anew")
        again = self.run_plans()
        self.assertEqual(again.partner_id, keep)
        self.assertEqual(again.line_ids.invoice_id, self.invoice)

    def test_a_customer_who_was_archived_between_planning_and_sending(self):
        """F57"""
        followup = self.run_plans()
        self.customer.active = False
        self.assertLeavesNot(followup, "archived")

    def test_an_address_that_was_taken_away_between_planning_and_sending(self):
        """F57: what is written anew waits for a valid one"""
        followup = self.run_plans()
        self.customer.email = False
        self.assertLeavesNot(followup, "have changed")
        self.assertFalse(self.run_plans())
        self.assertIn("no valid email address", self.why(self.invoice))

    def test_an_address_that_bounced_between_planning_and_sending(self):
        """F57, F28"""
        followup = self.run_plans()
        self.customer.message_bounce = 1
        self.assertLeavesNot(followup, "bounce")

    def test_a_contact_who_moved_between_planning_and_sending(self):
        """F57, S6: the invoices are another customer's business now"""
        contact = self.env["res.partner"].create(
            {
                "name": "Accounts",
                "type": "invoice",
                "parent_id": self.customer.id,
                "email": "accounts@example.com",
            }
        )
        followup = self.run_plans()
        self.assertEqual(followup.partner_id, contact)
        contact.parent_id = self.other
        self.env.flush_all()
        self.assertLeavesNot(followup, "have changed")
        self.assertEqual(self.run_plans().partner_id, self.customer)

    def test_credits_that_cover_it_between_planning_and_sending(self):
        """F57"""
        followup = self.run_plans()
        self.make_invoice("out_refund")
        self.assertLeavesNot(followup, "credits cover")
