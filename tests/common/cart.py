# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of the shop's carts share."""


class CartFixtures:
    """A cart of ``website_sale``, or what looks like one where that is not installed."""

    @classmethod
    def make_cart(cls, **values):
        """Return a cart with a permanent token; without a shop, a mere quotation."""
        if "website_id" in cls.env["sale.order"]:
            values["website_id"] = cls.env["website"].search([], limit=1).id
        cart = cls.make_order("draft", **values)
        cart._portal_ensure_token()
        return cart

    @property
    def shop(self):
        return "website_id" in self.env["sale.order"]

    def core_url(self, order):
        token = order.access_token
        return f"{order.get_base_url()}/shop/cart?id={order.id}&access_token={token}"
