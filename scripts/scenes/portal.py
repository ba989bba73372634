"""The portal of a customer with many documents, and of one with none; and dead links."""

from datetime import timedelta

from odoo import fields

SECTIONS = (
    "",
    "invoices",
    "estimates",
    "orders",
    "credit_notes",
    "shipments",
    "returns",
    "statement",
    "payments",
    "messages",
    "profile",
)


def portal(scenes):
    for place in SECTIONS:
        scenes.add(f"portal-{place or 'overview'}", scenes.partner, "portal", place)
    moves = scenes.env["account.move"].search(
        [
            ("partner_id", "=", scenes.partner.id),
            ("move_type", "=", "out_invoice"),
            ("payment_state", "=", "not_paid"),
            ("state", "=", "posted"),
        ]
    )
    place = f"invoice/{moves[0].id}"
    scenes.add("portal-invoice", scenes.partner, "portal", place)
    query = "&".join(f"invoice={move.id}" for move in moves[:2])
    scenes.add("portal-chosen", scenes.partner, "portal", f"invoices?{query}")
    nobody = scenes.customer("Ida Brandt", "ida@brandt.example")
    for place in ("", "invoices", "statement", "payments", "messages"):
        name = f"portal-empty-{place or 'overview'}"
        scenes.add(name, nobody, "portal", place, partner=nobody)


def ended(scenes):
    """Links that open nothing."""
    order = scenes.order((scenes.desk, 1))
    link = scenes.add("dead-revoked", order, "view")
    link._revoke("document")
    order = scenes.order((scenes.desk, 1))
    link = scenes.add("dead-expired", order, "view")
    link.write({"expires_at": fields.Datetime.now() - timedelta(days=1)})
    scenes.links.append(("dead-unknown", link._url()[:-3] + "xyz"))
    order = scenes.order((scenes.desk, 1))
    scenes.add("dead-gone", order, "view")
    order._action_cancel()
    order.unlink()


def make(scenes):
    portal(scenes)
    ended(scenes)
