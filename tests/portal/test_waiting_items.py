# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command

from ...models.approve.sale_order_revision import KEPT
from ..common.approve import ApproveCase
from ..common.portal import PortalFixtures


class TestWaitingItems(PortalFixtures, ApproveCase):
    """The overview says that items wait where the approve page asks for some."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()

    def waits(self, order):
        self.env.flush_all()
        page = self.page()
        self.assertPublic(page, 200)
        return order.name in page.text

    def test_what_is_no_item_by_itself_does_not_wait(self):
        """T4, T5: a line for nothing, a discount, a folded section"""
        order, _link = self.quote(lines=2, public_link_item_approval=True)
        order.action_confirm()
        self.assertTrue(self.waits(order))
        link = self.issue(order, "approve")
        lines = order.order_line
        self.act(link, "items", line=lines.ids, accept="1")
        self.assertEqual(order._public_link_approve_state(), "converted")
        self.assertFalse(self.waits(order))
        for price in (0, -10):
            order.with_context(**KEPT).order_line = [
                Command.create({"product_id": self.product.id, "price_unit": price})
            ]
            self.assertEqual(order._public_link_approve_state(), "converted")
            self.assertFalse(self.waits(order), price)
        order.with_context(**KEPT).order_line = [
            Command.create({"product_id": self.product.id, "price_unit": 10})
        ]
        self.assertEqual(order._public_link_approve_state(), "items")
        self.assertTrue(self.waits(order))
