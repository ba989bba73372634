# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What other addons do while a quotation is confirmed."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import mute_logger

from ..common.approve import ApproveCase
from ..common.promotion import promote

ANSWER = "odoo.addons.public_links.models.link.public_link_attempt"


class TestConfirmed(ApproveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.write({"taxes_id": [Command.clear()], "list_price": 500})
        cls.extra = cls.env["product.product"].create(
            {"name": "Extra", "list_price": 40, "taxes_id": [Command.clear()]}
        )
        cls.discount = cls.env["product.product"].create(
            {"name": "20 % off", "type": "service", "taxes_id": [Command.clear()]}
        )

    def setUp(self):
        super().setUp()
        self.orders = self.env.registry["sale.order"]

    def promoted(self):
        """Return a quotation of 2 x 500, 20 % off, with an option of 40; link, option."""
        order, _link = self.quote(
            order_line=[
                Command.create({"product_id": self.product.id, "product_uom_qty": 2}),
                Command.create(
                    {
                        "display_type": "line_section",
                        "name": "Extras",
                        "is_optional": True,
                        "sequence": 90,
                    }
                ),
                Command.create(
                    {
                        "product_id": self.extra.id,
                        "product_uom_qty": 0,
                        "sequence": 91,
                    }
                ),
            ]
        )
        order.state = "draft"
        self.promote(order)
        order.action_quotation_sent()
        chosen = order.order_line.filtered(lambda one: one.product_id == self.extra)
        return order, self.issue(order, "approve"), chosen

    def promote(self, order):
        """Take 20 % off, by core's promotions where they are installed."""
        if "loyalty.program" not in self.env:
            self.by_hand(order)
            return
        promote(order)

    def by_hand(self, order):
        """Do as the addon of promotions does, which deletes its line and writes it anew."""
        mine = order.order_line.filtered(lambda one: one.product_id == self.discount)
        sold = sum((order.order_line - mine).mapped("price_subtotal"))
        mine.unlink()
        values = {"product_id": self.discount.id, "price_unit": -0.2 * sold}
        order.order_line = [Command.create({**values, "sequence": 50})]

    def with_promotions(self):
        """Have confirmations work out promotions anew, as the addon of core does."""
        if "loyalty.program" in self.env:
            return
        original = self.orders.action_confirm

        def confirm(orders):
            orders._update_programs_and_rewards()
            return original(orders)

        def rework(order):
            self.by_hand(order)

        name = "_update_programs_and_rewards"
        self.startPatcher(patch.object(self.orders, name, rework, create=True))
        self.startPatcher(patch.object(self.orders, "action_confirm", confirm))

    def test_an_option_taken_counts_in_the_promotion_before_it_is_approved(self):
        """T15: the box, the evidence and the order say 960"""
        self.with_promotions()
        order, link, option = self.promoted()
        self.assertEqual(order.amount_total, 800)
        form = {f"quantity-{option.id}": "5"}
        page = self.assertSaid(self.act(link, "options", **form), "options_saved")
        self.assertIn("approve this quotation of $\xa0960.00", page.text)
        self.assertEqual(link.state, "active")
        self.assertSaid(self.approve(link), "approved")
        row = order.public_link_approval_ids
        self.assertEqual((order.state, order.amount_total), ("sale", 960))
        self.assertEqual(row._content()["document"]["total"], 960)
        self.assertFalse(row.changed_at)

    @mute_logger(ANSWER)
    def test_a_confirmation_to_another_amount_shows_that_amount_first(self):
        """T15: nothing is confirmed, and the customer looks again"""
        self.with_promotions()
        order, link, option = self.promoted()
        # On core's own page the customer takes an option.
        option.with_user(self.env.ref("base.public_user")).sudo().product_uom_qty = 5
        self.assertEqual(order.amount_total, 1000)
        page = self.approve(link, name="Joel W.")
        self.assertPublic(page, 422)
        for text in ("please look again", "of $\xa0960.00", 'value="Joel W."'):
            self.assertIn(text, page.text)
        # What was ticked was for another amount.
        self.assertNotRegex(page.text, r'name="accept"[^>]*checked')
        self.assertEqual((order.state, order.public_link_answer), ("sent", False))
        self.assertFalse(order.public_link_approval_ids)
        self.assertSaid(self.approve(link), "approved")
        self.assertEqual((order.state, order.amount_total), ("sale", 960))
        self.assertFalse(order.public_link_approval_ids.changed_at)

    @mute_logger(ANSWER)
    def test_an_addon_that_asks_back_has_confirmed_nothing(self):
        """T19: a window instead of a confirmation; nothing typed is lost"""
        order, link = self.quote()
        window = {
            "type": "ir.actions.act_window",
            "res_model": "sale.exception.confirm",
        }
        with patch.object(self.orders, "action_confirm", lambda _orders: window):
            page = self.approve(link, name="Joel W.", email="joel@example.com")
        self.assertPublic(page, 422)
        for text in ("could not complete", 'value="Joel W."', "joel@example.com"):
            self.assertIn(text, page.text)
        self.assertEqual((order.state, order.public_link_answer), ("sent", False))
        self.assertFalse(order.public_link_approval_ids)
        self.assertIn("wants a decision first", order.activity_ids.note)
        items, link = self.quote(public_link_item_approval=True)
        with patch.object(self.orders, "action_confirm", lambda _orders: window):
            page = self.act(
                link, "items", line=items.order_line.ids, accept="1", name="Joel W."
            )
        self.assertPublic(page, 422)
        self.assertIn('value="Joel W."', page.text)
        self.assertFalse(items.order_line.public_link_state)
        self.assertFalse(items.public_link_approval_ids)

    @mute_logger(ANSWER)
    def test_an_addon_that_asks_back_has_declined_nothing(self):
        """T19: as with confirmations"""
        order, link = self.quote()
        with patch.object(self.orders, "_action_cancel", lambda _orders: {}):
            page = self.act(link, "reject", text="Too dear for us")
        self.assertPublic(page, 422)
        self.assertIn("Too dear for us", page.text)
        self.assertEqual((order.state, order.public_link_answer), ("sent", False))
        self.assertIn("wants a decision first", order.activity_ids.note)

    @mute_logger(ANSWER)
    def test_a_fault_of_another_addon_is_no_error_page(self):
        """T19: no 500, staff hear of it, nothing typed is lost"""
        order, link = self.quote()
        with patch.object(self.orders, "_action_confirm", side_effect=KeyError("fee")):
            page = self.approve(link, name="Joel W.")
        self.assertPublic(page, 422)
        self.assertIn('value="Joel W."', page.text)
        self.assertIn("fee", order.activity_ids.note)
        self.assertFalse(order.public_link_approval_ids)

    @mute_logger(ANSWER)
    def test_an_addon_may_refuse_a_choice_of_options(self):
        """T19: what was typed stays"""
        order, link, option = self.promoted()
        lines = self.env.registry["sale.order.line"]
        refusal = UserError("Sold out")
        form = {f"quantity-{option.id}": "7"}
        seen = self.seen(link)
        with patch.object(lines, "write", side_effect=refusal):
            page = self.act(link, "options", seen=seen, **form)
        self.assertPublic(page, 422)
        self.assertIn('value="7"', page.text)
        self.assertIn("could not complete", page.text)
        self.assertEqual(option.product_uom_qty, 0)
        self.assertIn("Sold out", order.activity_ids.note)

    @mute_logger(ANSWER)
    def test_a_paid_quote_that_an_addon_does_not_confirm(self):
        """T19, T15: the payment is booked, staff hear why the order is not confirmed"""
        payment = {"require_payment": True, "prepayment_percent": 1.0}
        window = {
            "type": "ir.actions.act_window",
            "res_model": "sale.exception.confirm",
        }
        original = self.orders.action_confirm

        def dearer(orders):
            orders.order_line.price_unit = 999
            return original(orders)

        for confirm, told in (
            (lambda _orders: window, "wants a decision first"),
            (dearer, "1,998.00"),
        ):
            order, link = self.quote(**payment)
            order.order_line.write({"product_uom_qty": 2, "discount": 0})
            order._public_link_sent_again()
            link = self.issue(order, "approve")
            self.assertSaid(self.approve(link), "approved")
            transaction = self.paid(order, link)
            with patch.object(self.orders, "action_confirm", confirm):
                transaction._post_process()
            self.assertTrue(transaction.is_post_processed)
            self.assertEqual((order.state, order.amount_total), ("sent", 1000))
            self.assertFalse(order.public_link_revised)
            paid = order.activity_ids.filtered(lambda one: "was paid" in one.summary)
            self.assertIn(told, paid.note)
        # As soon as nothing is in the way it is confirmed.
        order, link = self.quote(**payment)
        self.assertSaid(self.approve(link), "approved")
        self.paid(order, link)._post_process()
        self.assertEqual(order.state, "sale")

    def paid(self, order, link):
        """Return a payment of the whole order by link that is done, and not yet booked."""
        provider = self.env["payment.provider"].search([("code", "=", "demo")], limit=1)
        provider = provider or self.env["payment.provider"].search([], limit=1)
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "online_direct",
                "reference": f"T19 {order.name}",
                "sale_order_ids": [Command.set(order.ids)],
                "public_link_id": link.id,
            }
        )
        transaction._set_done()
        return transaction


