# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checks that no slice of ``models`` uses what only a slice above it defines.

import-linter (see pyproject.toml) checks imports. It does not see calls like
``self._name()`` of methods that another file of the same model defines. So this reads the
syntax trees of ``models`` and ``wizards``, in the order in which Odoo joins their classes,
and reports where

- a slice calls a private method that only higher slices define;
- a slice changes a method of a lower slice that is not documented as a hook, by a
  docstring that begins with "Hook";
- a class hides a method of an earlier one of the same model without ``super()``;
- ``tools`` or ``carriers`` import what is Odoo's ORM, or a request.

A name that a lower slice defines too, on any model, is accepted: without types two methods
of one name cannot be told apart.

    python3 scripts/check_layers.py [FOLDER]

Needs no Odoo and no database.
"""

import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

# Plain Python, which may import of Odoo only helpers that need no environment.
PLAIN = ("tools", "carriers")
HELPERS = re.compile(
    r"odoo\.(tools|netsvc|fields|modules|addons\.base\.models\.res_lang)\b"
)
# Above all slices: wizards extend those of any slice, and no slice may need them.
TOP = "wizards"


@dataclass
class Definition:
    """A method or attribute in the body of a class."""

    slice: int
    where: str
    function: bool
    hook: bool
    extends: bool


@dataclass
class Tree:
    """What the folder defines, in the order in which Odoo joins it.

    :param list slices: names, the lowest first
    :param dict names: definitions by private name, wherever
    :param dict methods: definitions by model and name
    :param dict parents: the other models that a model inherits
    :param list uses: slice, place and name of each private attribute that is read
    """

    slices: list
    names: dict = field(default_factory=lambda: defaultdict(list))
    methods: dict = field(default_factory=lambda: defaultdict(list))
    parents: dict = field(default_factory=lambda: defaultdict(set))
    uses: list = field(default_factory=list)


def imported(path):
    """Return the modules that a package's ``__init__`` imports, in its order."""
    return [
        alias.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ImportFrom) and node.level == 1 and not node.module
        for alias in node.names
    ]


def files(package):
    """Return the modules of a package, in the order in which they are imported."""
    order = imported(package / "__init__.py")
    found = {path.stem for path in package.glob("*.py")} - {"__init__"}
    for name in (*order, *sorted(found - set(order))):
        if (package / name).is_dir():
            yield from files(package / name)
        else:
            yield package / f"{name}.py"


def read(root):
    """Return the `Tree` of an addon's folder."""
    tree = Tree([*imported(root / "models" / "__init__.py"), TOP])
    for place, name in enumerate(tree.slices):
        folder = root / TOP if name == TOP else root / "models" / name
        if not folder.is_dir():
            continue
        for path in files(folder):
            _read_file(tree, place, path, path.relative_to(root))
    return tree


def _read_file(tree, place, path, shown):
    parsed = ast.parse(path.read_text())
    for node in ast.walk(parsed):
        if isinstance(node, ast.ClassDef):
            _read_class(tree, place, node, shown)
        elif isinstance(node, ast.Attribute) and _is_private(node.attr):
            if isinstance(node.ctx, ast.Load) and not _is_super(node.value):
                tree.uses.append((place, f"{shown}:{node.lineno}", node.attr))


def _read_class(tree, place, node, shown):
    model, inherited = _model(node)
    if model:
        tree.parents[model] |= set(inherited) - {model}
    for item in node.body:
        for name in _defined(item):
            function = isinstance(item, ast.FunctionDef)
            found = Definition(
                place,
                f"{shown}:{item.lineno}",
                function,
                function and (ast.get_docstring(item) or "").startswith("Hook"),
                function and _calls_super(item, name),
            )
            if _is_private(name):
                tree.names[name].append(found)
            if model:
                tree.methods[model, name].append(found)


def _model(node):
    """Return the model that a class is of, and what it inherits; none for others."""
    values = {}
    for item in node.body:
        for name in _targets(item):
            if name in ("_name", "_inherit"):
                texts = ast.walk(item.value)
                values[name] = [
                    one.value
                    for one in texts
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
    inherited = values.get("_inherit", [])
    return next(iter(values.get("_name") or inherited), None), inherited


def _targets(item):
    if not isinstance(item, ast.Assign):
        return []
    return [target.id for target in item.targets if isinstance(target, ast.Name)]


def _defined(item):
    names = [item.name] if isinstance(item, ast.FunctionDef) else _targets(item)
    return [name for name in names if not name.startswith("__")]


def _is_private(name):
    return name.startswith("_") and not name.startswith("__") and name != "_"


def _is_super(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "super"
    )


def _calls_super(function, name):
    return any(
        isinstance(node, ast.Attribute) and node.attr == name and _is_super(node.value)
        for node in ast.walk(function)
    )


# === FINDINGS === #


def upward_calls(tree):
    """Return where a slice uses a name that only higher slices define."""
    found = []
    for place, where, name in tree.uses:
        lowest = min(tree.names.get(name, ()), key=lambda one: one.slice, default=None)
        # An override of a method of Odoo's, which everybody may call.
        if lowest is None or lowest.slice <= place or lowest.extends:
            continue
        found.append(
            f"{where}: {tree.slices[place]} uses {name} of {tree.slices[lowest.slice]},"
            f" which lies above it ({lowest.where}). Move one of them, or define {name}"
            f' in {tree.slices[place]} with a docstring that begins with "Hook" and let'
            f" {tree.slices[lowest.slice]} extend it by super()."
        )
    return found


def unsaid_hooks(tree):
    """Return where a slice changes a lower slice's method that is not called a hook."""
    found = []
    for (model, name), rows in tree.methods.items():
        bases = rows + [
            one
            for parent in tree.parents[model]
            for one in tree.methods.get((parent, name), ())
        ]
        base = min(bases, key=lambda one: one.slice)
        if base.hook or base.extends or not base.function:
            continue
        found += [
            f"{row.where}: {tree.slices[row.slice]} changes {name} of {model}, which"
            f" {base.where} does not offer as a hook. Begin its docstring with"
            ' "Hook: ..." and say what may be changed, or add by other means.'
            for row in rows
            if row.slice > base.slice and row.function
        ]
    return found


def hidden_methods(tree):
    """Return where a class hides an earlier method of the same model."""
    return [
        f"{later.where}: hides {name} of {model} at {earlier.where}: no super()"
        " is called. Call it, or remove the one that nobody reaches."
        for (model, name), rows in tree.methods.items()
        for earlier, later in zip(rows, rows[1:], strict=False)
        if earlier.function and later.function and not later.extends
    ]


def foreign_imports(root):
    """Return what plain Python imports of Odoo's ORM or of a request."""
    found = []
    for path in sorted(path for name in PLAIN for path in root.glob(f"{name}/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [
                f"{path.relative_to(root)}:{node.lineno}: {name} is no plain Python."
                " What needs a model or a request belongs in models or controllers."
                for name in names
                if name.split(".")[0] == "odoo" and not HELPERS.match(name)
            ]
    return found


def check(root):
    """Return all findings of an addon's folder.

    :rtype: list[str]
    """
    tree = read(root)
    return [
        *upward_calls(tree),
        *unsaid_hooks(tree),
        *hidden_methods(tree),
        *foreign_imports(root),
    ]


if __name__ == "__main__":
    findings = check(Path(*sys.argv[1:2] or [Path(__file__).parents[1]]))
    print(*findings, sep="\n", end="\n" if findings else "")
    sys.exit(bool(findings))
