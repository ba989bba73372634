# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every payment of a document: by link, by whatever other way, and what was paid back.

The ledger tells: what the receivable items of the invoices are reconciled with. Core's
``invoice_payments_widget`` says the same of one invoice, by a statement for each payment,
and with names of journals that are the seller's own.
"""

from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...tools.formatting import money, page_day
from ..link.public_link_reference import fetch_known
from ..link.public_link_together import Read
from .payment_token import last_four


class Paid(NamedTuple):
    """Money that came in or went back, or another document that was set against.

    :param kind: in, back or bill
    :param payment: id of the `account.payment`, or ``None``
    :param transaction: id of the `payment.transaction`, or ``None``
    :param journal: type of the journal, where there is no transaction
    :param name: of the other document
    :param own: whether all that it paid are documents of this page
    :param link: id of the `public.link` by which it was paid, or ``None``
    :param reference: of the transaction, which its payer knows from the provider
    """

    kind: str
    payment: int
    transaction: int
    date: date
    amount: float
    currency: int
    method: int
    provider: int
    card: str
    journal: str
    name: str
    own: bool
    link: int
    reference: str


# What settled the invoices: one row a payment, statement line or other bill. The part of a
# payment for which no money came in is no payment, as in ``_public_read_settled``.
SETTLED = """
    SELECT CASE WHEN other_move.move_type IN ('out_invoice', 'out_refund') THEN 'bill'
                WHEN item_move.move_type = 'out_refund' THEN 'back' ELSE 'in' END AS kind,
           payment.id AS payment, payment.payment_transaction_id AS transaction,
           other.date, item.currency_id AS currency, journal.type AS journal,
           other_move.id AS move, other_move.name, item_move.id AS item_move,
           CASE WHEN item.id = part.debit_move_id THEN part.debit_amount_currency
                ELSE part.credit_amount_currency END
           * (1 - COALESCE((
             SELECT GREATEST(0, 1 - payment.amount / NULLIF(ABS(SUM(one.amount_currency)), 0))
               FROM account_move_line one
              WHERE one.move_id = payment.move_id
                AND one.account_id = item.account_id
                AND one.currency_id = payment.currency_id), 0)) AS amount
      FROM account_move_line item
      JOIN account_move item_move ON item_move.id = item.move_id
      JOIN account_partial_reconcile part
        ON part.debit_move_id = item.id OR part.credit_move_id = item.id
      JOIN account_move_line other
        ON other.id = part.debit_move_id + part.credit_move_id - item.id
      JOIN account_move other_move ON other_move.id = other.move_id
      JOIN account_journal journal ON journal.id = other_move.journal_id
      LEFT JOIN account_payment payment ON payment.move_id = other_move.id
     WHERE item.move_id = ANY (%(invoices)s)
       AND item.display_type = 'payment_term'
       AND (payment.id IS NOT NULL
            OR other_move.statement_line_id IS NOT NULL
            OR journal.type IN ('bank', 'cash', 'credit')
            OR (other_move.move_type IN ('out_invoice', 'out_refund')
                -- Of two bills of the same order one is enough.
                AND NOT (other_move.id = ANY (%(invoices)s)
                         AND item_move.move_type = 'out_refund')))
"""
# Payments that reach the ledger with the bank's statement only.
UNPOSTED = """
    SELECT CASE payment.payment_type WHEN 'outbound' THEN 'back' ELSE 'in' END,
           payment.id, payment.payment_transaction_id, payment.date,
           payment.currency_id, journal.type, NULL::int, NULL, NULL::int,
           payment.amount
      FROM account_payment payment
      JOIN account_journal journal ON journal.id = payment.journal_id
     WHERE payment.id IN (SELECT payment_id FROM account_move__account_payment
                           WHERE invoice_id = ANY (%(invoices)s))
       AND payment.move_id IS NULL
       AND payment.state IN ('in_process', 'paid')
       AND NOT EXISTS (SELECT FROM settled WHERE settled.payment IS NULL
                                             AND settled.kind != 'bill')
