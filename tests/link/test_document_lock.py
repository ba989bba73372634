# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading
import time

from odoo.tests import tagged

from ...tools.document_lock import Busy, document_lock
from ..common.base import CommittedCase, own_environment


@tagged("post_install", "-at_install")
class TestDocumentLock(CommittedCase):
    """Real threads, connections and commits; what they made is deleted at the end."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            partners = env["res.partner"].create(
                [{"name": "Lock", "color": 0}, {"name": "Lock too", "color": 0}]
            )
            self.ids = partners.ids

    def _forget(self):
        with own_environment(self.registry) as env:
            env["res.partner"].browse(self.ids).unlink()

    def _count(self, env):
        return env["res.partner"].browse(self.ids[0]).color

    def _add_one(self, errors, order=1):
        try:
            with own_environment(self.registry) as env:
                partners = env["res.partner"].browse(self.ids[::order])
                # A page has read before it locks: the snapshot is taken.
                self._count(env)
                with document_lock(partners, patience=20):
                    before = self._count(env)
                    time.sleep(0.01)
                    partners[0].browse(self.ids[0]).color = before + 1
        except Exception as error:
            errors.append(error)

    def test_who_waited_sees_what_the_first_one_did(self):
        """S12: no lost update in twenty rounds, and no serialisation error either"""
        errors = []
        for _round in range(20):
            threads = [
                threading.Thread(target=self._add_one, args=(errors, order))
                for order in (1, -1, 1, -1)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
        self.assertFalse(errors)
        with own_environment(self.registry) as env:
            self.assertEqual(self._count(env), 80)

    def test_who_waits_too_long_is_told_so_and_nothing_happens(self):
        """S12"""
        with own_environment(self.registry) as first:
            one = first["res.partner"].browse(self.ids[0])
            with document_lock(one), own_environment(self.registry) as second:
                two = second["res.partner"].browse(self.ids[0])
                with self.assertRaises(Busy), document_lock(two, patience=0.05):
                    self.fail("Two have the lock.")
                # The other document is free.
                free = second["res.partner"].browse(self.ids[1])
                with document_lock(free, patience=0.05):
                    pass

    def test_the_lock_is_given_back_after_an_error(self):
        """S12: with everything undone"""
        with own_environment(self.registry) as env:
            partner = env["res.partner"].browse(self.ids[0])
            with self.assertRaises(ZeroDivisionError), document_lock(partner):
                partner.color = 9
                partner.flush_recordset()
                _ = 1 / 0
            self.assertEqual(partner.color, 0)
        with own_environment(self.registry) as env:
            partner = env["res.partner"].browse(self.ids[0])
            with document_lock(partner, patience=0.05):
                self.assertEqual(partner.color, 0)
