# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta
from functools import partial
from math import fsum

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command

from ...tools import statement
from ..common.base import PublicLinkCase
from ..common.statement import TODAY, LedgerFixtures


class TestStatement(LedgerFixtures, PublicLinkCase):
    """The statement is the customer's receivable in the general ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_ledger()

    def accounts(self, since=None, until=TODAY, partner=None, **options):
        """Return the statement by currency."""
        partner = partner or self.firm
        rows = partner._public_statement(self.company, since, until, **options)
        return {row.currency: row for row in rows}

    def assertLedger(self, until=TODAY, partner=None):
        """Check that the statement says what the ledger says, and adds up."""
        partner = partner or self.firm
        lines = self.ledger_lines(partner, until)
        read = partner._public_statement_lines(self.company, until)
        self.assertEqual({line.id for line in read}, set(lines.ids))
        self.assertAlmostEqual(
            statement.ledger(read, until), fsum(lines.mapped("balance")), 2
        )
        accounts = self.accounts(until=until, partner=partner)
        for currency in lines.currency_id:
            booked = fsum(
                line.amount_currency for line in lines if line.currency_id == currency
            )
            account = accounts.get(currency.id) or statement.Account(currency.id)
            moved = fsum(
                row.amount
                for row in account.rows
                if row.kind in ("exchanged", "elsewhere")
            )
            self.assertAlmostEqual(account.closing - moved, booked, 2)
            ages = fsum([*account.ages, account.credit])
            self.assertAlmostEqual(account.closing, ages, 2)
        return accounts

    def assertOpen(self):
        """Check that today's balances are what core says is open."""
        lines = self.ledger_lines(until=date(2999, 1, 1))
        accounts = self.assertLedger(until=date(2999, 1, 1))
        for currency in lines.currency_id:
            residual = fsum(
                line.amount_residual_currency
                for line in lines
                if line.currency_id == currency
            )
            account = accounts.get(currency.id) or statement.Account(currency.id)
            self.assertAlmostEqual(account.closing, residual, 2)
        shown = self.firm._public_statement_open(self.company)
        self.assertEqual(
            {key: round(value, 2) for key, value in shown.items()},
            {key: one.closing for key, one in accounts.items() if one.closing},
        )

    def test_an_invoice_paid_in_parts(self):
        """D5, D18"""
        invoice = self.bill(100, date(2026, 1, 10), date(2026, 2, 10))
        first = self.book(30, date(2026, 2, 1))
        self.settle(invoice, first)
        account = self.assertLedger()[self.own.id]
        self.assertEqual([row.balance for row in account.rows], [100, 70])
        self.assertEqual(account.closing, 70)
        self.assertEqual(account.ages, [0, 0, 0, 0, 70])
        self.settle(invoice, self.book(70, date(2026, 6, 1)))
        self.assertEqual(self.assertLedger()[self.own.id].closing, 0)
        # As of a day before the last payment it was open.
        before = self.assertLedger(until=date(2026, 5, 31))[self.own.id]
        self.assertEqual((before.closing, before.overdue), (70, 70))
        self.assertOpen()

    def test_core_s_payment_wizard(self):
        """D18: payments as staff register them"""
        invoice = self.bill(100, date(2026, 1, 10))
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        line = journal.inbound_payment_method_line_ids[:1]
        line.payment_account_id = self.bank.copy({"reconcile": True})
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {
                "payment_date": date(2026, 2, 1),
                "amount": 40,
                "journal_id": journal.id,
                "payment_method_line_id": line.id,
            }
        )._create_payments()
        account = self.assertLedger()[self.own.id]
        self.assertEqual([row.kind for row in account.rows], ["invoice", "payment"])
        self.assertEqual(account.closing, 60)

    def test_a_credit_note_counts_and_lowers_the_balance(self):
        """D5, D18"""
        invoice = self.bill(100, date(2026, 1, 10))
        note = self.bill(25, date(2026, 2, 1), refund=True)
        account = self.assertLedger()[self.own.id]
        self.assertEqual((account.closing, account.credit), (75, -25))
        self.settle(invoice, note)
        account = self.assertLedger()[self.own.id]
        self.assertEqual((account.closing, account.credit), (75, 0))
        self.assertEqual([row.kind for row in account.rows], ["invoice", "credit_note"])
        self.assertOpen()

    def test_a_foreign_invoice_paid_at_another_rate(self):
        """D18: the exchange difference shows in the company's currency alone"""
        invoice = self.bill(100, date(2026, 1, 10), currency=self.foreign)
        payment = self.book(100, date(2026, 3, 10), self.foreign)
        self.settle(invoice, payment)
        difference = self.ledger_lines() - self.owed(invoice | payment)
        self.assertTrue(difference, "Core has booked an exchange difference.")
        accounts = self.assertLedger()
        self.assertEqual(accounts[self.foreign.id].closing, 0)
        self.assertEqual(len(accounts[self.foreign.id].rows), 2)
        self.assertOpen()

    def test_a_foreign_invoice_paid_in_the_company_s_currency(self):
        """D18: what is settled leaves both accounts"""
        invoice = self.bill(100, date(2026, 1, 10), currency=self.foreign)
        payment = self.book(200, date(2026, 3, 10))
        self.settle(invoice, payment)
        accounts = self.assertLedger()
        kinds = [row.kind for row in accounts[self.foreign.id].rows]
        self.assertIn("exchanged", kinds)
        self.assertOpen()

    def test_each_currency_has_an_account_the_company_s_first(self):
        """D18"""
        self.bill(100, date(2026, 1, 10), currency=self.foreign)
        self.bill(50, date(2026, 1, 11))
        self.assertEqual(list(self.accounts()), [self.own.id, self.foreign.id])

    def test_archived_contacts_of_the_customer_count(self):
        """D18"""
        self.bill(100, date(2026, 1, 10), partner=self.person)
        self.book(10, date(2026, 1, 11), partner=self.person)
        self.person.active = False
        self.assertEqual(self.assertLedger()[self.own.id].closing, 90)

    def test_nobody_else_s_lines_are_read(self):
        """D2, B50, E3.4: another customer, a daughter company, another seller's company,
        drafts, cancelled documents, what we owe"""
        daughter = self.env["res.partner"].create(
            {"name": "Daughter", "is_company": True, "parent_id": self.firm.id}
        )
        mine = self.bill(100, date(2026, 1, 10))
        self.bill(1, date(2026, 1, 10), partner=self.other)
        self.bill(2, date(2026, 1, 10), partner=daughter)
        draft = self.bill(4, date(2026, 1, 10))
        draft.button_draft()
        gone = self.bill(8, date(2026, 1, 10))
        gone.button_draft()
        gone.button_cancel()
        read = self.firm._public_statement_lines(self.company, TODAY)
        self.assertEqual({line.document for line in read}, set(mine.ids))
        elsewhere = self.env["res.company"].create({"name": "Else"})
        self.assertFalse(self.firm._public_statement_lines(elsewhere, TODAY))
        # The daughter's own portal shows hers, not her mother's.
        read = daughter._public_statement_lines(self.company, TODAY)
        self.assertEqual([line.amount for line in read], [2])

    def test_receivables_that_are_no_trade_are_left_out(self):
        """D18: as core's own aged reports"""
        self.bill(100, date(2026, 1, 10))
        odd = self.receivable.copy({"non_trade": True})
        self.book(7, date(2026, 1, 12), account=odd)
        self.assertEqual(self.assertLedger()[self.own.id].closing, 100)

    def test_a_payment_in_a_third_currency(self):
        """D18: neither the invoice's nor the company's"""
        third = self.env.ref("base.GBP")
        third.active = True
        rate = {"currency_id": third.id, "name": "2026-01-01", "rate": 0.4}
        self.env["res.currency.rate"].create(rate | {"company_id": self.company.id})
        invoice = self.bill(100, date(2026, 1, 10), currency=self.foreign)
        self.settle(invoice, self.book(30, date(2026, 2, 1), third))
        self.assertOpen()
        self.settle(invoice, self.book(90, date(2026, 4, 1), third))
        self.assertOpen()

    def test_instalments_paid_in_parts(self):
        """D18, F24: each ages by its own day"""
        term = self.env["account.payment.term"].create(
            {
                "name": "Two parts",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": n}
                    )
                    for n in (0, 100)
                ],
            }
        )
        invoice = self.bill(100, date(2026, 4, 1))
        invoice.button_draft()
        invoice.invoice_payment_term_id = term
        invoice.action_post()
        self.settle(invoice, self.book(30, date(2026, 5, 1)))
        account = self.assertLedger()[self.own.id]
        self.assertEqual((account.closing, account.overdue), (70, 20))
        self.assertEqual(account.ages[0], 50)
        self.assertOpen()

    def test_a_customer_who_is_a_vendor_too(self):
        """D18: what we owe is no business of theirs here, what was set off is"""
        payable = self.firm.property_account_payable_id
        vendor = {"partner_id": self.firm.id, "invoice_date": date(2026, 1, 5)}
        line = Command.create({"name": "x", "price_unit": 60, "tax_ids": False})
        bill = self.env["account.move"].create(
            vendor | {"move_type": "in_invoice", "invoice_line_ids": [line]}
        )
        bill.action_post()
        invoice = self.bill(100, date(2026, 1, 10))
        self.assertEqual(self.assertLedger()[self.own.id].closing, 100)
        off = self.book(60, date(2026, 2, 1))
        off.button_draft()
        off.line_ids.filtered(
            lambda one: one.account_id == self.bank
        ).account_id = payable
        off.action_post()
        self.settle(invoice, off)
        self.assertEqual(self.assertLedger()[self.own.id].closing, 40)
        self.assertOpen()

    def test_what_was_written_off_reversed_and_undone(self):
        """D18: the ledger's word, whatever staff did and undid"""
        invoice = self.bill(100, date(2026, 1, 10))
        other = self.bill(50, date(2026, 1, 11))
        day = date(2026, 2, 1)
        self.settle(invoice, self.book(97, day), self.book(3, day))
        reversal = other._reverse_moves(
            [{"invoice_date": day, "date": day}], cancel=True
        )
        self.assertEqual(reversal.state, "posted")
        self.assertFalse(self.assertLedger()[self.own.id].closing)
        self.assertOpen()
        self.owed(invoice).remove_move_reconcile()
        account = self.assertLedger()[self.own.id]
        self.assertEqual((account.closing, account.credit), (0, -100))
        self.assertOpen()

    def test_paid_by_another_customer(self):
        """D18: it is not asked for again"""
        invoice = self.bill(100, date(2026, 1, 10))
        self.settle(invoice, self.book(100, date(2026, 2, 1), partner=self.other))
        account = self.assertLedger()[self.own.id]
        self.assertEqual((account.closing, account.elsewhere), (0, -100))

    def test_a_statement_ends_with_the_day_that_it_is_at_the_seller_s(self):
        """T10: a reader west of the seller misses nothing that is dated "tomorrow" """
        company = self.company
        invoice = self.bill(100, date(2026, 1, 10))
        invoice.invoice_date_due = date(2026, 11, 29)
        reader = self.firm.with_context(tz="America/Los_Angeles")
        company.partner_id.tz = "Asia/Tokyo"
        with freeze_time("2026-11-28 15:30:00"):
            self.assertEqual(
                reader._public_statement_period(company)[1], date(2026, 11, 29)
            )
            shown = invoice.with_context(tz="America/Los_Angeles")
            self.assertEqual(shown._public_days_left(), 0)
        company.partner_id.tz = False
        company.resource_calendar_id.tz = "America/Los_Angeles"
        with freeze_time("2026-11-29 07:30:00"):
            reader = self.firm.with_context(tz="Asia/Tokyo")
            self.assertEqual(
                reader._public_statement_period(company)[1], date(2026, 11, 28)
            )

    def test_a_period_is_read_from_what_a_browser_sends(self):
        """D18: nonsense becomes what the form proposes"""
        read = partial(self.firm._public_statement_period, self.company)
        today = date.today()
        year = today - timedelta(days=365)
        for since, until in (
            ("", ""),
            ("x", "y"),
            ("2026-13-45", "0000-00-00"),
            ("0001-01-01", "9999-12-31"),
            ("\0", "٣٠٣٠-٠١-٠١"),
        ):
            first, last = read(since, until)
            self.assertLessEqual(abs((last - today).days), 1, (since, until))
            self.assertLessEqual(abs((first - year).days), 1, (since, until))
        self.assertEqual(read("all", "2026-05-01"), (None, date(2026, 5, 1)))
        later = read("2026-06-01", "2026-05-01")
        self.assertEqual(later, (date(2026, 5, 1), date(2026, 5, 1)))

    def test_the_number_of_queries_does_not_depend_on_the_history(self):
        """D18"""
        self.bill(1, date(2026, 1, 10))
        self.settle(self.bill(1, date(2026, 1, 10)), self.book(1, date(2026, 1, 11)))
        self.firm._public_statement_values(self.company, None, TODAY)

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.firm._public_statement_values(self.company, None, TODAY)
            return self.env.cr.sql_log_count - before

        few = cost()
        for _number in range(10):
            self.bill(1, date(2026, 1, 10))
        self.assertEqual(cost(), few)

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        events=st.lists(
            st.tuples(
                st.sampled_from(("bill", "bill", "refund", "pay", "pay", "settle")),
                st.integers(1, 50_000),
                st.integers(0, 170),
                st.integers(0, 60),
                st.booleans(),
                st.booleans(),
            ),
            min_size=2,
            max_size=9,
        ),
        days=st.lists(st.integers(-5, 240), min_size=2, max_size=2),
    )
    def test_whatever_was_booked_the_statement_is_the_ledger(self, events, days):
        """D5, D18: random histories, asked as of random days"""
        with self.env.cr.savepoint() as savepoint:
            moves = self.env["account.move"]
            for kind, cents, when, terms, foreign, person in events:
                on = date(2026, 1, 1) + timedelta(days=when)
                options = {
                    "currency": self.foreign if foreign else self.own,
                    "partner": self.person if person else self.firm,
                }
                if kind == "settle":
                    open_ones = [
                        move
                        for move in moves
                        if not all(self.owed(move).mapped("reconciled"))
                    ]
                    if len(open_ones) > 1:
                        self.settle(*open_ones[:: 1 + cents % 2])
                elif kind == "pay":
                    moves |= self.book(cents / 100, on, **options)
                else:
                    moves |= self.bill(
                        cents / 100,
                        on,
                        on + timedelta(days=terms),
                        refund=kind == "refund",
                        **options,
                    )
            for number in days:
                self.assertLedger(until=date(2026, 1, 1) + timedelta(days=number))
            self.assertOpen()
            savepoint.rollback()
        self.env.invalidate_all()
