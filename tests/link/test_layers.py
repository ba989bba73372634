# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""F65: which slice may use which, and that both runners find the same tests."""

import importlib.util
import tempfile
import tomllib
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parents[2]


def script(name):
    path = ROOT / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


layers, tests = script("check_layers"), script("check_tests")

LOW = """
class Low(models.Model):
    _name = "a.model"

    def _own(self):
        return 1
"""


class Made(BaseCase):
    """Findings in a small folder that is made up."""

    def folder(self, **files):
        root = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name, text in files.items():
            path = root / f"{name.replace('__', '/', 2)}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return root

    def slices(self, low, high, wizard="", tool=""):
        root = self.folder(
            models__low__a=low, models__high__b=high, wizards__c=wizard, tools__d=tool
        )
        for name, text in (
            ("models", "from . import low\nfrom . import high\n"),
            ("models/low", "from . import a\n"),
            ("models/high", "from . import b\n"),
            ("wizards", "from . import c\n"),
        ):
            (root / name / "__init__.py").write_text(text)
        return layers.check(root)

    def said(self, found, *words):
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])


@tagged("-at_install", "post_install", "public_links")
class TestLayers(Made):
    def test_our_slices_keep_their_order(self):
        """F65: in this addon."""
        self.assertEqual(layers.check(ROOT), [])

    def test_import_linter_knows_the_same_order(self):
        """F65: models/__init__.py says it, pyproject.toml repeats it."""
        order = layers.imported(ROOT / "models" / "__init__.py")
        config = tomllib.loads((ROOT / "pyproject.toml").read_text())
        contracts = config["tool"]["importlinter"]["contracts"]
        [models] = [
            one["layers"]
            for one in contracts
            if one["containers"] == ["public_links.models"]
        ]
        self.assertEqual(models[::-1], order)

    def test_a_call_upwards_is_found(self):
        """F65: with file and line, and what to do."""
        low = LOW.replace("return 1", "return self._theirs()")
        high = """
class High(models.Model):
    _inherit = "a.model"

    def _theirs(self):
        return 2
"""
        self.said(self.slices(low, high), "models/low/a.py:6:", "_theirs", "Hook")

    def test_a_call_downwards_is_fine(self):
        """F65."""
        high = """
class High(models.Model):
    _inherit = "a.model"

    def _theirs(self):
        return self._own()
"""
        self.assertEqual(self.slices(LOW, high), [])

    def test_core_s_own_method_may_be_called_by_all(self):
        """F65: what extends Odoo's is no slice's."""
        low = LOW.replace("return 1", "return self._process()")
        high = """
class High(models.Model):
    _inherit = "a.model"

    def _process(self):
        return super()._process()
"""
        self.assertEqual(self.slices(low, high), [])

    def test_a_slice_may_not_need_a_wizard(self):
        """F65."""
        low = LOW.replace("return 1", 'return self.env["a.wizard"]._open_dialog()')
        wizard = """
class Wizard(models.TransientModel):
    _name = "a.wizard"

    def _open_dialog(self):
        return {}
"""
        self.said(self.slices(low, "", wizard), "models/low/a.py:6:", "wizards")

    def test_what_is_changed_above_is_a_hook(self):
        """F65: on the same model, or on one that inherits it."""
        for heading in ('_inherit = "a.model"', '_inherit = ["b.model", "a.model"]'):
            high = f"""
class High(models.Model):
    {heading}

    def _own(self):
        return super()._own() + 1
"""
            with self.subTest(heading):
                found = self.slices(LOW, high)
                self.said(found, "models/high/b.py:5:", "models/low/a.py:5")
                hook = '"""Hook: return a number."""\n        return 1'
                low = LOW.replace("return 1", hook)
                self.assertEqual(self.slices(low, high), [])

    def test_nothing_hides_an_earlier_method(self):
        """F65: what nobody reaches any more is a trap."""
        low = LOW.replace("return 1", '"""Hook: return a number."""')
        high = """
class High(models.Model):
    _inherit = "a.model"

    def _own(self):
        return 2
"""
        self.said(self.slices(low, high), "models/high/b.py:5:", "hides _own")

    def test_tools_are_plain_python(self):
        """F65: no ORM, no request."""
        tool = "from odoo.tools import SQL\nfrom odoo.http import request\n"
        self.said(self.slices(LOW, "", tool=tool), "tools/d.py:2:", "odoo.http.request")


@tagged("-at_install", "post_install", "public_links")
class TestRunners(Made):
    def found(self, index, *files):
        root = self.folder(**{f"tests__{name}": "" for name in files})
        (root / "tests" / "__init__.py").write_text(index)
        return tests.check(root)

    def test_both_runners_find_our_tests(self):
        """F65: in this addon."""
        self.assertEqual(tests.check(ROOT), [])

    def test_all_that_can_be_wrong_is_said(self):
        """F65: a file not named, a name without file, a name twice, a file name twice."""
        index = "from .a import test_x\n"
        self.assertEqual(self.found(index, "a__test_x"), [])
        self.said(self.found("", "a__test_x"), "tests/a/test_x.py", "only pytest")
        self.said(self.found(index, "a__nothing"), "there is no tests/a/test_x.py")
        self.said(self.found(index * 2, "a__test_x"), "names a/test_x 2 times")
        both = index + "from .b import test_x\n"
        found = self.found(both, "a__test_x", "b__test_x")
        self.assertEqual(len(found), 2)
        self.assertIn("Rename it.", found[0])

    def test_companion_addons_have_their_own(self):
        """F65."""
        self.assertEqual(self.found("", "addons__other"), [])
