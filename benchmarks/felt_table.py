"""Turn what felt_measure.py found into tables: felt_table.py RESULTS [DOCUMENT]."""

import json
import statistics
import sys
from pathlib import Path

from tables import publish, table

BEGIN = "<!-- felt: written by benchmarks/felt --write -->"
END = "<!-- end of felt -->"
# Seconds.
TASKS = {
    "approve": ("Approve a quote", 1),
    "sign": ("Approve it, with a drawn signature", 1),
    "reject": ("Decline it", 1),
    "change": ("Ask for a change", 1),
    "return": ("Ask for a return, with a photo of {photo}", 1.5),
    "pay": ("Pay an invoice (payment_demo)", 2),
    "transfer": ("Announce a bank transfer", 2),
}
LINES = {"1.6 1": 3, "0.4 1": 5, "1.6 4": None, "0.4 4": None}


def judged(times, budget):
    """Return the cells of a row: budget, median, slowest, whether it is kept."""
    middle, slowest = statistics.median(times) / 1000, max(times) / 1000
    return [
        "" if budget is None else f"{budget} s",
        f"{middle:.2f} s",
        f"{slowest:.2f} s",
        "" if budget is None else "yes" if middle <= budget else "**no**",
    ]


def rows(results):
    photo = f"{results['photo'] / 1e6:.1f} MB"
    for name, (label, budget) in TASKS.items():
        yield label.format(photo=photo), results["tasks"][name], budget
    yield "Open the PDF of a quote that was never made", results["pdf"], 3


def lines(results):
    for name, budget in LINES.items():
        megabits, times = name.split()
        phone = f", a processor {times} times slower" if times != "1" else ""
        yield f"{megabits} Mbit/s{phone}", results["slow"][name], budget


def render(results):
    head = ["Budget", "Median", "Slowest", "Kept"]
    yield table(
        ["From the click to the finished page", *head],
        [[label, *judged(*rest)] for label, *rest in rows(results)],
    )
    yield table(
        ["A pay page can be used, nothing kept, 150 ms latency", *head],
        [[label, *judged(*rest)] for label, *rest in lines(results)],
    )


if __name__ == "__main__":
    publish(render, BEGIN, END, *sys.argv[1:])
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    kept = [judged(*rest)[-1] for _label, *rest in (*rows(found), *lines(found))]
    sys.exit("**no**" in kept)
