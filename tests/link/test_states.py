# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""F54: a state has one word and one colour, from the tables of tools/states.py."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import get_args

import polib
from lxml import etree

from odoo.tools.safe_eval import safe_eval

from ...tools.page_values import Tone
from ...tools.registry import by_kind
from ...tools.states import State, status
from ..common.base import PublicLinkCase
from .test_layers import script

ROOT = Path(__file__).parents[2]
# What staff see of a state, and from which kind it comes.
SELECTIONS = {
    ("public.link", "state"): "link",
    ("public.link", "mail_state"): "mail",
    ("public.link.event", "kind"): "quotation",
    ("sale.order", "public_link_answer"): "quotation",
    ("sale.order", "public_link_item_state"): "items",
    ("sale.order.line", "public_link_state"): "item",
    ("sale.order.proof", "state"): "proof",
    ("shipment.parcel", "state"): "parcel",
    ("shipment.parcel.event", "state"): "parcel",
    ("stock.picking", "parcel_state"): "parcel",
    ("return.request", "state"): "return",
    ("public.link.followup", "state"): "followup",
    ("public.link.followup.line", "state"): "followup",
    ("return.request.line", "state"): "return",
    ("public.link.agreement", "state"): "agreement",
    ("public.link.agreement.charge", "state"): "charge",
}
# Fields that hold more than states of the kind.
MIXED = [("public.link.event", "kind")]
DECORATIONS = {"ok": "success", "warn": "warning", "bad": "danger", "info": "info"}


def source(word):
    return word._source


class TestStates(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.states = cls.env["public.link.registry"]._known().states
        cls.all = [one for rows in cls.states.values() for one in rows.values()]

    def test_a_word_stands_for_one_state(self):
        """F54: within a kind, for customers and for staff; a code has one colour."""
        for kind, rows in self.states.items():
            words = [source(state.word) for state in rows.values()]
            theirs = [source(state.staff or state.word) for state in rows.values()]
            self.assertEqual(len(set(words)), len(words), kind)
            self.assertEqual(len(set(theirs)), len(theirs), kind)
        tones = defaultdict(set)
        for state in self.all:
            self.assertIn(state.tone, get_args(Tone), state)
            tones[state.code].add(state.tone)
        self.assertFalse({code: seen for code, seen in tones.items() if len(seen) > 1})

    def test_words_are_translated(self):
        """F54, Q5: to different words within a kind, too"""
        for language in ("fr", "de", "es"):
            catalogue = polib.pofile(str(ROOT / "i18n" / f"{language}.po"))
            known = {one.msgid: one.msgstr for one in catalogue if one.translated()}
            for kind, rows in self.states.items():
                words = [source(state.word) for state in rows.values()]
                words += [source(one.staff) for one in rows.values() if one.staff]
                self.assertFalse(set(words) - known.keys(), (language, kind))
                translated = [known[word] for word in words]
                self.assertEqual(len(set(translated)), len(words), (language, kind))

    def test_one_code_is_one_state(self):
        """F54, F65: of two addons with one code, one would be lost unseen."""
        row = State("x", "y", "ok", "Z")
        with self.assertRaises(ValueError):
            by_kind([row, row])
        with self.assertRaises(KeyError):
            status(self.env, "invoice", "no_such")

    def test_nobody_else_words_or_colours_a_state(self):
        """F54: rows stand in the slices' tables, what pages show comes from there."""
        found = []
        for folder in ("controllers", "models", "tools", "wizards"):
            for path in (ROOT / folder).rglob("*.py"):
                place = path.relative_to(ROOT).as_posix()
                for node in ast.walk(ast.parse(path.read_text())):
                    if self.declares(node) and path.name != "states.py":
                        found.append(f"{place}:{node.lineno} declares a state")
                    if self.colours(node) and place != "tools/states.py":
                        found.append(f"{place}:{node.lineno} builds a status")
        for path in (ROOT / "templates").rglob("*.xml"):
            for badge in re.findall(
                r'class="[^"]*\bpill (?:ok|warn|bad|info)', path.read_text()
            ):
                found.append(f"{path.name}: {badge}")
        self.assertFalse(found)

    def declares(self, node):
        return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "State"

    def colours(self, node):
        """Tell whether a node writes or names the tone of a status."""
        if isinstance(node, ast.keyword):
            return node.arg == "tone"
        if isinstance(node, ast.Name):
            return "TONE" in node.id
        return isinstance(node, ast.Constant) and node.value == "tone"

    def test_the_list_is_written_from_the_tables(self):
        """F54: docs/STATES.md; mend with scripts/write_states.py"""
        page = script("write_states")
        declared = page.declared()
        self.assertEqual((ROOT / "docs/STATES.md").read_text(), page.document(declared))
        own = {
            kind: [
                (
                    state.code,
                    state.tone,
                    source(state.word),
                    source(state.staff) if state.staff else "",
                )
                for state in self.states[kind].values()
            ]
            for kind in declared
        }
        self.assertEqual(own, declared)

    # === STAFF === #

    def test_staff_read_the_same_words(self):
        """F54: labels of selections are those of the table."""
        for (model, name), kind in SELECTIONS.items():
            labels = self.env[model]._fields[name]._description_selection(self.env)
            table = {
                code: source(state.staff or state.word)
                for code, state in self.states[kind].items()
            }
            with self.subTest(model=model, field=name):
                self.assertTrue(labels)
                wrong = {
                    code: label
                    for code, label in labels
                    if table.get(code, label) != label
                    or (code not in table and (model, name) not in MIXED)
                }
                self.assertFalse(wrong)

    def test_staff_see_the_same_colours(self):
        """F54: badges are decorated by the tones of the table."""
        seen = set()
        for path in (ROOT / "views").rglob("*.xml"):
            for record in etree.parse(path).iter("record"):
                if record.get("model") != "ir.ui.view":
                    continue
                for field in record.iterfind(".//field[@widget='badge']"):
                    model = self.model_of(record, field)
                    key = (model, field.get("name"))
                    if key in SELECTIONS and key not in MIXED:
                        seen.add(key)
                        with self.subTest(file=path.name, field=key):
                            self.check_colours(field, self.states[SELECTIONS[key]])
        self.assertLessEqual(
            {
                ("public.link", "state"),
                ("public.link", "mail_state"),
                ("return.request", "state"),
                ("return.request.line", "state"),
                ("sale.order.proof", "state"),
                ("shipment.parcel", "state"),
                ("stock.picking", "parcel_state"),
            },
            seen,
        )

    def model_of(self, record, field):
        """Return the model whose field stands in a view, perhaps in a list within it."""
        model = record.findtext("field[@name='model']")
        around = [
            one for one in field.iterancestors("field") if one.get("name") != "arch"
        ]
        for one in reversed(around):
            model = self.env[model]._fields[one.get("name")].comodel_name
        return model

    def check_colours(self, field, rows):
        prefix = "decoration-"
        conditions = {
            name.removeprefix(prefix): value
            for name, value in field.attrib.items()
            if name.startswith(prefix)
        }
        for code, state in rows.items():
            shown = [
                name
                for name, condition in conditions.items()
                if safe_eval(condition, {field.get("name"): code})
            ]
            self.assertEqual(shown, [DECORATIONS[state.tone]], code)
