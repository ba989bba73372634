# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draws docs/architecture.svg from the docstrings of the packages.

The boxes are the packages in the order of ``models/__init__.py``, their text the first line
of each package's docstring.

    python3 scripts/draw_architecture.py            write it
    python3 scripts/draw_architecture.py --check    fail if it is out of date
"""

import ast
import sys
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_layers import imported

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, ROW, GAP, LEFT, RIGHT = 840, 34, 6, 76, 76
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.name { font-weight: 600; }
.note { font-size: 12px; fill: #59636e; }
rect { stroke-width: 1; }
.in rect { fill: none; stroke: #8c959f; stroke-dasharray: 4 3; }
.door rect { fill: #fff8c5; stroke: #bf8700; }
.slice rect { fill: #ddf4ff; stroke: #0969da; }
.plain rect { fill: #dafbe1; stroke: #1a7f37; }
path { fill: none; stroke: #59636e; stroke-width: 1.5; }
.hook { stroke-dasharray: 4 3; }
marker path { fill: #59636e; stroke: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .note { fill: #9198a1; }
  .in rect { stroke: #656c76; }
  .door rect { fill: #272115; stroke: #d29922; }
  .slice rect { fill: #121d2f; stroke: #4493f8; }
  .plain rect { fill: #12261e; stroke: #3fb950; }
  path { stroke: #9198a1; }
  marker path { fill: #9198a1; }
}
"""


def first_line(package):
    text = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text()))
    return text.split("\n")[0].rstrip(".")


def rows():
    """Return the rows from top to bottom: of each, its kind and its boxes."""
    yield (
        "in",
        [
            ("Customers, services", "pages, forms, webhooks"),
            ("Staff, jobs", "buttons, mails, scheduled actions"),
        ],
    )
    yield (
        "door",
        [
            ("controllers", first_line("controllers").split(":")[0]),
            ("wizards", "Dialogs of staff"),
        ],
    )
    for name in reversed(imported(ROOT / "models" / "__init__.py")):
        yield "slice", [(name, first_line(f"models/{name}"))]
    yield (
        "plain",
        [(name, first_line(name).split(":")[0]) for name in ("carriers", "tools")],
    )


def box(left, top, width, name, note, wide):
    x, y = left + 12, top + ROW / 2 + 4.5
    # Beside a name of any width; the slices' words stand below each other.
    place = f'x="{x + 92:g}"' if wide else 'dx="8"'
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{ROW}" rx="5"/>'
        f'<text x="{x:g}" y="{y:g}"><tspan class="name">{escape(name)}</tspan>'
        f'<tspan class="note" {place}>{escape(note)}</tspan></text>'
    )


def arrow(x, start, end, kind, words, beside):
    middle = (start + end) / 2
    return (
        f'<path class="{kind}" d="M{x} {start:g}V{end:g}" marker-end="url(#head)"/>'
        f'<text class="note" text-anchor="middle"'
        f' transform="translate({beside} {middle:g}) rotate(-90)">{escape(words)}</text>'
    )


def draw():
    parts, top, slices = [], GAP, []
    inner = WIDTH - LEFT - RIGHT
    for kind, boxes in rows():
        width = (inner - GAP * (len(boxes) - 1)) / len(boxes)
        if kind == "slice":
            slices.append(top)
        parts.append(f'<g class="{kind}">')
        for place, (name, note) in enumerate(boxes):
            left = LEFT + place * (width + GAP)
            parts.append(box(left, top, width, name, note, kind == "slice"))
        parts.append("</g>")
        top += ROW + GAP
    first, last = slices[0], slices[-1] + ROW
    parts.append(arrow(48, first, top - GAP, "uses", "calls and imports", 38))
    parts.append(arrow(WIDTH - 48, last, first, "hook", "hooks", WIDTH - 30))
    words = (
        "Controllers and wizards use the slices of models, each slice those below it."
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}"'
            f' width="{WIDTH}" height="{top}" role="img" aria-label="{words}">',
            "<!-- Made by scripts/draw_architecture.py -->",
            f"<style>{STYLE}</style>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
            ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
            *parts,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    if "--check" in sys.argv:
        if PICTURE.read_text() != draw():
            sys.exit(
                f"{PICTURE.name} is out of date: run scripts/draw_architecture.py."
            )
    else:
        PICTURE.write_text(draw())
