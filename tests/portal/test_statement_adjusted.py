# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A payment that takes off more, or less, than was paid: by a write-off or a discount."""

from datetime import date

from odoo import Command

from ..common.base import PublicLinkCase
from ..common.statement import TODAY, LedgerFixtures


class TestAdjusted(LedgerFixtures, PublicLinkCase):
    """T18: the statement names what was paid, as the list of payments does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_ledger()
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.expense = cls.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", cls.company.ids)],
            limit=1,
        )

    def pay(self, invoices, amount, on, **values):
        """Return the payment that staff register, what differs written off."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create(
                {
                    "payment_date": on,
                    "journal_id": self.journal.id,
                    "amount": amount,
                    "payment_difference_handling": "reconcile",
                    "writeoff_account_id": self.expense.id,
                    "group_payment": True,
                    **values,
                }
            )
        )
        return wizard._create_payments()

    def rows(self, currency=None, since=None, until=TODAY):
        """Return kind, amount and balance of each entry."""
        accounts = self.firm._public_statement(self.company, since, until)
        [account] = [
            one for one in accounts if one.currency == (currency or self.own).id
        ]
        return [(row.kind, row.amount, row.balance) for row in account.rows]

    def test_a_rest_that_was_written_off_is_an_entry_of_its_own(self):
        """T18: 990 paid of 1,000; in words, on the page and in its PDF"""
        invoice = self.bill(1000, date(2026, 1, 10))
        payment = self.pay(invoice, 990, date(2026, 2, 1))
        self.assertEqual(payment.amount, 990)
        self.assertEqual(
            self.rows(),
            [
                ("invoice", 1000, 1000),
                ("payment", -990, 10),
                ("adjusted", -10, 0),
            ],
        )
        values = self.firm._public_statement_values(self.company, None, TODAY)
        [account] = values["accounts"]
        names = [row["name"] for row in account["rows"]]
        self.assertIn("Payment, thank you", names[1])
        self.assertIn("Adjustment", names[2])
        self.assertIn("990.00", account["rows"][1]["amount"])
        # An earlier period counts both as what was before.
        self.assertEqual(
            self.firm._public_statement(self.company, date(2026, 2, 2), TODAY), []
        )

    def test_more_than_was_owed_is_an_entry_of_its_own(self):
        """T18: 1,010 paid, of which 10 is kept"""
        invoice = self.bill(1000, date(2026, 1, 10))
        self.pay(invoice, 1010, date(2026, 2, 1))
        kinds = [("payment", -1010, -10), ("adjusted", 10, 0)]
        self.assertEqual(self.rows()[1:], kinds)

    def test_a_discount_for_early_payment_is_an_entry_of_its_own(self):
        """T18, T8: what was paid stands in both lists"""
        term = self.env["account.payment.term"].create(
            {
                "name": "2 percent in 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [Command.create({"value": "percent", "value_amount": 100})],
            }
        )
        invoice = self.bill(1000, date(2026, 1, 10))
        invoice.button_draft()
        invoice.invoice_payment_term_id = term
        invoice.action_post()
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"payment_date": date(2026, 1, 12), "journal_id": self.journal.id})
        )
        payment = wizard._create_payments()
        self.assertEqual(payment.amount, 980)
        kinds = [("payment", -980, 20), ("adjusted", -20, 0)]
        self.assertEqual(self.rows()[1:], kinds)

    def test_money_paid_back_and_other_currencies(self):
        """T18: a refund of 49 for a credit note of 50; 99 of 100 in another currency"""
        note = self.bill(50, date(2026, 1, 10), refund=True)
        self.pay(note, 49, date(2026, 2, 1))
        kinds = [("payment", 49, -1), ("adjusted", 1, 0)]
        self.assertEqual(self.rows()[1:], kinds)
        invoice = self.bill(100, date(2026, 3, 10), currency=self.foreign)
        self.pay(invoice, 99, date(2026, 3, 12), currency_id=self.foreign.id)
        kinds = [("payment", -99, 1), ("adjusted", -1, 0)]
        self.assertEqual(self.rows(self.foreign)[1:], kinds)

    def test_a_bank_statement_may_write_off_too(self):
        """T18: what the bank says, and the rest; not what waits to be settled"""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.journal.id,
                "date": date(2026, 2, 1),
                "payment_ref": "Invoice",
                "amount": 990,
                "partner_id": self.firm.id,
            }
        )
        self.bill(1000, date(2026, 1, 10))
        [suspense] = line._seek_for_lines()[1]
        booked = {"partner_id": self.firm.id, "account_id": self.receivable.id}
        line.with_context(force_delete=True, check_move_validity=False).line_ids = [
            Command.update(suspense.id, {**booked, "balance": -1000}),
            Command.create({"account_id": self.expense.id, "balance": 10}),
        ]
        kinds = [("payment", -990, 10), ("adjusted", -10, 0)]
        self.assertEqual(self.rows()[1:], kinds)
        # A part of it is not settled yet: nobody knows for what it came.
        waits = {"account_id": self.journal.suspense_account_id.id, "balance": -400}
        mine = line.line_ids.filtered(lambda one: one.account_id == self.receivable)
        line.with_context(force_delete=True, check_move_validity=False).line_ids = [
            Command.update(mine.id, {"balance": -600}),
            Command.create(waits),
        ]
        self.assertEqual(self.rows()[1:], [("payment", -600, 400)])

    def test_a_payment_of_two_customers_is_not_divided(self):
        """T18: whose the rest is, nobody knows"""
        other = self.env["res.partner"].create({"name": "Other Ledger"})
        mine = self.bill(1000, date(2026, 1, 10))
        payment = self.pay(mine, 1000, date(2026, 2, 1))
        receivable = self.owed(payment.move_id)
        payment.move_id.button_draft()
        payment.move_id.with_context(skip_account_move_synchronization=True).write(
            {
                "line_ids": [
                    Command.update(receivable.id, {"balance": -700}),
                    Command.create(
                        {
                            "account_id": self.receivable.id,
                            "partner_id": other.id,
                            "balance": -300,
                        }
                    ),
                ]
            }
        )
        payment.move_id.action_post()
        self.assertEqual(self.rows()[1:], [("payment", -700, 300)])
