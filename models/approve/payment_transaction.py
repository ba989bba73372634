# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quotations that their payment by link confirms."""

from odoo import models

from .sale_order_revision import KEPT


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        confirmed = self.env["sale.order"]
        for transaction in self:
            order = transaction.sale_order_ids
            if (
                transaction.public_link_id
                and len(order) == 1
                and order.state == "sent"
                and order._is_confirmation_amount_reached()
            ):
                if transaction._public_link_confirm_paid(order):
                    confirmed += order
            else:
                one = super(PaymentTransaction, transaction)
                confirmed += one._check_amount_and_confirm_order()
        return confirmed

    def _public_link_confirm_paid(self, order):
        """Confirm what was paid for, or tell staff: the payment is booked all the same.

        :return: whether it is confirmed
        :rtype: bool
        """
        paid = super(PaymentTransaction, self.with_context(**KEPT))
        error = order._public_link_attempt(
            lambda: order._public_link_confirm_by(paid._check_amount_and_confirm_order)
        )
        if error:
            order = order._public_link_acting()
            summary = order.env._("%s was paid, and is not confirmed", order.name)
            order._public_link_tell_failure(error, summary)
        return not error
