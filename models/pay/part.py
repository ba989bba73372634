# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts of what is due, whose amount the customer names, and the server bounds."""

import re

from odoo.tools import float_round

PART = "part"
# A choice of the page that names an amount, in the document's currency: "part-300.00".
_NAMED = re.compile(PART + r"-(\d{1,12}(?:\.\d{1,6})?)")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")


def named(choice):
    """Return the amount that a choice names, or ``None``.

    :param str choice: "now", "whole" or what ``choice_of`` made; anything else names none
    :rtype: float | None
    """
    found = _NAMED.fullmatch(choice or "")
    return float(found[1]) if found else None


def choice_of(amount):
    """Return the choice that names an amount.

    :param float amount: not negative
    """
    text = f"{amount:.6f}".rstrip("0").rstrip(".")
    return f"{PART}-{text}"


def read_amount(text, point="."):
    """Return what somebody typed as an amount, in the way of their language or another.

    The last of "." and "," is the decimal point, where at most two digits follow it, or
    where the language says so; others group digits.

    :param str text: what was typed
    :param str point: the language's decimal point
    :return: ``None`` for what is no amount above zero
    :rtype: float | None
    """
    text = "".join((text or "")[:40].split()).replace("'", "").replace("\u2019", "")
    text = text.strip("$\u20ac\u00a3\u00a5")
    head, mark, tail = text.rpartition(max(".,", key=text.rfind))
    if mark and (len(tail) <= 2 or (mark == point and mark not in head)):
        whole, part = head, tail
    else:
        whole, part = text, ""
    whole = re.sub(r"[.,]", "", whole) or "0"
    number = f"{whole}.{part}" if part else whole
    amount = float(number) if _NUMBER.fullmatch(number) else 0.0
    return amount or None


def bounded(amount, least, most, step):
    """Return an amount between two others, rounded as the currency is.

    :param float amount: what the customer named
    :param float least: the company's minimum
    :param float most: what is due
    :param float step: the currency's rounding
    """
    return min(max(float_round(amount, precision_rounding=step), least), most)