class TestOverrides(ApproveCase):
    @mute_logger(ANSWER)
    def test_what_a_confirmation_would_change_is_not_confirmed(self):
        """T15, F9: an addon that changes prices on confirming is no choice of theirs"""
        order, link = self.quote()
        original = self.env.registry["sale.order"]._action_confirm

        def dearer(orders):
            orders.order_line.price_unit = 999
            return original(orders)

        with self.overridden("_action_confirm", dearer):
            page = self.approve(link, name="Joel W.")
        self.assertPublic(page, 422)
        self.assertIn("could not complete", page.text)
        self.assertIn('value="Joel W."', page.text)
        self.assertEqual((order.state, order.amount_total), ("sent", 860.22))
        self.assertFalse(order.public_link_approval_ids or order.public_link_answer)
        self.assertIn("2,913.08", order.activity_ids.note)
        self.assertEqual(link.state, "active")

    @mute_logger(ANSWER)
    def test_a_refusal_that_leads_elsewhere_is_a_refusal(self):
        """S15, T19: core raises it where something is not set up"""
        order, link = self.quote()

        def refuse(orders):
            text = "No journal yet"
            raise RedirectWarning(text, 1, "Go there")

        with self.overridden("_action_confirm", refuse):
            self.assertFailed(self.approve(link))
        self.assertIn("No journal yet", order.activity_ids.note)
        self.assertFalse(order.public_link_approval_ids)

    @mute_logger(ANSWER)
    def test_a_refused_decline_is_said_and_told(self):
        """S15, B37, T19: nothing is done, staff know why"""
        order, link = self.quote()

        def refuse(orders):
            text = "Reserved goods must be released first."
            raise UserError(text)

        with self.overridden("_action_cancel", refuse):
            self.assertFailed(self.act(link, "reject", text="No thanks"), "No thanks")
        self.assertEqual((order.state, order.public_link_answer), ("sent", False))
        self.assertFalse(order.public_link_approval_ids)
        self.assertIn("Reserved goods", order.activity_ids.note)
