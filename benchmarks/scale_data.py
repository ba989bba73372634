"""Fill a database like that of a company that has sent links for years.

Run in an Odoo shell. Rows are copies of a record of Odoo's demo data, made by SQL:
nobody measures how fast a benchmark writes its data. PL_BENCH_PART divides the numbers.
"""

import os

from odoo import Command
from odoo.tools import SQL

PART = int(os.environ["PL_BENCH_PART"])
CUSTOMERS, ORDERS, INVOICES, DELIVERIES = (
    number // PART for number in (50_000, 200_000, 300_000, 100_000)
)
LINKS, EVENTS_EACH = 1_000_000 // PART, 5
# How many links each kind of document has, of LINKS.
SHARES = {"account.move": 0.45, "sale.order": 0.35, "stock.picking": 0.2}


def copy(env, record, count, skip=(), **values):
    """Insert copies of a record.

    :param record: what is copied
    :param int count: how many
    :param skip: columns that are left to their defaults
    :param values: SQL by column; ``number`` is the copy's
    :return: the first and the last id
    :rtype: tuple[int, int]
    """
    env.flush_all()
    left_out = {"id", *skip, *values}
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER'",
        [record._table],
    )
    same = [name for (name,) in env.cr.fetchall() if name not in left_out]
    env.cr.execute(
        SQL(
            "WITH made AS (INSERT INTO %(table)s (%(set)s, %(same)s)"
            " SELECT %(values)s, %(same)s"
            " FROM %(table)s, generate_series(1, %(count)s) number WHERE id = %(id)s"
            " RETURNING id) SELECT min(id), max(id) FROM made",
            table=SQL.identifier(record._table),
            set=SQL(", ").join(map(SQL.identifier, values)),
            same=SQL(", ").join(map(SQL.identifier, same)),
            values=SQL(", ").join(map(SQL, values.values())),
            count=count,
            id=record.id,
        )
    )
    return env.cr.fetchone()


def one_of(first, last):
    """Return the SQL of an id between two, the same for the same ``number``."""
    return f"{first} + (number::bigint * 7919) %% {last - first + 1}"


def make_sellers(env):
    """Return who owns 5 and 90 % of everything, and who owns the rest."""
    groups = (
        "sales_team.group_sale_salesman",
        "stock.group_stock_user",
        "public_links.group_user",
    )
    made = env["res.users"].create(
        [
            {
                "name": f"Seller {percent} %",
                "login": f"seller{percent}",
                "group_ids": [Command.link(env.ref(group).id) for group in groups],
            }
            for percent in (5, 90)
        ]
    )
    return [*made.ids, env.ref("base.user_admin").id]


def owner(sellers):
    """Return the SQL of the user who owns the copy ``number``."""
    few, most, rest = sellers
    return (
        f"CASE WHEN number %% 20 = 0 THEN {few} WHEN number %% 20 = 1 THEN {rest}"
        f" ELSE {most} END"
    )


