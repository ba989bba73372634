# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A customer's statement of account: what is read from the ledger."""

from odoo import models
from odoo.tools import SQL

from ...tools import statement
from ..link.public_link_read import has_row, once


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _public_statement_scope(self, company):
        """Return the condition of a journal item of this customer's trade receivable.

        For the superuser only: the caller shows the lines to this customer.

        :param company: `res.company`
        :rtype: SQL
        """
        return SQL(
            """
            line.partner_id = ANY (ARRAY(
                SELECT id FROM res_partner WHERE commercial_partner_id = %s
            ))
            AND line.company_id = %s
            AND line.parent_state = 'posted'
            AND line.account_id = ANY (ARRAY(
                SELECT id FROM account_account
                 WHERE account_type = 'asset_receivable' AND non_trade IS NOT TRUE
            ))
            """,
            self.commercial_partner_id.id,
            company.id,
        )

    def _public_statement_open(self, company, credits=False):
        """Return the open balance of today, by the currency's id.

        :param company: `res.company`
        :param bool credits: only of payments and credit notes that are not reconciled
        :rtype: dict[int, float]
        """
        found = once(
            self,
            ("statement_open", company.id),
            lambda: self._public_find_statement_open(company),
        )
        totals = {row[0]: float(row[2 if credits else 1] or 0) for row in found}
        return {currency: amount for currency, amount in totals.items() if amount}

    def _public_find_statement_open(self, company):
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT line.currency_id, SUM(line.amount_residual_currency),
                       SUM(line.amount_residual_currency)
                           FILTER (WHERE line.amount_residual_currency < 0)
                  FROM account_move_line line
                 WHERE %s AND line.reconciled IS NOT TRUE
                 GROUP BY line.currency_id
                 ORDER BY line.currency_id
                """,
                self._public_statement_scope(company),
            )
        )

    def _public_statement_shared(self):
        """Return the condition of a journal item whose document settles what others owe or
        are owed, or is not settled itself yet: which part of it this customer has paid for
        this is not known then.

        :rtype: SQL
        """
        return has_row(
            SQL(
                """
                account_move_line other
                  JOIN account_account account ON account.id = other.account_id
                 WHERE other.move_id = line.move_id
                   AND (other.account_id = journal.suspense_account_id
                        OR account.account_type
                           IN ('asset_receivable', 'liability_payable')
                       AND (other.account_id != line.account_id
                            OR other.currency_id != line.currency_id
                            OR other.partner_id IS DISTINCT FROM line.partner_id))
                """
            )
        )

    def _public_statement_lines(self, company, until):
        """Return the posted lines of this customer's trade receivable.

        :param company: `res.company`
        :param until: the last day
        :rtype: list[statement.Line]
        """
        query = SQL(
            """
            SELECT line.id, line.move_id, line.date,
                   COALESCE(line.date_maturity, line.date),
                   line.currency_id, line.amount_currency, line.balance,
                   CASE WHEN move.move_type IN ('out_invoice', 'out_receipt')
                        THEN 'invoice'
                        WHEN move.move_type = 'out_refund' THEN 'credit_note'
                        WHEN line.payment_id IS NOT NULL
                          OR line.statement_line_id IS NOT NULL THEN 'payment'
                        ELSE 'other' END,
                   move.name,
                   -- First what costs least: most lines are of invoices.
                   CASE WHEN paid.id IS NULL AND booked.id IS NULL THEN NULL
                        WHEN %(shared)s THEN NULL
                        WHEN paid.currency_id = line.currency_id
                        THEN CASE paid.payment_type WHEN 'inbound'
                                  THEN paid.amount ELSE -paid.amount END
                        WHEN booked.foreign_currency_id = line.currency_id
                        THEN booked.amount_currency
                        WHEN booked.foreign_currency_id IS NULL
                         AND booked.currency_id = line.currency_id
                        THEN booked.amount END
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              JOIN account_journal journal ON journal.id = move.journal_id
         LEFT JOIN account_payment paid ON paid.id = line.payment_id
         LEFT JOIN account_bank_statement_line booked
                ON booked.id = line.statement_line_id
             WHERE %(scope)s AND line.date <= %(until)s
             ORDER BY line.date, line.move_id, line.id
            """,
            scope=self._public_statement_scope(company),
            shared=self._public_statement_shared(),
            until=until,
        )
        self.env.flush_all()
        return [
            statement.Line(
                *row[:5],
                float(row[5]),
                float(row[6]),
                *row[7:9],
                None if row[9] is None else float(row[9]),
            )
            for row in self.env.execute_query(query)
        ]

    def _public_statement_matches(self, company, until):
        """Return what settles the lines of ``_public_statement_lines``, up to a day.

        :param company: `res.company`
        :param until: the last day
        :rtype: list[statement.Match]
        """
        query = SQL(
            """
              WITH mine AS MATERIALIZED (
                SELECT line.id FROM account_move_line line
                 WHERE %(scope)s AND line.date <= %(until)s)
            SELECT debit_move_id, credit_move_id, max_date,
                   debit_amount_currency, credit_amount_currency
              FROM account_partial_reconcile
             WHERE max_date <= %(until)s
               AND (debit_move_id = ANY (ARRAY(SELECT id FROM mine))
                    OR credit_move_id = ANY (ARRAY(SELECT id FROM mine)))
            """,
            scope=self._public_statement_scope(company),
            until=until,
        )
        return [
            statement.Match(*row[:3], float(row[3]), float(row[4]))
            for row in self.env.execute_query(query)
        ]
