"""Turn what followups_measure.py noted into a table: followups_table.py RESULTS [DOCUMENT].

The status is 1 if a budget was not kept.
"""

import json
import sys
from pathlib import Path

from tables import publish, table

BEGIN = "<!-- followups: written by benchmarks/followups --write -->"
END = "<!-- end of followups -->"
MINUTES, RATIO, IDLE, MEGABYTES = 5, 1.3, 2, 512


def checks(results):
    """Yield what the issue promises, what was measured, and whether it is kept."""
    rows = {}
    for one in results:
        rows.setdefault(one["what"], []).append(one)
    count, plan, sent = rows["count"][0], rows["plan"][0], rows["send"][0]
    part = results[0]["part"]
    # The first run was killed; both together have done the work.
    killed = rows["plan killed"][0]["at"] - rows["plan began"][0]["at"]
    took = killed + plan["seconds"]
    share = plan["cpu"] / plan["seconds"]
    yield [
        f"{count['invoices']:,} invoices of {count['people']:,} customers"
        " planned and written",
        f"{MINUTES * 60 / part:g} s",
        f"{took:.0f} s ({took / count['followups'] * 1000:.0f} ms a mail, {share:.0%} of"
        " it Odoo's CPU)",
        took <= MINUTES * 60 / part,
    ]
    yield [
        "Memory of it",
        f"{MEGABYTES} MB",
        f"{plan['mb']} MB at most, {plan['grown']} MB more than before",
        plan["mb"] <= MEGABYTES,
    ]
    wrong = count["doubled_rows"] + (count["followups"] != count["people"])
    yield [
        "Killed after a third of it, and run again",
        "none lost, none doubled",
        f"{count['people'] - count['followups']} lost, {count['doubled_rows']} doubled",
        not wrong,
    ]
    idle = max(one["seconds"] for one in rows["idle"])
    yield [
        "The run that finds nothing to do",
        f"{IDLE} s",
        f"{idle:.2f} s, once more {rows['idle again'][0]['seconds']:.2f} s"
        f" ({rows['idle again'][0]['cpu']:.2f} s of Odoo's CPU)",
        idle <= IDLE,
    ]
    ratio = sent["ours"] / sent["core"]
    yield [
        f"{sent['mails']:,} sent by core's queue, beside as many of core's own",
        f"{RATIO} times",
        f"{ratio:.2f} times ({sent['ours'] / sent['mails'] * 1000:.1f} and"
        f" {sent['core'] / sent['mails'] * 1000:.1f} ms a mail); of Odoo's CPU"
        f" {sent['cpu']['ours'] / sent['cpu']['core']:.2f} times",
        ratio <= RATIO,
    ]
    yield [
        "The queue killed amid them, and run again",
        "none lost, none doubled",
        f"{count['lost']} lost, {count['doubled']} doubled; {count['again']} delivered"
        " again under its own Message-Id",
        not count["lost"] and not count["doubled"],
    ]
    yield [
        "Memory of the queue",
        f"{MEGABYTES} MB",
        f"{max(one['mb'] for one in rows['rest'])} MB",
        max(one["mb"] for one in rows["rest"]) <= MEGABYTES,
    ]


def render(results):
    yield table(
        ["Promise", "Budget", "Measured", "Kept"],
        [[*row, "yes" if kept else "**no**"] for *row, kept in checks(results)],
    )


if __name__ == "__main__":
    # `publish` reads one JSON text; what was noted is one a line.
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    whole = Path(sys.argv[1]).with_suffix(".all.json")
    whole.write_text(json.dumps(found), encoding="utf-8")
    publish(render, BEGIN, END, whole, *sys.argv[2:])
    sys.exit(not all(kept for *_row, kept in checks(found)))
