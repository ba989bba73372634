"""Open every URL of a file made by demo_links.py; fail unless each answers 200.

Usage: check_links.py LINKS_TXT
"""

import sys
import urllib.error
import urllib.request
from pathlib import Path


def status(url):
    """Return the HTTP status of a page."""
    agent = {"User-Agent": "Mozilla/5.0 (scripts/run --once)"}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=agent), timeout=60
        ) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def main(path):
    rows = [
        line.split() for line in Path(path).read_text(encoding="utf-8").splitlines()
    ]
    bad = 0
    for label, url in rows:
        code = status(url)
        print(f"{label}: {code}")
        bad += code != 200
    return 1 if bad or not rows else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
