"""How long PostgreSQL plans each statement of a page, and how long it runs it.

Run in an Odoo shell (see ``benchmarks/run --plans``). Reads PL_BENCH_DATA; the pages are the
order of 10 lines and its invoice, or those that PL_BENCH_PAGE names, with blanks between.
Prints a table: the best of several times, of statements as long as a page sends them.
"""
# ruff: noqa: F821  (env is the shell's)

import json
import os
import re
from pathlib import Path

from werkzeug.test import Client

from odoo import sql_db
from odoo.http import root
from odoo.tools import config

WARM_UP, TRIES = 30, 6
HEADERS = {"User-Agent": "Mozilla/5.0 (benchmark)"}
data = json.loads(Path(os.environ["PL_BENCH_DATA"]).read_text(encoding="utf-8"))
pages = os.environ.get("PL_BENCH_PAGE", "ours ours_invoice").split()
config["db_name"] = [env.cr.dbname]
client = Client(root)
execute = sql_db.Cursor.execute
sent = []


def noted(cursor, *args, **kwargs):
    result = execute(cursor, *args, **kwargs)
    sent.append(cursor._obj.query.decode())
    return result


def explained(query):
    """Return milliseconds of planning and of running a statement."""
    env.cr.execute(f"EXPLAIN (ANALYZE, SUMMARY) {query}")
    text = "\n".join(row[0] for row in env.cr.fetchall())
    return [
        float(one) for one in re.findall(r"(?:Planning|Execution) Time: (\S+)", text)
    ]


for page in pages:
    for number in range(WARM_UP + 1):
        if number == WARM_UP:
            sql_db.Cursor.execute = noted
        response = client.get(data[page], headers=HEADERS)
        response.get_data()
        response.close()
    sql_db.Cursor.execute = execute
    print(f"\n{page}\n  planned  run  its length, and how it begins")
    total = [0.0, 0.0]
    for query in [one for one in sent if one.lstrip().startswith(("SELECT", "WITH"))]:
        times = [
            min(pair)
            for pair in zip(*[explained(query) for _one in range(TRIES)], strict=True)
        ]
        total = [sum(pair) for pair in zip(total, times, strict=True)]
        text = " ".join(query.split())[:90]
        print(f"  {times[0]:5.2f}  {times[1]:5.2f}  {len(query):6}  {text}")
    print(f"  {total[0]:5.2f}  {total[1]:5.2f}  together")
    sent.clear()
