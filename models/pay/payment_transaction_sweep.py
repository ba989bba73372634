# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payments that were begun, and must not be finished any more, are withdrawn.

A customer's browser may hold the form of a payment for days. When its document is paid
otherwise, credited, cancelled, reset or changed, or its link revoked, the payment is
cancelled at the provider: by a scheduled action right after the commit, so that no
provider is asked inside what staff do. What is paid already wins.
"""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Older ones are left: nobody keeps a form open for so long.
HORIZON = timedelta(days=30)
# How many are looked at in one go.
BATCH = 500
# A link that has only expired was good when the payment was begun.
ENDED = ("revoked", "disabled", "blocked", "gone")
# Reasons why nothing can be begun now, while what was begun may end.
PASSING = {
    "processing",
    "checking",
    "payments_off",
    "provider",
    "connector",
    "method",
    "currency",
}


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @api.model
    def _public_link_sweep_soon(self):
        """Have begun payments looked at, once this transaction is committed."""
        cron = self.env.ref("public_links.ir_cron_withdraw", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()  # the system's own, whoever changes a document

    @api.model
    def _cron_public_link_withdraw(self):
        """Withdraw the payments that were begun by link and do not fit any more."""
        begun = self.search(
            Domain("state", "=", "draft")
            & Domain("public_link_id", "!=", False)
            & Domain("public_link_charged_at", "=", False)
            & Domain("create_date", ">=", fields.Datetime.now() - HORIZON),
            order="id desc",
            limit=BATCH,
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(begun))
        for transaction in begun:
            try:
                with self.env.cr.savepoint():
                    if transaction._public_link_stale():
                        transaction._public_link_withdraw()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
            except Exception:
                # Asked again by the next run; what it takes meanwhile is recorded.
                _logger.exception("%s was not withdrawn.", transaction.reference)
            if not cron._commit_progress(1):
                break

    def _public_link_stale(self):
        """Tell whether this payment, which was begun, must not be finished any more.

        :rtype: bool
        """
        self.ensure_one()
        if not self._public_link_open():
            return False
        link = self.public_link_id
        document = link._document().with_context(prefetch_fields=True)
        if not document or link._dead_reason() in ENDED:
            return True
        codes = {one.code for one in document._public_link_blockers("pay")}
        if codes - PASSING or set(self.invoice_ids.mapped("state")) - {"posted"}:
            return True
        due, currency = document._public_pay_due(), document.currency_id
        if self.currency_id != currency or all(
            currency.compare_amounts(self.amount, amount)
            for amount in (due.now, due.whole)
        ):
            return True
        return any(
            set(self[name].ids) != set(commands[0][2])
            for name, commands in document._public_pay_values().items()
        )


class PublicLink(models.Model):
    _inherit = "public.link"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("revoked_at") and self.filtered(lambda one: one.purpose == "pay"):
            # sudo: payments of the links, whoever revokes them
            begun = self.env["payment.transaction"].sudo()
            domain = [("public_link_id", "in", self.ids), ("state", "=", "draft")]
            if begun.search_count(domain, limit=1):
                begun._public_link_sweep_soon()
        return result


class AccountMove(models.Model):
    _inherit = "account.move"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._public_pay_changed()
        return result

    def _public_pay_changed(self):
        """Have payments looked at that were begun for these documents, or their orders."""
        if not self.ids:
            return
        [[begun]] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (
                  SELECT FROM account_invoice_transaction_rel rel
                    JOIN payment_transaction tx ON tx.id = rel.transaction_id
                   WHERE rel.invoice_id = ANY (%(moves)s)
                     AND tx.state = 'draft' AND tx.public_link_id IS NOT NULL)
                  OR EXISTS (
                  SELECT FROM sale_order_line line
                    JOIN sale_order_transaction_rel rel
                      ON rel.sale_order_id = line.order_id
                    JOIN payment_transaction tx ON tx.id = rel.transaction_id
                   WHERE line.id IN (%(lines)s)
                     AND tx.state = 'draft' AND tx.public_link_id IS NOT NULL)
                """,
                moves=self.ids,
                lines=self._public_sale_lines(),
            )
        )
        if begun:
            self.env["payment.transaction"]._public_link_sweep_soon()


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        moves = partials.debit_move_id.move_id | partials.credit_move_id.move_id
        moves._public_pay_changed()
        return partials


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "order_line"}:
            # sudo: payments of the orders, whoever changes them
            begun = self.env["payment.transaction"].sudo()
            domain = Domain("sale_order_ids", "in", self.ids) & Domain(
                "state", "=", "draft"
            )
            if begun.search_count(
                domain & Domain("public_link_id", "!=", False), limit=1
            ):
                begun._public_link_sweep_soon()
        return result
