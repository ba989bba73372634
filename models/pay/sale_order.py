# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ...tools.formatting import money
from ..link.public_link_read import once
from ..link.public_link_reference import fetch_known
from .public_link_mixin import Due, due_together, less


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_blockers_pay(self):
        """Return why this order or quotation cannot be paid now."""
        return self._public_pay_gate()

    def _public_link_outcome(self):
        order = self.sudo()  # whether it is paid, for who may not see payments
        if order.state == "sale" and order.amount_total > 0 and order.transaction_ids:
            paid, total = order.amount_paid, order.amount_total
            if order.currency_id.compare_amounts(paid, total) >= 0:
                return "paid"
        return super()._public_link_outcome()

    def _public_pay_state(self):
        """Hook: see ``public.link.mixin``."""
        if self.state == "cancel":
            return "voided"
        if self.state != "sale":
            # C6, C7: a quotation can be paid only where paying accepts it.
            if not self._public_pay_accepted():
                return "not_accepted"
            if self.is_expired:
                return "expired_quote"
            if self._has_to_be_signed():
                return "not_signed"
        elif self._public_pay_elsewhere():
            return "by_invoice"
        if self.currency_id.compare_amounts(self._public_pay_due().whole, 0) <= 0:
            return "paid" if self.amount_total > 0 else "nothing_due"
        return None

    def _public_pay_accepted(self):
        """Hook: tell whether a quotation may be paid: where paying accepts it."""
        return self.company_id._public_links_settings()["accept_and_pay"]

    def _public_pay_invoices(self):
        if self.state != "sale":
            return super()._public_pay_invoices()
        open_ = {
            bill.id: bill.residual
            for bill in self._public_bills()
            if bill.move_type == "out_invoice"
            and bill.currency == self.currency_id.id
            and bill.payment_state in ("not_paid", "partial")
            and bill.residual > 0
        }
        fetch_known(self.currency_id)
        came_in, waits = self._public_unbilled(), sum(open_.values())
        if self.currency_id.compare_amounts(came_in, waits) >= 0:
            # What came in for the order covers them: the rest is asked for, and no bill.
            open_ = {}
        # sudo: the order's own invoices, which its links may pay
        moves = self.env["account.move"].sudo().browse(sorted(open_))
        return moves.sudo(self.env.su)

    def _public_link_parts(self, purpose):
        # Where the order itself can be paid: else none of its invoices.
        if purpose != "pay" or self.state != "sale" or self._public_pay_elsewhere():
            return super()._public_link_parts(purpose)
        return self._public_pay_invoices() & self._public_invoices()

    def _public_billed_values(self, link):
        values = super()._public_billed_values(link)
        payable = self._public_link_parts("pay")
        # With one of them open the order's own button pays it.
        if link.purpose != "view" or len(payable) < 2:
            return values
        if not self._public_link_blockers("pay"):
            for move, row in zip(
                self._public_invoices(), values["invoices"], strict=True
            ):
                if move in payable and not move._public_link_blockers("pay"):
                    # Staff who preview see a button that does nothing.
                    row["pay_url"] = (
                        link._form_path(f"to/pay/{move.id}") if link.id else "#"
                    )
        return values

    def _public_pay_orders(self):
        return self

    def _public_plan_pay(self):
        if self.state == "sale":
            yield self._public_balance_reads()
            invoices = self._public_pay_invoices()
            yield [(self, "transactions"), (self, "bank"), (invoices, "balances")]
            if invoices.invoice_payment_term_id:
                yield [(invoices, "instalments")]
        elif self._public_pay_accepted():
            yield [(self, "transactions")]

    def _public_pay_fingerprint(self, link):
        shown = super()._public_pay_fingerprint(link)
        if self.state == "sale":
            return shown
        # Paying a quotation accepts everything in it.
        return f"{shown}-{self._public_link_version(self._public_values(link))}"

    def _public_pay_partner(self):
        return self.partner_invoice_id or super()._public_pay_partner()

    def _public_pay_provider_context(self):
        return {"sale_order_id": self.id}

    def _public_pay_provider_facts(self):
        # Core offers cash on delivery by the carrier.
        return (self.carrier_id.id,)

    def _public_pay_due(self):
        return once(self, "pay_due", self._public_pay_due_now)

    def _public_pay_due_now(self):
        if self.state != "sale":
            return self._public_pay_due_of_quotation()
        left = self._public_balance()[1]
        invoices = self._public_pay_invoices()
        if not invoices:
            return Due(left, left)
        # Billed: what is due on the invoices, less what is open in the customer's favour.
        invoices._public_read("balances")
        if any(bill.shared for bill in self._public_bills()):
            return due_together(invoices, invoices._public_pay_orders())
        due = due_together(invoices, self)
        return less(due, due.whole + due.discount - left, self.currency_id)

    def _public_pay_elsewhere(self):
        """Tell whether the order can only be paid by its invoices: it is billed together with
        another order, to another customer, or in another currency.

        :rtype: bool
        """
        here = (
            self.currency_id.id,
            self.company_id.id,
            self._public_pay_partner().commercial_partner_id.id,
        )
        return any(
            bill.shared or (bill.currency, bill.company, bill.customer) != here
            for bill in self._public_bills()
            if bill.move_type == "out_invoice"
        )

    def _public_pay_values(self):
        values = super()._public_pay_values()
        if self._public_pay_invoices():
            # With an order beside its invoice, core would bill the order once more.
            del values["sale_order_ids"]
        return values

    def _public_pay_due_of_quotation(self):
        paid, rounded = self.amount_paid, self.currency_id.round
        whole = rounded(max(self.amount_total - paid, 0.0))
        asked = rounded(self._get_prepayment_required_amount() - paid)
        if 0 < asked < whole:
            return Due(asked, whole, "down_payment")
        return Due(whole, whole)

    def _public_action_label_pay(self):
        """Hook: return what the button that leads to payment says."""
        amount = money(self.env, self._public_pay_due().now, self.currency_id)
        if self.state != "sale":
            return self.env._("Accept and pay %s", amount)
        return self.env._("Pay %s", amount)
