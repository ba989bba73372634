"""Fail on any skipped test that is not named, with its reason, in the list of known skips.

Usage: check_skips.py JUNIT_XML SKIPS_TXT

A line of the list is ``TestClass.test_name: reason``; lines that start with # are comments. Odoo skips its
browser tests when Chromium is missing, and all HttpCases without an HTTP server: without this check
such a run would be green.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(report, known):
    """Print every unknown skip; return the exit status."""
    if not Path(report).exists():
        print("No test report was written.", file=sys.stderr)
        return 1
    reasons = {}
    for line in Path(known).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.partition(":")
            reasons[name.strip()] = reason.strip()
    unknown = []
    # The report was written by our own pytest a moment ago.
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("skipped") is None:
            continue
        name = f"{case.get('classname').rsplit('.', 1)[-1]}.{case.get('name')}"
        if not reasons.get(name):
            unknown.append(name)
    for name in unknown:
        print(
            f"Skipped, and not in tests/skips.txt with a reason: {name}",
            file=sys.stderr,
        )
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
