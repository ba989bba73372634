# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Turn field values into the texts of a public page.

Everything follows the language and zone of the environment; money follows the document's
currency. What strangers must not see (mail addresses, for example) is shortened here, for
all pages alike.
"""

import ast
import datetime
import functools
import math
import re

from babel.dates import format_date, format_skeleton

from odoo import fields
from odoo.tools import float_round
from odoo.tools.mail import html_to_inner_content
from odoo.tools.misc import babel_locale_parse, get_lang

from odoo.addons.base.models.res_lang import intersperse


@functools.lru_cache(maxsize=64)
def _grouping(text):
    return ast.literal_eval(text)


def _language(env):
    """Return the language as core's ``get_lang`` does, without its query for all languages."""
    code = env.lang
    return (code and env["res.lang"]._get_data(code=code)) or get_lang(env)


class Writer:
    """Writes amounts in one language, and one currency, as texts.

    A long document has thousands of amounts; what they share is looked up once.

    :param env: environment with the reader's language
    :param currency: `res.currency`, for ``money``
    """

    def __init__(self, env, currency=None):
        lang = _language(env)
        self._precision = env["decimal.precision"].precision_get
        self._point = lang.decimal_point
        self._grouping = _grouping(lang.grouping)
        self._separator = lang.thousands_sep or ""
        if currency:
            self._rounding = currency.rounding
            self._digits = currency.decimal_places
            symbol = currency.symbol or ""
            before = currency.position == "before"
            self._before = f"{symbol}\N{NO-BREAK SPACE}" if before else ""
            self._after = "" if before else f"\N{NO-BREAK SPACE}{symbol}"

    def _number(self, amount, digits):
        """Return a number in the language's format, as core's ``res.lang.format`` does.

        Core parses the language's grouping for every number, which is most of the cost
        of a long page, and which some builds of Python 3.11 do not survive in several
        threads at once (``ast``: "recursion depth mismatch").
        """
        whole, point, part = f"{amount:.{digits}f}".partition(".")
        if self._grouping and len(whole) > self._grouping[0]:
            whole = intersperse(whole, self._grouping, self._separator)[0]
        return whole + self._point + part if point else whole

    def money(self, amount):
        """Return an amount with its currency as core's ``format_amount``; never "-0.00".

        :param amount: in units of the currency
        """
        # As ``currency.round``.
        rounded = float_round(amount, precision_rounding=self._rounding) or 0.0
        number = self._number(rounded, self._digits)
        return self._with_currency(number)

    def plain(self, amount):
        """Return an amount as bank forms take it: no currency, no blanks: "1589.67".

        :param amount: in units of the currency
        """
        rounded = float_round(amount, precision_rounding=self._rounding) or 0.0
        return f"{rounded:.{self._digits}f}".replace(".", self._point)

    def _with_currency(self, number):
        # No break inside the amount, nor between its sign and the number. Other than core
        # the sign stands before the currency, as languages write it: "-$ 5.00".
        number = number.replace(" ", "\N{NO-BREAK SPACE}")
        sign = "-\N{ZERO WIDTH NO-BREAK SPACE}" if number.startswith("-") else ""
        return f"{sign}{self._before}{number.removeprefix('-')}{self._after}"

    def price(self, amount, least=None):
        """Return a unit price with its currency and all its decimals: "$ 0.0125".

        As core's ``ir.qweb.field.float`` writes fields with ``min_display_digits``: no
        more than six decimals, nor than a float can hold.

        :param amount: of one unit
        :param int least: decimals at least; by default those of prices
        """
        least = self._precision("Product Price") if least is None else least
        whole = int(math.log10(abs(amount))) + 1 if amount else 1
        most = min(6, max(15 - whole, 0))
        rounded = float_round(amount, precision_digits=most) or 0.0
        decimals = len(f"{rounded:.{most}f}".partition(".")[2].rstrip("0"))
        digits = min(max(decimals, least or 1), most)
        return self._with_currency(self._number(rounded, digits))

    def quantity(self, amount, digits=None):
        """Return a quantity without needless zeros: "3", "2.5".

        :param int digits: decimals at most; by default those of quantities
        """
        digits = self._precision("Product Unit") if digits is None else digits
        rounded = float_round(amount, precision_digits=digits)
        for places in range(digits):
            if round(rounded, places) == rounded:
                return self._number(rounded, places)
        return self._number(rounded, digits)


