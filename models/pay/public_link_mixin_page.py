# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the pay page of an order or invoice shows."""

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import day, money, page_day
from ...tools.states import status

_lt = LazyTranslate(__name__)

# Seconds after which the page of a payment in progress reloads.
REFRESH = 6


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # States of the pay page that are the document's own: named as its other pages do.
    _public_pay_own = ()

    def _public_pay_page(self, link, choice):
        """Return the values of the pay page, see ``page_values.PayPage``.

        Called as superuser, in the recipient's language and zone.

        :param link: `public.link`, possibly a new record when staff preview
        :param str choice: "now" or "whole"
        :rtype: dict
        """
        env = self.env
        blockers = self._public_link_blockers("pay")
        state = blockers[0].code if blockers else "due"
        asks = state == "due"
        # Where it cannot be paid online, the page still shows what is due, and how else.
        owed = not asks and self._public_pay_wanted()
        due = self._public_pay_due() if asks or owed else None
        if due and due.now == due.whole and choice == "whole":
            choice = "now"
        amount = due.amount(choice) if due else 0.0
        text = money(env, amount, self.currency_id) if due else ""
        payments = self._public_pay_payments(link)
        actions = self._public_pay_actions(state, text, payments)
        for payment in payments if state == "paid" and actions else []:
            if payment["receipt_url"] == actions[0]["url"]:
                payment["receipt_url"] = ""  # the page has a button for it
        bank = self._public_pay_bank(choice) if due else None
        return {
            "title": self._public_pay_title(),
            "state": state,
            "status": self._public_pay_status(state),
            "headline": text,
            "sentence": self._public_pay_sentence(due, choice)
            if asks
            else self._public_pay_offline(bank) or blockers[0].customer,
            "due": amount,
            "choices": self._public_pay_choices(link, due, choice) if asks else [],
            "part": self._public_pay_part(link, due, choice) if asks else None,
            "button": env._("Pay %s", text) if asks else "",
            "form": "",
            "announced": self._public_pay_announced() if due else [],
            "bank": bank,
            "payments": payments,
            "paid_for": self._public_pay_lines(),
            "number": self.display_name,
            "pdf_url": self._public_pay_pdf(link),
            "facts": self._public_pay_facts(),
            "conditions": self._public_pay_conditions(),
            "refresh": REFRESH if state == "processing" else 0,
            "actions": [] if asks and link.id else actions,
            "footer": self._public_footer(link),
        }

    def _public_pay_pdf(self, link):
        """Return where the page offers the document's PDF; "" where it has none."""
        return self._public_pdf_url(link)

    def _public_pay_title(self):
        return f"{self._public_link_kind()} {self.display_name}"

    def _public_pay_status(self, state):
        """Return how it stands with paying this, as everything shows it.

        :param str state: see ``page_values.PayPage``; the status has it as its code
        :rtype: page_values.Status
        """
        if state in self._public_pay_own:
            return self._public_status() | {"code": state}
        states = self.env["public.link.registry"]._known().states["pay"]
        code = state if state in states else "unavailable"
        return status(self.env, "pay", code) | {"code": state}

    def _public_pay_sentence(self, due, choice):
        """Return the sentence that says what the amount is for, and when it is due."""
        env, until = self.env, page_day(self.env, due.until)
        if of_part := self._public_pay_part_sentence(due, choice):
            return of_part
        if choice == "whole" and due.now != due.whole:
            return env._("Everything that is open right now.")
        if due.kind == "discount":
            saved = money(env, due.discount, self.currency_id)
            return env._(
                "You save %(amount)s by paying until %(date)s. This settles it in full.",
                amount=saved,
                date=until,
            )
        today = self._public_link_company()._public_links_today()
        late = due.until and due.until < today
        if due.kind == "instalment":
            if late:
                return env._("The part that was due on %s.", until)
            return env._("The part that is due now, by %s.", until)
        if due.kind == "down_payment":
            return env._("The down payment that confirms your order.")
        if late:
            return env._("Your open balance right now. It was due on %s.", until)
        if until:
            return env._("Your open balance right now, due by %s.", until)
        return env._("Your open balance right now.")

    def _public_pay_offline(self, bank):
        """Return what is said where money is wanted and cannot be paid online; "" where
        there is no other way that the page knows.

        :param bank: see ``_public_pay_bank``
        """
        if not bank:
            return ""
        return self.env._("Please pay this by bank transfer. The details are below.")

    def _public_pay_why(self, due, said):
        """Return a sentence that says why what is asked for now is not the amount above
        the button; "" where it is, or where that was said already.

        :param Due due: what is asked for
        :param said: the texts beside the button
        :rtype: str
        """
        env, currency = self.env, self.currency_id
        now = money(env, due.now, currency)
        if any(now in text for text in said):
            return ""
        if due.kind == "discount":
            return env._(
                "%(now)s settles it until %(date)s: you save %(amount)s.",
                now=now,
                date=page_day(env, due.until),
                amount=money(env, due.discount, currency),
            )
        if due.kind == "instalment":
            return env._("%s is due now.", now)
        return self._public_pay_why_rest(now)

    def _public_pay_why_rest(self, now):
        return self.env._("%s is left after what came in already.", now)

    def _public_pay_told(self, link, values):
        """Add to a page what paying says of the document: a payment that is in progress,
        and why the button asks for another amount.

        :param link: `public.link`
        :param dict values: of the page, see ``_public_values``; they are changed
        """
        company = self._public_link_company()
        if "pay" not in link._leads() or not company._public_links_on("pay"):
            return
        blockers = self._public_link_blockers("pay")
        if not blockers:
            said = (values["headline"], values["sentence"])
            told = self._public_pay_why(self._public_pay_due(), said)
        elif blockers[0].code == "processing":
            told = self._public_pay_processing(values)
        else:
            return
        values["sentence"] = " ".join(filter(None, (values["sentence"], told)))

    def _public_pay_shown(self, link):
        """Return what the document's own page shows of payments: how to pay by bank
        transfer, what was announced, and all that was paid.

        :param link: `public.link`
        :rtype: dict
        """
        return {
            "bank": self._public_pay_bank(),
            "announced": self._public_pay_announced()
            if self._public_pay_wanted()
            else [],
            "payments": self._public_pay_payments(link),
        }

    def _public_pay_processing(self, values):
        """Return what a page says while a payment is in progress."""
        label = self._public_pay_status("processing")["label"]
        return self.env._("%s: please do not pay again.", label)

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

    def _public_pay_actions(self, state, text, payments):
        """Return the page's buttons, see ``page_values.Action``."""
        env = self.env
        receipts = [one["receipt_url"] for one in payments if one["receipt_url"]]
        if state == "paid" and receipts:
            label, url = env._("Download your receipt"), receipts[0]
        elif state == "due":
            # Shown in previews only: customers get the button of the payment form.
            label, url = env._("Pay %s", text), ""
        else:
            return []
        return [
            {
                "code": state,
                "label": label,
                "url": url,
                "method": "get",
                "primary": True,
            }
        ]

    def _public_pay_facts(self):
        """Return what the payment is for."""
        return []

    def _public_pay_conditions(self):
        """Return the texts that core prints below what is paid, one paragraph an entry.

        A document with texts of its own overrides this; the others have their invoices'.

        :rtype: list[str]
        """
        invoices = self._public_pay_invoices()
        texts = [invoice._public_pay_conditions() for invoice in invoices]
        # Several invoices have the same terms as a rule.
        return list(dict.fromkeys(text for mine in texts for text in mine))


