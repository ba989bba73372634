# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Turn field values into the texts of a public page.

Everything follows the language and zone of the environment; money follows the document's
currency. Whatever a stranger must not see is cut here, so that each page cuts the same.
"""

import ast
import functools
import re

from odoo.tools import float_round
from odoo.tools.mail import html_to_inner_content
from odoo.tools.misc import format_date, get_lang

from odoo.addons.base.models.res_lang import intersperse


@functools.lru_cache(maxsize=64)
def _grouping(text):
    return ast.literal_eval(text)


def _number(env, amount, digits):
    """Return a number in the language's format, as core's ``res.lang.format`` does.

    Core parses the language's grouping for every number, which is most of the cost of a
    long page, and which some builds of Python 3.11 do not survive in several threads at
    once (``ast``: "recursion depth mismatch").
    """
    lang = get_lang(env)
    whole, point, part = f"{amount:.{digits}f}".partition(".")
    grouping = _grouping(lang.grouping)
    whole = intersperse(whole, grouping, lang.thousands_sep or "")[0]
    return whole + lang.decimal_point + part if point else whole


def money(env, amount, currency):
    """Return an amount with its currency as core's ``format_amount``; never "-0.00".

    :param amount: in units of the currency
    :param currency: `res.currency`
    """
    number = _number(env, currency.round(amount) or 0.0, currency.decimal_places)
    # As core: no break inside the amount, nor between its sign and the number.
    number = number.replace(" ", "\N{NO-BREAK SPACE}")
    number = number.replace("-", "-\N{ZERO WIDTH NO-BREAK SPACE}")
    symbol = currency.symbol or ""
    if currency.position == "before":
        return f"{symbol}\N{NO-BREAK SPACE}{number}"
    return f"{number}\N{NO-BREAK SPACE}{symbol}"


def day(env, value):
    """Return a date, or a UTC time in the zone of the environment, in full words."""
    return format_date(env, value, date_format="long") if value else ""


def quantity(env, amount, digits=2):
    """Return a quantity without needless zeros: "3", "2.5"."""
    rounded = float_round(amount, precision_digits=digits)
    for places in range(digits + 1):
        if round(rounded, places) == rounded:
            return _number(env, rounded, places)
    return _number(env, rounded, digits)


def masked_email(email):
    """Return a mail address that its owner recognises and nobody else can use.

    >>> masked_email("joel.willis@example.com")
    'j•••@example.com'
    """
    name, at, domain = (email or "").rpartition("@")
    return f"{name[0]}•••@{domain}" if at and name and domain else ""


def address(partner):
    """Return a contact's name and postal lines; no phone, mail, tax id or reference.

    :param partner: `res.partner`, possibly empty
    :rtype: list[str]
    """
    if not partner:
        return []
    company = partner.commercial_company_name or ""
    names = [company, partner.name or ""]
    postal = partner._display_address(without_company=True).splitlines()
    return list(dict.fromkeys(line.strip() for line in names + postal if line.strip()))


_BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)


def paragraphs(html):
    """Return the text of an HTML field, one paragraph an entry; links become text.

    :rtype: list[str]
    """
    parts = (html_to_inner_content(part) for part in _BLOCK_END.split(html or ""))
    return [part.strip() for part in parts if part.strip()]


def arrange(lines):
    """Return the rows that customers see, with sections folded as staff chose.

    A section can hide its lines (``folds``), then it shows their sum; or it can hide
    their prices (``hides_prices``), then it shows the sum and they show none. A
    subsection follows its section.

    :param lines: dicts with kind, value (a number; absent on notes), folds,
        hides_prices, and what the page shows
    :return: the visible dicts; ``value`` is absent where no amount may show
    :rtype: list[dict]
    """
    rows, section, subsection = [], None, None
    for line in lines:
        kind = line["kind"]
        if kind == "section":
            section, subsection = line, None
            line["sum"] = 0.0
            rows.append(line)
            continue
        if kind == "subsection":
            subsection = line
            line["sum"] = 0.0
            if not (section and section["folds"]):
                if section and section["hides_prices"]:
                    line["priceless"] = True
                rows.append(line)
            continue
        parents = [parent for parent in (section, subsection) if parent]
        for parent in parents:
            parent["sum"] += line.get("value", 0.0)
        if any(parent["folds"] for parent in parents):
            continue
        if any(parent["hides_prices"] for parent in parents):
            line["priceless"] = True
        rows.append(line)
    for line in rows:
        if line["kind"] in ("section", "subsection") and (
            line["folds"] or line["hides_prices"]
        ):
            line["value"] = line["sum"]
        if line.get("priceless"):
            line.pop("value", None)
    return rows
