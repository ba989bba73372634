# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Differences that are known and not mended yet. An interim state: the list shrinks with
each mend, and at the end there is none.

A difference that is not here fails the test, and so does an entry that no longer occurs:
take it out with the mend. Differences that are meant stand in ``docs/TRUTH.md``.
"""

from fnmatch import fnmatch

# Kinds of findings (as ``fnmatch`` has it): the defect's ID, and the mend.
KNOWN = {
    "* price": "T1: unit prices as ir.qweb.field.float writes them; options too",
    "delivery": "T2: likewise",
    "certificate row": "T4, T5: the certificate lists what the quotation prints",
    "* item quantity": "T2: quantities with the digits of Product Unit",
    "* item amount": "T3: line amounts with tax, where the company says so",
    "* folded amount": "T3: likewise",
    "* section amount": "T6: each section has its total",
    "* subsection amount": "T6: likewise",
    "* combo amount": "T5: a combo has the sum of its parts",
    "* advance amount": "T6: a down payment that was billed has no amount of 0",
    "* tax label": "issue 13: a tax group says of how much, where bases differ",
    "* view totals": "issue 13: no base is printed where there is no tax",
    "* view rows": "T4: an invoice's notes below hidden prices are not printed",
    "option of a combo": "T5: an optional combo costs what it adds",
    "item*": "T4, T5: items of hidden sections, combos and discounts",
}


def unknown(kinds):
    """Return the kinds of findings that no entry covers."""
    return sorted(
        kind for kind in kinds if not any(fnmatch(kind, entry) for entry in KNOWN)
    )


def gone(kinds):
    """Return the entries that cover none of the kinds."""
    return [entry for entry in KNOWN if not any(fnmatch(kind, entry) for kind in kinds)]
