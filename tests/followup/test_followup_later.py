# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command, fields

from ...models.followup.public_link_followup_later import MOST
from ..common.followup import FollowupCase

TITLE = "Not due yet"


class TestFollowupLater(FollowupCase):
    """F57, issue 20.2: a reminder names all open invoices, and asks for what is late."""

    def listed(self, followup):
        """Return what the second list says."""
        return followup.body.partition(TITLE)[2].partition("</table>")[0]

    def test_what_is_not_due_yet_is_named_and_not_asked_for(self):
        """F57: by name, amount and date, in a plain list"""
        self.plan(3)
        late, later = self.billed(4), self.billed(-20)
        followup = self.run_plans()
        self.assertEqual(followup.line_ids.invoice_id, late)
        listed = self.listed(followup)
        for words in (later.name, "318.60", "due on August 4"):
            self.assertIn(words, listed)
        self.assertNotIn(late.name, listed)
        self.assertNotIn("href", listed)
        self.assertNotIn("Together", listed)
        self.assertIn("Pay $318.60", followup.body.replace("\xa0", ""))
        self.assertNotIn(later.name, followup.subject)
        self.assertEqual(followup.asked_amount, 318.6)

    def test_the_later_instalments_of_what_is_late(self):
        """F57"""
        halves = [
            Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
            for days in (0, 30)
        ]
        term = self.env["account.payment.term"].create(
            {"name": "Halves", "line_ids": halves}
        )
        self.plan(3)
        day = fields.Date.subtract(fields.Date.today(), days=4)
        self.make_invoice(invoice_date=day, invoice_payment_term_id=term.id)
        listed = self.listed(self.run_plans())
        self.assertIn("159.30", listed)
        self.assertIn("due on August 10", listed)

    def test_what_a_step_before_asks_for_is_not_named_twice(self):
        """F57: due in three days, and told so"""
        self.plan(-3)
        self.billed(-3)
        self.assertNotIn(TITLE, self.run_plans().body)

    def test_what_would_not_be_asked_for_is_not_named(self):
        """F57: disputed, paid, paused, a draft, of another customer or company"""
        self.plan(3)
        self.billed(4)
        disputed, paid, paused, draft, own = (self.billed(-20) for _one in range(5))
        self.billed(-20, partner_id=self.other.id)
        disputed.public_link_disputed_at = fields.Datetime.now()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=paid.ids
        ).create({})._create_payments()
        self.env["public.link.plan.exception"].create(
            {
                "invoice_id": paused.id,
                "company_id": self.company.id,
                "reason": "They called",
            }
        )
        draft.button_draft()
        self.env.invalidate_all()
        listed = self.listed(self.run_plans())
        self.assertEqual(listed.count("318.60"), 1)
        self.assertIn(own.name, listed)

    def test_a_long_list_ends(self):
        """F57: a mail is no statement"""
        self.plan(3)
        self.billed(4)
        for _one in range(MOST + 3):
            self.billed(-20)
        listed = self.listed(self.run_plans())
        self.assertEqual(listed.count("318.60"), MOST)
        self.assertIn("and 3 more", listed)

    def test_reminders_of_quotations_name_no_invoice(self):
        """F57"""
        self.plan(3, kind="quote")
        self.billed(-20)
        link = self.issue(self.make_order(), "approve")
        link.sent_at = fields.Datetime.subtract(fields.Datetime.now(), days=4)
        self.env.flush_all()
        followup = self.run_plans()
        self.assertTrue(followup)
        self.assertNotIn(TITLE, followup.body)

    def test_a_branch_is_told_of_its_own_alone(self):
        """F57, F1: what another branch owes later is on no mail to this one"""
        self.plan(3)
        group = self.env["res.partner"].create(
            {"name": "Group", "is_company": True, "email": "group@customer.example"}
        )
        one, two = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": group.id,
                    "type": "other",
                    "email": f"{name}@customer.example",
                }
                for name in ("north", "south")
            ]
        )
        billing = one.create(
            {
                "name": "Billing",
                "parent_id": one.id,
                "type": "invoice",
                "email": "billing@customer.example",
            }
        )
        self.billed(4, partner_id=one.id)
        own = self.billed(-20, partner_id=one.id)
        others = self.billed(-20, partner_id=two.id)
        of_group = self.billed(-20, partner_id=group.id)
        followup = self.run_plans()
        self.assertEqual(followup.partner_id, billing)
        listed = self.listed(followup)
        self.assertIn(own.name, listed)
        self.assertNotIn(others.name, listed)
        self.assertNotIn(of_group.name, listed)
