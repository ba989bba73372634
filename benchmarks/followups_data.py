"""Make the customers and late invoices that benchmarks/followups measures; run in an Odoo
shell.

Rows are copies of one customer and one invoice, made by SQL: nobody measures how fast a
benchmark writes its data. PL_BENCH_PART divides the numbers; mails go to PL_INBOX_PORT.
"""

import os

from odoo import Command, fields
from odoo.tools import SQL

PART = int(os.environ["PL_BENCH_PART"])
CUSTOMERS, EACH = 10_000 // PART, 5


def copy(env, record, count, **values):
    """Insert copies of a record; return the first and the last id."""
    env.flush_all()
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER'",
        [record._table],
    )
    same = [name for (name,) in env.cr.fetchall() if name not in {"id", *values}]
    env.cr.execute(
        SQL(
            "WITH made AS (INSERT INTO %(table)s (%(set)s, %(same)s)"
            " SELECT %(values)s, %(same)s FROM %(table)s,"
            " generate_series(1, %(count)s) number WHERE id = %(id)s RETURNING id)"
            " SELECT min(id), max(id) FROM made",
            table=SQL.identifier(record._table),
            set=SQL(", ").join(map(SQL.identifier, values)),
            same=SQL(", ").join(map(SQL.identifier, same)),
            values=SQL(", ").join(map(SQL, values.values())),
            count=count,
            id=record.id,
        )
    )
    return env.cr.fetchone()


def make_data(env):
    """Switch the plan of invoices on; every invoice is ten days late."""
    company = env.company
    # The demo data's own: what is counted is what is made here.
    env.cr.execute("UPDATE account_move SET payment_state = 'paid'")
    env.cr.execute("UPDATE mail_mail SET state = 'cancel'")
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {
            "name": "Inbox",
            "smtp_host": "127.0.0.1",
            "smtp_port": int(os.environ["PL_INBOX_PORT"]),
            "smtp_encryption": "none",
        }
    )
    company.write(
        {
            "public_links_followup_enabled": True,
            "public_links_followup_weekends": True,
            "public_links_followup_from": 0.0,
            "public_links_followup_to": 24.0,
            "public_links_followup_limit": 100_000,
        }
    )
    parameters = env["ir.config_parameter"].sudo()
    parameters.set_param("account_payment.enable_portal_payment", "True")
    provider = env["payment.provider"].search(
        [("code", "=", "demo"), ("company_id", "=", company.id)], limit=1
    )
    provider.write({"state": "test", "is_published": True})
    env.ref("payment_demo.payment_method_demo").active = True
    partner = env["res.partner"].create(
        {"name": "Many", "email": "many@example.com", "lang": "en_US"}
    )
    day = fields.Date.subtract(fields.Date.today(), days=10)
    product = env["product.product"].create({"name": "A thing", "list_price": 100})
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": day,
            "invoice_date_due": day,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create({"product_id": product.id})],
        }
    )
    invoice.action_post()
    env.flush_all()
    # One statement a table: the ids of each are contiguous.
    people = copy(
        env,
        partner,
        CUSTOMERS,
        name="'Customer ' || number",
        complete_name="'Customer ' || number",
        email="'c' || number || '@example.com'",
        email_normalized="'c' || number || '@example.com'",
    )
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id BETWEEN %s AND %s",
        people,
    )
    whose = f"{people[0]} + (number - 1) %% {CUSTOMERS}"
    moves = copy(
        env,
        invoice,
        CUSTOMERS * EACH,
        name="'BENCH/' || number",
        sequence_number="number",
        sequence_prefix="'BENCH/'",
        partner_id=whose,
        commercial_partner_id=whose,
        partner_shipping_id=whose,
        access_token="NULL",
    )
    for line in invoice.line_ids:
        copy(
            env,
            line,
            CUSTOMERS * EACH,
            move_id=f"{moves[0]} + number - 1",
            partner_id=whose,
        )
    plan = env.ref("public_links.plan_invoice")
    plan.enabled = True
    plan.looked_at = fields.Datetime.now()
    # The pattern is no customer of its own.
    invoice.payment_state = "paid"
    env.flush_all()
    env.cr.execute("ANALYZE")
    env.cr.commit()


make_data(env)  # noqa: F821  # of Odoo's shell
