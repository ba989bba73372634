# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError

from ..common.mismatch import MismatchCase


class TestLocalSide(MismatchCase):
    """What the ledger says, without asking anybody."""

    def setUp(self):
        super().setUp()
        self.provider.stripe_secret_key = "sk_test_other"
        self.startPatcher(
            patch.object(
                type(self.env["payment.mismatch"]), "_find_remote", lambda self: []
            )
        )

    def test_a_payment_that_is_not_booked_in_time_is_listed(self):
        """A47"""
        transaction = self.transaction(book=False)
        transaction.last_state_change = fields.Datetime.now() - timedelta(minutes=14)
        self.assertFalse(self.look())
        transaction.last_state_change = fields.Datetime.now() - timedelta(minutes=16)
        row = self.look()["unprocessed"]
        self.assertEqual(row.transaction_id, transaction)
        with self.assertRaises(AccessError):
            row.with_user(self.accountant).action_book()
        row.with_user(self.manager).action_book()
        self.assertTrue(transaction.is_post_processed)
        self.assertEqual(row.state, "closed")
        self.assertFalse(self.open_rows())
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))

    def test_a_booked_payment_that_settles_nothing_is_listed(self):
        """A47"""
        transaction = self.transaction()
        self.assertFalse(self.look())
        lines = transaction.payment_id.move_id.line_ids
        lines.remove_move_reconcile()
        self.assertEqual(self.look()["unreconciled"].transaction_id, transaction)
        receivable = transaction.payment_id.destination_account_id
        (lines | self.invoice.line_ids).filtered(
            lambda line: line.account_id == receivable
        ).reconcile()
        self.assertFalse(self.look())
        transaction.payment_id.action_cancel()
        self.assertIn("unreconciled", self.look())
        transaction.payment_id = False
        self.assertEqual(self.look()["unreconciled"].fact_here, "No payment")

    def test_a_down_payment_without_an_invoice_is_no_difference(self):
        """A47"""
        order = self.make_order()
        self.transaction(
            invoice=self.env["account.move"],
            sale_order_ids=[Command.set(order.ids)],
            amount=50,
        )
        self.assertFalse(self.look())

    def test_paying_twice_is_listed_and_paying_in_parts_is_not(self):
        """A47, F7"""
        self.transaction(amount=100)
        self.transaction(amount=218.6, reference="INV-1-1", provider_reference="pi_2")
        self.assertFalse(self.look())
        third = self.transaction(
            amount=0.01, reference="INV-1-2", provider_reference="pi_3"
        )
        row = self.look()["several"]
        self.assertEqual(row.move_id, self.invoice)
        self.assertAlmostEqual(row.amount_transaction, 318.61)
        self.assertEqual(row.amount_document, 318.6)
        self.assertIn("INV-1-1", row.fact_here)
        refund = third._create_child_transaction(0.01, is_refund=True)
        refund.state = "done"
        self.assertNotIn("several", self.look())

    def test_a_payment_of_several_invoices_ties_them_together(self):
        """A47, F18"""
        both = self.invoice | self.make_invoice()
        self.transaction(amount=537.2, invoice=both)
        self.transaction(amount=100, reference="INV-1-1", provider_reference="pi_2")
        self.assertNotIn("several", self.look())
        self.transaction(amount=1, reference="INV-1-2", provider_reference="pi_3")
        self.assertAlmostEqual(self.look()["several"].amount_transaction, 638.2)

    def test_an_order_and_its_invoice_are_one_balance(self):
        """A47"""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.action_post()
        whole = order.amount_total
        nothing = self.env["account.move"]
        self.transaction(
            invoice=nothing, sale_order_ids=[Command.set(order.ids)], amount=whole
        )
        self.assertNotIn("several", self.look())
        self.transaction(
            invoice=invoice,
            amount=whole,
            reference="INV-2",
            provider_reference="pi_2",
        )
        self.assertEqual(self.look()["several"].order_id, order)

    def test_a_failure_without_the_providers_number_is_listed(self):
        """A47, A78"""
        self.transaction(
            "error", provider_reference=False, state_message="Timed out", book=False
        )
        row = self.look()["no_id"]
        self.assertEqual(row.fact_here, "Timed out")
        self.transaction(
            "error",
            provider_id=self.demo.id,
            provider_reference=False,
            reference="DEMO-1",
        )
        self.transaction("error", reference="INV-3")
        self.assertEqual(self.look()["no_id"], row, "Neither of these.")

    def test_differences_of_last_year_are_not_dug_out_but_stay_listed(self):
        """A47"""
        transaction = self.transaction(book=False)
        transaction.last_state_change = "2024-01-01"
        self.assertFalse(self.look())
        transaction.last_state_change = self.hour_ago
        row = self.look()["unprocessed"]
        transaction.last_state_change = "2024-01-01"
        self.assertEqual(self.look()["unprocessed"], row)


