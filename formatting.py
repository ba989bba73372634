# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Turn field values into the texts of a public page.

Everything follows the language and zone of the environment; money follows the document's
currency. Whatever a stranger must not see is cut here, so that each page cuts the same.
"""

import re

from odoo.tools import float_round, format_amount, formatLang
from odoo.tools.mail import html_to_inner_content
from odoo.tools.misc import format_date


def money(env, amount, currency):
    """Return an amount with its currency, without "-0.00".

    :param amount: in units of the currency
    :param currency: `res.currency`
    """
    return format_amount(env, currency.round(amount) or 0.0, currency)


def day(env, value):
    """Return a date, or a UTC time in the zone of the environment, in full words."""
    return format_date(env, value, date_format="long") if value else ""


def quantity(env, amount, digits=2):
    """Return a quantity without needless zeros: "3", "2.5"."""
    rounded = float_round(amount, precision_digits=digits)
    for places in range(digits + 1):
        if round(rounded, places) == rounded:
            return formatLang(env, rounded, digits=places)
    return formatLang(env, rounded, digits=digits)


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
