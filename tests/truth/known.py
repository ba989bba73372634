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
    "option price": "T1, T4: options are priced as their lines are",
    "certificate row": "T4, T5: the certificate lists what the quotation prints",
    "* view rows": "T4: an invoice's notes below hidden prices are not printed",
    "* tax label": "issue 13: one group says of how much, too, where lines have no tax",
    "option of a combo": "T5: an optional combo costs what it adds",
    "item*": "T4, T5: items of hidden sections, combos and discounts",
    "order view due": "T9: one rule of what an order still asks for",
    "order pay *": "T9: likewise",
    "order owed is not in the first card": "T8: what is owed stands first",
    "* number and button": "T8: a sentence says why they differ",
    "* button and charge": "T8: amounts are rounded before they are asked for",
    "* in progress": "T12: the view page says that a payment is in progress",
    "invoice view overdue": "T7: one rule of what is overdue",
    "invoice overdue part *": "T7: likewise",
    "portal *overdue*": "T7: likewise",
    "portal overview button": "T8: the overview's button says what is charged",
    "* credit called paid": "T6: what was credited is not called paid",
}


def unknown(kinds):
    """Return the kinds of findings that no entry covers."""
    return sorted(
        kind for kind in kinds if not any(fnmatch(kind, entry) for entry in KNOWN)
    )


def gone(kinds):
    """Return the entries that cover none of the kinds."""
    return [entry for entry in KNOWN if not any(fnmatch(kind, entry) for kind in kinds)]
