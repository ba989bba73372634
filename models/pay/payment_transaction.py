# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payments that were begun by link: whether they are open, and how they are withdrawn."""

from odoo import fields, models

from .public_link_mixin import MANUAL


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    public_link_id = fields.Many2one(
        "public.link",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The link by which this payment was started.",
    )
    public_link_started_at = fields.Datetime("Started by Link at", readonly=True)
    public_link_withdrawn = fields.Boolean(
        "Withdrawn",
        readonly=True,
        copy=False,
        help="Cancelled because another way to pay was chosen. If it is paid at the"
        " provider all the same, it counts.",
    )
    public_link_charged_at = fields.Datetime(
        "Charge Asked for at",
        readonly=True,
        copy=False,
        help="Set, and saved, before the provider is asked to charge a saved card. A"
        " payment with this mark is never charged again.",
    )

    def _public_link_open(self):
        """Hook: tell whether this payment was begun by link and can still be finished.

        :rtype: bool
        """
        self.ensure_one()
        # Of payments that were begun on core's pages only Stripe's: Stripe can be asked
        # whether one was paid.
        return self.state == "draft" and bool(
            self.public_link_id or self.provider_code == "stripe"
        )

    def _public_link_is_transfer(self):
        """Tell whether this payment, which a customer announced, comes by bank transfer.

        :return: not of cash on delivery, or what is paid in a shop
        :rtype: bool
        """
        provider = self.provider_id
        if "custom_mode" not in provider._fields:
            return True
        return provider.custom_mode in (False, "wire_transfer")

    def _public_link_said(self):
        """Return the code of what the page says of this payment, see ``_announced``."""
        self.ensure_one()
        if (
            self.state == "pending"
            and self.provider_code in MANUAL
            and self._public_link_is_transfer()
        ):
            return "transfer"
        if self.state == "draft":
            return "checking" if self.public_link_charged_at else "unfinished"
        return self.state

    def _public_link_withdraw(self):
        """Hook: cancel a payment that was begun and not finished, so that another can begin.

        Where the provider has an API for it, the payment is cancelled there first. If the
        provider has taken money meanwhile, the payment gets that state instead: callers
        must look at the state.

        :raise UserError: if the provider does not answer
        """
        self.ensure_one()
        self.public_link_withdrawn = True
        self._set_canceled(
            state_message=self.env._("Another way to pay was chosen meanwhile.")
        )

    def _update_state(self, allowed_states, target_state, state_message):
        if target_state in ("pending", "authorized", "done"):
            # A payment that was withdrawn here, but paid at the provider, is paid.
            withdrawn = self.filtered(
                lambda tx: tx.state == "cancel" and tx.public_link_withdrawn
            )
            if withdrawn:
                changed = super(PaymentTransaction, withdrawn)._update_state(
                    (*allowed_states, "cancel"), target_state, state_message
                )
                return changed | (self - withdrawn)._update_state(
                    allowed_states, target_state, state_message
                )
        changed = super()._update_state(allowed_states, target_state, state_message)
        kinds = {"done": "paid", "error": "failed", "pending": "processing"}
        if target_state in kinds:
            for transaction in changed.filtered("public_link_id"):
                # sudo: the link's log is written by the system
                transaction.public_link_id.sudo()._record(
                    kinds[target_state],
                    reason=(state_message or transaction.reference or "")[:200],
                )
        return changed
