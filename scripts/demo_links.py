"""Make one link for each kind of demo document; run by scripts/run in an Odoo shell.

Writes the file PL_LINKS: a line is a label, spaces, a URL. With PL_BASE_URL it also makes
that the server's address.
"""

import os

# Label, model, domain, purpose. The newest document that is ready gets the link.
WANTED = [
    ("Quotation", "sale.order", [("state", "=", "sent")], "view"),
    ("Order", "sale.order", [("state", "=", "sale")], "view"),
    (
        "Invoice",
        "account.move",
        [("move_type", "=", "out_invoice"), ("state", "=", "posted")],
        "view",
    ),
    (
        "Shipment",
        "stock.picking",
        [("picking_type_code", "=", "outgoing"), ("sale_id", "!=", False)],
        "view",
    ),
]


def ready(env, model, domain, purpose):
    """Return the newest document that this purpose can be done on."""
    # Those that show most: with lines, for a customer with a mail address.
    for document in env[model].search(domain, order="id desc", limit=200):
        customer = document._public_link_customer()
        if customer.email and not document._public_link_blockers(purpose):
            return document
    return env[model]


def main(env):
    if base := os.environ.get("PL_BASE_URL"):
        env["ir.config_parameter"].set_param("web.base.url", base)
        # Else Odoo rewrites it at an administrator's login.
        env["ir.config_parameter"].set_param("web.base.url.freeze", "True")
    rows = []
    for label, model, domain, purpose in WANTED:
        document = ready(env, model, domain, purpose)
        if not document:
            raise SystemExit(f"The demo data hold no {label.lower()} that can be shown.")
        link = env["public.link"]._issue(document, purpose)
        rows.append(f"{label:<12}{link._url()}\n")
    env.cr.commit()
    with open(os.environ["PL_LINKS"], "w", encoding="utf-8") as file:
        file.writelines(rows)


main(env)  # noqa: F821  # the shell's
