"""Quotations: to approve, approved, expired, and all else that their pages say."""

from datetime import timedelta

from odoo import Command, fields

from odoo.addons.public_links.models.approve.sale_order_answer import Signer

from .base import picture

NORA = Signer(name="Nora Feldman", shown="Nora Feldman")


def signed(order, link):
    """Approve a quotation as its customer."""
    order.with_env(link.env)._public_link_approve(link, NORA)


def add_options(scenes, order, *rows):
    """Offer optional items: pairs of a name and how many are chosen."""
    order.order_line = [
        Command.create(
            {
                "display_type": "line_section",
                "name": "Extras",
                "is_optional": True,
                "sequence": 90,
            }
        ),
        *(
            Command.create(
                {
                    "product_id": scenes.arm.id,
                    "product_uom_qty": count,
                    "name": name,
                    "sequence": 91,
                }
            )
            for name, count in rows
        ),
    ]
    order.write({"public_link_revised": False})


def add_proof(scenes, order, item=0, name="front.png", size=(256, 256), **values):
    """Let the customer see a proof of an item, with the preview of a PDF drawn."""
    color, shape = "#1c5aa8", (20, 20, size[0] - 26, size[1] - 56)
    kind = name[-3:].upper()
    proof = scenes.env["sale.order.proof"].create(
        {
            "order_id": order.id,
            "line_id": order.order_line.filtered("product_id")[item].id,
            "name": name,
            "file": picture(color, shape, size, kind),
            **values,
        }
    )
    if kind == "PDF":
        proof._draw()
    return proof


def waiting(scenes):
    """What a customer can answer."""
    order = scenes.order((scenes.desk, 4), (scenes.chair, 4))
    add_options(scenes, order, ("Monitor arm", 4), ("Cable tray\nFits below", 0))
    scenes.add("approve-options", order, "approve")
    items = (scenes.desk, 1), (scenes.chair, 2), (scenes.arm, 3)
    order = scenes.order(*items, public_link_item_approval=True)
    order.order_line[2].write({"public_link_state": "approved"})
    link = scenes.add("approve-items", order, "approve")
    [line, *_others] = order._public_link_waiting_lines()
    scenes.links.append(("approve-item-one", f"{link._url()}?item={line.id}"))
    order = scenes.order(*items, require_signature=True)
    order.note = "<p>Payment in 30 days.</p><p>Goods stay ours until paid.</p>"
    add_options(
        scenes, order, ("Monitor arm", 2), ("Cable tray", 0), ("Desk lamp, dimmed", 1)
    )
    add_proof(scenes, order, size=(900, 600), note="Please mind the bleed.")
    add_proof(scenes, order, 1, name="plan.pdf", size=(600, 850))
    scenes.add("approve-everything", order, "approve")
    order = scenes.order(*items)
    link = scenes.add("approve-proof", order, "approve")
    one, two = (
        add_proof(scenes, order, item, name=name, size=size).with_env(link.env)
        for item, name, size in (
            (0, "side.png", (900, 300)),
            (1, "top.png", (300, 900)),
        )
    )
    asked = order.with_env(link.env)
    asked._public_link_approve_proof(link, NORA, one)
    asked._public_link_refuse_proof(link, NORA, two, "Our logo is two years old.")
    add_proof(scenes, order, 2, name="front.png", size=(300, 800))
    scenes.add(
        "approve-signature", scenes.order(*items[:2], require_signature=True), "approve"
    )
    scenes.add(
        "approve-prepaid", scenes.order(*items[:2], require_payment=True), "approve"
    )
    scenes.add("approve-long", scenes.order(*[(scenes.chair, 2)] * 100), "approve")
    scenes.add("view-quote", scenes.order((scenes.desk, 1)), "view")
    order = scenes.order(*items[:2])
    link = scenes.add("approve-talk", order, "approve")
    talk = order.with_env(link.env)
    talk._public_link_comment(link, "Is it 160 cm wide?\nOur lift takes 150.")
    talk._public_link_ask_change(link, "Black legs instead of white ones, please.")


def answered(scenes):
    """What was answered, or cannot be any more."""
    order = scenes.order((scenes.desk, 2))
    signed(order, scenes.add("approve-done", order, "approve"))
    order = scenes.order(
        (scenes.desk, 2), (scenes.chair, 1), public_link_item_approval=True
    )
    link = scenes.add("approve-items-done", order, "approve")
    order = order.with_env(link.env)
    order._public_link_approve_lines(link, NORA, order._public_link_waiting_lines())
    order = scenes.order((scenes.chair, 2))
    link = scenes.add("approve-declined", order, "approve")
    order.with_env(link.env)._public_link_reject(link, NORA, "Too dear for us.")
    order = scenes.order((scenes.chair, 2))
    scenes.add("approve-revised", order, "approve")
    order.order_line[0].price_unit = 199
    order = scenes.order((scenes.chair, 2))
    scenes.add("approve-cancelled", order, "approve")
    order._action_cancel()
    order = scenes.order((scenes.chair, 2))
    scenes.add("approve-ordered", order, "approve")
    order.action_confirm()
    past = fields.Date.today() - timedelta(days=3)
    order = scenes.order((scenes.chair, 1), validity_date=past)
    scenes.add("approve-expired", order, "approve")


def make(scenes):
    waiting(scenes)
    answered(scenes)
