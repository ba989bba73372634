# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payments that staff have registered: how they came, and their receipts."""

from odoo import api, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    @api.model
    def _public_way(self, journal_type):
        """Return how money came in, as customers read it: journals' names are internal.

        :param str journal_type: core's type of the journal
        """
        ways = {
            "bank": self.env._("Bank transfer"),
            "cash": self.env._("Cash"),
            "credit": self.env._("Card"),
        }
        return ways.get(journal_type, "")

    def _public_link_company(self):
        """Return the company to which the payment went, as documents do."""
        return self.company_id

    def _public_link_report(self):
        """Return the report that staff mail as the receipt, as documents do."""
        return "account.action_report_payment_receipt"

    def _public_receipt_version(self):
        """Return what changes when the receipt would change, and its title."""
        settings = self.company_id._public_links_settings()
        return {
            "title": self.env._("Receipt %s", self.name),
            "amount": self.amount,
            "currency": self.currency_id.name,
            "date": str(self.date),
            "memo": self.memo or "",
            "documents": self.reconciled_invoice_ids.mapped("name"),
            "version": settings["logo_version"] or "",
        }
