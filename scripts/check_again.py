"""Name the tests that failed, if all of them look through Chromium and may be run once more, alone.

Usage: check_again.py JUNIT_XML TESTS_FOLDER

What a browser shows is waited for by the clock, and on a busy machine a window can be late; two whole runs of
more than 2,000 tests were red for one such window each. No other test is given a second try, and more than
three at once are no accident: then nothing is printed and the status is 1.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

MOST = 3
CHROMIUM = re.compile(r"\bstart_browser\(|\bstart_tour\(|browser import ")


def main(report, tests):
    """Print pytest's names of the failed tests, one a line; return the exit status."""
    if not Path(report).exists():
        return 1
    names = []
    # The report was written by our own pytest a moment ago.
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("failure") is None and case.find("error") is None:
            continue
        *_, folder, module, name = case.get("classname").split(".")
        path = Path(tests, folder, f"{module}.py")
        if not path.is_file() or not CHROMIUM.search(path.read_text(encoding="utf-8")):
            return 1
        names.append(f"{path}::{name}::{case.get('name')}")
    names = list(dict.fromkeys(names))
    if not 0 < len(names) <= MOST:
        return 1
    print("\n".join(names))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
