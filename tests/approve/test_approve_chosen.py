# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo import Command
from odoo.tests.common import new_test_user

from ..common.approve import ApproveCase


class TestChosen(ApproveCase):
    """What customers choose on core's own pages is no change by staff."""

    def offer(self, **values):
        """Return a quotation with an optional item, the item, and its approve link."""
        order, _link = self.quote(**values)
        order.state = "draft"
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "Extras"}),
            Command.create({"product_id": self.product.id, "product_uom_qty": 0}),
        ]
        order.order_line.filtered("display_type").is_optional = True
        order.state = "sent"
        option = order.order_line.sorted()[-1]
        self.assertTrue(option._is_line_optional())
        return order, option, self.issue(order, "approve")

    def choose(self, order, option, **values):
        """Set the quantity of an optional item as core's portal page does."""
        answer = self.url_open(
            f"/my/orders/{order.id}/update_line_dict",
            data=json.dumps({"params": {"line_id": option.id, **values}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("error", answer.json())
        self.env.invalidate_all()

    def assertKept(self, order, link):
        self.assertEqual(link.state, "active")
        self.assertFalse(order.public_link_revised)
        self.assertPublic(self.open(link), 200)

    def test_an_option_chosen_by_the_permanent_link_withdraws_nothing(self):
        """R8, F5: what is approved then is what was chosen"""
        order, option, link = self.offer()
        seen = self.seen(link)
        self.choose(order, option, access_token=order._portal_ensure_token())
        self.choose(order, option, access_token=order.access_token, input_quantity=4)
        self.assertEqual(option.product_uom_qty, 4)
        self.assertKept(order, link)
        # The page that was open before shows something else.
        self.assertChanged(self.approve(link, seen=seen))
        self.assertEqual(order.state, "sent")
        self.assertSaid(self.approve(link), "approved")
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.public_link_approval_ids.changed_at)

    def test_an_option_chosen_with_a_login_withdraws_nothing(self):
        """R8, F5: more and fewer, one at a time"""
        user = new_test_user(self.env, "chooser", "base.group_portal", email="c@x.net")
        order, option, link = self.offer(partner_id=user.partner_id.id)
        self.authenticate("chooser", "chooser")
        for remove, quantity in ((False, 1), (False, 2), (True, 1)):
            self.choose(order, option, remove=remove)
            self.assertEqual(option.product_uom_qty, quantity)
            self.assertKept(order, link)

    def test_a_price_that_follows_from_the_quantity_withdraws_nothing(self):
        """R8, F5: a pricelist with a better price from three on"""
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "By quantity",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "fixed",
                            "fixed_price": 250,
                            "min_quantity": 3,
                            "applied_on": "0_product_variant",
                            "product_id": self.product.id,
                        }
                    )
                ],
            }
        )
        order, option, link = self.offer(pricelist_id=pricelist.id)
        self.choose(
            order, option, access_token=order._portal_ensure_token(), input_quantity=3
        )
        self.assertEqual(option.price_unit, 250)
        self.assertKept(order, link)

    def test_staff_withdraw_by_the_same_page(self):
        """F5: and by code that runs as superuser in their name"""
        order, option, link = self.offer()
        self.authenticate("sender", "sender")
        self.choose(order, option)
        self.assertEqual(link.revoked_reason, "revised")
        for user in (self.salesman, self.env.ref("base.user_root")):
            order, option, link = self.offer()
            option.with_user(user).sudo().product_uom_qty = 2
            self.assertEqual(link.revoked_reason, "revised")
            self.assertTrue(order.public_link_revised)

    def test_what_no_customer_chooses_withdraws_in_their_name_too(self):
        """F5: as by an automation that a call from outside sets off"""
        public = self.env.ref("base.public_user")
        for change in (
            {"price_unit": 1},
            {"name": "Something else"},
            {"discount": 50},
        ):
            _order, option, link = self.offer()
            option.with_user(public).sudo().write(change)
            self.assertEqual(link.revoked_reason, "revised", change)
        for change in (
            {"note": "<p>Other terms</p>"},
            {"order_line": [Command.create({"product_id": self.product.id})]},
        ):
            order, _option, link = self.offer()
            order.with_user(public).sudo().write(change)
            self.assertEqual(link.revoked_reason, "revised", change)

    def test_what_was_approved_is_marked_when_the_customer_chooses_afterwards(self):
        """R8, F9: the evidence says what it says; the links stay, the mark comes"""
        order, option, link = self.offer(require_payment=True, prepayment_percent=1)
        self.assertSaid(self.approve(link), "approved")
        self.assertEqual(order.state, "sent")
        self.choose(order, option, access_token=order._portal_ensure_token())
        self.assertTrue(order.public_link_approval_ids.changed_at)
        self.assertTrue(order.public_link_answer_changed)
        self.assertFalse(order.public_link_revised)

    def test_signing_commenting_and_paying_at_core_s_door_withdraw_nothing(self):
        """F5: nor does a reviewer's word"""
        order, _option, link = self.offer(require_signature=True)
        public = self.env.ref("base.public_user")
        visited = order.with_user(public).sudo()
        visited.message_post(body="Looks fine", message_type="comment")
        visited.write({"signed_by": "Joel", "signature": False})
        self.assertKept(order, link)
