# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A customer's statement of account, computed from the ledger's lines.

Plain Python: the ledger's lines come in as tuples. Where a line is reconciled with one of
another currency or customer, an entry of its own takes the settled amount out of the
account, so that the balance of each currency is what is open in it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from math import fsum
from typing import NamedTuple

# The last day of each bucket, in days after the due date; what is later has no end.
BUCKET_ENDS = (0, 30, 60, 90)


class Line(NamedTuple):
    """A posted line of the customer's receivable.

    ``kind``: invoice, credit_note, payment, other. ``amount`` is in the line's currency,
    ``balance`` in the company's; both are positive where the customer owes it. ``arrived``:
    what was paid by the document of a payment, in the line's currency, negative where it
    was paid back; ``None`` where that is not known.
    """

    id: int
    document: int
    day: date
    due: date
    currency: int
    amount: float
    balance: float
    kind: str
    number: str
    arrived: float | None = None


class Match(NamedTuple):
    """Two lines that are reconciled, from a day on; the amounts are positive."""

    debit: int
    credit: int
    day: date
    debit_amount: float
    credit_amount: float


class Row(NamedTuple):
    """One entry. ``kind`` is a line's, or exchanged, or elsewhere: settled against
    another currency, or another customer, or adjusted: what a payment's document took off
    beside what was paid. ``balance`` is what is open after it."""

    day: date
    due: date
    kind: str
    number: str
    amount: float
    balance: float


@dataclass
class Account:
    """The statement in one currency.

    ``ages``: what is open by days after its due date, see ``BUCKET_ENDS``. ``credit``:
    payments and credit notes that settle nothing yet, negative. ``hidden``: how many of
    the period's first entries are in the opening balance, since there are too many.
    ``elsewhere``: what other customers have settled, or was settled for them.
    """

    currency: int
    opening: float = 0.0
    rows: list = field(default_factory=list)
    closing: float = 0.0
    ages: list = field(default_factory=lambda: [0.0] * (len(BUCKET_ENDS) + 1))
    credit: float = 0.0
    elsewhere: float = 0.0
    hidden: int = 0

    @property
    def overdue(self):
        return fsum(self.ages[1:])


def bucket(due, until):
    """Return the place of a due date among the ages.

    >>> bucket(date(2026, 1, 1), date(2026, 1, 31))
    1
    """
    late = (until - due).days
    return next(
        (place for place, end in enumerate(BUCKET_ENDS) if late <= end),
        len(BUCKET_ENDS),
    )


def compute(lines, matches, since, until, digits, most=None):
    """Return the statement of each currency that has entries or a balance.

    :param lines: every `Line` of the customer up to the last day
    :param matches: every `Match` of one of them or more, up to the last day
    :param since: first day of the period, or ``None`` for all there is
    :param until: last day of the period
    :param digits: decimal places by currency
    :param int most: how many entries an account shows; earlier ones count as opening
    :rtype: list[Account]
    """
    lines = [line for line in lines if line.day <= until]
    moves = [match for match in matches if match.day <= until]
    known = {line.id: line for line in lines}
    entries, open_amounts = defaultdict(list), defaultdict(list)
    for line in lines:
        entries[line.currency].append(line)
        open_amounts[line.id].append(line.amount)
    accounts = {}
    for match in moves:
        sides = (
            (match.debit, -match.debit_amount),
            (match.credit, match.credit_amount),
        )
        for (mine, amount), (other, _amount) in (sides, sides[::-1]):
            line = known.get(mine)
            if not line:
                continue
            open_amounts[mine].append(amount)
            partner = known.get(other)
            if partner and partner.currency == line.currency:
                continue
            kind = "exchanged" if partner else "elsewhere"
            entries[line.currency].append(_leaving(line, match.day, amount, kind))
    for currency, group in entries.items():
        account = _account(currency, group, since, digits[currency], most)
        accounts[currency] = account
    for line in lines:
        left = round(fsum(open_amounts[line.id]), digits[line.currency])
        account = accounts[line.currency]
        if left > 0:
            account.ages[bucket(line.due, until)] += left
        else:
            account.credit += left
    for account in accounts.values():
        places = digits[account.currency]
        account.ages = [round(amount, places) for amount in account.ages]
        account.credit = round(account.credit, places)
    return [
        account
        for account in accounts.values()
        if account.rows or account.opening or account.closing
    ]


def _leaving(line, day, amount, kind):
    """Return the entry that takes a settled amount out of an account, or into it."""
    return line._replace(
        id=0,
        document=0,
        day=day,
        due=day,
        amount=amount,
        kind=kind,
        number="",
        arrived=None,
    )


def _paid_and_adjusted(kind, amount, arrived, places):
    """Return what one document of an account does, by kind: a payment may write off a rest.

    >>> _paid_and_adjusted("payment", -1000.0, 990.0, 2)
    [('payment', -990.0), ('adjusted', -10.0)]
    """
    rest = 0.0 if arrived is None else round(amount + arrived, places)
    if not rest:
        return [(kind, amount)]
    return [(kind, round(-arrived, places)), ("adjusted", rest)]


def _account(currency, entries, since, places, most):
    """Return one currency's balances and rows, a row for each document and day."""

    def key(line):
        # On one day, after the documents that it settles.
        return (line.day, not line.document, line.document, line.kind)

    account = Account(currency)
    account.elsewhere = round(
        fsum(line.amount for line in entries if line.kind == "elsewhere"), places
    )
    balance, groups = 0.0, {}
    for line in sorted(entries, key=key):
        groups.setdefault(key(line), []).append(line)
    for group in groups.values():
        amount = round(fsum(line.amount for line in group), places)
        first = group[0]
        # An exchange difference moves the company's own currency alone.
        if not amount and first.kind not in ("invoice", "credit_note"):
            continue
        due = max(line.due for line in group)
        for kind, part in _paid_and_adjusted(first.kind, amount, first.arrived, places):
            balance = round(balance + part, places) or 0.0
            if since and first.day < since:
                account.opening = balance
                continue
            row = Row(first.day, due, kind, first.number, part, balance)
            account.rows.append(row)
    account.closing = balance
    if most is not None and len(account.rows) > most:
        account.hidden = len(account.rows) - most
        account.opening = account.rows[account.hidden - 1].balance
        account.rows = account.rows[account.hidden :]
    return account


def ledger(lines, until):
    """Return the receivable in the company's currency, exchange differences included.

    :param lines: every `Line` of the customer
    :param until: the last day that counts
    :rtype: float
    """
    return fsum(line.balance for line in lines if line.day <= until)
