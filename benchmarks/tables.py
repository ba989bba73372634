"""Print the results as Markdown tables; put them into a document between two markers.

Usage: tables.py RESULTS_JSON [DOCUMENT]
"""

import json
import sys
from pathlib import Path

BEGIN = "<!-- results: written by benchmarks/run --write -->"
END = "<!-- end of results -->"


def table(head, rows):
    """Return a Markdown table."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def kilobytes(size):
    return f"{size / 1000:,.1f} kB"


def rates(results):
    """One table a server: every page at every number of clients."""
    for title, server in results["servers"].items():
        yield f"### Requests a second, {title}"
        rows = []
        for name, pages in server.items():
            clients = name.split()[1]
            for label, one in pages.items():
                if set(one["statuses"]) - {"200", "404"}:
                    label += f" (answers {', '.join(one['statuses'])})"
                rows.append(
                    [
                        label,
                        clients,
                        f"{one['rate']:.1f}",
                        f"{one['median']:.0f} ms",
                        f"{one['p95']:.0f} ms",
                    ]
                )
        yield table(
            ["Page", "Clients", "Requests/s", "Median", "95th percentile"], rows
        )


def checks(results):
    """Return what DESIGN promised beside what was measured."""
    for title, server in results["servers"].items():
        pages = {key: one for key, one in server.items() if key.startswith("pages")}
        ratios = [
            one["ours: order"]["rate"] / one["core: order, first visit"]["rate"]
            for one in pages.values()
        ]
        yield [
            f"Times core's requests a second, same order, {title}",
            "10 aimed at, 6 at least",
            " / ".join(f"{ratio:.1f}" for ratio in ratios) + " (1 / 4 / 16 clients)",
            min(ratios) >= 6,
        ]
        others = server["others 4"]
        for kind in ("quotation", "invoice"):
            ratio = (
                others[f"ours: {kind}"]["rate"]
                / others[f"core: {kind}, first visit"]["rate"]
            )
            yield [
                f"The same for the {kind}",
                "",
                f"{ratio:.1f} (4 clients)",
                ratio >= 6,
            ]
    lines = results["lines"]["ours"]
    queries = [row["queries"] for row in lines.values()]
    yield [
        "SQL queries a page, 10 / 100 / 1,000 lines",
        "at most 20, constant",
        " / ".join(map(str, queries)),
        max(queries) <= 20 and len(set(queries)) == 1,
    ]
    cold = results["bytes"]["ours_cold"]
    yield [
        "Page with CSS and JS, cold cache",
        "60 kB at most",
        kilobytes(cold["code"]),
        cold["code"] <= 60_000,
    ]
    million = results["million"]
    yield [
        f"Finding one of {million['links']:,} links",
        "one index look-up",
        f"{', '.join(million['scans'])}; {million['ms']:.2f} ms",
        len(million["scans"]) == 1 and "Index" in million["scans"][0],
    ]


def render(results):
    yield table(
        ["Promise", "Budget", "Measured", "Kept"],
        [[*row, "yes" if kept else "**no**"] for *row, kept in checks(results)],
    )
    yield from rates(results)
    yield "### One page of 10, 100 and 1,000 lines (one client, one process)"
    yield table(
        ["Lines", "Page", "SQL queries", "Time", "HTML"],
        [
            [
                lines,
                page,
                row["queries"],
                f"{row['ms']:.0f} ms",
                kilobytes(row["bytes"]),
            ]
            for page, rows in results["lines"].items()
            for lines, row in rows.items()
        ],
    )
    yield "### Transferred to Chromium, order of 10 lines"
    yield table(
        ["Page", "Cache", "HTML, CSS and JS", "Everything", "Requests"],
        [
            [
                *key.split("_"),
                kilobytes(one["code"]),
                kilobytes(one["all"]),
                one["requests"],
            ]
            for key, one in results["bytes"].items()
        ],
    )
    yield "### Beginning a payment"
    yield table(
        ["Server", "Route", "One by one", "20 on 20 invoices", "20 on one invoice"],
        [
            [
                title,
                who,
                f"{one['single']:.0f} ms",
                *(
                    f"median {one[what]['median']:.0f} ms, slowest"
                    f" {one[what]['slowest']:.0f} ms, {one[what]['payments']} payments"
                    for what in ("many", "one")
                ),
            ]
            for title, both in results["payers"].items()
            for who, one in both.items()
        ],
    )
    yield "### Many links"
    mint, again, million = results["mint"], results["mint_again"], results["million"]
    yield table(
        ["What", "Time", "SQL queries"],
        [
            [
                f"Make {mint['links']:,} links",
                f"{mint['seconds']:.1f} s",
                mint["queries"],
            ],
            [
                f"Ask for the same {again['links']:,} again",
                f"{again['seconds']:.1f} s",
                again["queries"],
            ],
            [
                f"Find one of {million['links']:,} (PostgreSQL alone)",
                f"{million['ms']:.2f} ms",
                1,
            ],
            ["Verify its token and load it", f"{million['open_ms']:.2f} ms", ""],
        ],
    )


def publish(render, begin, end, path, document=None):
    """Print results as text, and put it between two marks of a document.

    :param render: yields the paragraphs of the results
    :param str begin: the mark before it
    :param str end: the mark behind it
    :param str path: JSON file of the results
    :param str document: file to write to; none: only print
    """
    results = json.loads(Path(path).read_text(encoding="utf-8"))
    text = "\n\n".join(render(results))
    print(text)
    if document:
        file = Path(document)
        before, _, rest = file.read_text(encoding="utf-8").partition(begin)
        after = rest.partition(end)[2]
        file.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    publish(render, BEGIN, END, *sys.argv[1:])