"""
PAID = """
WITH settled AS (%(settled)s),
money AS (SELECT * FROM settled UNION ALL %(unposted)s),
booked AS (
    SELECT kind, payment, transaction, MAX(date) AS date, SUM(amount) AS amount,
           currency, MIN(journal) AS journal, move, MIN(name) AS name
      FROM money GROUP BY kind, payment, transaction, currency, move
), online AS (
    SELECT tx.id, tx.payment_id
      FROM payment_transaction tx
     WHERE tx.id IN (SELECT transaction_id FROM account_invoice_transaction_rel
                      WHERE invoice_id = ANY (%(invoices)s)
                      UNION
                     SELECT transaction_id FROM sale_order_transaction_rel
                      WHERE sale_order_id = ANY (%(orders)s))
       AND tx.state = 'done' AND tx.is_post_processed AND tx.amount > 0
       AND (tx.operation IS NULL OR tx.operation NOT IN ('refund', 'validation'))
), shown AS (
    SELECT kind, payment, transaction, date, amount, currency, journal, move, name
      FROM booked
     UNION ALL
    SELECT 'in', online.payment_id, online.id, NULL, NULL, NULL, NULL, NULL, NULL
      FROM online
     WHERE NOT EXISTS (SELECT FROM booked WHERE booked.transaction = online.id)
     UNION ALL
    SELECT 'back', back.id, back.payment_transaction_id, back.date, back.amount,
           back.currency_id, journal.type, NULL, NULL
      FROM account_payment back
      JOIN account_journal journal ON journal.id = back.journal_id
     WHERE back.source_payment_id IN (SELECT payment FROM booked
                                       UNION SELECT payment_id FROM online)
       AND back.payment_type = 'outbound'
       AND back.state IN ('in_process', 'paid')
       AND NOT EXISTS (SELECT FROM booked WHERE booked.payment = back.id)
)
SELECT json_build_array(
       shown.kind, shown.payment, tx.id,
       COALESCE(shown.date, payment.date, tx.last_state_change::date),
       -- Of what was paid for an order an invoice tells the part that it got.
       CASE WHEN shown.kind = 'in' AND owned.own AND tx.id IS NOT NULL
             AND (%(of_orders)s OR 0 < (
                  SELECT COUNT(*) FROM account_invoice_transaction_rel rel
                   WHERE rel.transaction_id = tx.id))
            THEN tx.amount ELSE COALESCE(shown.amount, tx.amount) END::float8,
       COALESCE(shown.currency, tx.currency_id),
       tx.payment_method_id, tx.provider_id, COALESCE(token.payment_details, ''),
       shown.journal, COALESCE(shown.name, ''), owned.own, tx.public_link_id,
       COALESCE(tx.reference, ''))
  FROM shown
  LEFT JOIN account_payment payment ON payment.id = shown.payment
  LEFT JOIN payment_transaction tx ON tx.id = shown.transaction
  LEFT JOIN payment_token token ON token.id = tx.token_id
  -- Counted: see has_row.
  CROSS JOIN LATERAL (
       SELECT 0 = (
              SELECT COUNT(*) FROM account_invoice_transaction_rel rel
               WHERE rel.transaction_id = tx.id AND rel.invoice_id != ALL (%(invoices)s))
          AND 0 = (
              SELECT COUNT(*) FROM sale_order_transaction_rel rel
               WHERE rel.transaction_id = tx.id AND rel.sale_order_id != ALL (%(orders)s))
          AND 0 = (
              SELECT COUNT(*) FROM account_move__account_payment rel
               WHERE rel.payment_id = payment.id AND rel.invoice_id != ALL (%(invoices)s))
          AND 0 = (
              SELECT COUNT(*)
                FROM account_move_line mine
                JOIN account_partial_reconcile part
                  ON part.debit_move_id = mine.id OR part.credit_move_id = mine.id
                JOIN account_move_line theirs
                  ON theirs.id = part.debit_move_id + part.credit_move_id - mine.id
                JOIN account_move bill ON bill.id = theirs.move_id
               WHERE mine.move_id = payment.move_id
                 AND bill.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                 AND bill.id != ALL (%(invoices)s)) AS own) AS owned
 ORDER BY COALESCE(shown.date, payment.date, tx.last_state_change::date) DESC,
       shown.payment DESC NULLS LAST, tx.id DESC NULLS LAST
