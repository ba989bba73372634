"""Make the documents that the benchmark opens; run in an Odoo shell.

Writes the JSON file PL_BENCH_DATA: paths of pages of the addon and of core's portal on
the same documents.
"""

import json
import os
from pathlib import Path

from odoo import Command, fields

LINES = (10, 100, 1000)
VISITORS = 2000
FORGED = "eyJhbGciOiJIUzI1NiIsImtpZCI6IngiLCJ0eXAiOiJwbCtqd3QifQ.eyJqdGkiOiJ4In0.AAAA"


def make_order(env, partner, products, lines):
    """Return a confirmed order with this many lines."""
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": products[number % len(products)].id,
                        "product_uom_qty": 1 + number % 7,
                    }
                )
                for number in range(lines)
            ],
        }
    )
    order.action_confirm()
    return order


def portal_path(document, kind):
    """Return core's page of a document, as its mails linked to it."""
    return f"/my/{kind}/{document.id}?access_token={document._portal_ensure_token()}"


def main(env):
    partner = env["res.partner"].create(
        {
            "name": "Benchmark Customer",
            "email": "customer@bench.example",
            "street": "858 Lynn Street",
            "city": "Bayonne",
            "zip": "07002",
            "country_id": env.ref("base.us").id,
        }
    )
    products = env["product.product"].create(
        [
            {
                "name": f"Benchmark product {number}",
                "type": "consu",
                "list_price": 10.0 + number,
                "invoice_policy": "order",
            }
            for number in range(20)
        ]
    )
    orders = {lines: make_order(env, partner, products, lines) for lines in LINES}
    order = orders[LINES[0]]
    invoice = order._create_invoices()
    invoice.invoice_date = fields.Date.today()
    invoice.action_post()
    visitors = env["res.partner"].create(
        [
            {"name": f"Visitor {number}", "email": f"visitor{number}@bench.example"}
            for number in range(VISITORS)
        ]
    )
    Link = env["public.link"]
    links = {lines: Link._issue(document, "view") for lines, document in orders.items()}
    fresh = Link._issue(order, "view", visitors)
    path = links[LINES[0]]._path()
    data = {
        "order_id": order.id,
        "ours": path,
        "core": portal_path(order, "orders"),
        "ours_invoice": Link._issue(invoice, "view")._path(),
        "core_invoice": portal_path(invoice, "invoices"),
        "ours_fresh": [link._path() for link in fresh],
        "forged": [path[:-4] + "AAAA", f"/link/view/{FORGED}"],
        "ours_by_lines": {lines: link._path() for lines, link in links.items()},
        "core_by_lines": {
            lines: portal_path(document, "orders") for lines, document in orders.items()
        },
        "ok": "/public_links_bench/ok",
        "queries": "/public_links_bench/queries",
    }
    env.cr.commit()
    Path(os.environ["PL_BENCH_DATA"]).write_text(json.dumps(data), encoding="utf-8")


main(env)  # noqa: F821  # the shell's
