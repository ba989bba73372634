# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What differs between Odoo's paper and our page, as findings of few kinds."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import zip_longest

from .grouped import SECTIONS, in_our_order

WIDE = Context(prec=99)
FIELDS = ("name", "quantity", "unit", "price", "discount", "amount")


@dataclass(frozen=True)
class Finding:
    """A difference.

    :param str kind: what findings are counted by: where and what
    :param str paper: what Odoo says
    :param str page: what we say
    """

    kind: str
    paper: str
    page: str

    def __str__(self):
        return f"{self.kind}: Odoo says {self.paper!r}, we say {self.page!r}"


def compare_rows(where, papers, pages, rounded=False):
    """Compare the lines of a document.

    :param str where: which of our pages
    :param list papers: `reading.Row`s as Odoo prints them
    :param list pages: those that we show
    :param bool rounded: the paper rounds unit prices to the currency
    :rtype: list[Finding]
    """
    papers, pages = fold(papers), fold(pages)
    if any(row.grouped for row in papers):
        papers, pages = in_our_order(papers, pages)
    named = [[_alike(row) for row in rows] for rows in (papers, pages)]
    if named[0] != named[1]:
        return [Finding(f"{where} rows", _list(papers), _list(pages))]
    found = []
    for paper, page in zip_longest(papers, pages):
        if rounded and isinstance(paper.price, Decimal) and page.price:
            if page.price.quantize(paper.price, ROUND_HALF_UP, WIDE) == paper.price:
                paper.price = page.price
        found += _row(where, paper, page)
    return found


def fold(rows):
    """Join what an invoice's paper prints once for each combination of taxes: the row of
    a section that hides its lines, and a section that hides its prices."""
    joined, section = [], None
    for row in rows:
        if row.kind in ("folded", *SECTIONS):
            if section and (section.kind, section.name) == (row.kind, row.name):
                section.amount = (section.amount or 0) + (row.amount or 0)
                continue
            # What was read stays as it was.
            section = row = replace(row)
        joined.append(row)
    return joined


# How a page may show what a paper calls otherwise.
SAME = {
    "combo": "item",
    "advance": "item",
    "folded": "section",
    "subsection": "section",
}


def _alike(row):
    return SAME.get(row.kind, row.kind), row.name


def _list(rows):
    return "; ".join(f"{row.kind} {row.name}" for row in rows)


def _row(where, paper, page):
    found = []
    names = FIELDS
    if paper.kind in (*SECTIONS, "folded"):
        names = ("amount",)
    elif paper.kind in ("combo",):
        names = ("quantity", "price", "amount")
    elif paper.kind == "advance":
        names = ("price", "amount")
    elif paper.kind == "note":
        names = ()
    for name in names:
        theirs, ours = getattr(paper, name), getattr(page, name)
        if name in ("discount", "unit"):
            theirs, ours = theirs or None, ours or None
        if theirs not in (ours, ...):
            found.append(
                Finding(
                    f"{where} {paper.kind} {name}",
                    f"{paper.name}: {theirs}",
                    f"{ours}",
                )
            )
    return found


# Invisible marks around a minus.
MARKS = dict.fromkeys((0xFEFF, 0x200E, 0x200F, 0x2060))


def _same_label(paper, page):
    """Compare what taxes are called: "Sales tax on $ 100.00". The word between is one of
    core's templates, whose translations are not loaded where tests run; the minus of a
    negative amount stands before the currency or behind it."""
    minus = any("-" in one.translate(MARKS)[:2] for one in paper.split())
    if minus != any("-" in one.translate(MARKS)[:2] for one in page.split()):
        return False
    pairs = zip_longest(
        *(text.translate(MARKS | {ord("-"): None}).split() for text in (paper, page)),
        fillvalue="",
    )
    return all(one in (other, "on") for one, other in pairs)


def compare_totals(where, paper, page, deducted=Decimal(0)):
    """Compare the totals: base and tax of each group, total, payments, what is due.

    :param paper: `reading.Document` of Odoo
    :param page: ours; its totals end with payments and what is due
    :param Decimal deducted: what of the payments no money came in for
    :rtype: list[Finding]
    """
    size = len(paper.totals)
    mine, rest = page.totals[:size], page.totals[size:]
    if [amount for _label, amount in paper.totals] != [amount for _, amount in mine]:
        return [Finding(f"{where} totals", str(paper.totals), str(page.totals))]
    found = []
    for (theirs, _amount), (ours, _) in zip(paper.totals, mine, strict=True):
        if theirs and not _same_label(theirs, ours):
            found.append(Finding(f"{where} tax label", theirs, ours))
    return found + _payments(where, paper, rest, deducted)


def _payments(where, paper, rest, deducted):
    """Compare what was paid and is due.

    :param list rest: what stands below the total on our page
    :param Decimal deducted: what the paper calls paid, and was written off
    """
    if paper.due is None:
        return [Finding(f"{where} paid and due", "nothing", str(rest))] if rest else []
    theirs = (_sum(paper.payments), paper.due)
    ours = (-_sum(rest[:-1]), rest[-1][1] if rest else None)
    if theirs != ours:
        return [Finding(f"{where} paid and due", str(theirs), str(ours))]
    # In English alone: what was credited or written off was not paid.
    theirs = _sum(one for one in paper.payments if one[0].startswith("Paid on"))
    theirs -= deducted
    ours = -_sum(one for one in rest[:-1] if one[0].startswith("Paid"))
    if ours and theirs != ours:
        return [Finding(f"{where} called paid", str(theirs), str(ours))]
    return []


def _sum(rows):
    return sum((amount for _label, amount in rows), Decimal(0))


def equal(kind, paper, page):
    """Return a finding unless two values are the same."""
    return [] if paper == page else [Finding(kind, str(paper), str(page))]
