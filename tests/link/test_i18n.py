# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

FOLDER = Path(__file__).parents[2] / "i18n"
LANGUAGES = ("fr", "de", "es")


def read(name):
    return polib.pofile(str(FOLDER / name))


def texts(catalogue):
    """Return what has to be translated, and where it stands.

    Odoo takes what stands in the addons of the tests for ours.
    """
    found = {
        entry.msgid: sorted(
            path for path, _line in entry.occurrences if "/tests/addons/" not in path
        )
        for entry in catalogue
        if not entry.obsolete
    }
    return {text: places for text, places in found.items() if places}


def placeholders(text):
    """Return what a text gets filled in, and the tags around parts of it."""
    found = re.findall(r"%\(\w+\)[sd]|%[sd]|</?\w+", text)
    return sorted(found + re.findall(r"{{.*?}}", text))


@tagged("post_install", "-at_install")
class TestI18n(TransactionCase):
    def test_the_template_is_current(self):
        """Q5: mend with scripts/i18n"""
        buffer = io.BytesIO()
        trans_export(False, ["public_links"], buffer, "po", self.env)
        exported = polib.pofile(buffer.getvalue().decode())
        stored, current = map(
            self.without_foreign_fields,
            (texts(read("public_links.pot")), texts(exported)),
        )
        changed = [
            text
            for text in stored.keys() | current.keys()
            if stored.get(text) != current.get(text)
        ]
        self.assertFalse(
            {text: (stored.get(text), current.get(text)) for text in changed}
        )

    def without_foreign_fields(self, catalogue):
        """Leave out what other addons add to models of ours, or to what describes them."""
        module = self.env["ir.module.module"].search([("name", "=", "public_links")])
        module |= module.upstream_dependencies(exclude_states=("",))
        ours = {"base", *module.mapped("name")}

        def is_foreign(model, name):
            field = self.env[model]._fields.get(name)
            return bool(field and field._modules and ours.isdisjoint(field._modules))

        labels = {
            f"field_{model.replace('.', '_')}__{name}"
            for model in self.env.registry
            for name in self.env[model]._fields
            if is_foreign(model, name)
        }

        def is_ours(place):
            # model:ir.model.fields,field_description:public_links.field_...
            kind, described, *_name = place.split(":")
            model, _, name = described.partition(",")
            if kind == "model" and is_foreign(model, name):
                return False
            return place.rpartition("public_links.")[2] not in labels

        kept = {
            text: [place for place in places if is_ours(place)]
            for text, places in catalogue.items()
        }
        return {text: places for text, places in kept.items() if places}

    def test_nothing_is_untranslated(self):
        """Q5: French, German, Spanish"""
        wanted = texts(read("public_links.pot")).keys()
        for language in LANGUAGES:
            with self.subTest(language):
                catalogue = read(f"{language}.po")
                self.assertEqual(texts(catalogue).keys(), wanted)
                left = [
                    entry.msgid
                    for entry in catalogue
                    if not entry.obsolete and (entry.fuzzy or not entry.translated())
                ]
                self.assertFalse(left[:5], f"{len(left)} texts are not translated.")

    def test_translations_keep_what_is_filled_in(self):
        for language in LANGUAGES:
            with self.subTest(language):
                wrong = [
                    entry.msgid
                    for entry in read(f"{language}.po").translated_entries()
                    if placeholders(entry.msgstr) != placeholders(entry.msgid)
                ]
                self.assertFalse(wrong)
