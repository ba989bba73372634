# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command

from ..common.promotion import promote
from ..common.returns import ReturnCase


class TestReturnPaid(ReturnCase):
    """A return gives back what was paid for it, and was not given back yet (T14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.off = cls.env["product.product"].create(
            {
                "name": "Off",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": [Command.clear()],
            }
        )

    def sold(self, *rows, percent=0, **values):
        """Return an order of rows (quantity, price, more), delivered and billed.

        :param percent: of core's global discount
        """
        goods = []
        for quantity, price, *more in rows:
            product = self.make_product(**values)
            self.put_in_stock(product, 50)
            goods.append((product, quantity, {"price_unit": price} | dict(*more)))
        order = self.sell(*goods)
        if percent:
            wizard = self.env["sale.order.discount"].create(
                {
                    "sale_order_id": order.id,
                    "discount_type": "so_discount",
                    "discount_percentage": percent / 100,
                }
            )
            wizard.action_apply_discount()
        self.deliver(order)
        self.bill(order)
        return order

    def lower(self, order, amount, **values):
        """Add a line below 0, and bill it."""
        order.order_line = [
            Command.create(
                {
                    "product_id": self.off.id,
                    "price_unit": -amount,
                    "tax_ids": [Command.clear()],
                    **values,
                }
            )
        ]
        order._create_invoices(final=True).action_post()

    def give(self, order, *counts):
        """Return what a return gives back, asked for, received and credited.

        The estimate and the credit note are the same, with and without tax.
        """
        items = [item for item in order._return_items() if item.remaining]
        chosen = list(zip(items, counts, strict=False))
        request = self.ask(order, *(self.row(item, count) for item, count in chosen))
        self.receive(request)
        request.with_user(self.accountant).action_credit()
        notes = request.credit_note_ids
        notes.action_post()
        self.assertEqual(sum(notes.mapped("amount_total")), request.estimate_total)
        self.assertEqual(sum(notes.mapped("amount_tax")), request.estimate_tax)
        return sum(notes.mapped("amount_untaxed"))

    def test_a_global_discount_is_not_given_back(self):
        """T14: 2 x 200 with 25 percent off: 300 for both, 150 for one"""
        order = self.sold((2, 200), percent=25)
        self.assertEqual(order.amount_untaxed, 300)
        item = self.item(order)
        self.assertEqual(order._return_estimate([(item, 2)]).untaxed, 300)
        self.assertEqual(self.give(order, 1), 150)
        self.assertEqual(self.give(order, 1), 150)

    def test_steps_give_back_together_what_was_paid(self):
        """T14: 7 x 3.333 and 3 x 10.01 with 33 percent off, in any steps"""
        order = self.sold((7, 3.333), (3, 10.01), percent=33)
        given = [self.give(order, *counts) for counts in ((2, 1), (1,), (4, 2))]
        self.assertAlmostEqual(sum(given), order.amount_untaxed, 2)

    def test_the_fee_is_of_what_was_paid(self):
        """T14, F16"""
        self.company.public_links_return_fee = 10
        order = self.sold((2, 200), percent=25)
        self.assertEqual(self.give(order, 2), 270)

    def test_a_discount_is_shared_by_the_lines_of_its_taxes(self):
        """T14: core makes a line for each combination of taxes"""
        none = {"tax_ids": [Command.clear()]}
        order = self.sold((1, 300), (1, 100, none), percent=50)
        _taxed, free = order._return_items()
        self.assertEqual(order._return_estimate([(free, 1)]).total, 50)
        self.assertEqual(self.give(order, 1, 1), 200)
        paid = order.invoice_ids.filtered(lambda one: one.move_type == "out_invoice")
        back = order.return_request_ids.credit_note_ids
        self.assertEqual(back.amount_total, paid.amount_total)

    def test_taxes_in_the_price_and_others_below_0_are_shared_by_all(self):
        """T14: 1 x 119 and 1 x 238 with 19 percent inside, 30 off"""
        inside = self.tax.copy(
            {"name": "Inside", "amount": 19, "price_include_override": "tax_included"}
        )
        order = self.sold((1, 119), (1, 238), taxes_id=[Command.set(inside.ids)])
        self.lower(order, 30, tax_ids=[Command.set(inside.ids)])
        first, second = order._return_items()
        self.assertEqual(order._return_estimate([(first, 1)]).total, 109)
        self.assertEqual(order._return_estimate([(second, 1)]).total, 218)
        self.give(order, 1, 1)
        self.assertEqual(order.return_request_ids.estimate_total, 327)

    def test_free_lines_give_nothing_back(self):
        """T14: a free line, and what was ordered for nothing by a discount"""
        order = self.sold((1, 100), (1, 50, {"discount": 100}), (1, 0), percent=10)
        paid, gift, free = order._return_items()
        self.assertEqual(order._return_estimate([(gift, 1), (free, 1)]).total, 0)
        self.assertEqual(order._return_estimate([(paid, 1)]).untaxed, 90)

    def test_what_staff_credited_is_not_given_back_again(self):
        """T14: 50 of 5 x 100 were credited by hand"""
        order = self.sold((5, 100))
        invoice = order.invoice_ids
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        note = invoice.browse(wizard.reverse_moves()["res_id"])
        note.invoice_line_ids.write({"quantity": 1, "price_unit": 50})
        note.action_post()
        item = self.item(order)
        self.assertEqual(order._return_estimate([(item, 2)]).untaxed, 200)
        self.assertEqual(order._return_estimate([(item, 5)]).untaxed, 450)
        self.assertEqual(self.give(order, 2), 200)
        item = self.item(order)
        self.assertEqual(order._return_estimate([(item, 3)]).untaxed, 250)

    def test_a_down_payment_changes_nothing(self):
        """T14: 30 percent were paid before"""
        product = self.make_product()
        self.put_in_stock(product, 5)
        order = self.sell((product, 2, {"price_unit": 200}))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        wizard.create_invoices()
        order.invoice_ids.action_post()
        self.deliver(order)
        order._create_invoices(final=True).action_post()
        self.assertEqual(self.give(order, 1), 200)
        self.assertEqual(self.give(order, 1), 200)

    def test_the_price_of_the_invoice_is_what_was_paid(self):
        """T14: staff lowered the price while invoicing"""
        product = self.make_product()
        self.put_in_stock(product, 5)
        order = self.sell((product, 2, {"price_unit": 200}))
        self.deliver(order)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.price_unit = 180
        invoice.action_post()
        self.assertEqual(self.give(order, 2), 360)

    def test_a_promotion_is_not_given_back(self):
        """T14: 2 x 500 with 20 percent off: 800, where promotions are installed"""
        if "loyalty.program" not in self.env:
            order = self.sold((2, 500))
            self.lower(order, 200, tax_ids=[Command.set(self.tax.ids)])
        else:
            order = self.promoted()
        self.assertEqual(order.amount_untaxed, 800)
        self.assertEqual(order._return_estimate([(self.item(order), 2)]).untaxed, 800)
        self.assertEqual(self.give(order, 1), 400)
        self.assertEqual(self.give(order, 1), 400)

    def promoted(self):
        """Return a delivered and billed order with a promotion of ``loyalty``."""
        product = self.make_product()
        self.put_in_stock(product, 5)
        values = {"product_id": product.id, "product_uom_qty": 2, "price_unit": 500}
        order = self.make_order("draft", order_line=[Command.create(values)])
        promote(order)
        order.action_confirm()
        self.deliver(order)
        self.bill(order)
        return order
