"""Print what several commits took as Markdown tables; put them into a document.

Usage: against_table.py RESULTS_JSON [DOCUMENT]
"""

import json
import statistics
import sys
from pathlib import Path

from tables import publish, table

BEGIN = "<!-- against: written by benchmarks/against --write -->"
END = "<!-- end of against -->"


def spread(numbers, digits=0):
    """Return the median, and between which numbers the rounds were."""
    one, low, high = (
        f"{number:.{digits}f}"
        for number in (statistics.median(numbers), min(numbers), max(numbers))
    )
    return one if low == high else f"{one} ({low}–{high})"


def minted(folder):
    """Return the figures of many_links.py for a commit."""
    return json.loads(Path(folder, "results.json").read_text(encoding="utf-8"))


def others(results, names):
    """Return rows of what is measured once or twice."""
    lines = results["lines"]
    for page in lines[names[0]]:
        if page.startswith("core"):
            continue
        for count in lines[names[0]][page]:
            yield [
                f"{page}, {count} lines",
                "statements; time; HTML",
                *(
                    f"{one['queries']}; {one['ms']:.0f} ms; {one['bytes'] / 1000:.1f} kB"
                    for one in (lines[name][page][count] for name in names)
                ),
            ]
    for what, label in (("many", "20 invoices"), ("one", "one invoice")):
        yield [
            f"20 begin to pay {label} at once",
            "median of each, ms",
            *(
                spread([one[name][what]["median"] for one in results["paying"]])
                for name in names
            ),
        ]
    yield [
        "begin to pay, one by one",
        "ms",
        *(spread([one[name]["single"] for one in results["paying"]]) for name in names),
    ]
    mints = [minted(results["folders"][name]) for name in names]
    for key, label in (
        ("mint", "make 10,000 links"),
        ("mint_again", "ask for them again"),
    ):
        yield [
            label,
            "statements; time",
            *(f"{one[key]['queries']}; {one[key]['seconds']:.1f} s" for one in mints),
        ]
    yield [
        "verify and load one of 1,000,000 links",
        "ms",
        *(f"{one['million']['open_ms']:.1f}" for one in mints),
    ]


def render(results):
    names = list(results["folders"])
    head = [name if name == "this" else f"`{name}`" for name in names]
    yield "Requests a second: medians of the rounds, and between which the rounds were."
    yield table(
        ["Page", "Clients", *head],
        [
            [*key.split("|"), *(spread(one[name], 1) for name in names)]
            for key, one in results["rates"].items()
        ],
    )
    yield "The portal of a customer with many documents, one client, milliseconds."
    yield table(
        ["Page", "Documents", *head],
        [
            [
                key.split("|")[0],
                f"{int(key.split('|')[1]):,}",
                *(spread(one[name]) for name in names),
            ]
            for key, one in results["portal"].items()
        ],
    )
    yield "The rest."
    yield table(["What", "Of it", *head], list(others(results, names)))


if __name__ == "__main__":
    publish(render, BEGIN, END, *sys.argv[1:])
