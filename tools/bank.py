# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bank accounts as customers read and copy them, and what a provider says of transfers."""

import re

from lxml import etree, html

from .formatting import paragraphs

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
# A reference in a bank's code holds no more characters (EPC069-12).
REFERENCE_LENGTH = 140


def iban(number):
    """Return an account's number as an IBAN without blanks; "" if it is none.

    By its check digits, not by core's addon for IBANs, which may not be installed.

    >>> iban("de89 3704 0044 0532 0130 00")
    'DE89370400440532013000'
    >>> iban("DE89 3704 0044 0532 0130 01")
    ''
    """
    compact = re.sub(r"[\s-]", "", number or "").upper()
    if not compact.isascii() or not _IBAN.fullmatch(compact):
        return ""
    digits = "".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])
    return compact if int(digits) % 97 == 1 else ""


def grouped(number):
    """Return an IBAN in groups of four, as papers print it.

    >>> grouped("DE89370400440532013000")
    'DE89 3704 0044 0532 0130 00'
    """
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def joined(references, length=REFERENCE_LENGTH):
    """Return several references in one text, as many as fit.

    >>> joined(["A", "B", "A"])
    'A, B'
    """
    text = ""
    for reference in dict.fromkeys(filter(None, references)):
        longer = f"{text}, {reference}" if text else reference
        if len(longer) > length:
            break
        text = longer
    return text


def own_words(text):
    """Return what a seller wrote about transfers, one paragraph an entry, as plain text.

    Core's own text lists every bank account that the company has: customers are told
    one, so that nothing is left of that text.

    :param text: HTML, or nothing
    :rtype: list[str]
    """
    if not text or not str(text).strip():
        return []
    try:
        root = html.fragment_fromstring(str(text), create_parent="div")
    except etree.ParserError:
        return []
    items = root.findall(".//li")
    # What core makes: two headings, and an item with a <pre> for each account.
    made = root.find(".//h5") is not None and root.find(".//h6") is not None
    if made and all(item.find(".//pre") is not None for item in items):
        return []
    return paragraphs(text)
