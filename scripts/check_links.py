"""Open every URL of a file made by demo_links.py; fail unless each answers as it should.

Usage: check_links.py LINKS_TXT [STATUS [DATABASE]]

STATUS is 200 if none is given; DATABASE is named in the header X-Odoo-Database.
"""

import sys
import urllib.error
import urllib.request
from pathlib import Path


def status(url, database=""):
    """Return the HTTP status of a page."""
    headers = {"User-Agent": "Mozilla/5.0 (scripts/run --once)"}
    if database:
        headers["X-Odoo-Database"] = database
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=60
        ) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def main(path, wanted="200", database=""):
    rows = [
        line.split() for line in Path(path).read_text(encoding="utf-8").splitlines()
    ]
    bad = 0
    for label, url in rows:
        code = status(url, database)
        print(f"{label}: {code}")
        bad += code != int(wanted)
    return 1 if bad or not rows else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
