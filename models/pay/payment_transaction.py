# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


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
        """Hook: tell whether this payment was begun and its payer may still finish it.

        :rtype: bool
        """
        self.ensure_one()
        # Core's own customers are left alone; Stripe tells whether one has paid.
        return self.state == "draft" and bool(
            self.public_link_id or self.provider_code == "stripe"
        )

    def _public_link_withdraw(self):
        """Hook: cancel a payment that was begun and not finished, for another to begin.

        Where the provider can be told, it is told first: what it has taken meanwhile
        counts, and nothing is withdrawn then: look at the state.

        :raise UserError: if the provider does not tell
        """
        self.ensure_one()
        self.public_link_withdrawn = True
        self._set_canceled(
            state_message=self.env._("Another way to pay was chosen meanwhile.")
        )

    def _update_state(self, allowed_states, target_state, state_message):
        if target_state in ("pending", "authorized", "done"):
            # Withdrawn here, and paid at the provider all the same: money's truth.
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
                # sudo: whatever tells of the payment, the link's log is the system's
                transaction.public_link_id.sudo()._record(
                    kinds[target_state],
                    reason=(state_message or transaction.reference or "")[:200],
                )
        return changed
