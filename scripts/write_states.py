# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes docs/STATES.md from the tables in models/<slice>/states.py.

    python3 scripts/write_states.py            write it
    python3 scripts/write_states.py --check    fail if it is out of date

Reads their syntax trees: needs no Odoo and no database.
"""

import ast
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_layers import imported

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "STATES.md"
COLOURS = {"ok": "green", "warn": "yellow", "bad": "red", "info": "blue"}
# What stands so, and where its states are read.
KINDS = {
    "link": "A link, for staff",
    "mail": "The mail of a link, for staff",
    "quotation": "A quotation",
    "order": "An order",
    "invoice": "An invoice, or several that are paid together",
    "credit_note": "A credit note",
    "delivery": "A delivery of which no carrier tells anything",
    "pay": "What is to be paid: the pay page, where the document itself says no more",
    "card": "A saved card",
    "agreement": "An agreement by which due invoices are charged to a card",
    "charge": "A charge by agreement, for staff",
    "items": "All items of an order that is approved item by item",
    "item": "One item of it",
    "proof": "A proof",
    "parcel": "A parcel, and a delivery whose carrier tells something: its worst parcel",
    "return": "A return",
    "returning": "The page on which a return is asked for",
    "account": "A customer's account, in a currency",
    "payment": "A payment of a customer",
    "followup": "A follow-up, for staff",
}
INTRO = """# States: one word and one colour each

Written by `scripts/write_states.py` from the tables in `models/<slice>/states.py`; change those, not this.

Customers and staff read one word for a state, wherever it is shown: on pages, in the portal's lists, tabs and overview, on
the statement, in mails and papers, and in the backend. Where staff stand on the other side of it, the same row has their
word. What is not in a table is shown nowhere: no other code writes a state's word or colour (`tests/link/test_states.py`).

| Colour | Says | Backend |
| --- | --- | --- |
| green (`ok`) | It is well, nothing is left to do. | `decoration-success` |
| yellow (`warn`) | Something waits for somebody to act. | `decoration-warning` |
| red (`bad`) | It went wrong, is late, or was called off. | `decoration-danger` |
| blue (`info`) | It goes on by itself. | `decoration-info` |

When which state applies is said by the document (`_public_state`), which names kind and code. A code has the same colour
in all kinds. How an addon's document declares its states: [EXTENDING.md](EXTENDING.md).
"""


def declared():
    """Return the rows of all slices, the lowest first.

    :return: by kind, of each state its code, tone, word and staff's word or ""
    :rtype: dict[str, list[tuple[str, str, str, str]]]
    """
    kinds = defaultdict(list)
    for name in imported(ROOT / "models" / "__init__.py"):
        path = ROOT / "models" / name / "states.py"
        if not path.exists():
            continue
        tree = ast.parse(path.read_text())
        words = {
            node.targets[0].id: _word(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and _word(node.value)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "State":
                kind, code, tone = (arg.value for arg in node.args[:3])
                word, staff, *_ = *map(lambda arg: _word(arg, words), node.args[3:]), ""
                kinds[kind].append((code, tone, word, staff))
    return dict(kinds)


def _name(node):
    return node.id if isinstance(node, ast.Name) else ""


def _word(node, names=None):
    """Return the text of ``_lt("...")``, or of a name that stands for such."""
    if isinstance(node, ast.Call) and _name(node.func) == "_lt":
        return node.args[0].value
    return (names or {}).get(_name(node), "")


def document(kinds):
    """Return the page that lists states.

    :param dict kinds: see ``declared``
    """
    parts = [INTRO]
    for kind, rows in kinds.items():
        parts.append(f"\n## {KINDS[kind]}\n`{kind}`\n\n")
        staff = any(row[3] for row in rows)
        parts.append("| Word | Colour | Code |" + (" Staff read |" if staff else ""))
        parts.append("\n| --- | --- | --- |" + (" --- |" if staff else "") + "\n")
        for code, tone, word, theirs in rows:
            row = f"| {word} | {COLOURS[tone]} | `{code}` |"
            parts.append(row + (f" {theirs or word} |" if staff else "") + "\n")
    return "".join(parts)


def main():
    """Write the page, or check it; return the exit status."""
    text = document(declared())
    if "--check" not in sys.argv:
        PAGE.write_text(text)
    elif not PAGE.exists() or PAGE.read_text() != text:
        print("docs/STATES.md is out of date: python3 scripts/write_states.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
