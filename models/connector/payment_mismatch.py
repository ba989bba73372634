# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The list of mismatches between document, payment and provider, for staff to review.

Finders (``_find_*``) return what differs now. A row stands for one difference: it is opened
when the difference is found, closed when it is gone, and opened again when it is back.
Rows whose provider could not be asked are left as they are.
"""

import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

KINDS = [
    ("unknown", "Paid at the provider, unknown here"),
    ("state", "State differs"),
    ("amount", "Amount differs"),
    ("currency", "Currency differs"),
    ("reference", "Reference differs"),
    ("mode", "Live and test differ"),
    ("refunded", "Refunded at the provider only"),
    ("unprocessed", "Paid, not booked"),
    ("unreconciled", "Booked, not reconciled"),
    ("several", "Paid more than once"),
    ("no_id", "Failed without the provider's number"),
]
# What staff do about each kind.
WHAT_TO_DO = {
    "unknown": _lt(
        "Money was taken that no transaction here knows. Open it at the provider:"
        " if it is a customer's, register the payment on the invoice or refund"
        " it; if it belongs to another shop of yours, set it aside."
    ),
    "state": _lt(
        "Open both sides. What the provider says of the money is true: have the"
        " provider send its webhook again, or register or cancel the payment"
        " here."
    ),
    "amount": _lt(
        "Compare both sides with the document. Refund what is too much at the"
        " provider, or ask the customer for the rest."
    ),
    "currency": _lt(
        "The provider took another currency than the transaction says. Refund it"
        " and ask for a new payment, or book the payment by hand."
    ),
    "reference": _lt(
        "The provider's payment names another transaction, or a second payment"
        " was taken for this one. Find out which document it paid, and refund"
        " what was paid twice."
    ),
    "mode": _lt(
        "A test payment counts as real money here, or the other way round. Check"
        " the provider's keys and state, then reverse what is wrong."
    ),
    "refunded": _lt(
        "The customer got money back at the provider, and nothing here knows."
        " Make a credit note and register the refund on it."
    ),
    "unprocessed": _lt(
        "Press “Book Now”. If that fails, its error says why; check that the"
        " scheduled action “Payment: Post-process transactions” runs."
    ),
    "unreconciled": _lt(
        "Open the payment and match it with the invoice; if there is none, register it."
    ),
    "several": _lt(
        "More was paid than the document asks for. Refund the payment that is too much."
    ),
    "no_id": _lt(
        "The provider was asked, and its number was lost. Look the reference up"
        " at the provider: if money was taken, register or refund it; if not,"
        " set this aside."
    ),
}


class Unreachable(Exception):
    """A provider could not be asked. The text, which staff read, says which and why."""


class PaymentMismatch(models.Model):
    _name = "payment.mismatch"
    _description = "Payment Mismatch"
    # By the stored values: open, ignored, closed.
    _order = "state desc, found_at desc, id desc"

    kind = fields.Selection(KINDS, "What Differs", required=True, readonly=True)
    key = fields.Char(
        required=True,
        readonly=True,
        help="The transaction, document or provider's number that the row is about.",
    )
    state = fields.Selection(
        [("open", "Open"), ("ignored", "Set aside"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    provider_id = fields.Many2one("payment.provider", readonly=True, index=True)
    provider_reference = fields.Char("Provider's Number", readonly=True)
    transaction_id = fields.Many2one(
        "payment.transaction",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    payment_id = fields.Many2one(related="transaction_id.payment_id")
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", compute="_compute_partner_id", store=True, index=True
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_document = fields.Monetary("Document Amount", readonly=True)
    amount_transaction = fields.Monetary("Transaction Amount", readonly=True)
    amount_provider = fields.Monetary(
        "Provider Amount", currency_field="provider_currency_id", readonly=True
    )
    provider_currency_id = fields.Many2one("res.currency", readonly=True)
    fact_here = fields.Char("Here", readonly=True)
    fact_there = fields.Char("At the Provider", readonly=True)
    found_at = fields.Datetime("Found", readonly=True, required=True)
    seen_at = fields.Datetime("Last Seen", readonly=True)
    closed_at = fields.Datetime("Closed", readonly=True)
    note = fields.Text(help="What you found out, for whoever looks next.")
    what_to_do = fields.Char("What to Do", compute="_compute_what_to_do")

    _unique_key = models.Constraint(
        "UNIQUE(kind, key)", "There is a row for this difference already."
    )

    # === COMPUTE METHODS === #

    @api.depends("transaction_id", "move_id", "order_id")
    def _compute_partner_id(self):
        for row in self:
            row.partner_id = (
                row.transaction_id.partner_id
                or row.move_id.partner_id
                or row.order_id.partner_id
            )

    @api.depends("kind", "provider_reference", "transaction_id.reference", "key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for row in self.sudo():  # sudo: names of documents, of other teams too
            what = (
                row.transaction_id.reference
                or row.provider_reference
                or row.order_id.name
                or row.move_id.name
                or row.key
            )
            row.display_name = f"{labels.get(row.kind, '')}: {what}"

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_what_to_do(self):
        for row in self:
            sentence = WHAT_TO_DO.get(row.kind)
            row.what_to_do = sentence and self.env._(sentence)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"note"}:
            raise AccessError(
                self.env._(
                    "What was found is not edited. Write a note, or set it aside."
                )
            )
        return super().write(vals)

    # === FINDING === #

    @api.model
    def _finders(self):
        """Return the finders.

        Each is called without arguments. It returns what it found, as values by
        (kind, key), and the rows that it has checked: of these, those that were not found
        are closed.

        :rtype: list[callable]
        """
        return [self._find_local, *self._find_remote()]

    @api.model
    def _find_remote(self):
        """Return one finder for each provider whose side can be asked."""
        return []

    @api.model
    def _check(self):
        """Look for differences, and update the list.

        :return: a sentence for each provider that could not be asked
        :rtype: list[str]
        """
        failures = []
        for finder in self._finders():
            try:
                with self.env.cr.savepoint():
                    self._update_rows(*finder())
            except Unreachable as error:
                failures.append(str(error))
        return failures

    def _update_rows(self, found, looked_at):
        """Open, refresh and close rows.

        :param dict found: values by (kind, key)
        :param looked_at: the rows that the finder has checked
        """
        now = fields.Datetime.now()
        keys = [key for _kind, key in found]
        known = {(row.kind, row.key): row for row in self.search([("key", "in", keys)])}
        new = []
        for (kind, key), values in found.items():
            row = known.get((kind, key))
            if not row:
                new.append(
                    {"kind": kind, "key": key, "found_at": now, "seen_at": now} | values
                )
                continue
            if row.state == "closed":
                values = values | {
                    "state": "open",
                    "found_at": now,
                    "closed_at": False,
                }
            row.write(values | {"seen_at": now})
        self.create(new)
        gone = looked_at.filtered(
            lambda row: row.state != "closed" and (row.kind, row.key) not in found
        )
        gone.write({"state": "closed", "closed_at": now})

    @api.model
    def _cron_check(self):
        for failure in self._check():
            _logger.warning("Payment mismatches: %s", failure)

    @api.model
    def _transaction_values(self, transaction):
        """Return the values of a row about a transaction, as known here."""
        return {
            "transaction_id": transaction.id,
            "company_id": transaction.company_id.id,
            "provider_id": transaction.provider_id.id,
            "provider_reference": transaction.provider_reference,
            "move_id": transaction.invoice_ids[:1].id,
            "order_id": transaction.sale_order_ids[:1].id,
            "currency_id": transaction.currency_id.id,
            "amount_transaction": transaction.amount,
            "amount_document": sum(transaction.invoice_ids.mapped("amount_total"))
            or sum(transaction.sale_order_ids.mapped("amount_total")),
        }

    # === ACTIONS === #

    def _check_manager(self):
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(
                self.env._("Only managers of public links can do this to mismatches.")
            )

    @api.model
    def action_check(self):
        """Look for differences now, and say which providers could not be asked."""
        self._check_manager()
        # sudo: every side is asked, for all companies
        failures = self.env["payment.mismatch"].sudo()._check()
        if failures:
            return self.env["public.link"]._tell(
                " ".join(failures), "warning", sticky=True
            )
        count = self.search_count([("state", "=", "open")])
        message = self.env._("All sides were compared. Open differences: %s.", count)
        return self.env["public.link"]._tell(message)

    def action_ignore(self):
        """Ignore differences that staff have looked into."""
        self._check_manager()
        if not all((row.note or "").strip() for row in self):
            raise UserError(
                self.env._("Write into the note what you found out, then set it aside.")
            )
        self.filtered(lambda row: row.state == "open").sudo().write(  # checked above
            {"state": "ignored"}
        )

    def action_reopen(self):
        """Open differences again that were ignored."""
        self._check_manager()
        self.filtered(lambda row: row.state == "ignored").sudo().write(  # as above
            {"state": "open"}
        )

    def action_book(self):
        """Book a payment that has arrived at the provider."""
        self.ensure_one()
        self._check_manager()
        transaction = self.sudo().transaction_id  # sudo: managers need no Invoicing
        if transaction.state == "done" and not transaction.is_post_processed:
            transaction._post_process()
        rows = self.sudo()  # as above
        rows._update_rows(*rows._find_local())

    def _open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def action_open_document(self):
        """Open the invoice, or the order."""
        self.ensure_one()
        return self._open(self.move_id or self.order_id)

    def action_open_transaction(self):
        """Open the transaction."""
        self.ensure_one()
        return self._open(self.transaction_id)

    def action_open_payment(self):
        """Open the booked payment."""
        self.ensure_one()
        return self._open(self.payment_id)

    def action_open_provider(self):
        """Open the payment on the provider's own pages."""
        self.ensure_one()
        url = self.sudo()._provider_url()  # sudo: the mode of the provider
        if not url:
            raise UserError(
                self.env._("Odoo does not know this provider's pages. Log in there.")
            )
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def _provider_url(self):
        """Return the address of this payment on the provider's own pages, or ""."""
        return ""
