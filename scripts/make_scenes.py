"""Make a document for each page and state that customers see; run by scripts/screenshots
--all in an Odoo shell, after demo_links.py.

Appends to the file PL_LINKS: a line is a name without blanks, spaces, a URL.
"""

import base64
import io
import os
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import Command, fields

from odoo.addons.public_links.carriers.base import Place, Scan, TrackResult
from odoo.addons.public_links.carriers.times import moment

KEPT = {"public_link_kept": True}
# What a carrier reports of a parcel: hours ago, state, words, place.
PARCEL_SCANS = (
    (52, "pre_transit", "Label created", "Reno", "NV"),
    (44, "in_transit", "Picked up", "Reno", "NV"),
    (30, "in_transit", "Arrived at the hub", "PORTLAND", "OR"),
    (26, "in_transit", "Departed the hub", "PORTLAND", "OR"),
    (20, "in_transit", "Arrived at the depot", "Seattle", "WA"),
    (9, "out_for_delivery", "Out for delivery", "Seattle", "WA"),
)
PARCEL_LAST = {
    "available_for_pickup": "Ready to collect at Packstation 145",
    "attempt_failed": "Nobody at home",
    "exception": "Address not found",
    "return_to_sender": "Returned to the shipper",
    "delivered": "Delivered, left at the front door",
}
PARCEL_ORDER = (
    "unknown",
    "cancelled",
    "pre_transit",
    "in_transit",
    "out_for_delivery",
    *PARCEL_LAST,
)


def picture(color, shape):
    """Return a small picture of a product, drawn here."""
    image = Image.new("RGB", (256, 256), "white")
    ImageDraw.Draw(image).rounded_rectangle(shape, 18, fill=color)
    result = io.BytesIO()
    image.save(result, "PNG")
    return base64.b64encode(result.getvalue())


