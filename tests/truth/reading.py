# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the judge reads from a paper or a page: texts and numbers, nothing computed.

Both sides are read into the same shapes. Numbers are read by the language's own signs
(``res.lang``), and never by what wrote them.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import html

SPACES = "\u00a0\u202f\u2009 "
# One of what core calls "Units" is "1 Unit" on a page, see docs/TRUTH.md.
UNITS = {"Unit": "Units"}


@dataclass
class Row:
    """A line as it is printed. ``None``: it is not printed there."""

    kind: str  # item, section, subsection, note, combo, folded, advance
    name: str
    quantity: Decimal | None = None
    unit: str | None = None
    price: Decimal | None = None
    discount: Decimal | None = None
    amount: Decimal | None = None
    key: str = ""  # the name of its field in a form
    grouped: bool = False  # an invoice prints it with others of its section


@dataclass
class Entry:
    """A line of a statement."""

    name: str
    amount: Decimal
    balance: Decimal


@dataclass
class Account:
    """What a statement says of one currency."""

    currency: str
    balance: Decimal
    rows: list[Entry]


@dataclass
class Document:
    """A paper, or what a page shows of one. Totals are label and amount, in order."""

    rows: list[Row] = field(default_factory=list)
    totals: list[tuple[str, Decimal]] = field(default_factory=list)
    payments: list[tuple[str, Decimal]] = field(default_factory=list)
    due: Decimal | None = None
    notes: str = ""  # everything that is said in words


class Numbers:
    """Reads the numbers of one language.

    :param lang: `res.lang`
    """

    def __init__(self, lang):
        point = re.escape(lang.decimal_point)
        comma = f"[{re.escape(lang.thousands_sep or '')}{SPACES}]"
        self._point = lang.decimal_point
        self._number = re.compile(
            rf"([-\u2212]?)(?:(?<=-)\ufeff[^\d\s]{{1,4}}[{SPACES}])?[\ufeff\u2060{SPACES}]?((?:\d{{1,3}}(?:{comma}\d{{2,3}})+|\d+)(?:{point}\d+)?)"
        )

    def all(self, text):
        """Return the numbers of a text, in order.

        :rtype: list[Decimal]
        """
        return [self._value(*found.groups()) for found in self._number.finditer(text)]

    def one(self, text):
        """Return the first number of a text, or ``None``."""
        found = self._number.search(text or "")
        return self._value(*found.groups()) if found else None

    def counted(self, text):
        """Return the number with which a text begins, and what stands behind it."""
        found = self._number.match((text or "").strip())
        if not found:
            return None, (text or "").strip()
        unit = text.strip()[found.end() :].strip()
        return self._value(*found.groups()), UNITS.get(unit, unit)

    @staticmethod
    def plain(text):
        """Return the number that a form's field carries, written for computers."""
        return Decimal(text.replace(",", ".")) if text else None

    def _value(self, sign, digits):
        whole, _point, part = digits.partition(self._point)
        whole = re.sub(r"\D", "", whole)
        value = Decimal(f"{whole}.{part}" if part else whole)
        return -value if sign else value


def parse(text):
    """Return the tree of an HTML text."""
    return html.fromstring(text)


def words(node):
    """Return what a node says, as one line."""
    if node is None:
        return ""
    if isinstance(node, str):
        return " ".join(node.split())
    text = []
    for part in node.iter():
        if not isinstance(part.tag, str):
            text.append(part.tail or "")
            continue
        if part.tag in ("br", "div", "p", "td", "li", "dt", "dd", "th", "tr"):
            text.append(" ")
        if part is node or part.tag not in ("script", "style"):
            text.append(part.text or "")
        if part is not node:
            text.append(part.tail or "")
            if part.tag in ("div", "p", "td", "li", "dt", "dd"):
                text.append(" ")
    return " ".join("".join(text).split())


def sentences(text):
    """Return what an HTML text says, one line an entry."""
    lines = (words(line) for line in parse(f"<div>{text}</div>").itertext())
    return [line for line in lines if line]


def find(node, *paths):
    """Return the first node that one of several XPaths finds, or ``None``."""
    for path in paths:
        found = node.xpath(path)
        if found:
            return found[0]
    return None


def has(name):
    """Return the XPath condition that an element has a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
