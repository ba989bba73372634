# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is sent of a stylesheet or script: neither comments nor indentation.

A third of a script is written for us, not for browsers. ``scripts/pack`` writes the files below
``static/packed``, which pages load. Scripts are packed by the library that packs Odoo's own;
names stay as they are.
"""

import re
from pathlib import Path

from rjsmin import jsmin

SOURCES = Path(__file__).parent.parent / "static" / "src" / "public"
TARGETS = Path(__file__).parent.parent / "static" / "packed"
LICENSE = "LGPL-3.0-or-later"


def packed(text, kind):
    """Return what browsers get of a file.

    :param str text: of the source; no text in a stylesheet has several lines
    :param str kind: css or js
    :rtype: str
    """
    if kind == "js":
        return f"// {LICENSE}\n{jsmin(text)}\n"
    lines = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines()
    return f"/* {LICENSE} */\n{''.join(line.strip() for line in lines)}\n"


def pack():
    """Yield the path of each file that pages load, and what it is to hold."""
    for source in sorted(SOURCES.iterdir()):
        kind = source.suffix[1:]
        yield TARGETS / source.name, packed(source.read_text(), kind)
