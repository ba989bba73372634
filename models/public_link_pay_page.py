# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the pay page of an order or invoice shows."""

from odoo import api, models

from ..formatting import day, masked_email, money


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_page(self, link, choice):
        """Return the pay page's part, see ``page_values.PayPage``.

        Called as superuser, in the recipient's language and zone.

        :param link: `public.link`, possibly a new record when staff preview
        :param str choice: "now" or "whole"
        :rtype: dict
        """
        env = self.env
        blockers = self._public_link_blockers("pay")
        state = blockers[0].code if blockers else "due"
        due = self._public_pay_due() if state == "due" else None
        transactions = self._public_pay_transactions()
        if due and due.now == due.whole:
            choice = "now"
        amount = due.amount(choice) if due else 0.0
        text = money(env, amount, self.currency_id) if due else ""
        return {
            "title": self._public_pay_title(),
            "state": state,
            "status": self._public_pay_status(state),
            "headline": text,
            "sentence": blockers[0].customer
            if blockers
            else self._public_pay_sentence(due, choice),
            "due": amount,
            "choices": self._public_pay_choices(link, due, choice) if due else [],
            "button": env._("Pay %s", text) if due else "",
            "form": "",
            "session": "",
            "announced": self._public_pay_announced(transactions) if due else [],
            "payments": self._public_pay_payments(transactions)
            if state in ("paid", "due")
            else [],
            "facts": self._public_pay_facts(),
            "refresh": 6 if state == "processing" else 0,
            "actions": [],
            "footer": self._public_pay_footer(link),
        }

    def _public_pay_title(self):
        return f"{self._public_link_kind()} {self.display_name}"

    def _public_pay_status(self, state):
        """Return how the payment stands, in plain words."""
        env = self.env
        label, tone = {
            "due": (env._("To be paid"), "warn"),
            "paid": (env._("Paid"), "ok"),
            "processing": (env._("In progress"), "info"),
            "voided": (env._("Cancelled"), "bad"),
            "nothing_due": (env._("Nothing due"), "ok"),
            "not_accepted": (env._("Not accepted yet"), "info"),
            "expired_quote": (env._("Expired"), "warn"),
        }.get(state, (env._("Not possible now"), "warn"))
        return {"code": state, "label": label, "tone": tone}

    def _public_pay_sentence(self, due, choice):
        """Return what the amount is, and until when it is asked for."""
        env, until = self.env, day(self.env, due.until)
        if choice == "whole" and due.now != due.whole:
            return env._("Everything that is open right now.")
        if due.kind == "discount":
            saved = money(env, due.discount, self.currency_id)
            return env._(
                "You save %(amount)s by paying until %(date)s. This settles it in full.",
                amount=saved,
                date=until,
            )
        if due.kind == "instalment":
            return env._("The part that is due now, by %s.", until)
        if due.kind == "down_payment":
            return env._("The down payment that confirms your order.")
        if until:
            return env._("Your open balance right now, due by %s.", until)
        return env._("Your open balance right now.")

    def _public_pay_choices(self, link, due, choice):
        """Return the two amounts between which the customer chooses, if there are two."""
        env = self.env
        if due.now == due.whole:
            return []
        page = link._form_path("").rstrip("/") if link.id else "#"
        return [
            {
                "label": label,
                "amount": money(env, amount, self.currency_id),
                "url": f"{page}&pay={code}",
                "current": code == choice,
            }
            for code, label, amount in (
                ("now", env._("What is due now"), due.now),
                ("whole", env._("Everything that is open"), due.whole),
            )
        ]

    @api.model
    def _public_pay_announced(self, transactions):
        """Return a sentence for each transfer that was announced and is not here yet."""
        env = self.env
        return [
            env._(
                "You announced a transfer of %(amount)s on %(date)s. If it is on its way,"
                " please do not pay again.",
                amount=money(env, one.amount, one.currency_id),
                date=day(env, one.last_state_change),
            )
            for one in transactions
            if one.state == "pending" and one.provider_code == "custom"
        ]

    @api.model
    def _public_pay_payments(self, transactions):
        """Return the payments that have arrived: what, when, how."""
        env = self.env
        return [
            {
                "amount": money(env, one.amount, one.currency_id),
                "date": day(env, one.last_state_change),
                "method": one.payment_method_id.name or one.provider_id.name,
                "reference": one.reference,
            }
            for one in transactions
            if one.state == "done" and one.is_post_processed
        ]

    def _public_pay_facts(self):
        """Return what the payment is for."""
        return []

    def _public_pay_footer(self, link):
        env, until = self.env, day(self.env, link.expires_at)
        to = masked_email(link.email or link.partner_id.email)
        if not to:
            return env._(
                "This link lets its holder pay this document until %s; it opens nothing"
                " else.",
                until,
            )
        return env._(
            "Sent to %(address)s. This link lets its holder pay this document until"
            " %(date)s; it opens nothing else.",
            address=to,
            date=until,
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_pay_title(self):
        return self.env._("Invoice %s", self.name)

    def _public_pay_facts(self):
        env, currency = self.env, self.currency_id
        values = [
            (env._("Invoice date"), day(env, self.invoice_date)),
            (env._("Due date"), day(env, self.invoice_date_due)),
            (env._("Total"), money(env, self.amount_total, currency)),
            (env._("Payment reference"), self.payment_reference or ""),
        ]
        return [{"label": label, "value": value} for label, value in values if value]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_pay_title(self):
        if self.state == "sale":
            return self.env._("Order %s", self.name)
        return self.env._("Quotation %s", self.name)

    def _public_pay_facts(self):
        env, currency = self.env, self.currency_id
        values = [
            (env._("Order date"), day(env, self.date_order)),
            (env._("Your reference"), self.client_order_ref or ""),
            (env._("Total"), money(env, self.amount_total, currency)),
        ]
        return [{"label": label, "value": value} for label, value in values if value]


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _announcements(self):
        env = self.env
        return super()._announcements() | {
            "done": ("ok", env._("Thank you, your payment has arrived.")),
            "authorized": (
                "ok",
                env._(
                    "Thank you, your payment is authorised. We will confirm it soon."
                ),
            ),
            "pending": (
                "info",
                env._("Thank you. We will confirm your payment as soon as it arrives."),
            ),
            "cancel": (
                "warn",
                env._("The payment was cancelled. Nothing was charged."),
            ),
            "error": (
                "bad",
                env._(
                    "The payment did not go through. Nothing was charged: please try"
                    " again or choose another way to pay."
                ),
            ),
            "balance": (
                "warn",
                env._(
                    "The balance has changed since you opened this page. Nothing was"
                    " charged: please look again before you pay."
                ),
            ),
        }
