"""Returns: what can go back, why, and each state of a request; and orders on the way."""

from datetime import timedelta

from odoo import fields


def orders(scenes):
    """Orders that were sent in parts, or whole."""
    order = scenes.order((scenes.desk, 2), (scenes.chair, 3))
    order.action_confirm()
    [first] = order.picking_ids
    first.move_ids[0].quantity, first.move_ids[0].picked = 2, True
    first.with_context(skip_sms=True, skip_backorder=True).button_validate()
    for share in (20, 30):
        wizard = scenes.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": share,
                "sale_order_ids": order.ids,
            }
        )
        wizard._create_invoices(order).action_post()
    scenes.add("order-parts", order, "view")
    scenes.add("order-sent", scenes.delivered(), "view")
    order = scenes.order((scenes.desk, 1))
    order.action_confirm()
    scenes.add("order-new", order, "view")
    order = scenes.order((scenes.desk, 1))
    order.action_confirm()
    scenes.add("order-cancelled", order, "view")
    order._action_cancel()


def reason(scenes, photos=False):
    """Return a reason for which photos are asked, or not."""
    return scenes.env["return.reason"].search(
        [("photos_required", "=", photos)], limit=1
    )


def asked(scenes, name, auto=True, wish="refund", **values):
    """Return what a customer has asked for, and note the link to it."""
    scenes.company.public_links_return_auto = auto
    order = scenes.delivered()
    link = scenes.add(name, order, "return")
    order = order.with_env(link.env)
    row = {
        "key": order._return_items()[0].key,
        "quantity": 1,
        "reason_id": reason(scenes).id,
        **values,
    }
    order._return_ask(link, [row], "", wish)
    return order.return_request_ids.with_env(scenes.env)


def requests(scenes):
    """One return in each state."""
    asked(scenes, "return-status")
    asked(scenes, "return-requested", auto=False, note="One leg is too short.")
    received = asked(scenes, "return-received")
    scenes.send(received.return_picking_ids)
    inspecting = asked(scenes, "return-inspecting")
    scenes.send(inspecting.return_picking_ids)
    inspecting.action_inspect()
    for name in ("return-credited", "return-closed"):
        request = asked(scenes, name)
        scenes.send(request.return_picking_ids)
        request.action_inspect()
        request.action_credit()
        if name == "return-closed":
            request.credit_note_ids.action_post()
            request.action_close()
    asked(scenes, "return-exchange", wish="exchange")
    asked(scenes, "return-cancelled").action_cancel()


def make(scenes):
    orders(scenes)
    scenes.add("return-start", scenes.delivered(), "return")
    order = scenes.delivered()
    first, second = (item.key for item in order._return_items())
    scenes.add("return-why", order, "return", f"?return={first}-1")
    scenes.add("return-why-two", order, "return", f"?return={first}-2_{second}-3")
    order = scenes.order((scenes.desk, 1))
    order.action_confirm()
    scenes.add("return-too-early", order, "return")
    order = scenes.delivered()
    long_ago = fields.Datetime.now() - timedelta(days=90)
    order.order_line.move_ids.date = long_ago
    scenes.add("return-too-late", order, "return")
    requests(scenes)
