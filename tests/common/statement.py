# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A customer's ledger, booked and asked by core's own means."""

from datetime import date

from odoo import Command

TODAY = date(2026, 6, 30)


class LedgerFixtures:
    @classmethod
    def make_ledger(cls):
        cls.own = cls.company.currency_id
        cls.foreign = cls.env.ref("base.EUR" if cls.own.name != "EUR" else "base.USD")
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": cls.foreign.id,
                    "company_id": cls.company.id,
                    "name": day,
                    "rate": rate,
                }
                for day, rate in (("2026-01-01", 0.5), ("2026-03-01", 0.8))
            ]
        )
        cls.firm = cls.env["res.partner"].create(
            {"name": "Ledger Firm", "is_company": True, "email": "firm@example.com"}
        )
        cls.person = cls.env["res.partner"].create(
            {"name": "Ledger Person", "parent_id": cls.firm.id}
        )
        cls.receivable = cls.firm.property_account_receivable_id
        cls.bank = cls.env["account.account"].search(
            [
                ("account_type", "=", "asset_current"),
                ("company_ids", "in", cls.company.ids),
            ],
            limit=1,
        )
        cls.misc = cls.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def bill(cls, amount, on, due=None, currency=None, partner=None, refund=False):
        """Return a posted invoice, or credit note, without tax."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_refund" if refund else "out_invoice",
                "partner_id": (partner or cls.firm).id,
                "invoice_date": on,
                "invoice_date_due": due or on,
                "invoice_payment_term_id": False,
                "currency_id": (currency or cls.own).id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Goods", "price_unit": amount, "tax_ids": False}
                    )
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def book(cls, amount, on, currency=None, partner=None, account=None):
        """Return a posted entry that lowers what a customer owes."""
        currency = currency or cls.own
        balance = currency._convert(amount, cls.own, cls.company, on)
        row = {"partner_id": (partner or cls.firm).id, "currency_id": currency.id}
        move = cls.env["account.move"].create(
            {
                "journal_id": cls.misc.id,
                "date": on,
                "line_ids": [
                    Command.create(
                        {
                            **row,
                            "account_id": cls.bank.id,
                            "balance": balance,
                            "amount_currency": amount,
                        }
                    ),
                    Command.create(
                        {
                            **row,
                            "account_id": (account or cls.receivable).id,
                            "balance": -balance,
                            "amount_currency": -amount,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def owed(cls, moves):
        """Return the receivable's lines of documents."""
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    @classmethod
    def settle(cls, *moves):
        """Reconcile documents as staff do."""
        cls.owed(cls.env["account.move"].concat(*moves)).filtered(
            lambda line: not line.reconciled
        ).reconcile()

    def ledger_lines(self, partner=None, until=TODAY):
        """Return the customer's receivable in core's general ledger."""
        return (
            self.env["account.move.line"]
            .with_context(active_test=False)
            .search(
                [
                    ("partner_id", "child_of", (partner or self.firm).ids),
                    ("account_id.account_type", "=", "asset_receivable"),
                    ("account_id.non_trade", "=", False),
                    ("parent_state", "=", "posted"),
                    ("company_id", "=", self.company.id),
                    ("date", "<=", until),
                ]
            )
        )
