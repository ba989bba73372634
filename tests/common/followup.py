# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of follow-ups share: plans that are on, a clock, a mailbox."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from odoo.addons.mail.tests.common import MockEmail

from .base import PublicLinkCase
from .pay import PayFixtures

# A Wednesday, at noon.
NOON = datetime(2026, 7, 15, 12, 0)


class FollowupCase(PayFixtures, MockEmail, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.make_provider()
        cls.company.write(
            {
                "public_links_followup_enabled": True,
                "public_links_followup_quotes": True,
                "public_links_user_id": cls.salesman.id,
            }
        )
        cls.company.partner_id.tz = "UTC"
        cls.customer.tz = "UTC"
        cls.Plan = cls.env["public.link.plan"]
        cls.Plan.search([]).enabled = False
        # Demo data have open invoices and quotations of their own. Tracked, each of them
        # would get a message in every test: half of what these tests took.
        open_ = [
            ("state", "=", "posted"),
            ("move_type", "=", "out_invoice"),
            ("payment_state", "in", ("not_paid", "partial")),
        ]
        invoices = cls.env["account.move"].with_context(tracking_disable=True)
        invoices.search(open_).payment_state = "paid"
        cls.words = cls.env.ref("public_links.mail_template_followup_first")

    def setUp(self):
        super().setUp()
        self.clock = freeze_time(NOON)
        self.now = self.clock.start()
        self.addCleanup(self.clock.stop)

    def pass_days(self, days):
        """Let so many days pass."""
        self.now.tick(timedelta(days=days))
        self.env.invalidate_all()

    def plan(self, *steps, kind="invoice", look=True, **values):
        """Return a plan that is on.

        :param steps: days after the base, negative before it, or values of a step
        """
        basis = {"invoice": "due", "quote": "sent", "item": "sent"}[kind]
        plan = self.Plan.create(
            {
                "name": f"Plan of {kind}",
                "kind": kind,
                "sequence": 1,
                "since": "2020-01-01",
                "step_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "basis": basis,
                            "purpose": "pay" if kind == "invoice" else "approve",
                            "template_id": self.words.id,
                            **(
                                step
                                if isinstance(step, dict)
                                else {
                                    "days": abs(step),
                                    "when": "before" if step < 0 else "after",
                                }
                            ),
                        }
                    )
                    for number, step in enumerate(steps)
                ],
                **values,
            }
        )
        plan.enabled = True
        if look:
            plan.looked_at = fields.Datetime.now()
        return plan

    def billed(self, late=0, **values):
        """Return an invoice that was due so many days ago."""
        due = fields.Date.today() - timedelta(days=late)
        return self.make_invoice(
            **{
                "invoice_date": due,
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                **values,
            }
        )

    def run_plans(self):
        """Run the scheduled action; return the follow-ups that it made."""
        before = self.env["public.link.followup"].search([])
        # A test's transaction is never committed.
        with patch.object(
            self.registry["ir.cron"], "_commit_progress", lambda *a, **k: float("inf")
        ):
            self.Plan._run(self.company)
        self.env.flush_all()
        return self.env["public.link.followup"].search([]) - before

    def mails(self, followups):
        """Return the mails of follow-ups, as they wait in the queue."""
        return self.env["mail.mail"].search(
            [("public_link_followup_id", "in", followups.ids)]
        )

    def why(self, document):
        """Return the reason why nothing is sent for a document, in the preview."""
        for plan in self.Plan.search([("enabled", "=", True)]):
            preview = self.env["public.link.plan.preview"].create({"plan_id": plan.id})
            for line in preview.line_ids:
                if document in (line.invoice_id, line.order_id):
                    return line.why or ""
        return None
