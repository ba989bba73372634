"""Time the lists of the portal and of core's, and count their statements.

Usage: portal_measure.py BASE_URL     with PL_BENCH_DATA
"""

import http.cookiejar
import json
import os
import re
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from measure import AGENT, Server
from tables import table

# Ours, and core's.
PAGES = {
    "invoices": ("/invoices", "/my/invoices"),
    "invoices, page 2": ("/invoices?page=2", "/my/invoices/page/2"),
    "invoices, searched": ("/invoices?q=BENCH", None),
    "orders": ("/orders", "/my/orders"),
    "overview": ("", "/my/home"),
    "statement": ("/statement?since=all", None),
    "one invoice": (None, None),
}


class Visitor(Server):
    """A browser with cookies of its own."""

    def __init__(self, base, data):
        super().__init__(base, data, quick=False)
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path, form=None):
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.base + path, data, AGENT)
        with self.opener.open(request, timeout=120) as answer:
            return answer.read()

    def login(self, name):
        """Log in to core's portal."""
        page = self.get("/web/login").decode()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        page = self.get(
            "/web/login", {"login": name, "password": name, "csrf_token": token}
        )
        if b"/my" not in page:
            raise SystemExit("Core's portal let nobody in.")


def measured(visitor, path):
    """Return milliseconds, statements and kilobytes of a page, as texts."""
    if not path:
        return ["", "", ""]
    return [
        f"{visitor.time(path):.0f} ms",
        visitor.queries(path),
        f"{len(visitor.get(path)) / 1000:,.0f} kB",
    ]


def main(base):
    data = json.loads(Path(os.environ["PL_BENCH_DATA"]).read_text(encoding="utf-8"))
    Server(base, data, quick=False).wait()
    if "small" in data:
        visitor = Visitor(base, data)
        rows = [[one, *measured(visitor, path)] for one, path in data["small"].items()]
        print(table(["Page", "ours", "queries", "size"], rows))
        return
    rows = []
    for size, one in data["customers"].items():
        ours, core = Visitor(base, data), Visitor(base, data)
        core.login(one["login"])
        # Addresses of a list are relative to it.
        listed = ours.get(f"{one['ours']}/invoices").decode()
        number = re.search(r'href="(?:[^"?]*/)?invoice/(\d+)\?', listed)[1]
        first = f"{one['ours']}/invoice/{number}"
        for label, (mine, theirs) in PAGES.items():
            if label == "one invoice":
                paths = (first, f"/my/invoices/{number}")
            else:
                paths = (None if mine is None else one["ours"] + mine, theirs)
            rows.append(
                [label, f"{int(size):,}"]
                + measured(ours, paths[0])
                + measured(core, paths[1])
            )
    head = ["Page", "Documents", "ours", "queries", "size", "core", "queries", "size"]
    print(table(head, rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
