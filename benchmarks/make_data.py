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
PAYERS = 20
FORGED = "eyJhbGciOiJIUzI1NiIsImtpZCI6IngiLCJ0eXAiOiJwbCtqd3QifQ.eyJqdGkiOiJ4In0.AAAA"


def make_order(env, partner, products, lines, confirm=True):
    """Return an order, or a quotation that was sent, with this many lines."""
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
    if confirm:
        order.action_confirm()
    else:
        order.state = "sent"
    return order


def delivered_orders(env, partner, products):
    """Return orders by length, all of which can be returned.

    In a company of their own: returns are off at first, and the other pages are measured
    as they are at first.
    """
    company = env["res.company"].create(
        {"name": "Benchmark Returns", "public_links_return_enabled": True}
    )
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    if not env["stock.warehouse"].search_count([("company_id", "=", company.id)]):
        env["stock.warehouse"].create({"name": company.name, "code": "BR"})
    orders = {}
    for lines in LINES:
        order = make_order(env, partner.with_env(env), products.with_env(env), lines)
        for move in order.picking_ids.move_ids:
            move.quantity, move.picked = move.product_uom_qty, True
        order.picking_ids._action_done()
        orders[lines] = order
    return orders


def portal_path(document, kind):
    """Return core's page of a document, as its mails linked to it."""
    return f"/my/{kind}/{document.id}?access_token={document._portal_ensure_token()}"


def payments(env, partner, product):
    """Return requests that begin a payment, ours and core's, on invoices of their own."""
    # Without it core shows no payment form.
    env["ir.config_parameter"].set_param(
        "account_payment.enable_portal_payment", "True"
    )
    provider = env["payment.provider"].search(
        [("code", "=", "demo"), ("company_id", "=", env.company.id)], limit=1
    )
    provider.write({"state": "test", "is_published": True})
    method = env.ref("payment_demo.payment_method_demo")
    method.active = True
    asked = {
        "provider_id": provider.id,
        "payment_method_id": method.id,
        "token_id": None,
        "flow": "direct",
        "tokenization_requested": False,
    }

    def invoices(number):
        made = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": fields.Date.today(),
                    "invoice_line_ids": [Command.create({"product_id": product.id})],
                }
                for _number in range(number)
            ]
        )
        made.action_post()
        return made

    def ours(invoice):
        link = env["public.link"]._issue(invoice, "pay")
        params = asked | {"amount": invoice.amount_residual}
        return {
            "path": link._path("transaction/now") + f"?seen={invoice.currency_id.name}",
            "params": params,
        }

    def core(invoice):
        params = asked | {
            "amount": invoice.amount_residual,
            "landing_route": "/",
            "access_token": invoice._portal_ensure_token(),
        }
        return {"path": f"/invoice/transaction/{invoice.id}", "params": params}

    page = invoices(1)
    kinds = {"ours": ours, "core": core}
    return {
        "ours_pay": env["public.link"]._issue(page, "pay")._path(),
        "core_pay": portal_path(page, "invoices"),
        "payers": {
            # Each server's run takes fresh invoices.
            f"{who} {what} {run}": [make(invoice) for invoice in several]
            if what == "many"
            else [make(several[0])] * PAYERS
            for run in range(2)
            for who, make in kinds.items()
            for what, several in (
                ("many", invoices(PAYERS)),
                ("one", invoices(1)),
            )
        },
        "starts": {
            f"{who} {run}": [make(invoice) for invoice in invoices(PAYERS)]
            for run in range(2)
            for who, make in kinds.items()
        },
    }


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
    # Alike but for their length.
    orders = {lines: make_order(env, partner, products, lines) for lines in LINES}
    # With its delivery and its invoice, like most orders that are looked at.
    order = make_order(env, partner, products, LINES[0])
    invoice = order._create_invoices()
    invoice.invoice_date = fields.Date.today()
    invoice.action_post()
    returned = delivered_orders(env, partner, products)
    quote = make_order(env, partner, products, LINES[0], confirm=False)
    visitors = env["res.partner"].create(
        [
            {"name": f"Visitor {number}", "email": f"visitor{number}@bench.example"}
            for number in range(VISITORS)
        ]
    )
    Link = env["public.link"]

    def paths(documents, purpose):
        return {
            lines: Link._issue(document, purpose)._path()
            for lines, document in documents.items()
        }

    def core_paths(documents):
        return {lines: portal_path(one, "orders") for lines, one in documents.items()}

    quotes = {
        lines: make_order(env, partner, products, lines, confirm=False)
        for lines in LINES
    }
    fresh = Link._issue(order, "view", visitors)
    path = Link._issue(order, "view")._path()
    data = {
        "order_id": order.id,
        "ours": path,
        "core": portal_path(order, "orders"),
        "ours_quote": Link._issue(quote, "view")._path(),
        "ours_approve": Link._issue(quote, "approve")._path(),
        "core_quote": portal_path(quote, "orders"),
        "ours_invoice": Link._issue(invoice, "view")._path(),
        "core_invoice": portal_path(invoice, "invoices"),
        "ours_fresh": [link._path() for link in fresh],
        "forged": [path[:-4] + "AAAA", f"/link/view/{FORGED}"],
        "ours_return": Link._issue(returned[LINES[0]], "return")._path(),
        "by_lines": {
            "ours": paths(orders, "view"),
            "core": core_paths(orders),
            "ours: return": paths(returned, "return"),
            "ours: approve": paths(quotes, "approve"),
            "core: quotation": core_paths(quotes),
        },
        "ok": "/public_links_bench/ok",
        "queries": "/public_links_bench/queries",
    }
    data |= payments(env, partner, products[0])
    env.cr.commit()
    Path(os.environ["PL_BENCH_DATA"]).write_text(json.dumps(data), encoding="utf-8")


main(env)  # noqa: F821  # the shell's
