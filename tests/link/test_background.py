# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was to be done in the background, and failed, is tried again until it is done."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import BaseCase, mute_logger, tagged

from ...models.link.public_link_job import HURRY, LONGEST_PAUSE, TELL_AT
from ...tools.pauses import pause
from ..common.base import PublicLinkCase, PublicLinkHttpCase

JOB = "odoo.addons.public_links.models.link.public_link_job"


@tagged("post_install", "-at_install")
class TestPauses(BaseCase):
    def test_pauses_grow_up_to_a_longest_one(self):
        """F62: and differ, so that what failed together does not come back together"""
        minute, day = timedelta(minutes=1), timedelta(days=1)
        pauses = [pause(count, minute, day, 0.5) for count in range(1, 40)]
        self.assertEqual(pauses[:4], [minute, 2 * minute, 4 * minute, 8 * minute])
        self.assertEqual(pauses[-1], day)
        self.assertEqual(sorted(pauses), pauses)
        drawn = {pause(3, minute, day) for _number in range(50)}
        self.assertGreater(len(drawn), 10)
        self.assertGreater(min(drawn), 2 * minute)
        self.assertLess(max(drawn), 6 * minute)


class BackgroundCase(PublicLinkCase):
    """One PDF whose rendering fails for as long as ``self.cause`` says why."""

    def setUp(self):
        super().setUp()
        self.jobs, self.cause, self.tries = self.env["public.link.job"], "broken", 0
        self.order = self.make_order(user_id=self.salesman.id)

        def render(row):
            self.tries += 1
            if self.cause:
                raise ValueError(self.cause)
            return b"%PDF-1.7 %%EOF"

        self.patch(self.env.registry["public.link.pdf"], "_rendered", render)
        store = self.env["public.link.pdf"].with_context(lang="en_US")
        store._order_pdf(self.order, "v1")
        self.row = store._find(self.order, "v1")

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"public_links.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def job(self):
        return self.jobs.search([("res_model", "=", self.row._name)])

    def fail(self, times=1):
        """Let it fail so often, each time when it is due."""
        with mute_logger(JOB):
            self.run_cron("ir_cron_pdf")
            for _number in range(times - 1):
                with freeze_time(self.job().next_try + timedelta(seconds=1)):
                    self.run_cron("ir_cron_again")


