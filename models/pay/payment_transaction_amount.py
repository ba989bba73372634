# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No payment is taken for done over another amount, whatever state it is in.

Core compares the amount that a provider tells, and ends a payment in an error if it is
another one. A payment that is in an error already, or cancelled, does not change by that,
and core goes on and believes the rest.
"""

import logging

from odoo import models

_logger = logging.getLogger(__name__)

# In the context while core compares: a list, to which what is wrong is added.
COMPARING = "public_link_comparing"


class WrongAmount(Exception):
    """The provider tells another amount of a payment than it has here.

    :param transaction: the `payment.transaction`, whose state has not changed
    """

    def __init__(self, transaction):
        super().__init__(transaction.reference)
        self.transaction = transaction


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _process(self, provider_code, payment_data):
        try:
            return super()._process(provider_code, payment_data)
        except WrongAmount as wrong:
            wrong.transaction._public_link_tell_amount()
            return wrong.transaction

    def _validate_amount(self, payment_data):
        wrong, before = [], self.state
        comparing = self.with_context(**{COMPARING: wrong})
        result = super(PaymentTransaction, comparing)._validate_amount(payment_data)
        if wrong and self.state == before:
            raise WrongAmount(self)
        return result

    def _set_error(self, state_message, extra_allowed_states=()):
        wrong = self.env.context.get(COMPARING)
        if wrong is not None:
            wrong.append(state_message)
            self = self.with_context(**{COMPARING: None})
        return super()._set_error(state_message, extra_allowed_states)

    def _public_link_tell_amount(self):
        """Tell staff, once, that a provider speaks of another amount."""
        self.ensure_one()
        _logger.error("Payment %s: the provider tells another amount.", self.reference)
        text = self.env._(
            "The payment provider tells another amount or currency of payment %s than it"
            " has here, so nothing was booked. Please look it up at the provider.",
            self.reference,
        )
        if self.state_message != text:
            self.state_message = text
            self._log_message_on_linked_documents(text)
