# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What follow-ups have brought. Stored, so that it stays when opens are purged."""

from odoo import api, models
from odoo.tools import SQL


class PublicLinkFollowup(models.Model):
    _inherit = "public.link.followup"

    @api.model
    def _note_results(self):
        """Note of the last follow-ups what was opened, paid and answered after them.

        In SQL: some statements for all of them, a few days of mails.
        """
        self.env.flush_all()
        self._note_opened()
        self._note_paid()
        self._note_answered()
        self.env.invalidate_all()

    def _recent_sql(self):
        """Return the condition of those whose results are still counted."""
        return SQL(
            "sent.state = 'sent' AND sent.sent_at > now() AT TIME ZONE 'UTC'"
            " - make_interval(days => company.public_links_followup_window + 1)"
        )

    def _last_sql(self, document, sent, at):
        """Return the condition that no later follow-up of a document was sent before
        something happened: what came in is counted once, for the last one before it.

        :param str document: the line's field
        :param str sent: when the follow-up was sent, a column
        :param str at: when it happened, a column
        """
        return SQL(
            "NOT EXISTS (SELECT FROM public_link_followup_line later_line"
            " JOIN public_link_followup later ON later.id = later_line.followup_id"
            " WHERE later_line.%(document)s = line.%(document)s"
            " AND later.state = 'sent'"
            " AND later.sent_at > %(sent)s AND later.sent_at <= %(at)s)",
            document=SQL.identifier(document),
            sent=SQL.identifier(*sent.split(".")),
            at=SQL.identifier(*at.split(".")),
        )

    def _note_opened(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE public_link_followup followup
                   SET opened = TRUE, opened_number = 1, opened_at = found.at
                  FROM (SELECT sent.id, min(CASE WHEN link.opened_first >= sent.sent_at
                                                 THEN link.opened_first
                                                 ELSE link.opened_last END) AS at
                          FROM public_link_followup sent
                          JOIN res_company company ON company.id = sent.company_id
                          JOIN public_link_followup_link_rel rel
                            ON rel.followup_id = sent.id
                          JOIN public_link link ON link.id = rel.link_id
                         WHERE %s AND sent.opened IS NOT TRUE
                           AND link.opened_last >= sent.sent_at
                         GROUP BY sent.id) found
                 WHERE found.id = followup.id
                """,
                self._recent_sql(),
            )
        )

    def _note_paid(self):
        """Count money that settled the invoices within the days: payments and entries of
        the bank, not credit notes. Payments without an entry of their own count, too."""
        self.env.cr.execute(
            SQL(
                """
                WITH lines AS (
                    SELECT sent.id, sent.sent_at, line.invoice_id,
                           sent.sent_at
                           + make_interval(days => company.public_links_followup_window)
                           AS until
                      FROM public_link_followup sent
                      JOIN res_company company ON company.id = sent.company_id
                      JOIN public_link_followup_line line ON line.followup_id = sent.id
                     WHERE %(recent)s AND line.invoice_id IS NOT NULL),
                came AS (
                    SELECT line.id, part.amount, part.create_date AS at,
                           EXISTS (SELECT FROM account_payment payment
                                     JOIN payment_transaction tx
                                       ON tx.id = payment.payment_transaction_id
                                    WHERE payment.move_id = other.move_id
                                      AND tx.public_link_id IS NOT NULL) AS by_link
                      FROM lines line
                      JOIN account_move_line item ON item.move_id = line.invoice_id
                       AND item.display_type = 'payment_term'
                      JOIN account_partial_reconcile part
                        ON part.debit_move_id = item.id
                      JOIN account_move_line other ON other.id = part.credit_move_id
                      JOIN account_move move ON move.id = other.move_id
                     WHERE move.move_type = 'entry'
                       -- Of a payment without an entry the bank's line is no second one.
                       AND NOT (other.statement_line_id IS NOT NULL AND EXISTS (
                           SELECT FROM account_move__account_payment known
                             JOIN account_payment paid ON paid.id = known.payment_id
                            WHERE known.invoice_id = line.invoice_id
                              AND paid.move_id IS NULL
                              AND paid.state IN ('in_process', 'paid')
                              AND paid.create_date <= part.create_date))
                       AND part.create_date >= line.sent_at
                       AND part.create_date < line.until AND %(last_part)s
                    UNION ALL
                    SELECT id, amount, at, by_link FROM (SELECT DISTINCT
                           line.id, payment.id AS payment,
                           abs(payment.amount_company_currency_signed) AS amount,
                           payment.create_date AS at,
                           tx.public_link_id IS NOT NULL AS by_link
                      FROM lines line
                      JOIN account_move__account_payment rel
                        ON rel.invoice_id = line.invoice_id
                      JOIN account_payment payment ON payment.id = rel.payment_id
                      LEFT JOIN payment_transaction tx
                        ON tx.id = payment.payment_transaction_id
                     WHERE payment.move_id IS NULL
                       AND payment.state IN ('in_process', 'paid')
                       AND payment.create_date >= line.sent_at
                       AND payment.create_date < line.until
                       AND %(last_payment)s) unbooked),
                sums AS (
                    SELECT id, sum(amount) AS amount, max(at) AS at,
                           COALESCE(sum(amount) FILTER (WHERE by_link), 0) AS by_link
                      FROM came GROUP BY id)
                UPDATE public_link_followup followup
                   SET brought_amount = LEAST(sums.amount, followup.asked_amount),
                       link_amount = LEAST(sums.by_link, followup.asked_amount),
                       settled = sums.amount >= followup.asked_amount - 0.01,
                       settled_number
                       = (sums.amount >= followup.asked_amount - 0.01)::int,
                       settled_days
                       = CASE WHEN sums.amount >= followup.asked_amount - 0.01
                         THEN EXTRACT(epoch FROM sums.at - followup.sent_at) / 86400 END
                  FROM sums
                 WHERE sums.id = followup.id AND followup.asked_amount > 0
                   AND (followup.brought_amount IS DISTINCT FROM
                        LEAST(sums.amount, followup.asked_amount)
                        OR followup.link_amount IS DISTINCT FROM
                        LEAST(sums.by_link, followup.asked_amount))
                """,
                recent=self._recent_sql(),
                last_part=self._last_sql(
                    "invoice_id", "line.sent_at", "part.create_date"
                ),
                last_payment=self._last_sql(
                    "invoice_id", "line.sent_at", "payment.create_date"
                ),
            )
        )

    def _note_answered(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE public_link_followup followup
                   SET settled = TRUE, settled_number = 1,
                       settled_days
                       = EXTRACT(epoch FROM found.at - followup.sent_at) / 86400
                  FROM (SELECT sent.id, min(orders.public_link_answered_at) AS at
                          FROM public_link_followup sent
                          JOIN res_company company ON company.id = sent.company_id
                          JOIN public_link_followup_line line ON line.followup_id = sent.id
                          JOIN sale_order orders ON orders.id = line.order_id
                         WHERE %(recent)s AND sent.settled IS NOT TRUE
                           AND orders.public_link_answer = 'approved'
                           AND orders.public_link_answered_at >= sent.sent_at
                           AND orders.public_link_answered_at < sent.sent_at
                               + make_interval(days => company.public_links_followup_window)
                           AND %(last)s
                         GROUP BY sent.id) found
                 WHERE found.id = followup.id
                """,
                recent=self._recent_sql(),
                last=self._last_sql(
                    "order_id", "sent.sent_at", "orders.public_link_answered_at"
                ),
            )
        )