class TestBackground(BackgroundCase):
    def test_what_fails_is_tried_again_after_growing_pauses(self):
        """R2, F62: for as long as somebody waits, not three times"""
        self.fail(12)
        job = self.job()
        self.assertEqual((self.tries, job.attempts), (12, 12))
        self.assertEqual(job.error, "broken")
        self.assertGreater(job.next_try, fields.Datetime.now() + timedelta(hours=4))
        self.assertLessEqual(
            job.next_try, fields.Datetime.now() + 2 * LONGEST_PAUSE + timedelta(days=3)
        )

    def test_before_its_time_nothing_is_tried(self):
        """F62: neither by the action that made it, nor by the one that tries again"""
        self.fail()
        for name in ("ir_cron_pdf", "ir_cron_again"):
            self.run_cron(name)
        self.assertEqual(self.tries, 1)

    def test_when_the_cause_is_gone_it_is_done(self):
        """R2, F62: and nothing is left of the failure"""
        self.fail(4)
        self.cause = ""
        with freeze_time(self.job().next_try + timedelta(seconds=1)):
            self.run_cron("ir_cron_again")
        self.assertEqual(self.row.state, "ready")
        self.assertFalse(self.job())

    def test_a_worker_that_is_killed_leaves_what_it_was_doing(self):
        """R2, F62: counted before it is tried, so that it does not block the others"""
        job = self.jobs._row("pdf", self.row, self.order)
        alone = job.with_context(ir_cron_progress_id=True)
        self.patch(
            self.env.registry["ir.cron"], "_commit_progress", lambda *_a, **_k: 1
        )
        self.assertTrue(alone._begin())
        self.assertEqual(job.attempts, 1)
        self.assertIn("stopped", job.error)
        self.assertGreater(job.next_try, fields.Datetime.now() + timedelta(minutes=2))
        self.run_cron("ir_cron_pdf")
        self.assertFalse(self.tries)

    def test_one_that_fails_does_not_keep_the_others(self):
        """R2"""
        store = self.env["public.link.pdf"].with_context(lang="en_US")
        store._order_pdf(self.make_order(), "v1")
        self.fail()
        self.assertEqual(self.tries, 2)

    def test_what_nobody_needs_any_more_is_forgotten(self):
        """F62: the document is gone, or has changed"""
        self.fail()
        self.order.order_line.unlink()
        self.order.state = "draft"
        self.order.unlink()
        with freeze_time(self.job().next_try + timedelta(seconds=1)):
            self.run_cron("ir_cron_again")
        self.assertEqual(self.tries, 1)
        self.assertFalse(self.job())
        self.assertFalse(self.row.exists())

    def test_after_a_month_it_waits_for_staff(self):
        """F62: it stays listed, and "Try Again" works"""
        self.fail()
        self.env.cr.execute(
            "UPDATE public_link_job SET create_date = create_date - interval '31 days'"
        )
        self.env.invalidate_all()
        self.job().next_try = fields.Datetime.now()
        with mute_logger(JOB):
            self.run_cron("ir_cron_again")
        self.assertFalse(self.job().next_try)
        self.cause = ""
        self.run_cron("ir_cron_again")
        self.assertTrue(self.job())
        self.job().with_user(self.env.ref("base.user_admin")).action_again()
        self.run_cron("ir_cron_again")
        self.assertEqual(self.row.state, "ready")

    def test_staff_read_why_it_waits_and_have_it_tried(self):
        """R2, F62: managers in a list, who may read the document in its diagnosis"""
        self.fail(2)
        manager = self.env.ref("base.user_admin")
        row = self.job().with_user(manager)
        self.assertEqual(row.label, "The PDF of a page")
        self.assertEqual((row.document_name, row.error), (self.order.name, "broken"))
        self.assertEqual(row.action_open()["res_id"], self.order.id)
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).action_again()
        with self.assertRaises(AccessError):
            row.with_user(manager).error = "x"
        rows = self.order.with_user(self.salesman)._public_link_diagnosis()
        [said] = [one for one in rows if one["code"] == "waits"]
        self.assertIn("broken", said["text"])
        self.assertIn("2 times", said["text"])
        checks = {one["code"]: one for one in self.company._public_links_checklist()}
        self.assertEqual(checks["jobs"]["level"], "warn")
        self.assertIn("broken", checks["jobs"]["text"])
        self.cause = ""
        row.action_again()
        self.run_cron("ir_cron_again")
        self.assertEqual(self.row.state, "ready")
        checks = {one["code"]: one for one in self.company._public_links_checklist()}
        self.assertEqual(checks["jobs"]["level"], "ok")

    def test_another_company_s_staff_see_nothing_of_it(self):
        """S7"""
        self.fail()
        other = self.env["res.company"].create({"name": "Other"})
        manager = self._make_user("foreign", "public_links.group_manager")
        manager.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.assertFalse(self.jobs.with_user(manager).search([]))

    def test_the_seller_is_told_once_of_what_was_promised(self):
        """R2, F62: after a quarter of an hour; and no more when it is done"""
        kind = self.env.registry["public.link.job"]._job_kinds
        self.assertFalse(self.order.activity_ids)
        self.fail(TELL_AT + 1)
        self.assertFalse(self.order.activity_ids, "Nobody promised the page's PDF.")
        promised = {
            "pdf": type(self.job()._kind())(label="X", run="_render_now", promised=True)
        }
        self.patch(self.env.registry["public.link.job"], "_job_kinds", promised)
        self.assertIsNotNone(kind)
        for _number in range(2):
            with (
                freeze_time(self.job().next_try + timedelta(seconds=1)),
                mute_logger(JOB),
            ):
                self.run_cron("ir_cron_again")
        self.assertEqual(self.order.activity_ids.user_id, self.salesman)
        self.assertEqual(len(self.order.activity_ids), 1)
        self.cause = ""
        with freeze_time(self.job().next_try + timedelta(seconds=1)):
            self.run_cron("ir_cron_again")
        self.assertFalse(self.order.activity_ids)


class TestBackgroundPage(PublicLinkHttpCase):
    @mute_logger(JOB)
    def test_the_page_of_a_pdf_recovers_when_the_cause_is_gone(self):
        """R2, F62, S15: who opens it has it tried again, not more often than in five minutes"""
        tries, broken = [], [True]

        def render(row):
            tries.append(row.id)
            if broken:
                raise ValueError("no disk")
            return b"%PDF-1.7 test %%EOF"

        self.patch(self.env.registry["public.link.pdf"], "_rendered", render)

        def run(name):
            with self.enter_registry_test_mode():
                self.env.ref(f"public_links.{name}").method_direct_trigger()
            self.env.invalidate_all()

        link = self.issue(self.make_order())
        self.assertIn("being prepared", self.open(link, "pdf").text)
        run("ir_cron_pdf")
        job = self.env["public.link.job"].search([])
        for _number in range(4):
            job.next_try = fields.Datetime.now()
            run("ir_cron_again")
        response = self.open(link, "pdf")
        self.assertPublic(response, 503)
        self.assertIn("keep trying", response.text)
        self.assertIn("care@seller.example", response.text)
        self.assertEqual(response.headers["Retry-After"], "300")
        self.assertNotIn("no disk", response.text)
        # It was tried a moment ago.
        before = len(tries)
        run("ir_cron_again")
        self.assertEqual(len(tries), before)
        later = fields.Datetime.now() - HURRY - timedelta(seconds=1)
        self.env.cr.execute("UPDATE public_link_job SET write_date = %s", [later])
        self.env.invalidate_all()
        self.open(link, "pdf")
        broken.clear()
        run("ir_cron_again")
        self.assertEqual(self.open(link, "pdf").content, b"%PDF-1.7 test %%EOF")
