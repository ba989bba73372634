# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading
from concurrent.futures import ThreadPoolExecutor

from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.base import CommittedCase, own_environment


@tagged("post_install", "-at_install")
class TestPortalLinksTogether(CommittedCase):
    """Real connections and commits; all of it is removed."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            partner = env["res.partner"].create(
                {"name": "Two at once", "email": "two@example.com"}
            )
            self.partner = partner.id

    def _forget(self):
        with own_environment(self.registry) as env:
            env["res.partner"].browse(self.partner).unlink()

    def together(self, act, number=2):
        """Let several staff act at the same moment, as requests are served."""
        start = threading.Barrier(number, timeout=20)

        def one(_number):
            with own_environment(self.registry) as env:
                tries = []

                def work():
                    env["res.partner"].search_count([])  # the snapshot
                    if not tries:
                        tries.append(1)
                        start.wait()
                    return act(env, env["res.partner"].browse(self.partner)).ids

                return retrying(work, env)

        with mute_logger("odoo.sql_db", "odoo.service.model"):
            with ThreadPoolExecutor(number) as pool:
                return list(pool.map(one, range(number)))

    def live(self):
        with own_environment(self.registry) as env:
            return (
                env["public.link"]
                .search([("partner_id", "=", self.partner), ("revoked_at", "=", False)])
                .ids
            )

    def test_two_staff_generate_at_once(self):
        """D24: both get the same link, nobody an error"""
        found = self.together(
            lambda env, partner: env["public.link"]._issue(partner, "portal")
        )
        self.assertEqual(found[0], found[1])
        self.assertEqual(self.live(), found[0])

    def test_two_staff_regenerate_at_once(self):
        """D24, D28: one link lives"""
        with own_environment(self.registry) as env:
            partner = env["res.partner"].browse(self.partner)
            old = env["public.link"]._issue(partner, "portal").id
        self.together(
            lambda env, _partner: env["public.link"].browse(old)._regenerate()
        )
        self.assertEqual(len(self.live()), 1)
        self.assertNotIn(old, self.live())
