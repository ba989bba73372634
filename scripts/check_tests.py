# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checks that pytest and Odoo's own runner find the same tests.

pytest finds files. Odoo takes the ``test_*`` modules that ``tests/__init__.py`` names, and
nothing else: a file that is not there is never run by ``odoo --test-enable``, and of two
files of one name the second takes the place of the first.

    python3 scripts/check_tests.py [FOLDER]

Needs no Odoo and no database.
"""

import ast
import sys
from collections import Counter
from pathlib import Path

# The companion addons' own: Odoo finds them in each.
ELSEWHERE = ("addons", "e2e")


def check(root):
    """Return what is wrong with the tests of an addon's folder.

    :rtype: list[str]
    """
    index = root / "tests" / "__init__.py"
    named = Counter()
    for node in ast.parse(index.read_text()).body:
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            folder = [node.module.replace(".", "/")] if node.module else []
            named.update("/".join([*folder, alias.name]) for alias in node.names)
    tests = index.parent
    files = {
        str(path.relative_to(tests).with_suffix(""))
        for path in tests.rglob("test_*.py")
        if path.relative_to(tests).parts[0] not in ELSEWHERE
    }
    named = Counter(
        {name: n for name, n in named.items() if Path(name).name.startswith("test_")}
    )
    found = [
        f"tests/{name}.py: only pytest runs it. Name it in tests/__init__.py."
        for name in sorted(files - set(named))
    ]
    found += [
        f"tests/__init__.py: there is no tests/{name}.py. Take the line out."
        for name in sorted(set(named) - files)
    ]
    found += [
        f"tests/__init__.py: names {name} {times} times. Once is enough."
        for name, times in sorted(named.items())
        if times > 1
    ]
    names = Counter(Path(name).name for name in files)
    found += [
        f"tests/{name}.py: another folder has a {Path(name).name}.py too, and Odoo runs"
        " one of them only. Rename it."
        for name in sorted(files)
        if names[Path(name).name] > 1
    ]
    return found


if __name__ == "__main__":
    findings = check(Path(*sys.argv[1:2] or [Path(__file__).parents[1]]))
    print(*findings, sep="\n", end="\n" if findings else "")
    sys.exit(bool(findings))
