# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tracking numbers as people type them."""

import re

MAX_LENGTH = 200
_PLAUSIBLE = re.compile(r"[A-Z0-9](?:[A-Z0-9./_-]{2,48})[A-Z0-9]")


def split(reference):
    """Return the numbers in a tracking reference, normalised, each once.

    Commas, semicolons and line ends part numbers. Spaces stand inside a number, as on
    labels ("1Z 999 AA1 01 2345 6784"), unless each part is long enough to be one.

    >>> split("jd0146000062, 1z 999 aa1 01 2345 6784")
    ['JD0146000062', '1Z999AA10123456784']

    :rtype: list[str]
    """
    numbers = []
    for piece in re.split(r"[,;\n\r]+", reference or ""):
        parts = piece.split()
        if len(parts) > 1 and all(len(part) >= 8 for part in parts):
            numbers += parts
        else:
            numbers.append("".join(parts))
    cleaned = (number.upper()[:MAX_LENGTH] for number in numbers if number)
    return list(dict.fromkeys(cleaned))


def plausible(number):
    """Tell whether a carrier could be asked for a number.

    :rtype: bool
    """
    return bool(_PLAUSIBLE.fullmatch(number or ""))
