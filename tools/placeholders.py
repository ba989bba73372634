# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Find the placeholders of links in a mail, and fill them in at sending.

What is stored of a mail (mail.mail, mail.message, the chatter) holds a placeholder, never
a token. Two forms: ``/link/to/<link id>`` stands for one link,
``/link/for/<purpose>/<model>/<document id>`` for whatever link the reader has.

Anybody who can write to a document, the customer included, can write a placeholder into a
mail. So it is replaced together with its server name, and only where it is a whole link or
a word of its own: inside another URL the token would be sent to that URL's server.
"""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

_PATH = (
    r"/+link/(?:to/(?P<link>\d{1,18})"
    r"|for/(?P<purpose>[a-z]{1,20})/(?P<model>[a-z][a-z.]{0,40})/(?P<document>\d{1,18}))"
)
# A query that a user's template has appended, like "?report_type=pdf".
_REST = r"(?![\w/])(?:[?&#][^\s\"'<>]*)?"
_HOST = r"https?://[^/\s\"'<>?#]+"
_ADDRESS = re.compile(rf"\s*(?:{_HOST})?{_PATH}{_REST}\s*")
_WORD = re.compile(rf"(?<!\S){_HOST}{_PATH}{_REST}")
_MARK = re.compile(r"/link/(?:to|for)/")
# Tags that end a word: the text before them does not touch the text after them.
_BLOCKS = frozenset(
    "address article blockquote body br center dd div dl dt footer h1 h2 h3 h4 h5 h6 head"
    " header hr html li ol p pre section table tbody td tfoot th thead tr ul".split()
)


class Placeholder(NamedTuple):
    """A placeholder that was found. ``link`` is the id of one link, or 0 where the
    reader's own link of a document is meant."""

    link: int
    purpose: str
    model: str
    document: int


def for_link(link_id):
    """Return the path that stands for one link."""
    return f"/link/to/{link_id}"


def for_document(purpose, model, document_id):
    """Return the path that stands for the reader's own link of a document."""
    return f"/link/for/{purpose}/{model}/{document_id}"


def find(html):
    """Return the placeholders of a body that :func:`fill` would fill.

    :param str html: a mail's body
    :rtype: set[Placeholder]
    """
    return {placeholder for _start, _end, placeholder, _make in _scan(html)}


def fill(html, url: Callable[[Placeholder], str | None]):
    """Put URLs in place of the placeholders of a body.

    :param str html: a mail's body
    :param url: returns the URL for a placeholder, or ``None`` to leave it
    :return: the body, unchanged elsewhere
    :rtype: str
    """
    done, parts, urls = 0, [], {}
    for start, end, placeholder, make in _scan(html):
        if placeholder not in urls:
            urls[placeholder] = url(placeholder)
        if urls[placeholder] is not None:
            parts += [html[done:start], make(urls[placeholder])]
            done = end
    return "".join([*parts, html[done:]]) if parts else html


def strip(text, replacement):
    """Replace placeholders in a mail's header or subject, where no token may stand."""
    if not isinstance(text, str) or not _MARK.search(text):
        return text
    return re.sub(rf"(?:{_HOST})?{_PATH}{_REST}", lambda _match: replacement, text)


def _placeholder(match):
    parts = match.groupdict()
    return Placeholder(
        int(parts["link"] or 0),
        parts["purpose"] or "",
        parts["model"] or "",
        int(parts["document"] or 0),
    )


def _scan(html):
    if not html or not _MARK.search(html):
        return []
    scanner = _Scanner(html)
    scanner.feed(str(html))
    scanner.close()
    return scanner.found


class _Scanner(HTMLParser):
    """Finds the positions of placeholders; the rest of the body is left as it is."""

    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.found = []
        self._before = "\n"  # the last character of the text so far
        self._lines = [0]
        for match in re.finditer("\n", html):
            self._lines.append(match.end())

    def _offset(self):
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag, attrs):
        if tag in _BLOCKS:
            self._before = "\n"
        match = _ADDRESS.fullmatch(dict(reversed(attrs)).get("href") or "")
        if match:
            # Of an attribute that is given twice, browsers use the first.
            raw = self.get_starttag_text()
            start = self._offset()
            self.found.append(
                (start, start + len(raw), _placeholder(match), _tag(raw, tag, attrs))
            )

    def handle_endtag(self, tag):
        if tag in _BLOCKS:
            self._before = "\n"

    def handle_data(self, data):
        if self.cdata_elem:  # a style sheet or a script
            return
        for match in _WORD.finditer(data):
            if match.start() or self._before.isspace():
                start = self._offset()
                self.found.append(
                    (
                        start + match.start(),
                        start + match.end(),
                        _placeholder(match),
                        escape,
                    )
                )
        self._before = data[-1:] or self._before

    def handle_entityref(self, name):
        self._before = " " if name == "nbsp" else "&"

    def handle_charref(self, name):
        self._before = "&"


def _tag(raw, tag, attrs):
    """Return a function that writes a start tag anew, with another ``href``."""

    def make(url):
        seen, parts = set(), [tag]
        for name, value in attrs:
            if name in seen:
                continue
            seen.add(name)
            value = url if name == "href" else value
            parts.append(name if value is None else f'{name}="{escape(value)}"')
        return f"<{' '.join(parts)}{'/>' if raw.endswith('/>') else '>'}"

    return make
