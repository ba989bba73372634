# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charges without an answer: the provider is asked, and staff where it does not help."""

import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

# A younger charge may still be running in another worker.
IN_FLIGHT = timedelta(minutes=1)
# When the outcome is still unknown after this time, staff are told.
PATIENCE = timedelta(minutes=15)


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    public_link_handed_over_at = fields.Datetime(
        "Handed to Staff at", readonly=True, copy=False
    )
    public_link_unknown = fields.Boolean(
        "Card Charge Unknown",
        compute="_compute_public_link_unknown",
        help="A saved card was to be charged, and the provider's answer is not here.",
    )

    @api.depends("state", "public_link_charged_at")
    def _compute_public_link_unknown(self):
        for transaction in self:
            transaction.public_link_unknown = bool(
                transaction.state == "draft" and transaction.public_link_charged_at
            )

    @api.model
    def _cron_public_link_ask_charges(self):
        """Ask the providers about charges without an answer, and set their states."""
        now = fields.Datetime.now()
        waiting = self.search(
            [("state", "=", "draft"), ("public_link_charged_at", "<", now - IN_FLIGHT)]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for transaction in waiting:
            try:
                transaction._public_link_ask()
                transaction._public_link_hand_over(now)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Payment %s was not settled.", transaction.reference)
            if not cron._commit_progress(1):
                break

    # === ASKING === #

    def _public_link_ask(self):
        """Hook: ask the provider what became of a charge, and set its state.

        Without a provider that can be asked, it is left to staff. The request to charge is
        never sent again: if the first one did not arrive, that would charge now.

        :return: whether the outcome is known now
        :rtype: bool
        """
        self.ensure_one()
        return self.state != "draft"

    # === STAFF === #

    def _public_link_hand_over(self, now):
        """Ask staff, once, to look up a charge of which the outcome is not known."""
        if (
            self.state != "draft"
            or self.public_link_handed_over_at
            or self.public_link_charged_at > now - PATIENCE
        ):
            return
        self.public_link_handed_over_at = now
        document = self.sale_order_ids[:1] or self.invoice_ids[:1]
        if not document:
            return
        user = document._public_link_responsible() or self.env.ref("base.user_admin")
        env = self.with_context(lang=user.lang).env
        document.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=env._("Was this card charged?"),
            # % escapes the names.
            note=Markup("%s")
            % env._(
                "%(provider)s did not answer when the saved card was to be charged for"
                " payment %(reference)s. Look it up there. Then open the payment, from"
                " Invoicing, Payment Transactions, and say whether it was charged: until"
                " then the customer cannot pay.",
                provider=self.provider_id.name,
                reference=self.reference,
            ),
        )

    def _public_link_check_staff(self):
        self.ensure_one()
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Only accountants can settle a payment."))
        self.check_access("read")
        transaction = self.sudo()  # users have no write access; checked above
        if not transaction.public_link_unknown:
            raise UserError(self.env._("This payment is settled already."))
        if transaction.public_link_charged_at > fields.Datetime.now() - IN_FLIGHT:
            raise UserError(
                self.env._("The provider is being asked. Please try again in a minute.")
            )
        return transaction

    def action_public_link_ask(self):
        """Ask the provider now what became of the charge."""
        transaction = self._public_link_check_staff()
        if not transaction._public_link_ask():
            raise UserError(
                self.env._(
                    "The provider does not know this payment, or cannot be asked. Look it"
                    " up on its own site, then say here whether it was charged."
                )
            )

    def action_public_link_charged(self):
        """Book the payment: staff saw at the provider that the card was charged."""
        transaction = self._public_link_check_staff()
        transaction._set_done(
            state_message=self.env._(
                "%s saw at the provider that it was charged.", self.env.user.name
            )
        )

    def action_public_link_not_charged(self):
        """Let the customer pay again: staff saw that the card was not charged."""
        transaction = self._public_link_check_staff()
        # Not cancelled: a webhook that reports it as paid must still count.
        transaction._set_error(
            self.env._(
                "%s saw at the provider that it was not charged.", self.env.user.name
            )
        )
