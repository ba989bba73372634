"""A customer, three products, and the links to what is made for them."""

import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import Command, fields

PRODUCTS = (
    ("Standing desk, white oak", "DSK-1", 750, "#c39764", (20, 90, 236, 120)),
    ("Task chair, green", "CHR-2", 220, "#3f7d74", (80, 40, 176, 170)),
    ("Monitor arm", "ARM-3", 89, "#3a4149", (110, 30, 220, 110)),
)


def picture(color, shape, size=(256, 256), kind="PNG"):
    """Return a small picture of a product, drawn here; or a PDF with it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rounded_rectangle(shape, 18, fill=color)
    result = io.BytesIO()
    image.save(result, kind)
    return base64.b64encode(result.getvalue())


class Scenes:
    """The documents, and their links.

    :param env: of the superuser
    """

    def __init__(self, env):
        self.env, self.company, self.links = env, env.company, []
        self.partner = self.customer("Nora Feldman", "nora@birchvale.example")
        goods = {"type": "consu", "is_storable": False, "invoice_policy": "order"}
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
                    **goods,
                }
            )
            for name, code, price, color, shape in PRODUCTS
        )

    def customer(self, name, email):
        return self.env["res.partner"].create(
            {
                "name": name,
                "email": email,
                "street": "12 Harbour Road",
                "city": "Seattle",
                "zip": "98101",
                "country_id": self.env.ref("base.us").id,
                "tz": "America/New_York",
            }
        )

    def add(self, name, document, purpose, place="", partner=None):
        """Note a link to a page.

        :param str place: a path below the link, or a query
        """
        partner = partner or self.partner
        link = self.env["public.link"].sudo()._issue(document, purpose, partner)
        url = link._url()
        between = "" if place[:1] in ("", "?") else "/"
        self.links.append((name, f"{url}{between}{place}"))
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

    def send(self, pickings):
        """Validate deliveries with all that is in them."""
        for move in pickings.move_ids:
            move.quantity, move.picked = move.product_uom_qty, True
        pickings.with_context(skip_sms=True).button_validate()

    def delivered(self, *lines, **values):
        """Return an order that was delivered and invoiced."""
        order = self.order(*(lines or ((self.desk, 2), (self.chair, 3))), **values)
        order.action_confirm()
        self.send(order.picking_ids)
        order._create_invoices().action_post()
        return order
