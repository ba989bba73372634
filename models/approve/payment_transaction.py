# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quotations that their payment by link confirms."""

from odoo import models
from odoo.exceptions import UserError

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
                and order.state in ("draft", "sent")
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

        def confirm():
            if not self._public_link_paid_as_offered(order):
                raise UserError(
                    order.env._(
                        "It was changed after the customer had approved it or begun to pay"
                        " it. Let them approve it as it is now, or confirm it yourself."
                    )
                )
            order._public_link_confirm_by(paid._check_amount_and_confirm_order)

        error = order._public_link_attempt(confirm)
        if error:
            order = order._public_link_acting()
            summary = order.env._("%s was paid, and is not confirmed", order.name)
            order._public_link_tell_failure(error, summary)
        return not error

    def _public_link_paid_as_offered(self, order):
        """Tell whether what was paid is what the quotation offers now (T11).

        :rtype: bool
        """
        if order.state != "sent" or order.public_link_revised:
            return False
        if order.public_link_answer == "approved":
            return not order.public_link_answer_changed
        since = order.public_link_offer_since
        begun = self.public_link_started_at or self.create_date
        # Paying accepts it, or core's own page has it accepted.
        return not since or begun > since