class TestRows(MismatchCase):
    """A row stands for one difference: it closes with it, and comes back with it."""

    def test_a_row_closes_itself_and_comes_back_as_the_same_row(self):
        """A47"""
        self.good()
        self.stripe.intents[0]["livemode"] = True
        row = self.look()["mode"]
        found = row.found_at = self.hour_ago
        self.assertEqual(self.look()["mode"], row)
        self.assertEqual(row.found_at, found, "Since when stays.")
        self.assertGreater(row.seen_at, found)
        self.stripe.intents[0]["livemode"] = False
        self.assertFalse(self.look())
        self.assertEqual(row.state, "closed")
        self.assertTrue(row.closed_at)
        self.stripe.intents[0]["livemode"] = True
        self.assertEqual(self.look()["mode"], row)
        self.assertFalse(row.closed_at)
        self.assertGreater(row.found_at, found)

    def test_what_is_set_aside_stays_so_until_it_is_gone(self):
        """A47"""
        self.stripe.intent("pi_x")
        row = self.look()["unknown"]
        managed = row.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "note"):
            managed.action_ignore()
        managed.note = "It belongs to the web shop."
        managed.action_ignore()
        self.assertFalse(self.look())
        self.assertEqual(row.state, "ignored")
        managed.action_reopen()
        self.assertEqual(self.look()["unknown"], row)
        managed.action_ignore()
        self.stripe.intents[0]["status"] = "canceled"
        self.look()
        self.assertEqual(row.state, "closed")
        self.stripe.intents[0]["status"] = "succeeded"
        self.assertEqual(self.look()["unknown"], row)

    def test_every_kind_says_what_to_do(self):
        """A47"""
        Mismatch = self.env["payment.mismatch"]
        for kind in dict(Mismatch._fields["kind"].selection):
            self.assertTrue(Mismatch.new({"kind": kind}).what_to_do, kind)

    def test_accounting_reads_managers_act_and_nobody_else_sees_anything(self):
        """A47, F29"""
        self.stripe.intent("pi_x")
        row = self.look()["unknown"]
        row.with_user(self.accountant).read(["kind", "what_to_do", "display_name"])
        for values in ({"note": "Mine"}, {"state": "closed"}):
            with self.assertRaises(AccessError):
                row.with_user(self.accountant).write(values)
        for values in ({"state": "closed"}, {"amount_provider": 0}, {"key": "x"}):
            with self.assertRaises(AccessError):
                row.with_user(self.manager).write(values)
        for name in ("action_check", "action_ignore", "action_reopen", "action_book"):
            with self.assertRaises(AccessError, msg=name):
                getattr(row.with_user(self.accountant), name)()
        for user in (self.salesman, self.warehouse, self.clerk):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["kind"])
        with self.assertRaises(AccessError):
            row.with_user(self.manager).copy()
        with self.assertRaises(AccessError):
            row.with_user(self.manager).unlink()
        menu = self.env.ref("public_links.menu_payment_mismatch").id
        for user, seen in ((self.accountant, True), (self.warehouse, False)):
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertEqual(menu in menus, seen, user.login)

    def test_rows_of_other_companies_are_not_seen(self):
        """A47, F29"""
        self.stripe.intent("pi_x")
        row = self.look()["unknown"]
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.write(
            {
                "company_ids": [Command.set(elsewhere.ids)],
                "company_id": elsewhere.id,
            }
        )
        self.assertFalse(row.with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            row.with_user(self.manager).read(["kind"])

    def test_the_settings_count_what_is_open(self):
        """A47"""
        self.stripe.intent("pi_x")
        self.look()
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.public_links_mismatches_text, "1 open")

    def test_its_views_load(self):
        """A47"""
        Mismatch = self.env["payment.mismatch"].with_user(self.accountant)
        for view in ("list", "form", "search", "pivot"):
            self.assertTrue(Mismatch.get_view(view_type=view)["arch"])