class Scenes:
    """The documents, and their links.

    :param env: of the superuser
    """

    def __init__(self, env):
        self.env, self.company, self.links = env, env.company, []
        self.partner = env["res.partner"].create(
            {
                "name": "Nora Feldman",
                "email": "nora@birchvale.example",
                "street": "12 Harbour Road",
                "city": "Seattle",
                "zip": "98101",
                "tz": "America/New_York",
            }
        )
        goods = {"type": "consu", "is_storable": False}
        self.carrier = env["delivery.carrier"].create(
            {
                "name": "Swift Parcel",
                "product_id": env.ref("delivery.product_product_delivery").id,
                "tracking_url": "https://carrier.example/?n=<shipmenttrackingnumber>",
            }
        )
        # One by one: core keeps the picture of the first of several alone.
        self.desk, self.chair, self.arm = (
            env["product.product"].create(
                {
                    "name": name,
                    "default_code": code,
                    "list_price": price,
                    "image_1920": picture(color, shape),
                    "invoice_policy": "order",
                    **goods,
                }
            )
            for name, code, price, color, shape in (
                (
                    "Standing desk, white oak",
                    "DSK-1",
                    750,
                    "#c39764",
                    (20, 90, 236, 120),
                ),
                ("Task chair, green", "CHR-2", 220, "#3f7d74", (80, 40, 176, 170)),
                ("Monitor arm", "ARM-3", 89, "#3a4149", (110, 30, 220, 110)),
            )
        )

    def add(self, name, document, purpose, place=""):
        """Note a link to a page."""
        link = self.env["public.link"].sudo()._issue(document, purpose, self.partner)
        url = link._url()
        self.links.append((name, f"{url}/{place}" if place else url))
        return link

    def order(self, *lines, sent=True, **values):
        """Return a quotation of products and quantities."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "require_signature": False,
                "require_payment": False,
                "validity_date": fields.Date.today() + timedelta(days=30),
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": count})
                    for product, count in lines
                ],
                **values,
            }
        )
        if sent:
            order.action_quotation_sent()
        return order

    def quotes(self):
        order = self.order((self.desk, 4), (self.chair, 4))
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
                        "product_id": self.arm.id,
                        "product_uom_qty": count,
                        "name": name,
                        "sequence": 91,
                    }
                )
                for name, count in (("Monitor arm", 4), ("Cable tray\nFits below", 0))
            ),
        ]
        order.write({"public_link_revised": False})
        self.add("approve-options", order, "approve")
        order = self.order(
            (self.desk, 1),
            (self.chair, 2),
            (self.arm, 3),
            public_link_item_approval=True,
        )
        order.order_line[2].write({"public_link_state": "approved"})
        self.add("approve-items", order, "approve")
        order = self.order((self.desk, 1))
        self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line[0].id,
                "name": "front.png",
                "file": picture("#1c5aa8", (20, 20, 230, 200)),
            }
        )
        self.add("approve-proof", order, "approve")
        self.add("view-quote", order, "view")
        signed = self.order((self.desk, 2), (self.chair, 1), require_signature=True)
        self.add("approve-signature", signed, "approve")
        self.add("approve-long", self.order(*[(self.chair, 2)] * 100), "approve")
        order = self.order((self.desk, 2))
        link = self.add("approve-done", order, "approve")
        self.answer(order, link)
        order = self.order(
            (self.chair, 1), validity_date=fields.Date.today() - timedelta(days=3)
        )
        self.add("approve-expired", order, "approve")

    def answer(self, order, link):
        """Approve a quotation as its customer."""
        from odoo.addons.public_links.models.approve.sale_order_answer import Signer

        order = order.with_env(link.env)
        order._public_link_approve(
            link, Signer(name="Nora Feldman", shown="Nora Feldman")
        )

    def invoice(self, days, **values):
        """Return an invoice that is due in some days."""
        today = fields.Date.today()
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_date": today + timedelta(days=min(days, 0) - 2),
                "invoice_date_due": today + timedelta(days=days),
                "invoice_line_ids": [
                    Command.create({"product_id": self.desk.id, "quantity": 1})
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def money(self):
        due, late = self.invoice(12), self.invoice(-19)
        self.invoice(-8)
        paid = self.invoice(-40)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=paid.ids
        ).create({}).action_create_payments()
        refund = self.invoice(0, move_type="out_refund")
        for name, move in (
            ("invoice-due", due),
            ("invoice-late", late),
            ("invoice-paid", paid),
            ("credit-note", refund),
        ):
            self.add(name, move, "view")
        self.add("pay", due, "pay")

    def delivered(self):
        order = self.order((self.desk, 2), (self.chair, 3))
        order.action_confirm()
        for move in order.picking_ids.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        order.picking_ids.with_context(skip_sms=True).button_validate()
        order._create_invoices().action_post()
        return order

    def returns(self):
        order = self.order((self.desk, 2), (self.chair, 3))
        order.action_confirm()
        [first] = order.picking_ids
        first.move_ids[0].quantity, first.move_ids[0].picked = 2, True
        first.with_context(skip_sms=True, skip_backorder=True).button_validate()
        for share in (20, 30):
            wizard = self.env["sale.advance.payment.inv"].create(
                {
                    "advance_payment_method": "percentage",
                    "amount": share,
                    "sale_order_ids": order.ids,
                }
            )
            wizard._create_invoices(order).action_post()
        self.add("order-parts", order, "view")
        order = self.delivered()
        self.add("order-delivered", order, "view")
        self.add("return-start", order, "return")
        order = self.delivered()
        link = self.add("return-status", order, "return")
        order = order.with_env(link.env)
        item = order._return_items()[0]
        reason = self.env["return.reason"].search(
            [("photos_required", "=", False)], limit=1
        )
        row = {"key": item.key, "quantity": 1, "reason_id": reason.id}
        order._return_ask(link, [row], "")
        order = self.delivered()
        link = self.add("return-why", order, "return")
        item = order.with_env(link.env)._return_items()[0]
        name, url = self.links.pop()
        self.links.append((name, f"{url}?return={item.key}-1"))

    def shipped(self, numbers, *lines):
        """Return a delivery that left the day before yesterday, and its parcels."""
        order = self.order(*lines, client_order_ref="PO-7781")
        order.action_confirm()
        [picking] = order.picking_ids
        picking.carrier_id, picking.carrier_tracking_ref = self.carrier, numbers
        for move in picking.move_ids:
            move.quantity, move.picked = move.product_uom_qty, True
        picking.with_context(skip_sms=True).button_validate()
        ago = fields.Datetime.subtract(fields.Datetime.now(), days=2)
        order.date_order = picking.date_done = ago
        return picking, picking.parcel_ids.sorted("number")

    def tell(self, parcel, state, days=None, **values):
        """Have a carrier say how a parcel stands.

        :param int days: until it arrives
        """
        now = fields.Datetime.now()
        scans = [
            Scan(
                at=moment(f"{(now - timedelta(hours=hours)).isoformat()}-05:00"),
                state=code,
                message=text,
                place=Place(city=city, state=area, country="US"),
            )
            for hours, code, text, city, area in PARCEL_SCANS
            if PARCEL_ORDER.index(code) <= PARCEL_ORDER.index(state)
        ]
        if state in PARCEL_LAST:
            at = moment(f"{(now - timedelta(hours=7)).isoformat()}-05:00")
            place = Place(city="Seattle", state="WA", country="US")
            text = PARCEL_LAST[state]
            scans.append(Scan(at=at, state=state, message=text, place=place))
        if days is not None:
            values["eta_to"] = moment(f"{now.date() + timedelta(days=days)}")
        result = TrackResult(number=parcel.number, state=state, scans=scans, **values)
        parcel._record_answer(result, "poll")

    def parcels(self):
        states = {
            "unknown": {},
            "pre_transit": {"days": 5},
            "in_transit": {"days": 3, "service": "Ground"},
            "out_for_delivery": {"days": 0},
            "available_for_pickup": {"pickup": "Corner Books, Packstation 145"},
            "attempt_failed": {"reason": "nobody"},
            "exception": {"reason": "address"},
            "return_to_sender": {"reason": "refused"},
            "delivered": {"spot": "door"},
            "cancelled": {},
        }
        for state, values in states.items():
            picking, parcel = self.shipped("740122058816", (self.desk, 1))
            self.tell(parcel, state, **values)
            self.add(f"track-one-{state}", picking, "track")
            if state in ("out_for_delivery", "exception", "delivered"):
                self.add(f"order-{state}", picking.sale_id, "view")
        several = [*states.items()]
        for name, first in (("three", 4), ("eight", 2)):
            count = {"three": 3, "eight": 8}[name]
            numbers = ",".join(f"7401220588{one:02}" for one in range(count))
            lines = (self.desk, 1), (self.chair, 2), (self.arm, 1)
            picking, parcels = self.shipped(numbers, *lines)
            for parcel, (state, values) in zip(parcels, several[first:], strict=False):
                self.tell(parcel, state, **values)
            self.add(f"track-{name}", picking, "track")
            self.add(f"order-{name}", picking.sale_id, "view")
        picking, parcels = self.shipped("740122058801,740122058802", (self.desk, 2))
        for parcel in parcels:
            self.tell(parcel, "delivered")
        self.add("track-all-delivered", picking, "track")

    def portal(self):
        link = (
            self.env["public.link"].sudo()._issue(self.partner, "portal", self.partner)
        )
        for place in (
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
        ):
            url = link._url()
            self.links.append(
                (f"portal-{place or 'overview'}", f"{url}/{place}" if place else url)
            )

    def ended(self):
        order = self.order((self.desk, 1))
        link = self.add("dead-revoked", order, "view")
        link._revoke("document")
        order = self.order((self.desk, 1))
        link = self.add("dead-expired", order, "view")
        link.write({"expires_at": fields.Datetime.now() - timedelta(days=1)})
        self.links.append(("dead-unknown", link._url()[:-3] + "xyz"))


def main(env):
    env.company.public_links_return_exchange = True
    env.company.public_links_portal_statement = True
    scenes = Scenes(env)
    scenes.quotes()
    scenes.money()
    scenes.returns()
    scenes.parcels()
    scenes.portal()
    scenes.ended()
    env.cr.commit()
    with open(os.environ["PL_LINKS"], "a", encoding="utf-8") as file:
        file.writelines(f"{name:<28} {url}\n" for name, url in scenes.links)


main(env)  # noqa: F821  # the shell's
