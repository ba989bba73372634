# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from ..common.followup import FollowupCase

RUN = "odoo.addons.public_links.models.followup.public_link_plan_run"
FAILED = "odoo.addons.public_links.models.followup.public_link_followup_write"


class TestFollowupBadInput(FollowupCase):
    """F56, F57: templates, steps and contacts that are wrong."""

    def setUp(self):
        super().setUp()
        self.steps = self.plan(3, 10)
        self.invoice = self.billed(4)

    def assertSent(self):
        self.env.invalidate_all()
        self.assertEqual(len(self.run_plans()), 1)

    def test_words_that_cannot_be_written_keep_their_step_back(self):
        """F57: nobody gets a half mail, staff read why"""
        self.words.body_html = '<p t-out="object.no_such_field"/>'
        with mute_logger(FAILED, "odoo.addons.mail.models.mail_render_mixin"):
            self.assertFalse(self.run_plans())
        self.assertTrue(self.steps.step_ids[0].error)
        self.words.body_html = "<p>Hello</p>"
        self.assertEqual(len(self.run_plans()), 1)
        self.assertFalse(self.steps.step_ids[0].error)

    def test_one_customer_s_error_is_nobody_else_s(self):
        """F57"""
        self.billed(4, partner_id=self.other.id)
        model = type(self.env["public.link.followup"])
        write = model._create_rows

        def create_rows(followups, company, letters):
            if any(rows[0].customer == self.customer.id for rows in letters):
                raise ValueError("an addon's error")
            return write(followups, company, letters)

        with patch.object(model, "_create_rows", create_rows), mute_logger(RUN):
            followup = self.run_plans()
        self.assertEqual(followup.partner_id, self.other)
        self.assertEqual(self.run_plans().partner_id, self.customer)

    def test_a_template_without_a_link_has_one_all_the_same(self):
        """F56"""
        self.words.body_html = "<p>Pay!</p>"
        followup = self.run_plans()
        self.assertIn(followup.link_ids._placeholder(), followup.body)

    def test_a_language_that_is_missing(self):
        """F57: the company's then"""
        self.customer.with_context(active_test=False).lang = False
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s", [self.customer.id]
        )
        self.env.invalidate_all()
        self.assertSent()

    def test_steps_that_contradict_are_refused(self):
        """F56"""
        for steps in (
            [3, 3],
            [{"days": 3, "basis": "validity"}],
            [{"days": 3, "purpose": "approve"}],
            [{"days": 3, "template_id": False}],
        ):
            with self.subTest(steps=steps), self.assertRaises(ValidationError):
                self.plan(*steps)
        with self.assertRaises(ValidationError):
            self.plan({"days": 1, "when": "before"}, kind="quote")

    def test_a_customer_who_was_merged(self):
        """F57"""
        followup = self.run_plans()
        keep = self.env["res.partner"].create({"name": "K", "email": "k@example.com"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | keep).ids, keep, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(followup.customer_id, keep)
        self.pass_days(8)
        self.assertEqual(self.run_plans().partner_id, keep)

    def test_a_template_without_a_subject(self):
        """F57: names and amounts then"""
        self.words.subject = False
        followup = self.run_plans()
        self.assertIn(self.invoice.name, followup.subject)

    def test_a_subject_that_cannot_be_written_keeps_its_step_back(self):
        """F57: as the words below it"""
        self.words.subject = "{{ object.no_such_field }}"
        with mute_logger(FAILED, "odoo.addons.mail.models.mail_render_mixin"):
            self.assertFalse(self.run_plans())
        self.assertTrue(self.steps.step_ids[0].error)
        self.assertFalse(self.invoice.public_link_followup_ids)

    def test_steps_of_which_one_changes_the_plan_s_sense_are_refused_later_too(self):
        """F56: not only when a plan is made"""
        with self.assertRaises(ValidationError):
            self.steps.step_ids[1].days = 3
        with self.assertRaises(ValidationError):
            self.steps.kind = "quote"

    def test_a_step_before_and_one_after_on_the_due_date_contradict(self):
        """F56: zero days before is zero days after"""
        with self.assertRaises(ValidationError):
            self.plan({"days": 0, "when": "before"}, {"days": 0, "when": "after"})
