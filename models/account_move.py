# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models

from ..blockers import Blocker
from ..formatting import address, day, money, paragraphs
from .public_link_lines import balance_totals, document_lines, document_totals

CUSTOMER_TYPES = ("out_invoice", "out_refund", "out_receipt")
# F2: days after the due date that a pay link lives at least, and at the most.
DUE_GRACE, DUE_LIMIT = timedelta(days=30), timedelta(days=120)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "public.link.mixin"]

    _public_link_purposes = ("view",)

    def _public_link_kind(self):
        refund = self._public_is_refund()
        return self.env._("Credit note") if refund else self.env._("Invoice")

    def _public_link_lifetime(self, purpose):
        lifetime = super()._public_link_lifetime(purpose)
        due = self.invoice_date_due
        if (
            purpose == "pay"
            and due
            and self._public_link_company().public_links_follow_due_date
        ):
            due = fields.Datetime.to_datetime(due)
            until = max(
                lifetime["expires_at"],
                min(max(lifetime["expires_at"], due + DUE_GRACE), due + DUE_LIMIT),
            )
            lifetime["lifetime_days"] += (until - lifetime["expires_at"]).days
            lifetime["expires_at"] = until
        return lifetime

    def _public_link_blockers_view(self):
        """Return why this invoice or credit note cannot be shown."""
        env, company = self.env, self.company_id
        if self.move_type not in CUSTOMER_TYPES:
            return [
                Blocker(
                    "not_visible",
                    env._("There is nothing to see here."),
                    env._("This is no customer invoice or credit note."),
                    env._("Send links of customer invoices and credit notes only."),
                )
            ]
        blockers = []
        if self.state == "draft":
            blockers.append(
                Blocker(
                    "not_visible",
                    env._("This document is being prepared. We will send it to you."),
                    env._("The invoice is a draft."),
                    env._("Confirm it first."),
                )
            )
        refund = self.move_type == "out_refund"
        shown = (
            company.public_links_credit_notes if refund else company.public_links_invoices
        )
        if not shown:
            blockers.append(
                Blocker(
                    "disabled",
                    env._("This link has been switched off."),
                    env._("Credit notes are not shown by link.")
                    if refund
                    else env._("Invoices are not shown by link."),
                    env._("Switch them on in Settings, Public Links."),
                )
            )
        return blockers

    def _public_values(self, link):
        env = self.env
        refund = self.move_type == "out_refund"
        due = self.amount_residual
        # Not _get_move_lines_to_report: computing each line's section writes.
        lines = self.invoice_line_ids.sorted("sequence")
        totals = document_totals(self, self.invoice_line_ids.tax_ids)
        if self.state == "posted":
            totals += balance_totals(self, self.amount_total - due, due)
        open_amount = self.state == "posted" and not refund and due
        return {
            "kind": "credit_note" if refund else "invoice",
            "title": env._("Credit note %s", self.name)
            if refund
            else env._("Invoice %s", self.name),
            "number": self.name,
            "status": self._public_status(),
            "headline": money(
                env, due if open_amount else self.amount_total, self.currency_id
            ),
            "sentence": self._public_sentence(),
            "actions": [],
            "pdf_url": self._public_pdf_url(link),
            "lines": document_lines(self, lines, "quantity"),
            "show_prices": True,
            "totals": totals,
            "deliveries": self._public_deliveries(),
            "addresses": self._public_addresses(),
            "facts": self._public_facts(),
            "terms": paragraphs(self.narration),
            "footer": self._public_footer(link),
        }

    def _public_status(self):
        """Return how the invoice stands, in plain words."""
        env = self.env
        if self.state == "cancel":
            return {"code": "cancelled", "label": env._("Cancelled"), "tone": "bad"}
        if self.payment_state in ("paid", "reversed"):
            label = env._("Settled") if self._public_is_refund() else env._("Paid")
            return {"code": "paid", "label": label, "tone": "ok"}
        if self._public_is_refund():
            return {"code": "open", "label": env._("In your favour"), "tone": "info"}
        if self.payment_state == "in_payment":
            return {"code": "in_payment", "label": env._("In payment"), "tone": "info"}
        if self._public_days_left() < 0:
            return {"code": "overdue", "label": env._("Overdue"), "tone": "bad"}
        if self.payment_state == "partial":
            return {"code": "partial", "label": env._("Partly paid"), "tone": "warn"}
        return {"code": "unpaid", "label": env._("Unpaid"), "tone": "warn"}

    def _public_is_refund(self):
        return self.move_type == "out_refund"

    def _public_days_left(self):
        """Return the days until the due date in the recipient's zone; negative: late."""
        if not self.invoice_date_due:
            return 0
        return (self.invoice_date_due - fields.Date.context_today(self)).days

    def _public_sentence(self):
        env, code = self.env, self._public_status()["code"]
        if code == "cancelled":
            return env._("This invoice was cancelled. Please do not pay it.")
        if code == "paid":
            return env._("Nothing is left to pay. Thank you.")
        if code == "in_payment":
            return env._("Your payment is on its way to us. Thank you.")
        if code == "open":
            return env._("This amount is in your favour.")
        left, due = self._public_days_left(), day(env, self.invoice_date_due)
        if not due:
            return env._("Due now.")
        if left < 0:
            return env._("It was due on %s.", due)
        if left == 0:
            return env._("Due today.")
        if left == 1:
            return env._("Due tomorrow, %s.", due)
        return env._("Due in %(days)s days, by %(date)s.", days=left, date=due)

    def _public_orders(self):
        return self.invoice_line_ids.sale_line_ids.order_id

    def _public_deliveries(self):
        if self._public_is_refund() or not self.company_id.public_links_show_tracking:
            return []
        return [
            delivery
            for order in self._public_orders()
            for delivery in order._public_deliveries()
        ]

    def _public_addresses(self):
        env = self.env
        if not self.company_id.public_links_show_addresses:
            return []
        billed = address(self.partner_id)
        shipped = address(self.partner_shipping_id)
        addresses = [{"label": env._("Invoiced to"), "lines": billed}]
        if shipped:
            if shipped == billed:
                shipped = [env._("Same address")]
            addresses.append({"label": env._("Delivered to"), "lines": shipped})
        return addresses

    def _public_facts(self):
        env = self.env
        values = [
            (env._("Invoice date"), day(env, self.invoice_date)),
            (env._("Due date"), day(env, self.invoice_date_due)),
            (env._("Your order"), ", ".join(self._public_orders().mapped("name"))),
            (env._("Your reference"), self.ref or ""),
            (env._("Payment terms"), self.invoice_payment_term_id.name or ""),
            (env._("Payment reference"), self.payment_reference or ""),
        ]
        return [{"label": label, "value": value} for label, value in values if value]