class AccountMove(models.Model):
    _inherit = "account.move"

    _public_pay_own = ("due",)

    def _public_values(self, link):
        values = super()._public_values(link)
        if self.state == "posted":
            self._public_pay_told(link, values)
            values |= self._public_pay_shown(link)
        return values

    def _public_plans(self, purpose):
        plans = super()._public_plans(purpose)
        pays = purpose in ("view", "pay")
        return plans + [self._public_plan_paid()] if pays else plans

    def _public_plan_paid(self):
        """Yield what is shown of payments, and for what, see ``_public_plans``."""
        yield [(self, name) for name in ("lines", "orders", "bank")]
        yield [(self, "transactions")]
        if self._public_pay_is_touched():
            yield [(self, "paid")]

    def _public_pay_processing(self, values):
        values["status"] = self._public_pay_status("processing")
        return self.env._("Please do not pay again.")

    def _public_pay_title(self):
        return self.env._("Invoice %s", self.name)

    def _public_pay_conditions(self):
        return self._public_terms(self._public_lines())

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

    _public_pay_own = ("not_accepted", "revised_quote", "unsent_quote", "expired_quote")

    def _public_values(self, link):
        values = super()._public_values(link)
        if self.state == "sale":
            self._public_pay_told(link, values)
            values |= self._public_pay_shown(link)
        return values

    def _public_plans(self, purpose):
        plans = super()._public_plans(purpose)
        pays = purpose in ("view", "pay") and self.state == "sale"
        return plans + [self._public_plan_paid()] if pays else plans

    def _public_plan_paid(self):
        """Yield what is shown of payments, and for what, see ``_public_plans``."""
        yield [(self, "lines"), *self._public_balance_reads()]
        yield [(self, name) for name in ("bank", "transactions")]
        if self._public_pay_is_touched():
            yield [(self, "paid")]

    def _public_pay_why_rest(self, now):
        if self._public_pay_invoices():
            return self.env._("%s is billed and open now.", now)
        return super()._public_pay_why_rest(now)

    def _public_pay_conditions(self):
        return self._public_terms()

    def _public_pay_title(self):
        if self.state == "sale":
            return self.env._("Order %s", self.name)
        return self.env._("Quotation %s", self.name)

    def _public_pay_facts(self):
        env, currency = self.env, self.currency_id
        values = [
            self._public_dated(),
            (env._("Your reference"), self.client_order_ref or ""),
            (env._("Total"), money(env, self.amount_total, currency)),
        ]
        return [{"label": label, "value": value} for label, value in values if value]


class PublicLink(models.Model):
    _inherit = "public.link"

    _announced = {
        "done": ("ok", _lt("Thank you, your payment has arrived.")),
        "authorized": (
            "ok",
            _lt("Thank you, your payment is authorised. We will confirm it soon."),
        ),
        "pending": (
            "info",
            _lt(
                "Thank you. Your bank is confirming the payment: most answers come within"
                " a minute, a few take until tomorrow. You can close this page; please do"
                " not pay again."
            ),
        ),
        "transfer": (
            "ok",
            _lt(
                "Thank you for telling us. We are waiting for your transfer: your receipt"
                " comes by email when it is here. Nothing was charged."
            ),
        ),
        "unfinished": (
            "warn",
            _lt(
                "The payment was not finished. Unless your bank has confirmed it,"
                " nothing was charged, and you can pay below. If it has, this page shows"
                " it within minutes."
            ),
        ),
        "cancel": (
            "warn",
            _lt("The payment was cancelled. Nothing was charged."),
        ),
        "error": (
            "bad",
            _lt(
                "The payment did not go through. Nothing was charged: please try"
                " again or choose another way to pay."
            ),
        ),
        "balance": (
            "warn",
            _lt(
                "The balance has changed since you opened this page. Nothing was"
                " charged: please look again before you pay."
            ),
        ),
    }
