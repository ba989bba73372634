# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ..common.returns import ReturnCase


class TestReturnRules(ReturnCase):
    """What may come back, and until when."""

    def test_returns_that_are_switched_off_are_refused(self):
        """A63, E1.3"""
        order = self.delivered()
        row = self.row(self.item(order))
        self.assertFalse(order._return_blockers())
        self.company.public_links_return_enabled = False
        self.assertEqual(self.codes(order), ["returns_off"])
        self.assertRefused(order, row, saying="cannot be asked for online")

    def test_returns_are_off_until_somebody_switches_them_on(self):
        """A63, E3.1"""
        company = self.env["res.company"].create({"name": "Fresh"})
        self.assertFalse(company.public_links_return_enabled)
        self.assertEqual(company.public_links_return_window, 30)

    def test_an_order_that_was_not_delivered_is_not_eligible(self):
        """A64, E1.4"""
        product = self.make_product()
        order = self.sell((product, 2))
        self.assertEqual(self.codes(order), ["not_delivered"])
        self.assertFalse(order._return_items())
        quote = self.make_order()
        self.assertEqual(self.codes(quote), ["not_delivered"])

    def test_of_a_partly_delivered_order_what_came_can_go_back(self):
        """A64, E1.4, E1.6"""
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order, {product: 2})
        [item] = order._return_items()
        self.assertEqual((item.delivered, item.remaining), (2, 2))
        self.assertRefused(order, self.row(item, 3), saying="2 at the most")

    def test_a_cancelled_order_has_nothing_to_return(self):
        """A64"""
        order = self.sell((self.make_product(), 1))
        order._action_cancel()
        self.assertEqual(self.codes(order), ["order_cancelled"])

    def test_the_window_counts_from_delivery(self):
        """A64, E1.5"""
        order = self.delivered()
        self.age(order, 30)
        self.assertFalse(order._return_blockers())
        self.age(order, 1)
        self.assertEqual(self.codes(order), ["window_closed"])
        item = self.item(order)
        self.assertIn("could be returned until", item.reasons_why_not)
        self.assertRefused(order, self.row(item), saying="time to return")

    def test_a_window_that_closes_after_the_page_was_opened_is_closed(self):
        """E1.2, E1.5: the second delivery is still in time, the first is not"""
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order, {product: 2})
        first = self.row(self.item(order))
        self.age(order, 31)
        order.order_line.product_uom_qty = 6
        self.deliver(order)
        self.assertFalse(order._return_blockers())
        self.assertRefused(order, first, saying="could be returned until")

    def test_the_last_day_is_a_day_of_the_seller_s(self):
        """E1.5: late in the evening in Auckland it is another day than in UTC"""
        order = self.delivered()
        self.company.partner_id.tz = "Pacific/Auckland"
        order.order_line.move_ids.date = fields.Datetime.to_datetime(
            "2026-03-01 12:30:00"
        )
        until = self.item(order).until
        self.assertEqual(until, fields.Date.to_date("2026-03-02") + timedelta(days=30))

    def test_windows_of_product_and_category_come_before_the_company_s(self):
        """F17"""
        order = self.delivered()
        product = order.order_line.product_id
        above = self.env["product.category"].create({"name": "Above"})
        product.categ_id.parent_id = above
        self.age(order, 10)
        self.company.public_links_return_window = 5
        self.assertEqual(self.codes(order), ["window_closed"])
        above.write({"public_link_return_rule": "days", "public_link_return_days": 12})
        self.assertFalse(order._return_blockers())
        product.categ_id.write(
            {"public_link_return_rule": "days", "public_link_return_days": 9}
        )
        self.assertEqual(self.codes(order), ["window_closed"])
        product.write(
            {"public_link_return_rule": "days", "public_link_return_days": 10}
        )
        self.assertFalse(order._return_blockers())

    def test_a_final_sale_cannot_come_back(self):
        """F17"""
        order = self.delivered()
        product = order.order_line.product_id
        row = self.row(self.item(order))
        product.categ_id.public_link_return_rule = "final"
        self.assertEqual(self.codes(order), ["final_sale"])
        self.assertTrue(self.item(order).final_sale)
        self.assertRefused(order, row, saying="final sale")
        product.write(
            {"public_link_return_rule": "days", "public_link_return_days": 30}
        )
        self.assertFalse(order._return_blockers())

    def test_a_final_sale_beside_others_is_refused_alone(self):
        """F17, E1.2"""
        desk, lamp = self.make_product(), self.make_product("Lamp")
        order = self.sell((desk, 1), (lamp, 1))
        self.deliver(order)
        lamp.public_link_return_rule = "final"
        self.assertFalse(order._return_blockers())
        good, bad = order._return_items()
        self.assertRefused(order, self.row(good), self.row(bad), saying="final sale")
        self.assertTrue(self.ask(order, self.row(good)))

    def test_an_excluded_customer_is_refused_and_their_contacts_are(self):
        """A64"""
        order = self.delivered()
        row = self.row(self.item(order))
        self.customer.public_links_return_excluded = True
        self.assertEqual(self.codes(order), ["customer_excluded"])
        self.assertRefused(order, row, saying="contact us")
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.customer.id}
        )
        order.partner_id = contact
        self.assertEqual(self.codes(order), ["customer_excluded"])

    def test_services_and_down_payments_are_no_items(self):
        """A64, E1.6"""
        service = self.env["product.product"].create(
            {"name": "Assembly", "type": "service", "list_price": 10}
        )
        desk = self.make_product()
        order = self.sell((desk, 2), (service, 1))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": 30,
                "sale_order_ids": order.ids,
            }
        )
        wizard.create_invoices()
        self.deliver(order)
        [item] = order._return_items()
        self.assertEqual(item.product, desk)

    def test_settings_out_of_bounds_are_refused(self):
        """E1.5, D13"""
        for name, value in (
            ("public_links_return_window", -1),
            ("public_links_return_fee", 101),
            ("public_links_return_fee", -1),
            ("public_links_return_ceiling", -1),
            ("public_links_return_stale_days", 0),
            ("public_links_return_send_days", -1),
            ("public_links_return_send_days", 366),
            ("public_links_return_days", 366),
        ):
            with (
                self.subTest(name=name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.company[name] = value
                self.company.flush_recordset()

    def test_the_reasons_are_there_and_can_be_edited_by_managers_alone(self):
        """E1.15, B1"""
        reasons = self.env["return.reason"].search([])
        self.assertEqual(
            reasons.mapped("code"),
            [
                "defective",
                "wrong_item",
                "no_longer_needed",
                "damaged_in_shipping",
                "other",
            ],
        )
        manager = self._make_user("returnboss", "public_links.group_manager")
        reasons[0].with_user(manager).name = "Broken"
        for user in (self.salesman, self.warehouse, self.accountant):
            with self.assertRaises(AccessError):
                reasons[0].with_user(user).name = "Mine"
