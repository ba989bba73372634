"""Turn what scale_measure.py found into tables: scale_tables.py RESULTS [DOCUMENT]."""

import sys

from tables import publish, table

BEGIN = "<!-- scale: written by benchmarks/scale --write -->"
END = "<!-- end of scale -->"
# Seconds at most, by what a row begins with (F63).
BUDGETS = {"group by": 3, "": 1}


def budget(what):
    return next(limit for start, limit in BUDGETS.items() if what.startswith(start))


def render(results):
    rows = {}
    for one in results["screens"]:
        rows.setdefault(one["what"], {})[one["user"]] = one
    users = list(dict.fromkeys(one["user"] for one in results["screens"]))
    yield table(
        ["Screen", "Budget", *users, "Kept"],
        [
            [
                what,
                f"{budget(what)} s",
                *(f"{mine[u]['seconds']:.2f} s" if u in mine else "" for u in users),
                "yes"
                if all(one["seconds"] <= budget(what) for one in mine.values())
                else "**no**",
            ]
            for what, mine in rows.items()
        ],
    )
    yield table(
        ["Once", "Time", "Memory", "Deleted, more left"],
        [
            [
                one["what"],
                f"{one['seconds']:.1f} s",
                f"{one['mb']:.0f} MB",
                one["result"],
            ]
            for one in results["single"]
        ],
    )
    plans = sorted({plan for one in results["screens"] for plan in one["plans"]})
    yield "Subqueries that PostgreSQL runs row by row: " + (
        "\n".join(f"\n- `{plan}`" for plan in plans) or "none."
    )


if __name__ == "__main__":
    publish(render, BEGIN, END, *sys.argv[1:])