def make_documents(env, sellers):
    """Return the first and last id of the copies, by model."""
    customer = env.ref("base.res_partner_2")
    first, last = copy(
        env,
        customer,
        CUSTOMERS,
        name="'Customer ' || number",
        complete_name="'Customer ' || number",
        email="'customer' || number || '@example.com'",
        email_normalized="'customer' || number || '@example.com'",
    )
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id >= %s", [first]
    )
    partner = one_of(first, last)
    found = {"res.partner": (first, last)}
    order = env["sale.order"].search([("state", "=", "sale")], limit=1)
    found["sale.order"] = copy(
        env,
        order,
        ORDERS,
        skip=["access_token"],
        name="'SCALE' || number",
        partner_id=partner,
        partner_invoice_id=partner,
        partner_shipping_id=partner,
        user_id=owner(sellers),
    )
    invoice = env["account.move"].search(
        [
            ("company_id", "=", env.company.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
        ],
        limit=1,
    )
    found["account.move"] = copy(
        env,
        invoice,
        INVOICES,
        skip=["access_token"],
        name="'SCALE/' || number",
        sequence_prefix="'SCALE/'",
        sequence_number="number",
        payment_reference="'SCALE/' || number",
        partner_id=partner,
        commercial_partner_id=partner,
        invoice_user_id=owner(sellers),
    )
    delivery = env["stock.picking"].search(
        [("picking_type_code", "=", "outgoing")], limit=1
    )
    found["stock.picking"] = copy(
        env, delivery, DELIVERIES, name="'SCALE/OUT/' || number", partner_id=partner
    )
    return found


def make_links(env, documents, sellers):
    """Make the links of these documents, and what happened with them."""
    pattern = env["public.link"]._issue(
        env["sale.order"].search([("state", "=", "sale")], limit=1), "view"
    )[:1]
    jti = "md5(random()::text) || md5(random()::text)"
    partner = one_of(*documents["res.partner"])
    age = "now() - number %% 400 * interval '1 day'"
    for model, share in SHARES.items():
        copy(
            env,
            pattern,
            int(LINKS * share),
            jti=f"substr({jti}, 1, 32)",
            res_model=f"'{model}'",
            res_id=one_of(*documents[model]),
            document_name=f"'{model} ' || number",
            partner_id=partner,
            commercial_partner_id=partner,
            email="'customer' || number || '@example.com'",
            purpose="(ARRAY['view', 'pay', 'track'])[1 + number %% 3]",
            channel="(ARRAY['mail', 'mail', 'mail', 'copy', 'qr'])[1 + number %% 5]",
            user_id=owner(sellers),
            create_date=age,
            sent_at=f"CASE WHEN number %% 5 < 3 THEN {age} END",
            expires_at=f"{age} + interval '60 days'",
            opened_first=f"CASE WHEN number %% 3 > 0 THEN {age} END",
            opened_last=f"CASE WHEN number %% 3 > 0 THEN {age} END",
            open_count="CASE WHEN number %% 3 > 0 THEN number %% 7 + 1 END",
            revoked_at=f"CASE WHEN number %% 10 = 0 THEN {age} END",
            revoked_reason="CASE WHEN number %% 10 = 0 THEN 'staff' END",
        )
    env.cr.execute(
        "INSERT INTO public_link_event (link_id, kind, purpose, partner_id, company_id,"
        " create_date, write_date, create_uid, write_uid)"
        " SELECT id, (ARRAY['issued', 'sent', 'opened', 'opened', 'downloaded'])[each],"
        " purpose, partner_id, company_id, create_date, create_date, 1, 1"
        " FROM public_link, generate_series(1, %s) each WHERE jti IS NOT NULL"
        " AND id > %s",
        [EVENTS_EACH, pattern.id],
    )


def make_mails(env):
    """Make the mail that each link left by; one in a hundred did not arrive."""
    message = env["mail.message"].create(
        {"model": "sale.order", "body": "Your order", "message_type": "comment"}
    )
    env.cr.execute("SELECT count(*) FROM public_link WHERE channel = 'mail'")
    first, _last = copy(
        env, message, env.cr.fetchone()[0], ["message_id"], date="now()"
    )
    env.cr.execute(
        "UPDATE public_link SET mail_message_id = %s + position FROM ("
        "SELECT id, row_number() OVER () - 1 AS position FROM public_link"
        " WHERE channel = 'mail') AS mailed WHERE mailed.id = public_link.id",
        [first],
    )
    env.cr.execute(
        "INSERT INTO mail_notification (mail_message_id, res_partner_id,"
        " notification_type, notification_status, is_read, author_id)"
        " SELECT mail_message_id, partner_id, 'email',"
        " CASE WHEN id %% 100 = 0 THEN 'exception' ELSE 'sent' END, true, %s"
        " FROM public_link WHERE mail_message_id IS NOT NULL",
        [env.user.partner_id.id],
    )


def main(env):
    sellers = make_sellers(env)
    make_links(env, make_documents(env, sellers), sellers)
    make_mails(env)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


main(env)  # noqa: F821  # the shell's
