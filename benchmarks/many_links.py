"""Mint 10,000 links, then open one of 1,000,000; run in an Odoo shell.

Adds its figures to the JSON file PL_BENCH_RESULTS. The rows are made by SQL here, and
only here: nobody measures how fast a benchmark writes its data.
"""

import json
import os
import statistics
import time
from pathlib import Path

from odoo import sql_db
from odoo.tools import SQL

ORDERS, LINKS = 10_000, 1_000_000


def copy_orders(env, order, count):
    """Return copies of an order without lines, made by one statement."""
    skip = {"id", "name", "access_token"}
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = 'sale_order' AND is_generated = 'NEVER'"
    )
    columns = [
        SQL.identifier(name) for (name,) in env.cr.fetchall() if name not in skip
    ]
    columns = SQL(", ").join(columns)
    env.cr.execute(
        SQL(
            "INSERT INTO sale_order (name, %(columns)s)"
            " SELECT 'BENCH' || number, %(columns)s"
            " FROM sale_order, generate_series(1, %(count)s) number"
            " WHERE id = %(id)s RETURNING id",
            columns=columns,
            count=count,
            id=order.id,
        )
    )
    return env["sale.order"].browse([row[0] for row in env.cr.fetchall()])


def fill(env, link, count):
    """Add this many copies of a link, each with an identifier of its own."""
    skip = {"id", "jti"}
    columns = [
        SQL.identifier(name)
        for name, field in link._fields.items()
        if field.store and field.column_type and name not in skip
    ]
    columns = SQL(", ").join(columns)
    env.cr.execute(
        SQL(
            "INSERT INTO public_link (jti, %(columns)s)"
            " SELECT left(md5(number::text) || md5(random()::text), 24), %(columns)s"
            " FROM public_link, generate_series(1, %(count)s) number"
            " WHERE id = %(id)s",
            columns=columns,
            count=count,
            id=link.id,
        )
    )
    env.cr.execute("ANALYZE public_link")


def nodes(plan):
    """Return every node of an execution plan."""
    return [plan] + [one for child in plan.get("Plans", []) for one in nodes(child)]


def look_up(env, jti):
    """Return the plan's nodes and the median time of finding a link by its name."""
    query = env["public.link"].sudo()._search([("jti", "=", jti)], limit=1).select()
    times = []
    for _number in range(25):
        env.cr.execute(SQL("EXPLAIN (ANALYZE, FORMAT JSON) %s", query))
        plan = env.cr.fetchone()[0][0]
        times.append(plan["Planning Time"] + plan["Execution Time"])
    found = nodes(plan["Plan"])
    scans = [one for one in found if "Scan" in one["Node Type"]]
    return {
        "scans": [f"{one['Node Type']} on {one.get('Index Name')}" for one in scans],
        "ms": statistics.median(times),
    }


def main(env):
    path = Path(os.environ["PL_BENCH_RESULTS"])
    results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    Link = env["public.link"]
    data = json.loads(Path(os.environ["PL_BENCH_DATA"]).read_text(encoding="utf-8"))
    orders = copy_orders(env, env["sale.order"].browse(data["order_id"]), ORDERS)
    env.invalidate_all()
    for name in ("mint", "mint_again"):
        before, started = sql_db.sql_counter, time.perf_counter()
        links = Link._issue(orders, "view")
        env.flush_all()
        results[name] = {
            "seconds": time.perf_counter() - started,
            "links": len(links),
            "queries": sql_db.sql_counter - before,
        }
        env.invalidate_all()
    fill(env, links[0], LINKS - Link.sudo().search_count([]))
    link = links[len(links) // 2]
    results["million"] = look_up(env, link.jti) | {
        "links": Link.sudo().search_count([])
    }
    times = []
    for _number in range(25):
        token = link._token()
        env.invalidate_all()
        started = time.perf_counter()
        Link._open(token, "view")
        times.append(time.perf_counter() - started)
    results["million"]["open_ms"] = statistics.median(times) * 1000
    path.write_text(json.dumps(results, indent=1), encoding="utf-8")
    env.cr.rollback()


main(env)  # noqa: F821  # the shell's
