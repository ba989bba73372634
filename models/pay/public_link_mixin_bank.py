# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a document is paid by bank transfer: the account, the reference, a bank's code.

It is money: the account is the seller's own, chosen by the seller, and nothing that a
customer can change has a say in it.
"""

import logging
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...tools.bank import grouped, iban, joined
from ...tools.formatting import money, plain_amount
from ..link.public_link_together import Read

_logger = logging.getLogger(__name__)


class Account(NamedTuple):
    """A bank account to which customers pay.

    :param id: of the `res.partner.bank`
    :param number: as staff typed it
    :param clearing: the number of the bank that some countries ask for beside it
    :param currency: id of the currency in which it is kept, or ``None``
    :param version: changes when what a bank's code says may have changed
    :param method: the kind of code that staff have chosen, or ``None`` for the first
        that fits
    """

    id: int
    number: str
    holder: str
    clearing: str
    bank: str
    bic: str
    currency: int
    version: str
    method: str


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_account(self):
        """Return the account to which this document is paid, or ``None``.

        :rtype: Account
        """
        return self._public_read("bank")

    def _public_read_bank(self):
        # Ours: held by the company, or one above it, and trusted, or that of a bank
        # journal: those are made by accountants, while any user who edits contacts may
        # add an account to the company's contact.
        company = self._public_link_company()
        return Read(
            SQL(
                """
                SELECT json_build_array(
                       account.id, account.acc_number,
                       COALESCE(NULLIF(account.acc_holder_name, ''), holder.name),
                       COALESCE(account.clearing_number, ''), COALESCE(bank.name, ''),
                       COALESCE(bank.bic, ''), account.currency_id,
                       CONCAT_WS(' ', account.write_date, holder.write_date,
                                 bank.write_date, debtor.write_date,
                                 (SELECT write_date FROM res_company
                                   WHERE id = %(company)s)),
                       (SELECT CASE COUNT(*) WHEN 1 THEN MIN(qr_code_method) END
                          FROM account_move WHERE id = ANY (%(invoices)s)))
                  FROM res_partner_bank account
                  JOIN res_partner holder ON holder.id = account.partner_id
                  LEFT JOIN res_bank bank ON bank.id = account.bank_id
                  LEFT JOIN res_partner debtor ON debtor.id = %(debtor)s
                 WHERE account.id = (%(account)s)
                   AND account.active
                   AND EXISTS (
                       SELECT
                         FROM res_company mine
                         JOIN res_company above
                           ON starts_with(mine.parent_path, above.parent_path)
                        WHERE mine.id = %(company)s
                          AND above.partner_id = account.partner_id
                          AND (account.company_id IS NULL
                               OR account.company_id = above.id)
                          AND (account.allow_out_payment OR 0 < (
                               SELECT COUNT(*)
                                 FROM account_journal journal
                                WHERE journal.bank_account_id = account.id
                                  AND journal.company_id = above.id
                                  AND journal.active)))
                """,
                account=self._public_pay_account_sql(),
                invoices=self._public_pay_invoices().ids,
                company=company.id,
                debtor=self._public_pay_partner().id or None,
            ),
            lambda rows: Account(*rows[0]) if rows else None,
        )

    def _public_pay_account_sql(self):
        """Return the id of the account that staff or core have chosen, as a subselect.

        That of the invoices that are paid, if they have one in common; of an order that
        is not billed, the one of the provider for bank transfers.
        """
        invoices = self._public_pay_invoices()
        if not invoices:
            transfer = self._public_link_company()._public_pay_transfer()
            return SQL("SELECT %s::int", transfer and transfer.account or None)
        return SQL(
            "SELECT MIN(partner_bank_id) FROM account_move WHERE id = ANY (%s)"
            " HAVING COUNT(*) = COUNT(partner_bank_id)"
            " AND MIN(partner_bank_id) = MAX(partner_bank_id)",
            invoices.ids,
        )

    # === WHAT IS TOLD === #

    def _public_pay_wanted(self):
        """Tell whether money is wanted now, in whatever way it may come."""
        return not self._public_pay_state() and not self._public_pay_in_progress(
            self._public_pay_transactions()
        )

    def _public_pay_bank(self, choice="now"):
        """Return how what is due is paid by bank transfer, or ``None``.

        :param str choice: "now" or "whole"
        :rtype: page_values.Bank
        """
        if not self._public_pay_wanted():
            return None
        announced = self._public_pay_open_transfers()
        if not announced and not self._public_pay_by_transfer():
            return None
        due = self._public_pay_due()
        amount = due.amount(choice)
        if (
            announced
            and self.currency_id.compare_amounts(announced[0].amount, due.whole) <= 0
        ):
            amount = announced[0].amount
        return self._public_pay_bank_values(amount, announced[:1])

    def _public_pay_by_transfer(self):
        """Tell whether a transfer that nobody announced would pay this."""
        return True

    def _public_pay_bank_values(self, amount, transaction):
        """Return account, reference and amount as pages, papers and mails show them.

        :param float amount: in the document's currency
        :param transaction: the `payment.transaction` that was announced, or none
        :return: see ``page_values.Bank``; ``None`` where there is no account
        """
        account = self._public_pay_account()
        if not account:
            return None
        env, number = self.env, iban(account.number)
        reference = self._public_pay_remittance(transaction)
        rows = [
            (env._("Account holder"), account.holder, account.holder),
            (env._("IBAN"), grouped(number), number)
            if number
            else (env._("Account number"), account.number, account.number),
            (env._("Clearing number"), account.clearing, account.clearing),
            (env._("Bank"), account.bank, account.bank),
            (env._("BIC"), account.bic, account.bic),
            (env._("Reference"), reference, reference),
            (
                env._("Amount"),
                money(env, amount, self.currency_id),
                plain_amount(env, amount, self.currency_id),
            ),
        ]
        transfer = self._public_link_company()._public_pay_transfer()
        return {
            "title": env._("The bank details, once more")
            if transaction
            else env._("Pay by bank transfer"),
            "rows": [
                {"label": label, "value": value, "copy": copy}
                for label, value, copy in rows
                if value
            ],
            "code": self._public_pay_code(account, amount, reference),
            "words": list(transfer.words) if transfer else [],
        }

    def _public_pay_remittance(self, transaction):
        """Return the reference by which the seller recognises a transfer.

        What core tells who has announced one; else the invoices' own.

        :param transaction: the `payment.transaction` that was announced, or none
        :rtype: str
        """
        invoices = self._public_pay_invoices()
        if len(invoices) > 1 or not transaction:
            return joined(
                invoice.payment_reference or invoice.name
                for invoice in invoices.sorted("id")
            )
        return transaction._public_link_communication()

    # === CODE === #

    def _public_pay_code(self, account, amount, reference):
        """Return core's code for banking apps as a data URI; "" where there is none.

        :param Account account: where the money goes
        :param float amount: in the document's currency
        :param str reference: what the transfer says
        """
        currency = self.currency_id
        if account.currency and account.currency != currency.id:
            # The bank would change the money, and another amount would arrive.
            return ""
        # sudo: the company's own account, see ``_public_read_bank``
        bank = self.env["res.partner.bank"].sudo().browse(account.id)
        try:
            return bank._public_pay_code(
                currency.round(amount),
                currency.id,
                reference,
                self._public_pay_partner().id,
                account.method,
                account.version,
            )
        except Exception:
            # An addon's code may want what this account lacks: the rest still stands.
            _logger.warning(
                "No bank's code for %s %s.", self._name, self.id, exc_info=True
            )
            return ""


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_pay_by_transfer(self):
        # A quotation is accepted by paying here, not by money that arrives.
        return self.state == "sale"

    def _public_pay_remittance(self, transaction):
        if self._public_pay_invoices():
            return super()._public_pay_remittance(transaction)
        # As core computes it for who pays by transfer.
        transfer = self._public_link_company()._public_pay_transfer()
        known = transaction or self.env["payment.transaction"].new(
            {"provider_id": transfer and transfer.provider}
        )
        computed = self.reference or known._compute_sale_order_reference(self)
        return computed or self.name
