# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of customers' pages and emails and of staff's screens, from the sources."""

import ast
import io
import re
from collections import defaultdict
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools.translate import trans_export

ROOT = Path(__file__).parents[2]
# What no customer shall read, and why.
UNWANTED = {
    r"\bmails?\b": "an email is an email",
    r"\b[Ii]nvalid\b": "say what is wrong with it",
    r"\b1 Unit\b": "pieces are counted without a unit",
    r"::|: *:": "one colon",
    r"\bplease contact support\b": "who answers is a person",
}
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")


def template_texts():
    """Yield place and text of all that the templates of pages and emails say."""
    for path in sorted(ROOT.glob("templates/**/*.xml")):
        for node in etree.parse(path).iter(etree.Element):
            said = [node.tail, *map(node.get, ATTRIBUTES)]
            if node.tag not in ("style", "script"):
                said.append(node.text)
            for text in filter(None, said):
                yield path.name, " ".join(text.split())


def controller_texts():
    """Yield place and text of all that controllers translate."""
    for path in sorted(ROOT.glob("controllers/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if name in ("_", "_lt") and isinstance(first, ast.Constant):
                yield path.name, first.value


@tagged("post_install", "-at_install")
class TestWords(BaseCase):
    def test_pages_are_written_in_plain_words(self):
        """F55, Q5"""
        texts = [*template_texts(), *controller_texts()]
        self.assertGreater(len(texts), 300)
        for pattern, why in UNWANTED.items():
            found = [one for one in texts if re.search(pattern, one[1])]
            with self.subTest(why):
                self.assertFalse(found)


# What no staff shall read, and why; core's own terms are no words of ours.
CORE = r"\b[Mm]ail [Ss]ervers?\b|“Mail: Email Queue Manager”|^Outgoing Mails$|^Mail Render Mixin$|^Send an E-mail$"
UNWANTED_BY_STAFF = {
    r"\b(?i:mails?|mailed|mailing)\b": "an email is an email",
    r"^Whom\b|\bHere stands\b|\bStands? (on|beside)\b": "say it as one speaks",
    r"^Came\b|\bCame By\b|\bComes Back\b|\bOf what\b": "say it as one speaks",
    r"\b[Mm]ost (Emails|Reminders)\b|\b[Ll]east amount\b": "maximum and minimum",
    r"\bis no (company|customer|confirmed)\b": "it is not one",
    r"\bin place of that\b|\blike that\.$": "instead; in this way",
    r"\bany more: it has gone on\b|\bwas asked last\b": "it has moved on; last asked",
    r"\b(Ref|Html|Jti|Lang|Res|Eta|Id)$|^(Eta|Res) ": "a label is not its field's name",
    r"^%s (links|lines|old keys|differences)\b": "of one it would be wrong",
    r"::|\w :(?!\w)": "one colon, without a space",
}


@tagged("post_install", "-at_install")
class TestStaffWords(TransactionCase):
    """All that is translated: labels, helps, menus, actions, messages, emails."""

    def texts(self):
        """Yield each text of ours in English, without the tags inside it."""
        buffer = io.BytesIO()
        trans_export(False, ["public_links"], buffer, "po", self.env)
        for entry in polib.pofile(buffer.getvalue().decode()):
            ours = [path for path, _line in entry.occurrences if "/tests/" not in path]
            if ours:
                text = re.sub(r"<[^>]*>", " ", entry.msgid)
                text = re.sub(r"{{.*?}}|%\(\w+\)s", "X", text)
                yield re.sub(CORE, "", " ".join(text.split())), ours[0]

    def test_staff_read_plain_english(self):
        """F46, Q5: what was mended does not come back"""
        texts = list(self.texts())
        self.assertGreater(len(texts), 2500)
        for pattern, why in UNWANTED_BY_STAFF.items():
            found = [one for one in texts if re.search(pattern, one[0])]
            with self.subTest(why, pattern=pattern):
                self.assertFalse(found)

    def test_no_two_fields_of_a_model_have_one_label(self):
        """F46: filters and exports name fields by their labels alone"""
        twice = {}
        for name, model in self.env.items():
            if model._original_module != "public_links":
                continue
            labels = defaultdict(list)
            for field in model._fields.values():
                if "public_links" in field._modules:
                    labels[field.string].append(field.name)
            same = [names for names in labels.values() if len(names) > 1]
            if same:
                twice[name] = same
        self.assertFalse(twice)
