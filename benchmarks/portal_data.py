"""Make customers with many documents; run in an Odoo shell by ``benchmarks/portal``.

Writes the JSON file PL_BENCH_DATA: for each number of documents the portal's path, and
the login of a portal user of core's with the same documents.
"""

import json
import os
from pathlib import Path

from odoo import Command, fields
from odoo.tools import SQL

# What must differ from copy to copy; the rest is as in the one that the ORM has made.
OWN = {
    "account_move": {
        "name": "'BENCH/' || {partner} || '/' || n",
        "access_token": "NULL",
    },
    "sale_order": {"name": "'BENCH' || {partner} || '-' || n", "access_token": "NULL"},
}


def columns(env, table, without):
    """Return the columns of a table that a copy takes over."""
    rows = env.execute_query(
        SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER'",
            table,
        )
    )
    return [name for (name,) in rows if name not in without]


def multiply(env, document, lines, count):
    """Copy a document and its lines in the database, many times at once.

    :param document: what the ORM has made
    :param str lines: its one2many field
    :param int count: how many copies
    """
    field = document._fields[lines]
    table, line_table = document._table, env[field.comodel_name]._table
    own = {
        name: text.format(partner=document.partner_id.id)
        for name, text in OWN[table].items()
    }
    names = columns(env, table, {"id", *own})
    copied = ", ".join(f'"{name}"' for name in [*names, *own])
    taken = ", ".join([f'd."{name}"' for name in names] + list(own.values()))
    env.cr.execute(
        f"INSERT INTO {table} ({copied}) SELECT {taken}"
        f" FROM {table} d, generate_series(1, %s) n WHERE d.id = %s RETURNING id",
        [count, document.id],
    )
    ids = [row[0] for row in env.cr.fetchall()]
    inverse = field.inverse_name
    names = columns(env, line_table, {"id", inverse})
    copied = ", ".join(f'"{name}"' for name in [inverse, *names])
    taken = ", ".join(f'l."{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO {line_table} ({copied}) SELECT d.id, {taken}"
        f" FROM {line_table} l, unnest(%s) d(id) WHERE l.{inverse} = %s",
        [ids, document.id],
    )


def customer(env, product, size):
    """Return a customer with so many invoices and orders, as both portals open it."""
    partner = env["res.partner"].create(
        {"name": f"Customer {size}", "email": f"customer{size}@bench.example"}
    )
    line = {"product_id": product.id}
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": fields.Date.today(),
            "invoice_line_ids": [Command.create(line)],
        }
    )
    invoice.action_post()
    order = env["sale.order"].create(
        {"partner_id": partner.id, "order_line": [Command.create(line)]}
    )
    order.action_confirm()
    env.flush_all()
    multiply(env, invoice, "line_ids", size - 1)
    multiply(env, order, "order_line", size - 1)
    login = f"customer{size}"
    env["res.users"].create(
        {
            "name": partner.name,
            "login": login,
            "password": login,
            "partner_id": partner.id,
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    link = env["public.link"]._issue(partner, "portal")
    return {"ours": link._path(), "login": login}


def main(env):
    env.company.public_links_portal_enabled = True
    product = env["product.product"].create(
        {"name": "Benchmark", "type": "service", "invoice_policy": "order"}
    )
    sizes = [int(size) for size in os.environ["PL_PORTAL_SIZES"].split()]
    data = {"customers": {size: customer(env, product, size) for size in sizes}}
    data["queries"] = "/public_links_bench/queries"
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    Path(os.environ["PL_BENCH_DATA"]).write_text(json.dumps(data), encoding="utf-8")


main(env)  # noqa: F821  # the shell's
