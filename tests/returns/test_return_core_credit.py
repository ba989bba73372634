# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError

from ..common.returns import ReturnCase


class TestReturnCredit(ReturnCase):
    """The right credit note: what came back and was invoiced, less the fee."""

    def credit(self, request):
        before = request.credit_note_ids
        request.with_user(self.accountant).action_credit()
        return request.credit_note_ids - before

    def came(self, order, quantity=2, reason=None):
        request = self.ask_one(order, quantity, reason)
        self.receive(request)
        return request

    def test_what_came_back_is_credited_by_core_s_reversal(self):
        """E1.10, E1.11"""
        order = self.delivered(5)
        request = self.came(order)
        self.assertFalse(request.refund_amount)
        note = self.credit(request)
        self.assertEqual(note.move_type, "out_refund")
        self.assertEqual(note.state, "draft")
        self.assertEqual(note.reversed_entry_id, order.invoice_ids - note)
        self.assertEqual(note.invoice_line_ids.quantity, 2)
        self.assertEqual(note.invoice_line_ids.sale_line_ids, order.order_line)
        self.assertEqual(note.amount_total, 216)
        self.assertFalse(request.refund_amount)
        note.action_post()
        self.assertEqual(request.refund_amount, 216)
        self.assertEqual(order.order_line.qty_invoiced, 3)

    def test_the_fee_is_kept_as_it_was_when_the_customer_asked(self):
        """F16: the estimate and the credit note are one amount"""
        self.company.public_links_return_fee = 10
        order = self.delivered(5)
        request = self.came(order)
        self.company.public_links_return_fee = 50
        note = self.credit(request)
        self.assertEqual(note.amount_total, 194.4)
        self.assertEqual(note.amount_total, request.estimate_total)
        fee = note.invoice_line_ids.filtered(lambda line: not line.product_id)
        self.assertEqual((fee.price_unit, fee.tax_ids), (-20, self.tax))
        self.assertIn("10 %", fee.name)

    def test_estimate_and_credit_note_agree_whatever_the_taxes(self):
        """F16: included in the price, a fixed amount, several, in another currency"""
        self.company.public_links_return_fee = 12.5
        included, fixed = self.env["account.tax"].create(
            [
                {
                    "name": "Included",
                    "amount": 19,
                    "price_include_override": "tax_included",
                    "type_tax_use": "sale",
                },
                {"name": "Each", "amount": 1.5, "amount_type": "fixed"},
            ]
        )
        euro = self.env.ref("base.EUR")
        euro.active = True
        prices = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        for taxes, values in (
            (included, {}),
            (self.tax + fixed, {}),
            (included + fixed, {"pricelist_id": prices.id}),
            (self.tax.browse(), {}),
        ):
            with self.subTest(taxes=taxes.mapped("name")):
                product = self.make_product(taxes_id=taxes.ids, list_price=33.33)
                self.put_in_stock(product, 10)
                order = self.sell((product, 5), **values)
                order.order_line.discount = 7
                self.deliver(order)
                self.bill(order)
                request = self.came(order, 3)
                note = self.credit(request)
                self.assertEqual(note.currency_id, order.currency_id)
                self.assertEqual(note.amount_total, request.estimate_total)
                self.assertEqual(note.amount_tax, request.estimate_tax)

    def test_staff_are_told_what_core_invoices_again(self):
        """E1.10: items that are invoiced as ordered"""
        order = self.delivered(5, invoice_policy="order")
        request = self.came(order)
        self.credit(request).action_post()
        self.assertEqual(order.order_line.qty_to_invoice, 2)
        said = str(request.message_ids.mapped("body"))
        self.assertIn("to be invoiced again", said)

    def test_no_fee_for_what_is_our_fault(self):
        """F16, E1.15"""
        self.company.public_links_return_fee = 10
        request = self.came(self.delivered(5), reason=self.defective)
        note = self.credit(request)
        self.assertEqual(len(note.invoice_line_ids), 1)
        self.assertEqual(note.amount_total, request.estimate_total)

    def test_nothing_is_credited_twice(self):
        """E1.10"""
        request = self.came(self.delivered(5))
        self.credit(request)
        with self.assertRaises(UserError):
            self.credit(request)
        request.credit_note_ids.button_cancel()
        self.assertEqual(self.credit(request).invoice_line_ids.quantity, 2)

    def test_what_was_not_invoiced_is_not_credited(self):
        """E1.10"""
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order)
        request = self.came(order)
        with self.assertRaisesRegex(UserError, "nothing to credit"):
            self.credit(request)
        invoice = self.bill(order)
        self.assertEqual(invoice.invoice_line_ids.quantity, 3)

    def test_what_was_partly_invoiced_is_partly_credited(self):
        """E1.10: three of five were invoiced, four come back"""
        product = self.make_product(invoice_policy="order")
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 3
        invoice.action_post()
        note = self.credit(self.came(order, 4))
        self.assertEqual(note.invoice_line_ids.quantity, 3)

    def test_only_what_was_accepted_is_credited(self):
        """E1.13, E1.14"""
        request = self.came(self.delivered(5))
        request.action_inspect()
        request.line_ids.with_user(self.warehouse).accepted_quantity = 1
        self.assertEqual(self.credit(request).invoice_line_ids.quantity, 1)

    def test_what_did_not_come_is_not_credited(self):
        """E1.10: the invoice's other lines, its sections, its down payment"""
        desk, lamp = self.make_product(), self.make_product("Lamp")
        for product in (desk, lamp):
            self.put_in_stock(product, 10)
        order = self.sell((desk, 2), (lamp, 3))
        order.write(
            {
                "order_line": [
                    (0, 0, {"display_type": "line_section", "name": "Section"})
                ]
            }
        )
        self.deliver(order)
        self.bill(order)
        request = self.ask(order, self.row(order._return_items()[1], 1))
        self.receive(request)
        note = self.credit(request)
        self.assertEqual(note.invoice_line_ids.product_id, lamp)
        self.assertEqual(note.amount_untaxed, 100)

    def test_two_invoices_give_two_credit_notes(self):
        """E1.10: the last invoice first"""
        product = self.make_product()
        self.put_in_stock(product, 10)
        order = self.sell((product, 5))
        self.deliver(order, {product: 2})
        first = self.bill(order)
        self.deliver(order)
        second = self.bill(order)
        one, two = order._return_items()
        request = self.ask(order, self.row(one, 2), self.row(two, 2))
        self.receive(request)
        notes = self.credit(request)
        self.assertEqual(
            {note.reversed_entry_id: note.invoice_line_ids.quantity for note in notes},
            {first: 1, second: 3},
        )

    def test_another_credit_note_counts(self):
        """E1.10: staff credited some of it already"""
        order = self.delivered(2)
        invoice = order.invoice_ids
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        by_hand = order.invoice_ids - invoice
        by_hand.invoice_line_ids.quantity = 1
        by_hand.action_post()
        note = self.credit(self.came(order, 2))
        self.assertEqual(note.invoice_line_ids.quantity, 1)

    def test_the_warehouse_makes_no_credit_notes(self):
        """F29"""
        request = self.came(self.delivered(5))
        with self.assertRaises(AccessError):
            request.with_user(self.warehouse).action_credit()

    def test_nothing_is_credited_before_it_came(self):
        """E1.13"""
        request = self.ask_one(self.delivered(5), 2)
        with self.assertRaises(UserError):
            self.credit(request)
