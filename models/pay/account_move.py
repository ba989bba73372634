# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL, str2bool

from ...tools.formatting import money
from ..link.public_link_read import once
from ..link.public_link_reference import fetch_known
from ..link.public_link_together import read_where
from .public_link_mixin import Due, due_together

# What core's computation of the next payment reads.
PAY_FIELDS = (
    "amount_residual",
    "amount_total",
    "company_id",
    "currency_id",
    "invoice_date",
    "invoice_date_due",
    "invoice_payment_term_id",
    "move_type",
    "name",
    "payment_reference",
    "payment_state",
    "state",
)
# Core's names for what an invoice asks for now, and ours.
KINDS = {"overdue": "instalment", "next": "instalment", "epd": "discount"}


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_link_blockers_pay(self):
        """Return why this invoice cannot be paid now."""
        return self._public_pay_gate()

    def _public_link_outcome(self):
        if self.state == "posted" and self.payment_state in ("paid", "in_payment"):
            return "paid"
        return super()._public_link_outcome()

    def _public_pay_state(self):
        if state := self._public_pay_booked():
            return state
        if self.state == "posted" and self.currency_id.is_zero(
            self._public_pay_due().whole
        ):
            return "paid"
        return None

    def _public_pay_booked(self):
        """Return what ``_public_pay_state`` does, without payments of its orders that are
        on no invoice yet: they are taken off once, whichever invoices are paid together."""
        if self.state == "cancel":
            return "voided"
        if self.move_type != "out_invoice" or self.payment_state == "reversed":
            return "nothing_due"
        if self.currency_id.is_zero(self.amount_residual):
            return "paid" if self.payment_state != "not_paid" else "nothing_due"
        if self.payment_state == "blocked":
            return "nothing_due"
        if self.payment_state in ("in_payment", "paid"):
            # Some payments are booked before they change the residual.
            return "paid"
        return None

    def _public_pay_switches(self):
        # sudo: one switch of core's settings is read
        parameters = self.env["ir.config_parameter"].sudo()
        on = str2bool(parameters.get_param("account_payment.enable_portal_payment"))
        return [] if on else ["payments_off"]

    def _public_pay_invoices(self):
        return self

    def _public_pay_orders(self):
        # sudo: which orders they bill is told by the invoices; whose page it is, pays them
        orders = self.env["sale.order"].sudo()
        ids = self._public_read("orders") if self else ()
        return orders.browse(ids).sudo(self.env.su)

    def _public_plan_pay(self):
        yield [(self, "orders"), (self, "bank")]
        orders = self._public_pay_orders()
        yield [(self, "transactions"), *([(orders, "unbilled")] if orders else [])]
        if self.invoice_payment_term_id:
            yield [(self, "instalments")]

    def _public_pay_values(self):
        # Only the invoice: a transaction of an invoice and its order would be booked as one
        # of the order.
        return {"invoice_ids": super()._public_pay_values()["invoice_ids"]}

    def _public_read_balances(self):
        def known(invoices):
            fetch_known(invoices.currency_id)
            fetch_known(invoices.invoice_payment_term_id)
            return invoices._ids

        # sudo: what they ask for is told by the document that they are paid by
        invoices = self.env["account.move"].sudo()
        condition = SQL("id = ANY (%s)", self.ids)
        return read_where(invoices, PAY_FIELDS, condition, keep=known)

    def _public_pay_due(self):
        return once(self, "pay_due", self._public_pay_due_now)

    def _public_pay_due_now(self):
        return due_together(self, self._public_pay_orders())

    def _public_pay_asked(self):
        """Return what the invoice asks for, without payments of its orders."""
        if not self.invoice_payment_term_id:
            # A single due date: the residual is due, and core need not read every item.
            left = self.amount_residual
            return Due(left, left, "rest", self.invoice_date_due)
        values = self._public_next_payment()
        kind = KINDS.get(values.get("installment_state"), "rest")
        if kind == "instalment":
            now = min(values["next_amount_to_pay"], self.amount_residual)
            return Due(now, self.amount_residual, kind, values["next_due_date"])
        if kind == "discount":
            discounted = values["amount_due"]
            return Due(
                discounted,
                discounted,
                kind,
                # Core gives it as a text.
                fields.Date.to_date(values["discount_date"]),
                values["epd_discount_amount_currency"],
            )
        return Due(
            self.amount_residual, self.amount_residual, kind, self.invoice_date_due
        )

    def _public_pay_reference(self):
        values = self._public_next_payment()
        if values.get("installment_state") in ("overdue", "next"):
            return values["next_payment_reference"]
        return super()._public_pay_reference()

    def _public_action_label_pay(self):
        """Return what the button that leads to payment says."""
        due = self._public_pay_due()
        return self.env._("Pay %s", money(self.env, due.now, self.currency_id))

    def _public_mail_button(self, leads):
        if "pay" not in leads or self._public_link_blockers("pay"):
            return super()._public_mail_button(leads)
        due = self._public_pay_due()
        amount = money(self.env, due.now, self.currency_id)
        return self.env._("View and pay %s", amount)
