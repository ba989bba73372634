# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What somebody wrote in an answer by mail, without the mail that they answered."""

import re

from lxml import html
from lxml.etree import ParserError

from .formatting import paragraphs

# Odoo marks what mail programs quote (``odoo.tools.mail.tag_quote``), signatures too.
MARK = ">"
QUOTED = "//*[@data-o-mail-quote='1'] | //blockquote"
# "On Monday Anna wrote:", before lines with ">"; "-----Original Message-----" and the like.
INTRODUCTION = re.compile(r".{0,200}:\s*")
ORIGINAL = re.compile(r"\s*[-_]{5,}.*")


def answer_text(body):
    """Return what is new in an answer, as plain text with its line breaks.

    :param body: the HTML of a message as Odoo stores it
    :rtype: str
    """
    try:
        tree = html.fromstring(f"<div>{body or ''}</div>")
    except ParserError:
        return ""
    for node in tree.xpath(QUOTED):
        if node.getparent() is not None:
            # A line in its place: what introduced it is above.
            node.addprevious(html.fromstring(f"<p>{MARK}</p>"))
            node.drop_tree()
    lines = "\n".join(paragraphs(html.tostring(tree, encoding="unicode"))).splitlines()
    return "\n".join(_unquoted(map(str.strip, lines))).strip()


def _unquoted(lines):
    kept = []
    for line in lines:
        if ORIGINAL.fullmatch(line):
            break
        if not line.startswith(MARK):
            kept.append(line)
            continue
        while kept and not kept[-1]:
            kept.pop()
        if kept and INTRODUCTION.fullmatch(kept[-1]):
            kept.pop()
    return kept
