# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads past how an invoice's report prints sections that hide their prices.

Their lines stand by combination of taxes. A heading is left out where all lines are in
subsections, or where a subsection has no line, and printed as a thing of which there are
none where a section has no line; so are notes, if they are not dropped.
"""

from dataclasses import replace

SECTIONS = ("section", "subsection")


def in_our_order(papers, pages):
    """Return the rows of a paper in the order of our page, and those of the page without
    what the report leaves out there.

    :param list papers: `reading.Row`s as Odoo prints them
    :param list pages: those that we show
    """
    plain, pools = _pooled(papers, {row.name for row in pages if row.kind in SECTIONS})
    known = {row.name for row in plain}
    ours, theirs = [], []
    for number, (place, row) in enumerate(_placed(pages)):
        after = pages[number + 1 : number + 2]
        if row.name not in known and _is_left_out(place, row, after, pools):
            continue
        ours.append(row)
        if pool := pools.get((place[-1], row.name)):
            theirs.append(pool.pop(0))
        elif plain:
            theirs.append(plain.pop(0))
    return theirs + plain + [row for pool in pools.values() for row in pool], ours


def _pooled(papers, headings):
    """Return the paper's rows outside of such sections, and those inside by the heading
    that they are below, and their name.

    :param headings: names of sections on our page
    """
    plain, pools = [], {}
    for place, row in _placed(papers):
        if not row.grouped:
            plain.append(row)
        elif row.quantity == 0:
            if row.name in headings:
                pools["", row.name] = [replace(row, kind="section", amount=...)]
        elif row.kind in SECTIONS and (same := pools.get(("", row.name))):
            same[0].amount = (same[0].amount or 0) + (row.amount or 0)
        else:
            pools.setdefault((place[-1], row.name), []).append(row)
    return plain, pools


def _is_left_out(place, row, after, pools):
    section, subsection, _inside = place
    if row.kind == "note":
        return any(("", name) in pools for name in (section, subsection))
    if ("", row.name) in pools:
        return False
    if row.kind == "subsection":
        return ("", section) in pools
    return row.kind == "section" and any(("", one.name) in pools for one in after)


def _placed(rows):
    """Return each row with the names of the section and subsection that it is in, and of
    the heading that it is below; that of a heading is ""."""
    section = subsection = ""
    for row in rows:
        if row.kind == "section":
            section, subsection = row.name, ""
        elif row.kind == "subsection":
            subsection = row.name
        inside = "" if row.kind in SECTIONS else subsection or section
        yield (section, subsection, inside), row
