"""Load the servers of several commits in turn, and note what came out.

Usage: against_measure.py COMMIT=BASE_URL=FOLDER ... [--quick]     with PL_AGAINST

Each folder holds the paths of that commit's pages (``data.json`` of ``make_data.py``, ``portal.json`` of
``portal_data.py``).
"""

import json
import os
import sys
from pathlib import Path

from measure import Server, by_lines, paying

# Label and key of the data. Core's page runs beside each commit: what differs there is noise, or what the addon costs core.
PAGES = {
    "order": "ours",
    "order, a new link each time": "ours_fresh",
    "quotation": "ours_quote",
    "approve": "ours_approve",
    "return": "ours_return",
    "invoice": "ours_invoice",
    "pay": "ours_pay",
    "forged token": "forged",
    "core's order": "core",
}
PORTAL = {
    "invoices": "/invoices",
    "invoices, page 2": "/invoices?page=2",
    "invoices, searched": "/invoices?q=BENCH",
    "orders": "/orders",
    "overview": "",
    "statement": "/statement?since=all",
}
CLIENTS = (1, 4)


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def in_turn(servers, rounds, measure):
    """Return what is measured of each commit, in rounds that begin with another commit each time.

    :param dict servers: the server of each commit
    :param int rounds: how often
    :param measure: takes a server, returns a number
    :return: the numbers of each commit, in order
    """
    names, found = list(servers), {name: [] for name in servers}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            found[name].append(measure(servers[name]))
    return found


def rates(servers, rounds, seconds):
    """Return requests a second, by page, number of clients and commit: one number a round."""
    found = {}
    for label, key in PAGES.items():
        for clients in CLIENTS:

            def load(server, seconds=seconds, key=key, clients=clients):
                answer = server.load(key, clients, False, seconds)
                if set(answer["statuses"]) - {"200", "404"}:
                    raise SystemExit(f"{server.base}{key}: {answer['statuses']}")
                return answer["rate"]

            for server in servers.values():
                load(server, 1)  # warms caches up
            found[f"{label}|{clients}"] = in_turn(servers, rounds, load)
            print(f"  {label}, {clients} clients", file=sys.stderr)
    return found


def portal(servers, customers, rounds):
    """Return milliseconds of the portal's pages, by page, customer's size and commit."""
    found = {}
    for label, rest in PORTAL.items():
        for size in next(iter(customers.values())):
            ways = {
                server: customers[name][size]["ours"] + rest
                for name, server in servers.items()
            }
            for server, path in ways.items():
                server.time(path, 3)
            found[f"{label}|{size}"] = in_turn(
                servers, rounds, lambda server, ways=ways: server.time(ways[server], 5)
            )
    return found


def main(*arguments):
    quick = "--quick" in arguments
    servers, customers, folders = {}, {}, {}
    for argument in arguments:
        if argument.startswith("--"):
            continue
        name, base, folders[name] = argument.split("=")
        servers[name] = Server(base, read(f"{folders[name]}/data.json"), quick)
        customers[name] = read(f"{folders[name]}/portal.json")["customers"]
        servers[name].wait()
    rounds = 2 if quick else 4
    results = {
        "folders": folders,
        "rates": rates(servers, rounds, 1 if quick else 3),
        "portal": portal(servers, customers, rounds),
        "lines": {name: by_lines(server) for name, server in servers.items()},
        "paying": [
            {name: paying(server, run)["ours"] for name, server in servers.items()}
            for run in range(2)
        ],
    }
    Path(os.environ["PL_AGAINST"]).write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
