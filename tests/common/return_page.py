# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The forms of the return page, for the tests of what customers do there."""

import re

from .approve import ApproveCase
from .returns import ReturnFixtures


class ReturnPageCase(ReturnFixtures, ApproveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_return_fixtures()

    def delivered(self, quantity=5, done=None, product=None):
        """Return an order that was delivered.

        :param quantity: how many were ordered
        :param done: how many were delivered; by default all
        """
        product = product or self.product
        order = self.sell((product, quantity))
        self.deliver(order, {product: quantity if done is None else done})
        return order

    def key(self, order, number=0):
        """Return how forms name an item of an order."""
        return order._return_items()[number].key

    def choose(self, link, quantities):
        """Send the first step."""
        data = {f"quantity-{key}": text for key, text in quantities.items()}
        return self.open(link, "choose", method="POST", data=data)

    def second_step(self, link, quantities):
        """Return the page of the second step, and what its form hides."""
        response = self.choose(link, quantities)
        self.assertPublic(response, 303)
        page = self.get(response.headers["Location"].partition("#")[0])
        self.assertPublic(page, 200)
        return page, {
            name: re.search(f'name="{name}" value="([0-9a-f]+)"', page.text).group(1)
            for name in ("seen", "once")
        }

    def ask(self, link, quantities, hidden=None, files=None, **data):
        """Send the second step, the policy accepted and a reason chosen."""
        if hidden is None:
            hidden = self.second_step(link, quantities)[1]
        form = {f"quantity-{key}": text for key, text in quantities.items()}
        form |= {f"reason-{key}": str(self.reason.id) for key in quantities}
        form |= {"accept": "1", **hidden, **data}
        return self.open(link, "ask", method="POST", data=form, files=files)

    def returned(self, order=None, quantity="2"):
        """Return a request that a customer made, and the link."""
        order = order or self.delivered()
        link = self.issue(order, "return")
        self.assertSaid(self.ask(link, {self.key(order): quantity}), "return_asked")
        return order.return_request_ids[:1], link
