# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The invoices and credit notes of an order, as its own page shows them."""

from odoo import models
from odoo.tools import SQL

from ...tools.formatting import money, page_day
from ..link.public_link_reference import fetch_known
from ..link.public_link_together import read_where

# What a sentence would only say once more.
DONE = ("cancelled", "credited", "in_payment", "paid", "settled")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_shown_bills(self):
        """Return what was billed of this order alone, to its own customer.

        What bills another order too would tell of that one, and what somebody else pays
        for the customer is not the customer's to read.

        :rtype: list[Bill]
        """
        settings = self.company_id._public_links_settings()
        customer = self.partner_id.commercial_partner_id
        return [
            bill
            for bill in self._public_bills()
            if settings[
                "invoices" if bill.move_type == "out_invoice" else "credit_notes"
            ]
            and not bill.shared
            and (bill.customer, bill.company) == (customer.id, self.company_id.id)
        ]

    def _public_read_shown_bills(self):
        # sudo: the order's own invoices, which its page tells
        moves = self.env["account.move"].sudo()
        ids = [bill.id for bill in self._public_shown_bills()]
        return read_where(
            moves,
            moves._public_fields,
            SQL("id = ANY (%s)", ids),
            SQL("invoice_date, id"),
        )

    def _public_invoices(self):
        """Return these as records, the oldest first, read once a page.

        :rtype: `account.move`
        """
        # sudo: as above
        moves = self.env["account.move"].sudo()
        if not self._public_shown_bills():
            return moves
        return moves.browse(self._public_read("shown_bills")).sudo(self.env.su)

    def _public_plan_invoices(self):
        """Yield what ``_public_billed_values`` reads, see ``_public_page_plans``."""
        yield self._public_balance_reads()
        if not self._public_shown_bills():
            return
        yield [(self, "shown_bills")]
        terms = self._public_invoices().filtered(
            lambda move: (
                move.invoice_payment_term_id
                and move.payment_state in ("not_paid", "partial")
            )
        )
        if terms:
            yield [(terms, "instalments")]

    def _public_billed_values(self, link):
        """Hook: return the order's invoices, and what is not invoiced yet, for its page.

        :param link: `public.link`
        :rtype: dict
        """
        env, invoices = self.env, self._public_invoices()
        fetch_known(invoices.currency_id)
        fetch_known(invoices.invoice_payment_term_id)
        still = invoices and self._public_still_billed()
        later = self._public_billed_later() if still else 0.0
        told = self.currency_id.compare_amounts(later, 0) > 0
        return {
            "invoices": [self._public_billed(move) for move in invoices],
            "to_bill": money(env, later, self.currency_id) if told else "",
        }

    def _public_billed(self, move):
        """Return an invoice as the page of this order shows it.

        :param move: `account.move`
        :return: see ``page_values.Bill``
        :rtype: dict
        """
        env, refund = self.env, move._public_is_refund()
        _kind, code = move._public_state()
        open_ = code not in DONE and not refund
        name = env._("Credit note %s") if refund else env._("Invoice %s")
        return {
            "name": name % move.name,
            "sentence": move._public_sentence()
            if open_
            else page_day(env, move.invoice_date),
            "amount": money(
                env,
                move.amount_residual if open_ else move.amount_total,
                move.currency_id,
            ),
            "status": move._public_status(),
            "pay_url": "",
        }
