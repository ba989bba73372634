# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Differences between documents, payments and ledger. No provider is asked."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Payments that are done should be booked within this time.
GRACE = timedelta(minutes=15)
# Older payments are checked only while they have an open row.
HORIZON = timedelta(days=30)
# Codes of providers that give payments no number of their own.
WITHOUT_NUMBER = ("custom", "demo", "none")


class PaymentMismatch(models.Model):
    _inherit = "payment.mismatch"

    @api.model
    def _find_local(self):
        kinds = {
            "unprocessed": self._find_unprocessed,
            "unreconciled": self._find_unreconciled,
            "several": self._find_several,
            "no_id": self._find_no_id,
        }
        rows = self.search([("kind", "in", list(kinds)), ("state", "!=", "closed")])
        found = {}
        for kind, find in kinds.items():
            mine = rows.filtered(lambda row, kind=kind: row.kind == kind)
            found |= {(kind, key): values for key, values in find(mine).items()}
        return found, rows

    @api.model
    def _local_transactions(self, domain, rows):
        """Return the recent transactions of a domain, and those with an open row."""
        recent = Domain(
            "last_state_change", ">=", fields.Datetime.now() - HORIZON
        ) | Domain("id", "in", rows.transaction_id.ids)
        return self.env["payment.transaction"].search(Domain(domain) & recent)

    def _find_unprocessed(self, rows):
        late = fields.Datetime.now() - GRACE
        transactions = self._local_transactions(
            Domain("state", "=", "done")
            & Domain("is_post_processed", "=", False)
            & Domain("last_state_change", "<", late),
            rows,
        )
        return {f"tx:{one.id}": self._transaction_values(one) for one in transactions}

    def _find_unreconciled(self, rows):
        transactions = self._local_transactions(
            Domain("state", "=", "done")
            & Domain("is_post_processed", "=", True)
            & Domain("operation", "not in", ("refund", "validation"))
            & Domain("amount", ">", 0),
            rows,
        )
        return {
            f"tx:{one.id}": self._transaction_values(one)
            | {"fact_here": one.payment_id.display_name or self.env._("No payment")}
            for one in transactions
            if self._is_unreconciled(one)
        }

    @api.model
    def _is_unreconciled(self, transaction):
        payment = transaction.payment_id
        children = transaction.child_transaction_ids
        if not payment:
            # Captured in parts: core books each part as a transaction of its own.
            return not any(
                child.state in ("done", "cancel") and child.operation != "refund"
                for child in children
            )
        if payment.state in ("draft", "canceled", "rejected"):
            return True
        # Cancelled ones, too: money came for what nobody owes any more.
        owed = transaction.invoice_ids
        # Down payments wait for their invoice, and payments without a journal entry cannot
        # be reconciled.
        return bool(owed and payment.move_id) and not payment.is_reconciled

    def _find_no_id(self, rows):
        transactions = self._local_transactions(
            Domain("state", "=", "error")
            & Domain("provider_reference", "in", (False, ""))
            & Domain("provider_code", "not in", WITHOUT_NUMBER)
            & Domain("operation", "not in", ("refund", "validation")),
            rows,
        )
        return {
            f"tx:{one.id}": self._transaction_values(one)
            | {"fact_here": (one.state_message or "")[:200]}
            for one in transactions
        }

    # === SEVERAL PAYMENTS OF ONE BALANCE === #

    def _find_several(self, rows):
        domain = Domain("state", "=", "done") & Domain(
            "operation", "not in", ("refund", "validation")
        )
        recent = self._local_transactions(domain, rows)
        found, seen = {}, self.env["payment.transaction"]
        for transaction in recent:
            if transaction in seen:
                continue
            orders, invoices, paying = self._balance(transaction)
            seen |= paying
            if len(paying) < 2 or len(paying.currency_id) > 1:
                continue
            asked = max(
                sum(orders.mapped("amount_total")),
                sum(invoices.mapped("amount_total")),
            )
            refunds = paying.child_transaction_ids.filtered(
                lambda one: one.operation == "refund" and one.state == "done"
            )
            paid = sum(paying.mapped("amount")) - sum(
                abs(one.amount) for one in refunds
            )
            if paying.currency_id.compare_amounts(paid, asked) > 0:
                document = orders[:1] or invoices[:1]
                found[f"{document._name}:{document.id}"] = self._transaction_values(
                    paying[0]
                ) | {
                    "move_id": invoices[:1].id,
                    "order_id": orders[:1].id,
                    "amount_document": asked,
                    "amount_transaction": paid,
                    "fact_here": ", ".join(paying.mapped("reference"))[:500],
                }
        return found

    @api.model
    def _balance(self, transaction):
        """Return the orders and invoices that share a balance, and their payments.

        :return: `sale.order`, `account.move` and `payment.transaction`
        """
        paying, orders, invoices = transaction, self.env["sale.order"], None
        while True:
            known = len(paying)
            orders |= paying.sale_order_ids
            orders |= paying.invoice_ids.line_ids.sale_line_ids.order_id
            invoices = (paying.invoice_ids | orders.invoice_ids).filtered(
                lambda move: move.move_type == "out_invoice" and move.state == "posted"
            )
            paying |= (orders.transaction_ids | invoices.transaction_ids).filtered(
                lambda one: (
                    one.state == "done"
                    and one.operation not in ("refund", "validation")
                )
            )
            # Repeated: a payment of several invoices joins their balances.
            if len(paying) == known:
                return orders, invoices, paying.sorted("id", reverse=True)
