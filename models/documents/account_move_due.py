# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of an invoice is due next, what is late, and what settled the rest."""

from odoo import models
from odoo.tools import SQL

from ..link.public_link_read import READING
from ..link.public_link_together import Read, read_where

# What core's computation of the next payment reads of journal items.
INSTALMENT_FIELDS = (
    "amount_currency",
    "amount_residual",
    "amount_residual_currency",
    "balance",
    "currency_id",
    "date",
    "date_maturity",
    "discount_amount_currency",
    "discount_balance",
    "discount_date",
    "display_type",
    "move_id",
    "reconciled",
)
# In SQL what ``_public_next`` says: the day by which the next part of an open invoice is
# due. With it, lists find what is overdue.
NEXT_DUE = SQL(
    """(
    CASE WHEN account_move.invoice_payment_term_id IS NULL
         THEN account_move.invoice_date_due
         ELSE COALESCE(
              (SELECT MIN(item.date_maturity) FROM account_move_line item
                WHERE item.move_id = account_move.id
                  AND item.display_type = 'payment_term'
                  AND item.reconciled IS NOT TRUE),
              account_move.invoice_date_due) END)"""
)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_days_left(self):
        """Return the days until the next part is due, where the seller is; negative:
        late."""
        due, _amount = self._public_next()
        today = self.company_id._public_links_today()
        return (due - today).days if due else 0

    def _public_next(self):
        """Return what of an open invoice is to be paid next: by when, and how much.

        Of several instalments the ones that are late, or else the first that is open.
        """
        whole = self.invoice_date_due, self.amount_residual
        if not self.invoice_payment_term_id or self.state != "posted":
            # A single due date: core need not read every item.
            return whole
        values = self._public_next_payment()
        if values.get("installment_state") not in ("overdue", "next"):
            return whole
        amount = min(values["next_amount_to_pay"], self.amount_residual)
        return values["next_due_date"], amount

    def _public_next_payment(self):
        """Return what core says of the next payment of an invoice, as of the seller's day:
        core asks for the reader's."""
        self._public_fetch_instalments()
        zone = self.company_id._public_links_settings()["tz"]
        values = self.with_context(tz=zone)._get_invoice_next_payment_values()
        # Core adds up instalments as floats: 839.5799999999999 is no amount to charge.
        return values | {
            name: self.currency_id.round(values[name])
            for name in ("amount_due", "next_amount_to_pay")
            if name in values
        }

    def _public_fetch_instalments(self):
        """Read at once what core computes the next payment from, for a page."""
        known = self._fields["line_ids"]._get_cache(self.env)
        unread = self.filtered(
            lambda one: one.invoice_payment_term_id and one.id not in known
        )
        if unread and self.env.context.get(READING):
            unread._public_read("instalments")

    def _public_read_instalments(self):
        field = self._fields["line_ids"]

        def by_invoice(lines):
            for invoice, items in lines.grouped("move_id").items():
                field._insert_cache(invoice, [items._ids])
            return lines._ids

        # sudo: what they ask for is told by the document that they are paid by
        return read_where(
            self.env["account.move.line"].sudo(),
            INSTALMENT_FIELDS,
            SQL(
                "move_id IN (SELECT id FROM account_move WHERE id = ANY (%s)"
                " AND invoice_payment_term_id IS NOT NULL)",
                self.ids,
            ),
            SQL("date DESC, move_name DESC, id"),
            keep=by_invoice,
        )

    def _public_settled(self):
        """Return what settled a part of this invoice or credit note, by its label."""
        env = self.env
        touched = self._public_is_touched()
        other, deducted = self._public_read("settled") if touched else (0.0, 0.0)
        paid = self.amount_total - self.amount_residual - other - deducted
        refund = self._public_is_refund()
        return {
            env._("Paid back") if refund else env._("Paid"): paid,
            env._("Set against invoices") if refund else env._("Credit note"): other,
            env._("Deducted"): deducted,
        }

    def _public_is_touched(self):
        """Tell whether anything is reconciled with this invoice or credit note, or a
        payment of it is on its way, as core keeps it on the move itself."""
        return self.payment_state != "not_paid" or (
            self.amount_residual != self.amount_total
        )

    def _public_read_settled(self):
        # Of what the items of this move are reconciled with: credit notes (or invoices);
        # and what was written off or granted as a discount, which is the part of a payment,
        # or of an entry of the bank's statement, that no money came in for.
        return Read(
            SQL(
                """
                SELECT json_build_array(
                       COALESCE(SUM(amount) FILTER (WHERE is_bill), 0)::float8,
                       COALESCE(SUM(ROUND(amount * unpaid, 6))
                           FILTER (WHERE NOT is_bill), 0)::float8)
                  FROM (SELECT move.move_type IN ('out_invoice', 'out_refund') AS is_bill,
                               CASE WHEN item.id = part.debit_move_id
                                    THEN part.debit_amount_currency
                                    ELSE part.credit_amount_currency END AS amount,
                               COALESCE((
                               SELECT GREATEST(0, 1 - payment.amount
                                      / NULLIF(ABS(SUM(one.amount_currency)), 0))
                                 FROM account_payment payment
                                 JOIN account_move_line one
                                   ON one.move_id = payment.move_id
                                  AND one.account_id = item.account_id
                                  AND one.currency_id = payment.currency_id
                                WHERE payment.move_id = move.id
                                GROUP BY payment.id), (
                               SELECT GREATEST(0, 1 - ABS(SUM(one.balance)
                                          FILTER (WHERE one.account_id
                                                      = journal.default_account_id))
                                      / NULLIF(ABS(SUM(one.balance)
                                          FILTER (WHERE one.account_id
                                                      = item.account_id)), 0))
                                 FROM account_bank_statement_line entry
                                 JOIN account_journal journal
                                   ON journal.id = move.journal_id
                                 JOIN account_move_line one ON one.move_id = move.id
                                WHERE entry.move_id = move.id
                                GROUP BY entry.id), 0) AS unpaid
                          FROM account_move_line item
                          JOIN account_partial_reconcile part
                            ON part.debit_move_id = item.id
                            OR part.credit_move_id = item.id
                          JOIN account_move_line other
                            ON other.id = part.debit_move_id + part.credit_move_id
                                          - item.id
                          JOIN account_move move ON move.id = other.move_id
                         WHERE item.move_id = %s
                           AND item.display_type = 'payment_term') AS settled
                """,
                self.id,
            ),
            lambda rows: rows[0],
        )
