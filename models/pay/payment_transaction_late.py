# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Money that comes late, for an invoice that staff have reset to draft (P8).

Core would post the invoice again, in whatever state of editing it is. Here it stays a
draft: the payment is booked and stays open, staff get an activity, and the list of
mismatches has it until somebody sets it against something.
"""

from odoo import models

from ...tools.formatting import money

STAYS_DRAFT = "public_link_stays_draft"


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        late = self.filtered(lambda tx: tx.state == "done" and tx.public_link_id)
        kept = late.invoice_ids.filtered(
            # One that was never posted is core's to post: an order is paid in advance.
            lambda move: move.state == "draft" and move.posted_before
        )
        if not kept:
            return super()._post_process()
        told = {
            transaction: transaction.invoice_ids & kept
            for transaction in late
            if not transaction.is_post_processed and transaction.invoice_ids & kept
        }
        context = {STAYS_DRAFT: kept.ids}
        result = super(PaymentTransaction, self.with_context(**context))._post_process()
        for transaction, moves in told.items():
            for move in moves:
                transaction._public_link_tell_late(move)
        return result

    def _public_link_tell_late(self, move):
        """Tell who looks after an invoice that money came for it while it was a draft.

        :param move: `account.move`
        """
        document = move._public_link_acting()
        env = document.env
        document._public_link_activity(
            document._public_link_seller(),
            env._("A payment came for %s, which is a draft", move.display_name),
            env._(
                "%(amount)s came by %(reference)s after the invoice was reset to draft. The"
                " invoice was left as it is, and the payment is booked and open. Confirm"
                " the invoice, then Odoo sets the payment against it; or pay it back.",
                amount=money(env, self.amount, self.currency_id),
                reference=self.reference,
            ),
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_post(self):
        kept = self.env.context.get(STAYS_DRAFT)
        if not kept:
            return super().action_post()
        moves = self.filtered(lambda move: move.id not in kept)
        return super(AccountMove, moves).action_post() if moves else False


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def reconcile(self):
        if not self.env.context.get(STAYS_DRAFT):
            return super().reconcile()
        # Core would set the payment against the draft, and be refused.
        lines = self.filtered(lambda line: line.parent_state == "posted")
        return super(AccountMoveLine, lines).reconcile() if len(lines) > 1 else None
