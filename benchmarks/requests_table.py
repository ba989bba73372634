"""Turn what requests_measure.py found into a table: requests_table.py RESULTS [DOCUMENT]."""

import json
import sys
from pathlib import Path

from tables import publish, table

BEGIN = "<!-- requests: written by benchmarks/requests --write -->"
END = "<!-- end of requests -->"
SECONDS, MEGABYTES = 1, 200


def over(row):
    return row["cpu"] > SECONDS or row["mb"] > MEGABYTES


def render(results):
    rows = []
    for one in results["routes"]:
        cpu = max(one["rows"], key=lambda row: row["cpu"])
        most = max(one["rows"], key=lambda row: row["mb"])
        rows.append(
            (
                cpu["cpu"],
                [
                    f"`{one['route']}`",
                    f"{cpu['what']} ({cpu['status']})",
                    f"{cpu['cpu']:.2f} s",
                    f"{most['what']} ({most['status']})",
                    f"{most['mb']:.0f} MB",
                    "**no**" if any(map(over, one["rows"])) else "yes",
                ],
            )
        )
    rows.sort(key=lambda row: row[0], reverse=True)
    yield table(
        ["Route", "Most CPU", "", "Most memory", "", "Kept"],
        [cells for _cpu, cells in rows],
    )


if __name__ == "__main__":
    publish(render, BEGIN, END, *sys.argv[1:])
    found = json.loads(Path(sys.argv[1]).read_text())
    sys.exit(any(over(row) for one in found["routes"] for row in one["rows"]))
