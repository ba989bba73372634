# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many at once: real threads, connections and commits, without a server between.

To be moved to processes of a real server (tests/e2e) once that is there.
"""

from unittest.mock import patch

from odoo.tests import tagged

from ..common.base import own_environment
from ..common.card_tabs import ROUNDS, TABS, CardTabsCase


@tagged("post_install", "-at_install")
class TestCardTabs(CardTabsCase):
    """One charge, however many ask for it."""

    def test_five_tabs_charge_once(self):
        """S12, S18, A43: twenty rounds; the losers find it paid"""
        for link_id in self.link_ids:
            form = self._page(link_id)
            with self._provider() as calls:
                answers = self._clicks(link_id, form, TABS)
            self.assertEqual(len(calls), 1)
            # "": the page's own state says it all.
            self.assertEqual(sorted(map(str, answers)), [""] * (TABS - 1) + ["done"])
            states, invoice = self._payments(link_id)
            self.assertEqual(states, ["done"])
            self.assertIn(invoice, ("paid", "in_payment"))

    def test_a_webhook_that_arrives_during_the_charge_changes_nothing(self):
        """S18: it writes the same row first, on a connection of its own; twenty rounds"""

        def webhook(transaction):
            with own_environment(self.registry) as env:
                env["payment.transaction"]._process(
                    "demo",
                    {"reference": transaction.reference, "simulated_state": "done"},
                )

        write_down = self.registry["payment.transaction"]._public_link_write_down
        conflicts = []

        def count(transaction, charge):
            conflicts.append(transaction.id)
            return write_down(transaction, charge)

        self.startPatcher(
            patch.object(
                self.registry["payment.transaction"], "_public_link_write_down", count
            )
        )
        for link_id in self.link_ids:
            form = self._page(link_id)
            with self._provider(webhook) as calls:
                answers = self._clicks(link_id, form, 2)
            self.assertEqual(len(calls), 1)
            self.assertEqual(sorted(map(str, answers)), ["", "done"])
            states, invoice = self._payments(link_id)
            self.assertEqual(states, ["done"])
            self.assertIn(invoice, ("paid", "in_payment"))
        self.assertEqual(len(conflicts), ROUNDS, "PostgreSQL let nobody overwrite.")

    def test_a_worker_that_dies_while_charging_is_not_followed_by_another_charge(self):
        """S18: five others come afterwards"""

        def die(_transaction):
            raise SystemExit

        link_id = self.link_ids[0]
        form = self._page(link_id)
        with self._provider(die) as calls, self.assertRaises(SystemExit):
            self._click(link_id, form, [])
        with self._provider() as more:
            answers = self._clicks(link_id, form, TABS)
        self.assertEqual((len(calls), len(more)), (1, 0))
        self.assertEqual(answers, ["checking"] * TABS)
        self.assertEqual(self._payments(link_id)[0], ["draft"])
