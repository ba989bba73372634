# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A mail's HTML as plain text, for mail programs and people that read no HTML.

Core's own conversion is made for short notes: it leaves single asterisks of headings, puts
each cell of a table into a line of its own, and moves addresses to the end, below numbers.
"""

import re

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

_BLANKS = re.compile(r"[ \t\r\n\f]+")  # not the no-break space, which amounts have
_SKIPPED = frozenset(("head", "style", "script", "title", "template"))
# With an empty line around them, and those that only begin a line.
_PARAGRAPHS = frozenset("blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul".split())
_LINES = frozenset("address article div footer header hr li main section td tr".split())
_WIDEST = 32  # of a table's first column, in characters


def plain_text(html):
    """Return the words of a mail.

    A button, and any other link, is followed by its address. Rows of tables of data are
    lines; tables that are only there for the layout (``role="presentation"``, or with
    others inside) are not.

    :param str html: a mail's body
    :rtype: str
    """
    try:
        # As bytes: a text must not name its encoding, and what staff paste may do so.
        root = document_fromstring(
            (html or "").encode(), parser=HTMLParser(encoding="utf-8")
        )
    except ParserError:  # there is nothing in it
        return ""
    body = root.find("body")
    return _tidy("".join(_words(root if body is None else body)))


def _tidy(text):
    lines = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _words(node, keep=False):
    """Yield the words of an element and what is in it.

    :param bool keep: whether its line breaks count
    """
    tag = node.tag if isinstance(node.tag, str) else ""
    style = node.get("style") or ""
    if not tag or tag in _SKIPPED or re.search(r"display:\s*none", style):
        return
    if tag == "br":
        yield "\n"
    elif tag == "img":
        yield node.get("alt") or ""
    elif tag == "a":
        yield _link(node)
    elif tag == "table" and _is_data(node):
        yield f"\n\n{_rows(node)}\n\n"
    else:
        around = "\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES else ""
        yield around + ("- " if tag == "li" else "")
        yield from _inside(node, keep or bool(re.search(r"white-space:\s*pre", style)))
        yield around


def _inside(node, keep):
    yield _text(node.text, keep)
    for child in node:
        yield from _words(child, keep)
        yield _text(child.tail, keep)


def _text(text, keep):
    return (text or "") if keep else _BLANKS.sub(" ", text or "")


def _link(node):
    words = _tidy("".join(_inside(node, False))).replace("\n", " ")
    url = node.get("href") or ""
    if not url.startswith(("http://", "https://")) or words == url:
        return words
    between = "\n" if "pl-act" in (node.get("class") or "").split() else " "
    return f"{words}:{between}{url}" if words else url


def _is_data(table):
    return table.get("role") != "presentation" and table.find(".//table") is None


def _rows(table):
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [_tidy("".join(_inside(cell, False))) for cell in cells]
        texts = [", ".join(filter(None, text.split("\n"))) for text in texts]
        if any(texts):
            rows.append(texts)
    first = max((len(row[0]) for row in rows if len(row) > 1), default=0)
    width = min(first, _WIDEST)
    return "\n".join(
        "  ".join([row[0].ljust(width), *row[1:]]) if len(row) > 1 else row[0]
        for row in rows
    )
