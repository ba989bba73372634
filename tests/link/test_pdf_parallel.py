# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A PDF that several visitors ask for at the same moment."""

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged

from ..common.base import CommittedCase, own_environment

VERSION = "test: asked for at once"


@tagged("post_install", "-at_install")
class TestPdfParallel(CommittedCase):
    def _forget(self):
        with own_environment(self.registry) as env:
            env["public.link.pdf"].search([("version", "=", VERSION)]).unlink()

    def _order(self, env):
        partner = env.ref("base.main_company").partner_id
        env["public.link.pdf"]._order_pdf(partner, VERSION)

    def test_who_asks_second_tries_again_and_the_log_tells_no_error(self):
        """S13: two real transactions that meet on one version"""
        with own_environment(self.registry) as second:
            second.cr.execute("SELECT 1")  # From here on it sees what is there now.
            with own_environment(self.registry) as first:
                self._order(first)
            with (
                self.assertNoLogs("odoo.sql_db", "ERROR"),
                self.assertRaises(SerializationFailure),
            ):
                self._order(second)
            second.cr.rollback()
            self._order(second)
        with own_environment(self.registry) as env:
            found = env["public.link.pdf"].search([("version", "=", VERSION)])
            self.assertEqual(len(found), 1)
