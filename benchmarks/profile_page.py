"""Where the time of one page goes: cProfile around requests to the WSGI application.

Run in an Odoo shell (see ``benchmarks/run --profile``). Reads PL_BENCH_DATA; the page is
the order of 10 lines. Prints the time by area, then the functions that cost most.
"""

import cProfile
import json
import os
import pstats
import re
import time
from collections import Counter
from pathlib import Path

from werkzeug.test import Client

from odoo.http import root
from odoo.modules import get_module_path
from odoo.tools import config

OURS = get_module_path("public_links")
WARM_UP, REQUESTS = 30, 150
# The first pattern that matches a function's file names its area.
AREAS = [
    ("our controllers", re.escape(f"{OURS}/controllers")),
    ("our models and formatting", re.escape(f"{OURS}/")),
    ("psycopg2 and PostgreSQL", r"psycopg2|sql_db|<method 'execute' of 'psycopg2"),
    ("QWeb, compiled templates", r"ir_qweb|<[0-9]+>|qweb|template:"),
    (
        "formatting (Babel, res_lang)",
        r"babel|res_lang|tools/misc|tools/float|num_utils",
    ),
    ("ORM", r"odoo/orm|odoo/models|odoo/fields|odoo/api"),
    ("HTTP (odoo.http, werkzeug)", r"odoo/http|werkzeug|ir_http|odoo/service"),
    ("JWT and cryptography", r"jwt|cryptography|hmac"),
    ("addons of core", r"odoo/addons"),
    ("Python built-ins", r"^~"),
]


def area(function):
    """Return the area of a profiled function (file, line, name)."""
    file, _line, name = function
    text = file if file != "~" else f"~{name}"
    return next(
        (label for label, pattern in AREAS if re.search(pattern, text)),
        "rest of Python's library",
    )


def main(env):
    data = json.loads(Path(os.environ["PL_BENCH_DATA"]).read_text(encoding="utf-8"))
    config["db_name"] = [env.cr.dbname]
    client = Client(root)
    headers = {"User-Agent": "Mozilla/5.0 (benchmark)"}

    def get():
        response = client.get(
            data[os.environ.get("PL_BENCH_PAGE", "ours")], headers=headers
        )
        body = response.get_data()
        response.close()
        assert response.status_code == 200, response.status
        return body

    for _number in range(WARM_UP):
        get()
    started = time.process_time()
    for _number in range(REQUESTS):
        get()
    plain = (time.process_time() - started) / REQUESTS
    profile = cProfile.Profile()
    profile.enable()
    for _number in range(REQUESTS):
        get()
    profile.disable()
    stats = pstats.Stats(profile)
    areas, total = Counter(), 0.0
    for function, (_cc, _nc, own, _cumulative, _callers) in stats.stats.items():
        areas[area(function)] += own
        total += own
    print(f"{plain * 1000:.2f} ms a page without the profiler")
    print("\nOwn time by area:")
    for label, own in areas.most_common():
        print(f"  {own / total:5.1%}  {label}")
    for order in ("tottime", "cumulative"):
        print(f"\nBy {order}, of {REQUESTS} requests:")
        stats.sort_stats(order).print_stats(30)
    print("Our functions, by cumulative time:")
    stats.print_stats(re.escape(f"{OURS}/"), 40)


main(env)  # noqa: F821  # the shell's