"""


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # === WHAT WAS PAID === #

    def _public_pay_paid(self):
        """Return all payments of this document, the newest first.

        :rtype: list[Paid]
        """
        # Planning this statement is a third of what the page of an unpaid invoice costs.
        return self._public_read("paid") if self._public_pay_is_touched() else []

    def _public_pay_is_touched(self):
        """Tell whether anything was ever paid or set against, by what the page has read.

        :rtype: bool
        """
        invoices = self._public_pay_all_invoices()
        touched = any(invoice._public_is_touched() for invoice in invoices)
        return touched or bool(self._public_pay_transactions())

    def _public_read_paid(self):
        def keep(rows):
            return [
                Paid(*row[:3], date.fromisoformat(row[3]), *row[4:]) for row in rows
            ]

        invoices = self._public_pay_all_invoices().ids
        sql = SQL(
            PAID,
            settled=SQL(SETTLED, invoices=invoices),
            unposted=SQL(UNPOSTED, invoices=invoices),
            invoices=invoices,
            orders=self._public_pay_orders().ids,
            of_orders=self._name == "sale.order",
        )
        return Read(sql, keep)

    def _public_pay_all_invoices(self):
        """Return the invoices of this document, paid ones too."""
        return self._public_pay_invoices()

    def _public_pay_payments(self, link):
        """Return the payments of this document, see ``page_values.Payment``.

        :param link: `public.link`; in a preview it shows no receipts
        """
        env, rows = self.env, self._public_pay_paid()
        currencies = env["res.currency"].browse({row.currency for row in rows})
        fetch_known(currencies)
        fetch_known(env["payment.method"].browse({row.method for row in rows} - {None}))
        return [
            {
                "amount": self._public_pay_amount(row),
                "line": " · ".join(filter(None, self._public_pay_line(link, row))),
                "receipt_url": link._form_path(self._public_pay_receipt_path(row))
                if link.id and self._public_pay_receipted(link, row)
                else "",
            }
            for row in rows
        ]

    def _public_pay_line(self, link, row):
        """Return the day of a payment, how it came, and its reference."""
        way = self._public_pay_way(link, row)
        return page_day(self.env, row.date), way, row.reference

    def _public_pay_amount(self, row):
        """Return an amount; what went back has a minus."""
        amount = -row.amount if row.kind == "back" else row.amount
        return money(self.env, amount, self.env["res.currency"].browse(row.currency))

    def _public_pay_way(self, link, row):
        """Return how money came or went: never the name of a journal, and a card's digits
        only by the link that it paid by (S19)."""
        env = self.env
        if row.kind == "bill":
            return self._public_pay_bill(row.name)
        if row.method:
            method = env["payment.method"].browse(row.method).name
            card = last_four(row.card) if link.id and row.link == link.id else ""
            way = f"{method} {card}".strip()
        else:
            way = env["account.payment"]._public_way(row.journal)
        return env._("Paid back: %s", way) if row.kind == "back" else way

    def _public_pay_bill(self, name):
        """Return how another document, which was set against this one, is called."""
        return self.env._("Credit note %s", name)

    # === RECEIPTS === #

    def _public_pay_receipted(self, link, row):
        """Tell whether a link may show the receipt of a payment.

        A receipt names all documents that were paid: those must be this one's, unless the
        payment was made by this very link.

        :param link: `public.link`
        :param Paid row: one of ``_public_pay_paid``
        """
        known = row.transaction or row.payment
        mine = bool(row.link and row.link == link.id)
        return bool(row.kind == "in" and known and (row.own or mine))

    def _public_pay_receipt_path(self, row):
        """Return the path of a payment's receipt, below the page's own."""
        if row.transaction:
            return f"receipt/{row.transaction}"
        return f"receipt/booked/{row.payment}"

    def _public_pay_receipt(self, link, transaction=None, payment=None):
        """Return the record whose report is a receipt, looked up among the payments that
        the page lists (S10); the last payment by default.

        :param link: `public.link`
        :param int transaction: id of a `payment.transaction`
        :param int payment: id of an `account.payment`
        :return: the record and what the receipt says; ``(None, None)`` if it is not one
            of these
        """
        for row in self._public_pay_paid():
            if not self._public_pay_receipted(link, row):
                continue
            if (
                transaction is None
                and payment is None
                or (
                    row.transaction == transaction
                    if row.transaction
                    else row.payment == payment
                )
            ):
                return self._public_pay_receipt_of(row)
        return None, None

    def _public_pay_receipt_of(self, row):
        env = self.with_context(prefetch_fields=True).env
        if row.transaction:
            record = env["payment.transaction"].browse(row.transaction)
            return record, record._public_receipt_values()
        record = env["account.payment"].browse(row.payment)
        return record, record._public_receipt_version()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_pay_bill(self, name):
        if self._public_is_refund():
            return self.env._("Set against invoice %s", name)
        return super()._public_pay_bill(name)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_pay_all_invoices(self):
        # sudo: the order's own invoices, whose payments its page tells
        moves = self.env["account.move"].sudo()
        ids = [bill.id for bill in self._public_bills()] if self.state == "sale" else []
        return moves.browse(ids).sudo(self.env.su)

    def _public_pay_is_touched(self):
        bills = self._public_bills() if self.state == "sale" else []
        # Payments of bills in another currency are not among the order's own.
        touched = any(
            bill.payment_state != "not_paid"
            or bill.residual != bill.total
            or bill.currency != self.currency_id.id
            for bill in bills
        )
        return touched or bool(self._public_pay_transactions())
