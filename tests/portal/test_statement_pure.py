# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta
from math import fsum

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools.statement import Line, Match, bucket, compute, ledger

EUR, USD = 1, 2
DIGITS = {EUR: 2, USD: 2}
START = date(2026, 1, 1)


def day(number):
    return START + timedelta(days=number)


def line(number, amount, when=0, due=None, currency=EUR, kind="invoice", document=None):
    return Line(
        number,
        document or number,
        day(when),
        day(when if due is None else due),
        currency,
        amount,
        amount,
        kind,
        f"N{number}",
    )


@st.composite
def histories(draw):
    """Invoices, payments, and settlements between them as core would allow: of what is
    left on both sides, within a currency, across two, and with other customers."""
    lines, left = [], {}
    for number in range(1, draw(st.integers(1, 12)) + 1):
        cents = draw(st.integers(-90_000, 90_000).filter(bool))
        when = draw(st.integers(0, 200))
        due = when + draw(st.integers(0, 60))
        currency = draw(st.sampled_from((EUR, USD)))
        kind = "invoice" if cents > 0 else "payment"
        document = draw(st.integers(1, number))
        lines.append(line(number, cents / 100, when, due, currency, kind, document))
        left[number] = cents
    strangers = (1001, 1002)
    matches = []
    for _number in range(draw(st.integers(0, 12))):
        debit = draw(st.sampled_from([*left, *strangers]))
        credit = draw(st.sampled_from([*left, *strangers]))
        owed, paid = left.get(debit, 50_000), -left.get(credit, -50_000)
        if owed <= 0 or paid <= 0 or (debit in strangers and credit in strangers):
            continue
        known = {one.id: one for one in lines}
        days = [known[side].day for side in (debit, credit) if side in known]
        currencies = {known[side].currency for side in (debit, credit) if side in known}
        taken = draw(st.integers(1, owed))
        given_back = min(taken, paid) if len(currencies) < 2 else paid
        taken = given_back if len(currencies) < 2 else taken
        matches.append(Match(debit, credit, max(days), taken / 100, given_back / 100))
        for side, cents in ((debit, -taken), (credit, given_back)):
            if side in left:
                left[side] += cents
    return lines, matches


