# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was paid of an order, and what Odoo's ledger still expects."""

from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..link.public_link_read import has_row
from ..link.public_link_together import Read


class Bill(NamedTuple):
    """A posted invoice or refund of an order, with amounts in its own currency."""

    id: int
    move_type: str
    payment_state: str
    total: float
    residual: float
    company: int
    currency: int
    customer: int  # commercial partner
    shared: bool  # another order is on it as well


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_balance(self):
        """Return what was paid of the order, and what is left, in its currency.

        Left is what Odoo's ledger expects: what is billed later, and the open residuals of
        invoices and credit notes, less what came in and is on no invoice.

        :return: two amounts, rounded; the second is not negative
        """
        currency, bills = self.currency_id, self._public_bills()
        if any(bill.shared or bill.currency != currency.id for bill in bills):
            # Billed together with other orders, or in another currency: the payment cannot
            # be split.
            return 0.0, self.amount_total
        paid = unbilled = self._public_unbilled()
        left = self._public_billed_later() - unbilled
        for bill in bills:
            # Amounts of refunds count against those of invoices.
            sign = -1 if bill.move_type == "out_refund" else 1
            paid += sign * (bill.total - bill.residual)
            left += sign * bill.residual
        return currency.round(paid), currency.round(max(left, 0.0))

    def _public_billed_later(self):
        """Return the part of the total that core is still to bill, as it stands today."""
        closed, billed, returned, _status = self._public_read("billed")
        return 0.0 if closed else self.amount_total - billed - returned

    def _public_still_billed(self):
        """Tell whether another invoice is to come, or may be, as far as Odoo knows.

        Not while the rest was neither sent nor is under way: it is billed when it is sent.

        :rtype: bool
        """
        status = self._public_read("billed")[3]
        if any(
            bill.shared or bill.currency != self.currency_id.id
            for bill in self._public_bills()
        ):
            return False  # What is left cannot be told, see ``_public_balance``.
        return status == "to invoice" or any(
            picking.state != "done" for picking in self._public_shipments()
        )

    def _public_read_billed(self):
        # Closed: core bills no more, whatever the difference. Returned: credited, and core
        # does not bill it again: the delivered quantity went down too. Drafts count as
        # billed in core's quantities, so that with them neither can be told.
        return Read(
            SQL(
                """
                SELECT json_build_array(
                       sale.invoice_status = 'invoiced' AND drafts IS NOT TRUE,
                       COALESCE(billed, 0)::float8,
                       CASE WHEN drafts THEN 0 ELSE COALESCE(returned, 0)::float8 END,
                       sale.invoice_status)
                  FROM sale_order sale
                  CROSS JOIN LATERAL (
                       SELECT bool_or(move.state = 'draft') AS drafts,
                              SUM(CASE move.move_type WHEN 'out_refund'
                                  THEN -item.price_total ELSE item.price_total END)
                                  FILTER (WHERE move.state = 'posted') AS billed,
                              SUM(item.price_total)
                                  FILTER (WHERE move.state = 'posted'
                                            AND move.move_type = 'out_refund'
                                            AND line.is_downpayment IS NOT TRUE
                                            AND line.qty_to_invoice <= 0) AS returned
                         FROM sale_order_line line
                         JOIN sale_order_line_invoice_rel rel
                           ON rel.order_line_id = line.id
                         JOIN account_move_line item ON item.id = rel.invoice_line_id
                         JOIN account_move move ON move.id = item.move_id
                        WHERE line.order_id = sale.id
                          AND move.state IN ('draft', 'posted')
                          AND move.move_type IN ('out_invoice', 'out_refund')) AS bill
                 WHERE sale.id = %s
                """,
                self.id,
            ),
            lambda rows: rows[0],
        )

    def _public_unbilled(self):
        """Return what was paid for these orders and is not on an invoice yet."""
        return self._public_read("unbilled") if self else 0.0

    def _public_read_unbilled(self):
        return Read(
            SQL(
                """
                SELECT json_build_array(COALESCE(SUM(COALESCE(booked.rest, tx.amount)), 0)
                       ::float8)
                  FROM payment_transaction tx
                  LEFT JOIN account_payment payment ON payment.id = tx.payment_id
                  CROSS JOIN LATERAL (
                       SELECT -SUM(item.amount_residual_currency) AS rest
                         FROM account_move_line item
                         JOIN account_account account ON account.id = item.account_id
                        WHERE item.move_id = payment.move_id
                          AND account.account_type = 'asset_receivable') AS booked
                 WHERE tx.id IN (SELECT transaction_id FROM sale_order_transaction_rel
                                  WHERE sale_order_id = ANY (%s))
                   AND tx.state IN ('authorized', 'done')
                   AND tx.operation IS DISTINCT FROM 'validation'
                """,
                self.ids,
            ),
            lambda rows: rows[0][0],
        )

    def _public_balance_reads(self):
        """Return what ``_public_balance`` reads, see ``_public_page_plans``."""
        return [(self, name) for name in ("bills", "billed", "unbilled")]

    def _public_bills(self):
        """Return the posted invoices and refunds of this order, by their identifiers.

        By one statement: the ORM would need two, and read more.

        :rtype: list[Bill]
        """
        return self._public_read("bills")

    def _public_read_bills(self):
        lines = SQL(
            "ARRAY(SELECT id FROM sale_order_line WHERE order_id = %s)", self.id
        )
        return Read(
            SQL(
                """
                SELECT json_build_array(
                       move.id, move.move_type, move.payment_state,
                       move.amount_total::float8,
                       -- On its way: some payments are booked before the residual is.
                       CASE WHEN move.payment_state IN ('in_payment', 'paid') THEN 0
                            ELSE move.amount_residual::float8 END,
                       move.company_id, move.currency_id, move.commercial_partner_id,
                       %(shared)s)
                  FROM account_move move
                 WHERE move.id = ANY (ARRAY(
                       SELECT item.move_id
                         FROM sale_order_line_invoice_rel rel
                         JOIN account_move_line item ON item.id = rel.invoice_line_id
                        WHERE rel.order_line_id = ANY (%(lines)s)))
                   AND move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund')
                 ORDER BY move.id
                """,
                lines=lines,
                shared=has_row(
                    SQL(
                        """
                        account_move_line item
                          JOIN sale_order_line_invoice_rel rel
                            ON rel.invoice_line_id = item.id
                         WHERE item.move_id = move.id
                           AND rel.order_line_id != ALL (%s)
                        """,
                        lines,
                    )
                ),
            ),
            lambda rows: [Bill(*row) for row in rows],
        )
