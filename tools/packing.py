# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is sent of a stylesheet or script: neither comments nor indentation.

A third of a script is written for us, not for browsers. ``scripts/pack`` writes the files below
``static/packed``, which pages load; names and expressions stay as they are. Plain Python, without
Odoo and other libraries, line by line: a file of ours has no text of several lines, no
regular expression with a blank, and its comments stand on lines of their own.
"""

import re
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "static" / "src" / "public"
TARGETS = Path(__file__).parent.parent / "static" / "packed"
LICENSE = "LGPL-3.0-or-later"
# What a line ends or begins with where the next may follow at once, without a semicolon.
OPEN, CLOSED = re.compile(r"[{(\[,;&|?:=>]$"), re.compile(r"^[})\],;?:.&|]")
# Texts of a script, and signs around which its blanks say nothing: not + and -, of which two
# are another sign.
TEXTS = re.compile(r'("(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)')
SIGNS = re.compile(r" ?([=*<>!&|?:,{}();]+) ?")


def packed(text, kind):
    """Return what browsers get of a file.

    :param str text: of the source
    :param str kind: css or js
    :rtype: str
    """
    if kind == "css":
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("//")]
    if kind == "js" and (behind := [line for line in lines if " //" in line]):
        # The next line would become a part of it.
        raise ValueError(f"A comment needs a line of its own: {behind[0]}")
    if kind == "css":
        return f"/* {LICENSE} */\n" + "".join(lines) + "\n"
    result = f"// {LICENSE}\n"
    for number, line in enumerate(lines):
        joined = number and (OPEN.search(lines[number - 1]) or CLOSED.search(line))
        result += _tight(line) if joined or not number else f"\n{_tight(line)}"
    return result + "\n"


def _tight(line):
    """Return a line of a script without the blanks that say nothing."""
    parts = TEXTS.split(line)
    parts[::2] = [SIGNS.sub(r"\1", part) for part in parts[::2]]
    return "".join(parts)


def pack():
    """Yield the path of each file that pages load, and what it is to hold."""
    for source in sorted(SOURCES.iterdir()):
        kind = source.suffix[1:]
        yield TARGETS / source.name, packed(source.read_text(), kind)