@tagged("post_install", "-at_install")
class TestStatementPure(BaseCase):
    def one(self, lines, matches=(), since=None, until=365, **options):
        [account] = compute(lines, matches, since, day(until), DIGITS, **options)
        return account

    def test_running_balance(self):
        """D5, D18"""
        account = self.one(
            [line(1, 100, 0), line(2, -30, 5, kind="payment"), line(3, 50, 9)]
        )
        self.assertEqual([row.balance for row in account.rows], [100, 70, 120])
        self.assertEqual((account.opening, account.closing), (0, 120))

    def test_a_period_opens_with_what_was_before(self):
        """D18"""
        lines = [line(1, 100, 0), line(2, -30, 5, kind="payment"), line(3, 50, 9)]
        account = self.one(lines, since=day(5), until=8)
        self.assertEqual((account.opening, account.closing), (100, 70))
        self.assertEqual([row.number for row in account.rows], ["N2"])
        account = self.one(lines, since=day(100))
        self.assertEqual(
            (account.opening, account.rows, account.closing), (120, [], 120)
        )

    def test_instalments_of_one_invoice_are_one_entry(self):
        """D18: and age by their own due dates"""
        lines = [line(1, 60, 0, 10, document=7), line(2, 40, 0, 40, document=7)]
        account = self.one(lines, until=50)
        [row] = account.rows
        self.assertEqual((row.amount, row.due), (100, day(40)))
        self.assertEqual(account.ages, [0, 40, 60, 0, 0])

    def test_ages(self):
        """D18: current, 1-30, 31-60, 61-90, 90+; a bound belongs to the earlier one"""
        for late, place in (
            (-5, 0),
            (0, 0),
            (1, 1),
            (30, 1),
            (31, 2),
            (60, 2),
            (61, 3),
            (90, 3),
            (91, 4),
        ):
            self.assertEqual(bucket(day(0), day(late)), place, late)

    def test_what_was_settled_later_was_open_then(self):
        """D18: as of a day, by the day of the settlement"""
        lines = [line(1, 100, 0), line(2, -100, 20, kind="payment")]
        matches = [Match(1, 2, day(20), 100, 100)]
        before = self.one(lines, matches, until=10)
        self.assertEqual((before.closing, sum(before.ages)), (100, 100))
        after = self.one(lines, matches, until=20)
        self.assertEqual((after.closing, sum(after.ages), after.credit), (0, 0, 0))

    def test_a_payment_that_settles_nothing_is_a_credit(self):
        """D18, F26"""
        account = self.one([line(1, 100), line(2, -30, 5, kind="payment")])
        self.assertEqual(
            (sum(account.ages), account.credit, account.closing), (100, -30, 70)
        )

    def test_settled_in_another_currency(self):
        """D18: each account ends at what is open in it"""
        lines = [line(1, 100), line(2, -110, 5, currency=USD, kind="payment")]
        matches = [Match(1, 2, day(5), 100, 110)]
        euro, dollar = compute(lines, matches, None, day(9), DIGITS)
        self.assertEqual((euro.closing, dollar.closing), (0, 0))
        self.assertEqual([row.kind for row in euro.rows], ["invoice", "exchanged"])
        self.assertEqual([row.amount for row in dollar.rows], [-110, 110])

    def test_paid_by_another_customer(self):
        """D18: the invoice is not asked for; the ledger still carries it"""
        account = self.one([line(1, 100)], [Match(1, 99, day(5), 100, 100)])
        self.assertEqual((account.closing, sum(account.ages)), (0, 0))
        self.assertEqual(account.elsewhere, -100)
        self.assertEqual(account.rows[-1].kind, "elsewhere")

    def test_exchange_differences_show_in_the_company_s_currency_alone(self):
        """D18"""
        difference = line(2, 0.0, 5, kind="other")._replace(balance=4.2)
        account = self.one([line(1, 100), difference])
        self.assertEqual(len(account.rows), 1)
        self.assertEqual(ledger([line(1, 100), difference], day(9)), 104.2)

    def test_too_many_entries_are_in_the_opening_balance(self):
        """D18"""
        account = self.one([line(number, 1, number) for number in range(1, 11)], most=3)
        self.assertEqual((account.hidden, account.opening, account.closing), (7, 7, 10))
        self.assertEqual([row.balance for row in account.rows], [8, 9, 10])

    def test_cents_do_not_drift(self):
        """D18"""
        account = self.one(
            [line(number, 0.1, number) for number in range(1, 1001)], until=2000
        )
        self.assertEqual((account.closing, account.rows[-1].balance), (100.0, 100.0))

    @settings(max_examples=300, deadline=None)
    @given(history=histories(), until=st.integers(0, 260), length=st.integers(0, 260))
    def test_the_sums_agree_whatever_happened(self, history, until, length):
        """D5, D18: opening + entries = closing = ages + credits = ledger + elsewhere"""
        lines, matches = history
        since, until = day(until - length), day(until)
        for begin in (since, None):
            for account in compute(lines, matches, begin, until, DIGITS):
                entries = fsum(row.amount for row in account.rows)
                self.assertAlmostEqual(account.opening + entries, account.closing, 2)
                ages = fsum([*account.ages, account.credit])
                exchanged = fsum(
                    sign * amount
                    for match in matches
                    for mine, other, sign, amount in (
                        (match.debit, match.credit, -1, match.debit_amount),
                        (match.credit, match.debit, 1, match.credit_amount),
                    )
                    if match.day <= until and self._crosses(lines, mine, other, account)
                )
                booked = fsum(
                    one.amount
                    for one in lines
                    if one.currency == account.currency and one.day <= until
                )
                self.assertAlmostEqual(ages, account.closing, 2)
                self.assertAlmostEqual(
                    account.closing, booked + exchanged + account.elsewhere, 2
                )
                self.assertTrue(all(amount >= 0 for amount in account.ages))
                self.assertLessEqual(account.credit, 0)

    @staticmethod
    def _crosses(lines, mine, other, account):
        known = {one.id: one for one in lines}
        return (
            mine in known
            and other in known
            and known[mine].currency == account.currency
            and known[other].currency != account.currency
        )
