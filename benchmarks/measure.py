"""Load a running server and note what came out.

Usage: measure.py BASE_URL TITLE [--quick]     with PL_BENCH_DATA and PL_BENCH_RESULTS
"""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

CLIENTS = (1, 4, 16)
AGENT = {"User-Agent": "Mozilla/5.0 (benchmark)"}
# Label, key of the data, whether clients keep the session cookie.
PAGES = [
    ("core: order, first visit", "core", False),
    ("core: order, returning visitor", "core", True),
    ("ours: order", "ours", False),
    ("ours: order, a new link each time", "ours_fresh", False),
]
OTHERS = [
    ("core: quotation, first visit", "core_quote", False),
    ("ours: quotation", "ours_quote", False),
    ("ours: approve a quotation", "ours_approve", False),
    ("ours: return an order", "ours_return", False),
    ("core: invoice, first visit", "core_invoice", False),
    ("ours: invoice", "ours_invoice", False),
]
PAYING = [
    ("core: invoice with payment form", "core_pay", False),
    ("ours: pay page", "ours_pay", False),
]
REFUSALS = [
    ("forged token", "forged", False),
    ("a route that returns “ok”", "ok", False),
]


class Server:
    def __init__(self, base, data, quick):
        self.base, self.data = base, data
        self.rounds, self.seconds = (2, 1.5) if quick else (4, 3)

    def get(self, path):
        request = urllib.request.Request(self.base + path, headers=AGENT)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read()

    def wait(self):
        for _attempt in range(300):
            try:
                return self.get("/web/health")
            except OSError:
                time.sleep(0.3)
        raise SystemExit("The server did not answer.")

    def load(self, key, clients, cookie, seconds):
        """Run the load generator once, in a process of its own."""
        paths = self.data[key]
        address = urlsplit(self.base)
        command = [
            sys.executable,
            str(Path(__file__).parent / "load.py"),
            address.hostname,
            str(address.port),
            str(clients),
            str(seconds),
        ]
        answer = subprocess.run(
            command + ["--cookie"] * cookie,
            input=json.dumps([paths] if isinstance(paths, str) else paths),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=seconds + 120,
        )
        return json.loads(answer.stdout)

    def compare(self, pages, clients):
        """Return the medians of several rounds, in each of which all pages take turns."""
        rounds = {label: [] for label, _key, _cookie in pages}
        for _label, key, cookie in pages:
            self.load(key, clients, cookie, 1)  # warms workers and caches up
        for _number in range(self.rounds):
            for label, key, cookie in pages:
                rounds[label].append(self.load(key, clients, cookie, self.seconds))
        return {
            label: {
                name: statistics.median(one[name] for one in results)
                for name in ("rate", "median", "p95")
            }
            | {"statuses": sorted({s for one in results for s in one["statuses"]})}
            for label, results in rounds.items()
        }

    def queries(self, path):
        """Return the SQL statements of one request: those of a second visit, warm."""
        for _number in range(3):
            self.get(path)
            time.sleep(0.2)
        before = int(self.get(self.data["queries"]))
        self.get(path)
        time.sleep(0.3)  # the log is written after the response
        # Reading the counter costs queries of its own.
        own = int(self.get(self.data["queries"]))
        idle = int(self.get(self.data["queries"])) - own
        return own - before - idle

    def time(self, path, count=15):
        """Return the median of some requests one after the other, in milliseconds."""
        times = []
        for _number in range(count):
            started = time.perf_counter()
            self.get(path)
            times.append(time.perf_counter() - started)
        return statistics.median(times) * 1000


def post(server, asked):
    """Begin one payment; return the milliseconds it took."""
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": asked["params"]})
    request = urllib.request.Request(
        server.base + asked["path"],
        body.encode(),
        AGENT | {"Content-Type": "application/json"},
    )
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        if b'"result"' not in answer.read():
            raise SystemExit("A payment was refused.")
    return (time.perf_counter() - started) * 1000


def paying(server, run):
    """Return how long beginning a payment takes: one by one, and twenty at once."""
    script = str(Path(__file__).parent / "payers.py")
    results = {}
    for who in ("core", "ours"):
        times = [post(server, asked) for asked in server.data["starts"][f"{who} {run}"]]
        results[who] = {"single": statistics.median(times)}
        for what in ("many", "one"):
            answer = subprocess.run(
                [sys.executable, script, server.base],
                input=json.dumps(server.data["payers"][f"{who} {what} {run}"]),
                capture_output=True,
                text=True,
                check=True,
                timeout=300,
            )
            results[who][what] = json.loads(answer.stdout)
    return results


def by_lines(server):
    """Return queries, time and bytes of pages of some lengths, by page and length."""
    return {
        page: {
            lines: {
                "queries": server.queries(path),
                "ms": server.time(path, 5),
                "bytes": len(server.get(path)),
            }
            for lines, path in paths.items()
        }
        for page, paths in server.data["by_lines"].items()
    }


def transferred(server):
    """Return what Chromium receives for both pages, with a cold and a warm cache."""
    from playwright.sync_api import sync_playwright

    result = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for key in ("ours", "core"):
            context = browser.new_context()
            page = context.new_page()
            cdp = context.new_cdp_session(page)
            cdp.send("Network.enable")
            kinds, sizes = {}, {}
            cdp.on(
                "Network.responseReceived",
                lambda e, kinds=kinds: kinds.__setitem__(e["requestId"], e["type"]),
            )
            cdp.on(
                "Network.loadingFinished",
                lambda e, sizes=sizes: sizes.__setitem__(
                    e["requestId"], e["encodedDataLength"]
                ),
            )
            for visit in ("cold", "warm"):
                kinds.clear()
                sizes.clear()
                page.goto(server.base + server.data[key], wait_until="networkidle")
                page.wait_for_timeout(500)
                code = ("Document", "Stylesheet", "Script")
                result[f"{key}_{visit}"] = {
                    "all": sum(sizes.values()),
                    "code": sum(sizes.get(i, 0) for i in kinds if kinds[i] in code),
                    "requests": sum(1 for size in sizes.values() if size),
                }
            context.close()
        browser.close()
    return result


def main(base, title, *options):
    data = json.loads(Path(os.environ["PL_BENCH_DATA"]).read_text(encoding="utf-8"))
    path = Path(os.environ["PL_BENCH_RESULTS"])
    results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    server = Server(base, data, "--quick" in options)
    server.wait()
    here = results.setdefault("servers", {})[title] = {}
    for clients in CLIENTS:
        here[f"pages {clients}"] = server.compare(PAGES, clients)
    here["others 4"] = server.compare(OTHERS, 4)
    here["paying 4"] = server.compare(PAYING, 4)
    here["refusals 4"] = server.compare(REFUSALS, 4)
    payers = results.setdefault("payers", {})
    payers[title] = paying(server, len(payers))
    if "lines" not in results:
        # One process: its counter sees every statement.
        results["lines"] = by_lines(server)
        results["bytes"] = transferred(server)
    path.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