def money(env, amount, currency):
    """Return one amount with its currency, see ``Writer.money``."""
    return Writer(env, currency).money(amount)


def plain_amount(env, amount, currency):
    """Return one amount without its currency, see ``Writer.plain``."""
    return Writer(env, currency).plain(amount)


def quantity(env, amount, digits=None):
    """Return one quantity, see ``Writer.quantity``."""
    return Writer(env).quantity(amount, digits)


def counted(env, text, unit, amount):
    """Return a quantity with its unit, see ``unit_of``.

    :param str text: the quantity as it is written
    """
    return f"{text} {unit_of(env, unit, amount)}".strip()


def unit_of(env, unit, amount):
    """Return in what a quantity is counted: "1 Unit", where core has "1 Units".

    What a company calls its pieces itself stays as it is.

    :param str unit: the name of the unit of measure, in the reader's language
    """
    # As core's own unit is called; the translations follow core's.
    if amount == 1 and unit == env._("Units"):
        return env._("Unit")
    return unit


def day(env, value):
    """Return a date, or a UTC time in the zone of the environment, in full words.

    For what is kept and read later: papers, emails, evidence, a document's own facts, and
    for staff. Other texts of pages have a ``page_day``.
    """
    if not value:
        return ""
    return _long_date(_language(env).code, _local_date(env, value))


def page_day(env, value):
    """Return a date as ``day``, without its year where that is the reader's present one:
    "December 3", but "January 3, 2027"."""
    if not value:
        return ""
    value, code = _local_date(env, value), _language(env).code
    if value.year == fields.Date.context_today(env["res.lang"]).year:
        return _day_of_year(code, value)
    return _long_date(code, value)


def _local_date(env, value):
    if isinstance(value, datetime.datetime):
        return fields.Datetime.context_timestamp(env["res.lang"], value).date()
    return value


@functools.lru_cache(maxsize=1024)
def _long_date(code, value):
    return format_date(value, format="long", locale=babel_locale_parse(code))


@functools.lru_cache(maxsize=1024)
def _day_of_year(code, value):
    return format_skeleton("MMMMd", value, locale=babel_locale_parse(code))


@functools.lru_cache(maxsize=256)
def _month_of_year(code, value):
    return format_skeleton("yMMMM", value, locale=babel_locale_parse(code))


def month(env, value):
    """Return the month of a date, with its year: "November 2026"."""
    return _month_of_year(_language(env).code, value.replace(day=1))


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

    A section shows the sum of its lines. It can hide the lines (``folds``), or their
    prices (``hides_prices``) and the sums of its subsections, but those that are
    ``summed``.

    :param lines: dicts with kind, value (a number; absent on notes), folds,
        hides_prices, and what the page shows; ``sum`` and ``folded``, where they are
        not ``value``, are what a line adds to a section, and to one that hides something
    :return: the visible dicts; ``value`` is absent where no amount may show
    :rtype: list[dict]
    """
    rows, section, subsection = [], None, None
    for line in lines:
        kind = line["kind"]
        if kind == "section":
            section, subsection = line, None
            line["sum"] = line["folded"] = 0.0
            rows.append(line)
            continue
        if kind == "subsection":
            subsection = line
            line["sum"] = line["folded"] = 0.0
            if not (section and section["folds"]):
                line["inside"] = bool(section and section["hides_prices"])
                told = line.get("summed") and not line["folds"]
                line["priceless"] = line["inside"] and not told
                rows.append(line)
            continue
        parents = [parent for parent in (section, subsection) if parent]
        for parent in parents:
            parent["sum"] += line.get("sum", line.get("value", 0.0))
            parent["folded"] += line.get("folded", line.get("value", 0.0))
        if any(parent["folds"] for parent in parents):
            continue
        if any(parent["hides_prices"] for parent in parents):
            line["priceless"] = True
        rows.append(line)
    for line in rows:
        if line["kind"] in ("section", "subsection"):
            hides = line["folds"] or line["hides_prices"] or line.get("inside")
            line["value"] = line["folded" if hides else "sum"]
        if line.get("priceless"):
            line.pop("value", None)
    return rows
