# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.base import CommittedCase, own_environment


@tagged("post_install", "-at_install")
class TestFollowupTogether(CommittedCase):
    """F57 real connections and commits; all of it is removed."""

    SETTINGS = {
        "public_links_followup_enabled": True,
        "public_links_followup_quotes": True,
        "public_links_followup_weekends": True,
        "public_links_followup_from": 0.0,
        "public_links_followup_to": 24.0,
    }

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            company = env.company
            self.before = {name: company[name] for name in self.SETTINGS}
            company.write(self.SETTINGS)
            env["public.link.plan"].search([]).enabled = False
            partner = env["res.partner"].create(
                {"name": "Two at once", "email": "two@example.com"}
            )
            product = env["product.product"].create({"name": "A thing"})
            order = env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "validity_date": fields.Date.add(fields.Date.today(), days=20),
                    "order_line": [Command.create({"product_id": product.id})],
                }
            )
            order.state = "sent"
            link = env["public.link"]._issue(order, "approve")
            env.flush_all()
            env.cr.execute(
                "UPDATE public_link SET sent_at = now() AT TIME ZONE 'UTC' - interval"
                " '5 days' WHERE id = %s",
                [link.id],
            )
            env.cr.execute(
                "UPDATE sale_order SET create_date = create_date - interval '9 days'"
                " WHERE id = %s",
                [order.id],
            )
            words = env.ref("public_links.mail_template_followup_quote_unopened")
            plan = env["public.link.plan"].create(
                {
                    "name": "Two at once",
                    "kind": "quote",
                    "sequence": 0,
                    "since": "2020-01-01",
                    "step_ids": [
                        Command.create(
                            {
                                "days": 3,
                                "basis": "sent",
                                "purpose": "approve",
                                "template_id": words.id,
                            }
                        )
                    ],
                }
            )
            plan.enabled = True
            plan.looked_at = fields.Datetime.now()
            self.ids = {
                "order": order.id,
                "partner": partner.id,
                "plan": plan.id,
                "product": product.id,
            }

    def _forget(self):
        with own_environment(self.registry) as env:
            env.company.write(self.before)
            followups = self.followups(env)
            env["mail.mail"].search(
                [("public_link_followup_id", "in", followups.ids)]
            ).unlink()
            followups.unlink()
            order = env["sale.order"].browse(self.ids["order"])
            order.state = "cancel"
            env["public.link"].search(
                [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
            ).unlink()
            order.unlink()
            env["public.link.plan"].browse(self.ids["plan"]).unlink()
            env["product.product"].browse(self.ids["product"]).unlink()
            env["res.partner"].browse(self.ids["partner"]).unlink()

    def followups(self, env):
        return env["public.link.followup"].search(
            [("partner_id", "=", self.ids["partner"])]
        )

    def run_plans(self, env):
        plan = env["public.link.plan"].browse(self.ids["plan"])
        return plan._send_some(plan.company_id, plan, [self.ids["partner"]], 100)

    def test_two_workers_at_once_send_one_mail(self):
        """F57: both have found the same; one of them writes"""
        start = threading.Barrier(2, timeout=60)
        model = self.registry["public.link.plan"]
        find = model._found_for

        def found_for(plans, *args, **kwargs):
            found = find(plans, *args, **kwargs)
            start.wait()
            return found

        def one(_number):
            with own_environment(self.registry) as env:
                return self.run_plans(env)

        with (
            patch.object(model, "_found_for", found_for),
            mute_logger("odoo.sql_db"),
            ThreadPoolExecutor(2) as pool,
        ):
            done = list(pool.map(one, range(2)))
        self.assertEqual(sorted(done), [False, True])
        with own_environment(self.registry) as env:
            followup = self.followups(env)
            self.assertEqual(len(followup), 1)
            mails = env["mail.mail"].search(
                [("public_link_followup_id", "in", followup.ids)]
            )
            self.assertEqual(len(mails), 1)

    def test_a_run_that_was_killed_is_done_again_once(self):
        """F57: what was not committed is not there, mail and row alike"""
        with own_environment(self.registry) as env:
            self.assertTrue(self.run_plans(env))
            self.assertTrue(self.followups(env))
            env.cr.rollback()
        for _time in range(2):
            with own_environment(self.registry) as env:
                self.run_plans(env)
        with own_environment(self.registry) as env:
            self.assertEqual(len(self.followups(env)), 1)
