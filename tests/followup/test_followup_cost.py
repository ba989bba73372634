# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields

from ..common.followup import FollowupCase


class TestFollowupCost(FollowupCase):
    """Issue 20.6: the job runs hourly, and looks at what is stopped each time."""

    def debtors(self, count, stop):
        """Return late invoices of so many customers, whom something stops."""
        people = self.env["res.partner"].create(
            [
                {"name": f"Debtor {one}", "email": f"debtor{one}@example.com"}
                for one in range(count)
            ]
        )
        invoices = self.env["account.move"]
        for person in people:
            invoices |= self.billed(4, partner_id=person.id)
        stop(invoices)
        self.env.flush_all()
        return invoices

    def statements(self, count, stop):
        """Return how many statements an hour costs, with so many who are stopped."""
        invoices = self.debtors(count, stop)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertFalse(self.run_plans())
        taken = self.env.cr.sql_log_count - before
        invoices.payment_state = "paid"
        self.env.flush_all()
        return taken

    def test_what_is_stopped_costs_the_same_whatever_its_number(self):
        """Issue 20.6: disputed, without an address, bounced"""
        self.plan(3, 10)

        def dispute(invoices):
            invoices.public_link_disputed_at = fields.Datetime.now()

        def forget(invoices):
            invoices.partner_id.email = False

        def bounce(invoices):
            invoices.partner_id.message_bounce = 1

        for stop in (dispute, forget, bounce):
            self.statements(2, stop)  # warms caches
            few, many = self.statements(3, stop), self.statements(30, stop)
            with self.subTest(stop.__name__):
                # 27 more of each; a few statements are read in parts.
                self.assertLess(many, few + 10)
