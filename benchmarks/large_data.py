"""Make a large company, and a customer with few documents in it; run in an Odoo shell.

After ``portal_data.py``: the documents of its largest customer are spread among many. They are made by
SQL and without triggers, as PostgreSQL's superuser. Adds the pages to the JSON file
PL_BENCH_DATA.
"""

import json
import os
from pathlib import Path

from odoo import Command, fields
from odoo.tools import SQL

ORDERS = 6
# Customers among whom the rows of others are spread.
OTHERS = 2_000
# Rows of others, by table.
ROWS = {
    "sale_order_line": 300_000,
    "stock_picking": 50_000,
    "stock_move": 200_000,
    "account_move_line": 300_000,
}
PLACES = {
    "overview": "",
    "invoices": "/invoices",
    "quotations": "/estimates",
    "orders": "/orders",
    "orders, not yet shipped": "/orders?tab=coming",
    "orders, shipped": "/orders?tab=shipped",
    "shipments": "/shipments",
    "shipments, searched": "/shipments?q=S0",
    "payments": "/payments",
    "statement": "/statement?since=all",
    "returns": "/returns",
}


def multiply(env, record, **own):
    """Copy a row many times.

    :param record: of which table, and which row
    :param own: SQL of what differs, by column, of the number ``n`` of the copy; % is doubled
    """
    table = record._table
    rows = env.execute_query(
        SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER'",
            table,
        )
    )
    same = [name for (name,) in rows if name not in own and name != "id"]
    names = ", ".join(f'"{name}"' for name in [*same, *own])
    values = ", ".join([*(f'row."{name}"' for name in same), *own.values()])
    env.cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {values}"
        f" FROM {table} row, generate_series(1, %s) n WHERE row.id = %s",
        [ROWS[table], record.id],
    )


def span(env, model, partner):
    """Return SQL of an id among a customer's documents, in turn."""
    ids = env[model].search([("partner_id", "=", partner.id)]).ids
    return f"{min(ids)} + n %% {len(ids)}"


def spread(env, others):
    """Give orders and invoices of the large customer to many; return SQL of one of these.

    Else PostgreSQL would expect as many rows of each customer as that one has.
    """
    many = env["res.partner"].create(
        [{"name": f"Other {number}"} for number in range(OTHERS)]
    )
    first = min(many.ids)
    for table, columns in (
        ("sale_order", ["partner_id"]),
        ("account_move", ["partner_id", "commercial_partner_id"]),
        ("account_move_line", ["partner_id"]),
    ):
        for column in columns:
            env.cr.execute(
                f"UPDATE {table} SET {column} = {first} + id %% {OTHERS}"
                " WHERE partner_id IN %s",
                [(others.id, *many.ids)],
            )
    return f"{first} + n %% {OTHERS}"


def order_and_bill(env, partner, product, journal, deliver):
    """Return a confirmed order with its invoice."""
    line = Command.create({"product_id": product.id, "product_uom_qty": 2})
    order = env["sale.order"].create({"partner_id": partner.id, "order_line": [line]})
    order.action_confirm()
    if deliver:
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
    invoice = order._create_invoices()
    invoice.journal_id = journal
    invoice.invoice_date = fields.Date.today()
    invoice.action_post()
    return order


def main(env):
    path = Path(os.environ["PL_BENCH_DATA"])
    data = json.loads(path.read_text(encoding="utf-8"))
    env.cr.execute("SET session_replication_role = replica")
    others = env["res.partner"].search(
        [("email", "=", f"customer{max(data['customers'], key=int)}@bench.example")]
    )
    partner = env["res.partner"].create(
        {"name": "Small", "email": "small@bench.example"}
    )
    product = env["product.product"].create(
        {"name": "Goods", "type": "consu", "invoice_policy": "order"}
    )
    # The numbers of copied invoices are no sequence.
    journal = env["account.journal"].create(
        {"name": "Small", "code": "SML", "type": "sale"}
    )
    orders = [
        order_and_bill(env, partner, product, journal, number % 2)
        for number in range(ORDERS)
    ]
    env.flush_all()
    line, picking = orders[1].order_line, orders[1].picking_ids
    item = orders[1].invoice_ids.line_ids.filtered(lambda row: row.product_id)
    there = span(env, "sale.order", others)
    move = span(env, "account.move", others)
    other = spread(env, others)
    multiply(env, line, order_id=there)
    multiply(env, picking, sale_id=there, partner_id=other, name="'P' || n")
    [[last_line, last_picking]] = env.execute_query(
        SQL(
            "SELECT (SELECT MAX(id) FROM sale_order_line),"
            " (SELECT MAX(id) FROM stock_picking)"
        )
    )
    multiply(
        env,
        picking.move_ids,
        picking_id=f"{last_picking} - n %% {ROWS['stock_picking']}",
        sale_line_id=f"{last_line} - n %% {ROWS['sale_order_line']}",
    )
    multiply(env, item, move_id=move, partner_id=other)
    env.cr.execute(
        "UPDATE sale_order SET delivery_status = 'full' WHERE partner_id != %s",
        [partner.id],
    )
    env.company.public_links_return_enabled = True
    ours = env["public.link"]._issue(partner, "portal")._path()
    data["small"] = {label: ours + place for label, place in PLACES.items()}
    data["small"]["one order"] = env["public.link"]._issue(orders[1], "view")._path()
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    path.write_text(json.dumps(data), encoding="utf-8")


main(env)  # noqa: F821  # the shell's
