"""Documents as long as they come, and what the routing map says; for odoo shell."""

import json
import os
import re

from odoo.fields import Command, Date

LINES, DOCUMENTS = 200, 300

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
company = env.company
company.public_links_portal_enabled = True
customer = env["res.partner"].create(
    {
        "name": "Measured Customer",
        "email": "measured@example.com",
        "country_id": env.ref("base.us").id,
    }
)
product = env["product.product"].create(
    {"name": "Lamp", "type": "consu", "list_price": 10, "taxes_id": False}
)


def order(lines=LINES):
    return env["sale.order"].create(
        {
            "partner_id": customer.id,
            "require_signature": True,
            "require_payment": False,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": 2})
                for _number in range(lines)
            ],
        }
    )


def invoice(lines=1):
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_date": Date.today(),
            "invoice_line_ids": [
                Command.create({"product_id": product.id, "quantity": 1})
                for _number in range(lines)
            ],
        }
    )
    move.action_post()
    return move


quote = order()
quote.state = "sent"
sold = order()
sold.action_confirm()
picking = sold.picking_ids
picking.carrier_tracking_ref = "1Z999AA10123456784"
for move in picking.move_ids:
    move.quantity = move.product_uom_qty
picking.move_ids.picked = True
picking.button_validate()
for _number in range(DOCUMENTS):
    invoice()
for _number in range(DOCUMENTS):
    order(1).state = "sent"
documents = {
    "view": sold,
    "pay": invoice(LINES),
    "approve": quote,
    "track": picking,
    "return": sold,
    "portal": customer,
}
links = {
    purpose: env["public.link"].sudo()._issue(document, purpose)
    for purpose, document in documents.items()
}
rules = sorted(
    {
        rule.rule
        for rule in env["ir.http"].routing_map().iter_rules()
        if re.match(r"/link(/|$)", rule.rule)
    }
)
data = {
    "rules": rules,
    "tokens": {purpose: link._token() for purpose, link in links.items()},
    "company": company.id,
    "order": sold.id,
    "invoice": documents["pay"].id,
}
env.cr.commit()
with open(os.environ["PL_BENCH_DATA"], "w") as file:
    json.dump(data, file)
