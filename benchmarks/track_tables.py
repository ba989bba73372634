"""Turn what benchmarks/track noted into tables: track_tables.py RESULTS [DOCUMENT].

The status is 1 if a budget was not kept.
"""

import json
import sys
from pathlib import Path

from tables import publish, table

BEGIN = "<!-- track: written by benchmarks/track --write -->"
END = "<!-- end of track -->"
# What the issue promises: answers of webhooks, and how long an event waits.
ANSWER, WAIT = 1000, 2


def found(results, what):
    return [one for one in results if one["what"] == what]


def rounds(results):
    return table(
        [
            "Round",
            "Time",
            "Parcels a second",
            "CPU a parcel",
            "Requests",
            "Runs of the cron",
            "Longest run",
            "Scans lost or doubled",
        ],
        [
            [
                one["title"],
                f"{one['seconds']:.0f} s",
                f"{one['parcels'] / one['seconds']:.0f}",
                f"{one['cpu']:.1f} ms",
                one["requests"],
                one["runs"],
                f"{one['longest']:.0f} s",
                one["wrong"],
            ]
            for one in found(results, "round")
        ],
    )


def answers(sent):
    said = ", ".join(
        f"{count:,} × {status}" for status, count in sent["answers"].items()
    )
    return table(
        [
            "Webhooks",
            "In",
            "A second",
            "CPU each",
            "Answers",
            "Half within",
            "99 % within",
            "Slowest",
        ],
        [
            [
                f"{sent['count']:,} ({sent['different']:,} different)",
                f"{sent['seconds']:.0f} s",
                f"{sent['count'] / sent['seconds']:.0f}",
                f"{sent['cpu']:.1f} ms",
                said,
                f"{sent['half']:.0f} ms",
                f"{sent['most']:.0f} ms",
                f"{sent['slowest']:.0f} ms",
            ]
        ],
    )


def queue(kept):
    return table(
        [
            "Kept once",
            "Left over",
            "Failed",
            "Scans",
            "Doubled",
            "Half waited",
            "99 % waited",
            "Longest",
            "Done after the last",
        ],
        [
            [
                f"{kept['kept']:,}",
                kept["left"],
                kept["failed"],
                f"{kept['scans']:,}",
                kept["doubled"],
                *(
                    f"{kept[name]:.1f} s"
                    for name in ("half", "most", "slowest", "after")
                ),
            ]
        ],
    )


def checks(results):
    """Yield what must hold, and whether it does."""
    [sent], [kept] = found(results, "sent"), found(results, "kept")
    yield (
        "no scan lost or doubled",
        not any(one["wrong"] for one in found(results, "round")),
    )
    yield "each event kept once", kept["kept"] == kept["scans"] == sent["different"]
    yield "nothing left over", not (kept["left"] or kept["failed"] or kept["doubled"])
    yield "all answered 200", set(sent["answers"]) == {"200"}
    yield f"answered within {ANSWER} ms (99 %)", sent["most"] <= ANSWER
    yield f"worked off within {WAIT} s (99 %)", kept["most"] <= WAIT
    yield f"done {WAIT} s after the last", kept["after"] <= WAIT


def render(results):
    [sent], [kept] = found(results, "sent"), found(results, "kept")
    yield rounds(results)
    yield answers(sent)
    yield queue(kept)
    broken = [text for text, holds in checks(results) if not holds]
    yield "Budgets: " + (f"**not kept: {', '.join(broken)}**." if broken else "kept.")


if __name__ == "__main__":
    # `publish` reads one JSON text; what was noted is one a line.
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    whole = Path(sys.argv[1]).with_suffix(".json")
    whole.write_text(json.dumps(rows), encoding="utf-8")
    publish(render, BEGIN, END, whole, *sys.argv[2:])
    sys.exit(not all(holds for _text, holds in checks(rows)))
