# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payments on which this database and a fake Stripe agree, or do not."""

from datetime import timedelta

from odoo import Command, fields

from .base import PublicLinkCase
from .stripe_server import StripeFixtures


class MismatchCase(StripeFixtures, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["payment.transaction"].search([]).write(
            {"last_state_change": "2020-01-01"}
        )
        cls.manager = cls._make_user("linkmanager", "public_links.group_manager")
        cls.invoice = cls.make_invoice()
        cls.hour_ago = fields.Datetime.now() - timedelta(hours=1)

    def transaction(self, state="done", invoice=None, book=True, **values):
        """Return a payment that came to its state an hour ago."""
        invoice = self.invoice if invoice is None else invoice
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "amount": 318.6,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_direct",
                "invoice_ids": [Command.set(invoice.ids)],
                "provider_reference": "pi_1",
                "reference": "INV-1",
                **values,
            }
        )
        if state != "draft":
            transaction._update_state(
                ("draft", "pending", "authorized"), state, values.get("state_message")
            )
        if book and state == "done":
            transaction._post_process()
        transaction.last_state_change = self.hour_ago
        return transaction

    def good(self, **values):
        """Return a payment on which all sides agree."""
        transaction = self.transaction()
        self.stripe.intent("pi_1", **({"description": "INV-1"} | values))
        return transaction

    def look(self):
        """Compare all sides, and return the open rows by kind."""
        failures = self.env["payment.mismatch"]._check()
        self.assertFalse(failures)
        return self.open_rows()

    def open_rows(self):
        rows = self.env["payment.mismatch"].search([("state", "=", "open")])
        return {row.kind: row for row in rows}
