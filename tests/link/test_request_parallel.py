# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...controllers import responses
from ..common.base import CommittedCase, own_environment

AT_ONCE = 6


@tagged("post_install", "-at_install")
class TestRequestParallel(CommittedCase):
    """M11: whatever comes at once, no request for a new link is lost."""

    def _forget(self):
        with own_environment(self.registry) as env:
            env["public.link.rate"].search([]).unlink()

    @mute_logger("odoo.sql_db")
    def test_requests_at_once_from_one_house_are_all_kept(self):
        """M11: real threads and transactions that meet on one row"""
        self._forget()
        tries = []

        def work(env):
            tries.append(env)
            env["public.link.rate"]._allow("request", "house", 100, timedelta(days=1))
            time.sleep(0.05)  # so that they meet

        def one(_number):
            responses._in_own_transaction(self.registry.db_name, work)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(one, range(AT_ONCE)))  # raises what was lost
        self.assertGreater(len(tries), AT_ONCE, "They have met.")
        with own_environment(self.registry) as env:
            self.assertEqual(env["public.link.rate"].search([]).count, AT_ONCE)
