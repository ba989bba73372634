# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.agreement import AgreementFixtures
from ..common.followup import FollowupCase


class TestFollowupAgreement(AgreementFixtures, FollowupCase):
    """F35, F57: no reminder asks for money that will be charged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_agreement_fixtures()

    def test_what_will_be_charged_is_not_asked_for(self):
        """F35, F57: until the agreement ends, and the preview says why"""
        self.plan(-5, 3, 10)
        invoice = self.billed(4)
        coming = self.billed(-4)
        agreement = self.agree()
        self.assertFalse(self.run_plans())
        for one in (invoice, coming):
            self.assertIn("charged by agreement", self.why(one))
        agreement._end("staff")
        self.assertTrue(self.run_plans())

    def test_what_will_not_be_charged_is_asked_for(self):
        """F35, F57: above the ceiling, and what has failed"""
        self.plan(3, 10)
        invoice = self.billed(4)
        agreement = self.agree(ceiling=318.59)
        self.assertEqual(len(self.run_plans()), 1)
        agreement._end("staff")
        self.pass_days(8)
        self.agree()
        charge = self.env["public.link.agreement.charge"]._announce(
            self.link._agreement_live(), invoice
        )
        self.assertFalse(self.run_plans())
        charge.state = "failed"
        self.assertEqual(len(self.run_plans()), 1)
