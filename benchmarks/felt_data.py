"""Make a document for each round of each task; for odoo shell.

Writes the JSON file PL_BENCH_DATA: paths by task.
"""

import json
import os

from odoo import Command, fields

LINES = 5
# Each of the two workers is warmed up by some, which do not count.
WARM = 4

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
rounds = WARM + int(os.environ["PL_BENCH_ROUNDS"])
company = env.company
company.public_links_return_enabled = True
env["ir.config_parameter"].set_param("web.base.url", os.environ["PL_BASE_URL"])
env["ir.config_parameter"].set_param("web.base.url.freeze", "True")
# Without it core lets nobody pay an invoice.
env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", "True")
customer = env["res.partner"].create(
    {
        "name": "Measured Customer",
        "email": "measured@example.com",
        "country_id": env.ref("base.us").id,
    }
)
product = env["product.product"].create(
    {"name": "Lamp", "type": "consu", "list_price": 10, "invoice_policy": "order"}
)
journal = env["account.journal"].search(
    [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
)
journal.bank_account_id = env["res.partner.bank"].create(
    {"acc_number": "4455 6677 8899", "partner_id": company.partner_id.id}
)
for code, state in (("demo", "test"), ("custom", "enabled")):
    provider = env["payment.provider"].search(
        [("code", "=", code), ("company_id", "=", company.id)], limit=1
    )
    provider.write({"state": state, "is_published": True, "journal_id": journal.id})
    provider.payment_method_ids.active = True


def quote(**values):
    order = env["sale.order"].create(
        {
            "partner_id": customer.id,
            "require_signature": False,
            "require_payment": False,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": 2})
                for _number in range(LINES)
            ],
            **values,
        }
    )
    order.action_quotation_sent()
    return order


def delivered():
    order = quote()
    order.action_confirm()
    for move in order.picking_ids.move_ids:
        move.quantity, move.picked = move.product_uom_qty, True
    order.picking_ids.with_context(skip_sms=True).button_validate()
    order._create_invoices().action_post()
    return order


def invoice():
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_date": fields.Date.today(),
            "invoice_line_ids": [
                Command.create({"product_id": product.id, "quantity": 1})
                for _number in range(LINES)
            ],
        }
    )
    move.action_post()
    return move


def paths(make, purpose, count=rounds):
    """Return the paths of a new link to a new document for each round."""
    return [
        env["public.link"].sudo()._issue(make(), purpose)._path()
        for _number in range(count)
    ]


data = {
    "warm": WARM,
    "approve": paths(quote, "approve"),
    "sign": paths(lambda: quote(require_signature=True), "approve"),
    "reject": paths(quote, "approve"),
    "change": paths(quote, "approve"),
    "return": paths(delivered, "return"),
    "pay": paths(invoice, "pay"),
    "transfer": paths(invoice, "pay"),
    "slow": paths(invoice, "pay", 1)[0],
    "pdf": [f"{path}/pdf" for path in paths(quote, "view")],
}
env.cr.commit()
with open(os.environ["PL_BENCH_DATA"], "w") as file:
    json.dump(data, file)
