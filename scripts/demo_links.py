"""Make one link for each kind of demo document; run by scripts/run in an Odoo shell.

Writes the file PL_LINKS: a line is a label, spaces, a URL. With PL_BASE_URL it also makes
that the server's address.
"""

import os
from datetime import UTC, datetime, timedelta

# Label, model, domain, lines, purpose.
WANTED = [
    ("Quotation", "sale.order", [("state", "=", "sent")], "order_line", "view"),
    ("Approve", "sale.order", [("state", "=", "sent")], "order_line", "approve"),
    ("Order", "sale.order", [("state", "=", "sale")], "order_line", "view"),
    (
        "Invoice",
        "account.move",
        [("move_type", "=", "out_invoice"), ("state", "=", "posted")],
        "invoice_line_ids",
        "view",
    ),
    (
        "Pay",
        "account.move",
        [("move_type", "=", "out_invoice"), ("state", "=", "posted")],
        "invoice_line_ids",
        "pay",
    ),
    (
        "Track",
        "stock.picking",
        [("picking_type_code", "=", "outgoing"), ("carrier_tracking_ref", "!=", False)],
        "move_ids",
        "track",
    ),
    (
        "Return",
        "sale.order",
        [("state", "=", "sale"), ("picking_ids.state", "=", "done")],
        "order_line",
        "return",
    ),
    (
        "Shipment",
        "stock.picking",
        [("picking_type_code", "=", "outgoing"), ("sale_id", "!=", False)],
        "move_ids",
        "view",
    ),
    (
        "Portal",
        "res.partner",
        [("sale_order_ids", "!=", False)],
        "sale_order_ids",
        "portal",
    ),
]


def prepare(env):
    """Complete Odoo's demo data, so that every purpose can be shown: a demo provider, a
    tracking number, a delivery that is done."""
    company = env.company
    provider = env["payment.provider"].search(
        [("code", "=", "demo"), ("company_id", "=", company.id)], limit=1
    )
    provider.write({"state": "test", "is_published": True})
    env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", True)
    company.public_links_track_enabled = True
    company.public_links_return_enabled = True
    # The portal is off by default.
    company.public_links_portal_enabled = True
    outgoing = [("picking_type_code", "=", "outgoing"), ("sale_id", "!=", False)]
    outgoing += [("company_id", "=", company.id)]
    waiting = env["stock.picking"].search([*outgoing, ("state", "=", "assigned")])
    if waiting and not waiting[0].carrier_tracking_ref:
        waiting[0].carrier_tracking_ref = "DEMO123456789, DEMO123456790"
        scan(env, waiting[0].parcel_ids)
        # It was ordered before it was scanned.
        waiting[0].sale_id.date_order -= timedelta(days=3)
    if not company.bank_ids:
        # What customers who pay by transfer are told.
        company.partner_id.bank_ids.create(
            {"partner_id": company.partner_id.id, "acc_number": "4455 6677 8899"}
        )
    bills = [("move_type", "=", "out_invoice"), ("company_id", "=", company.id)]
    for bill in env["account.move"].search([*bills, ("partner_bank_id", "=", False)]):
        bill.partner_bank_id = company.bank_ids[:1]
    arrived = [*outgoing, ("state", "=", "done")]
    if waiting and not env["stock.picking"].search(arrived, limit=1):
        # An order of its own: Odoo's demo documents stay as they are.
        order = waiting[-1].sale_id.copy()
        order.action_confirm()
        for move in order.picking_ids.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        order.picking_ids.with_context(skip_sms=True).button_validate()


# What a carrier would have reported: hours ago, state, words, place.
SCANS = (
    (52, "pre_transit", "Label created", "San Francisco"),
    (44, "in_transit", "Picked up", "San Francisco"),
    (29, "in_transit", "Arrived at sorting center", "Sacramento"),
    (9, "in_transit", "Departed sorting center", "Sacramento"),
    (3, "out_for_delivery", "Out for delivery", "Oakland"),
    (1, "delivered", "Delivered, left at the front door", "Oakland"),
)


def scan(env, parcels):
    """Note scans by hand: of the last parcel all, of the others all but the last."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    for parcel in parcels:
        scans = SCANS if parcel == parcels[-1] else SCANS[:-1]
        env["shipment.parcel.event"].create(
            [
                {
                    "parcel_id": parcel.id,
                    "occurred_at": now - timedelta(hours=hours),
                    "state": state,
                    "message": message,
                    "city": city,
                    "country": "US",
                }
                for hours, state, message, city in scans
            ]
        )


def choose(env, model, domain, lines, purpose):
    """Return the document with the most lines among those that the purpose is open for."""
    ready = env[model]
    order = "id desc" if model == "res.partner" else "company_id, id desc"
    for document in env[model].search(domain, order=order, limit=100):
        customer = document._public_link_customer()
        if customer.email and not document._public_link_blockers(purpose):
            ready |= document
    # Documents of the first company before those of others.
    mine = ready.filtered(lambda one: one._public_link_company() == env.company)
    return max(mine or ready, key=lambda one: len(one[lines]), default=ready)


def main(env):
    if base := os.environ.get("PL_BASE_URL"):
        env["ir.config_parameter"].set_param("web.base.url", base)
        # Else Odoo rewrites it at an administrator's login.
        env["ir.config_parameter"].set_param("web.base.url.freeze", "True")
    env.cr.commit()
    prepare(env)
    env.cr.commit()
    rows = []
    for label, model, domain, lines, purpose in WANTED:
        document = choose(env, model, domain, lines, purpose)
        if not document:
            raise SystemExit(
                f"The demo data hold no {label.lower()} that can be shown."
            )
        link = env["public.link"]._issue(document, purpose)
        rows.append(f"{label:<12}{link._url()}\n")
    env.cr.commit()
    with open(os.environ["PL_LINKS"], "w", encoding="utf-8") as file:
        file.writelines(rows)


main(env)  # noqa: F821  # the shell's
