"""Time staff's screens of links, as three users; run in an Odoo shell.

Asks what the web client asks, by the same methods, and has PostgreSQL explain each slow
statement that reads links. Writes the JSON file PL_BENCH_RESULTS.
"""

import json
import os
import re
import resource
import statistics
import time
from pathlib import Path

from lxml import etree

from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

USERS = ("admin", "seller5", "seller90")
ROUNDS = 3
LIST = ("document_title", "purpose", "partner_id", "state", "mail_state", "expires_at")
LIST += ("opened_last", "open_count")
BUTTON = ("public_link_ids", "public_link_count", "public_link_last_opened")


class Recorder:
    """Keeps the statements that a cursor executes."""

    def __init__(self, cr):
        self.cr, self.found = cr, []

    def __enter__(self):
        execute = type(self.cr).execute

        def recorded(query, *args, **kwargs):
            self.found.append((query, *args))
            return execute(self.cr, query, *args, **kwargs)

        self.cr.execute = recorded
        return self.found

    def __exit__(self, *_error):
        del self.cr.execute


def bad_plans(env, statements):
    """Return the filters of those that PostgreSQL answers row by row."""
    found = set()
    for query, *params in statements:
        code = query.code if isinstance(query, SQL) else query
        if not code.lstrip().startswith("SELECT") or "public_link" not in code:
            continue
        env.cr.execute(
            SQL("EXPLAIN %s", query) if isinstance(query, SQL) else f"EXPLAIN {code}",
            *params,
        )
        plan = "\n".join(line for (line,) in env.cr.fetchall())
        for line in plan.splitlines():
            if re.search(r"(?<!hashed )\bSubPlan \d+\)", line):
                found.add(line.strip()[:300])
    return sorted(found)


def measure(env, name, call, results):
    """Time a call and look at its plans."""
    times, statements = [], []
    for _round in range(ROUNDS):
        env.invalidate_all()
        with Recorder(env.cr) as found:
            started = time.perf_counter()
            call(env)
            env.flush_all()
            times.append(time.perf_counter() - started)
        statements = list(found)
    results.append(
        {
            "what": name,
            "user": env.user.login,
            "seconds": statistics.median(times),
            "queries": len(statements),
            "plans": bad_plans(env, statements),
        }
    )
    print(results[-1], flush=True)


def screens(env):
    """Yield the name and the call of each thing that staff look at."""
    Link = env["public.link"]
    view = etree.fromstring(Link.get_view(view_type="search")["arch"])
    listed = {name: {} for name in LIST if name in Link._fields}
    listed["partner_id"] = {"fields": {"display_name": {}}}

    def page(domain):
        def call(env):
            return env["public.link"].web_search_read(
                domain, listed, limit=80, count_limit=10001
            )

        return call

    yield "tokens page", page([])
    for one in view.iter("filter"):
        context = safe_eval(one.get("context") or "{}")
        title = one.get("string")
        if domain := one.get("domain"):
            domain = safe_eval(domain, {"uid": env.uid})
            yield f"filter {title}", page(domain)
        elif by := context.get("group_by"):
            yield (
                f"group by {title}",
                lambda env, by=by: env["public.link"].web_read_group(
                    [], [by], ["open_count:sum"], limit=80
                ),
            )
    yield (
        "search by recipient",
        page([("recipient", "ilike", "mer 4711")]),
    )
    spec = {name: {} for name in BUTTON if name != "public_link_ids"}
    for model, domain in {
        "sale.order": [("name", "like", "SCALE")],
        "account.move": [("name", "like", "SCALE")],
        "stock.picking": [("name", "like", "SCALE")],
    }.items():
        if not env[model].has_access("read"):
            continue
        for count in (1, 80):
            records = env[model].search(domain, limit=count, order="id")
            yield (
                f"links' fields of {count} {env[model]._description.lower()}",
                lambda env, records=records: (
                    records.with_env(env).web_read(spec),
                    records.with_env(env).mapped("public_link_ids.id"),
                ),
            )
    yield (
        "events",
        lambda env: env["public.link.event"].web_search_read(
            [], {"kind": {}, "link_id": {}}, limit=80, count_limit=10001
        ),
    )


def main(env):
    results = {"screens": [], "single": []}
    for login in USERS:
        user = env["res.users"].search([("login", "=", login)])
        own = env(user=user, context={"allowed_company_ids": user.company_id.ids})
        for name, call in screens(own):
            measure(own, name, call, results["screens"])
    super_env = env(su=True)
    partner = env["res.partner"].create({"name": "Nobody"})
    measure_once = [
        ("delete a contact", lambda: partner.unlink()),
        ("purge one batch of events", super_env["public.link.event"]._gc_events),
    ]
    for name, call in measure_once:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.perf_counter()
        found = call()
        env.flush_all()
        results["single"].append(
            {
                "what": name,
                "seconds": time.perf_counter() - started,
                "mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
                / 1024,
                "result": repr(found),
            }
        )
        print(results["single"][-1], flush=True)
    env.cr.rollback()
    Path(os.environ["PL_BENCH_RESULTS"]).write_text(json.dumps(results, indent=1))


main(env)  # noqa: F821  # the shell's
