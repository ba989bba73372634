# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tracking numbers as people and connectors write them."""

import re
from urllib.parse import parse_qsl, urlsplit

MAX_LENGTH = 200
MOST = 100_000  # letters of a reference
# A part with a digit that is so long can be a number of its own.
WHOLE = 8
_PLAUSIBLE = re.compile(r"[A-Z0-9](?:[A-Z0-9./_-]{2,48})[A-Z0-9]")
# Always between two numbers.
_BETWEEN = re.compile(
    r"[,;|\n\r\t]+|\s+(?:and|und|et|y|e|en|&|\+|-|–|—)\s+|\s*[+&]\s*", re.I
)
# Letters with which numbers begin, and which stand apart on labels.
_BEGINNINGS = {"JJD", "JVGL", "JDVH", "CJJ", "LVS", "GFUS", "YT", "TBA"}
_COMMENT = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LABEL = re.compile(r"^[^\d:#=°º]{1,40}[:#=°º]\s*#?\s*")


def split(reference):
    """Return the numbers in a tracking reference, normalised, each once.

    Signs and words between numbers part them, and so do a slash and blanks where each part
    is long enough to be a number. Blanks and hyphens stand inside numbers as well, as on
    labels; what a carrier's check digit confirms is one. Words are left out.

    >>> split("jd0146000062, UPS 1z 999 aa1 01 2345 6784")
    ['JD0146000062', '1Z999AA10123456784']
    >>> split("no tracking yet")
    []

    :rtype: list[str]
    """
    numbers = []
    for piece in _BETWEEN.split((reference or "")[:MOST]):
        numbers += _of_piece(piece.strip())
    if any(map(_whole, numbers)):
        # "123456789012 - 2" counts boxes.
        numbers = [number for number in numbers if len(number) > 3]
    return list(dict.fromkeys(numbers))


def _of_piece(piece):
    if piece.lower().startswith(("http://", "https://")):
        return _of_url(piece)
    piece = _LABEL.sub("", _COMMENT.sub(" ", piece))
    tokens = [token for token in map(_token, piece.split()) if token]
    joined = "".join(tokens)
    if not re.search(r"\d", joined):
        return []
    if parts := _certain(joined):
        return parts
    if len(tokens) > 1 and all(_whole(token) for token in tokens):
        return [one for token in tokens for one in _slashed(token)]
    return _slashed(joined)


def _token(word):
    """Return what may belong to a number, in capitals; "" for a word."""
    word = word.strip(".,:;#'\"").upper()
    letters = re.sub(r"[\W\d_]", "", word)
    if re.search(r"\d", word) or word in _BEGINNINGS:
        return word
    # Two letters may begin or end a number: "RR 123456785 CN".
    return word if len(letters) == len(word) == 2 and word not in ("NO", "NR") else ""


def _whole(text):
    return len(text) >= WHOLE and bool(re.search(r"\d", text))


def _slashed(text):
    parts = text.split("/")
    whole = len(parts) > 1 and all(map(_whole, parts))
    return [part[:MAX_LENGTH] for part in (parts if whole else [text])]


def _of_url(url):
    try:
        parts = urlsplit(url)
        values = [value for _name, value in parse_qsl(parts.query)]
    except ValueError:
        return []
    values += parts.path.split("/")[-1:] + [parts.fragment.partition("=")[2]]
    found = [split(value) for value in values if "://" not in value]
    return next((one for one in found if one and all(map(_whole, one))), [])


# === CHECK DIGITS === #


def _certain(text):
    """Return the numbers of which a text is made, if check digits confirm all of them."""
    bare = comparable(text)
    for pattern, good in _CHECKED:
        found = pattern.findall(bare)
        if found and "".join(found) == bare and all(map(good, found)):
            return found
    return []


def _ups(number):
    digits = [int(one) if one.isdigit() else (ord(one) - 63) % 10 for one in number[2:]]
    total = sum(digits[0:15:2]) + 2 * sum(digits[1:15:2])
    return -total % 10 == digits[15]


def _postal(number):
    weighted = zip((8, 6, 4, 2, 3, 5, 9, 7), map(int, number[2:10]), strict=True)
    check = 11 - sum(weight * digit for weight, digit in weighted) % 11
    return {10: 0, 11: 5}.get(check, check) == int(number[10])


def _usps(number):
    digits = [int(one) for one in reversed(number)]
    return (3 * sum(digits[1::2]) + sum(digits[2::2]) + digits[0]) % 10 == 0


_CHECKED = (
    (re.compile(r"1Z[A-Z0-9]{16}"), _ups),
    (re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}"), _postal),  # of all post offices
    (re.compile(r"9[2-5]\d{20}"), _usps),
)


def plausible(number):
    """Tell whether a carrier could be asked for a number.

    :rtype: bool
    """
    return bool(_PLAUSIBLE.fullmatch(number or "") and re.search(r"\d", number))


def comparable(number):
    """Return a number without what providers add or leave out: blanks, hyphens, case.

    >>> comparable("ab-12 34")
    'AB1234'

    :rtype: str
    """
    return re.sub(r"[\W_]", "", number or "").upper()
