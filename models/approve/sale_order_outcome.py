# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an answer by link comes to, and what staff do then."""

from odoo import models

from ...tools.formatting import money


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_outcome(self):
        if outcome := super()._public_link_outcome():
            return outcome
        if self.public_link_answer == "approved" and self.public_link_answer_changed:
            return None
        return self.public_link_answer or None

    def _public_link_todo(self, kind):
        env = self.env
        if kind == "approved" and self._public_link_awaits_payment():
            return env._(
                "It becomes an order once it is paid. If no payment comes, send the payment"
                " link, or confirm it yourself."
            )
        if kind == "approved" and self.state == "sale":
            return env._("It is an order now: carry on with it as usual.")
        if kind == "approved":
            return env._("Look at it, and confirm it.")
        if kind == "items":
            return env._("Carry on with the items that were approved.")
        if kind == "rejected":
            return env._(
                "Read the reason below. To make another offer, set it back to a quotation"
                " and send it again."
            )
        if kind == "change":
            return env._(
                "Change it and send it again, or answer the customer why not. Sending it"
                " again closes this."
            )
        if kind == "proof":
            return env._("Upload a new version of the proof.")
        return super()._public_link_todo(kind)

    def _public_action_label_pay(self):
        if not self._public_link_awaits_payment():
            return super()._public_action_label_pay()
        # It is accepted: only the payment is left.
        amount = money(self.env, self._public_pay_due().now, self.currency_id)
        return self.env._("Pay %s", amount)

    def _public_link_awaits_payment(self):
        """Tell whether the customer has approved it and it is confirmed by being paid."""
        approved = self.public_link_answer == "approved"
        waits = approved and not self.public_link_answer_changed
        return self.state == "sent" and waits and self._has_to_be_paid()
