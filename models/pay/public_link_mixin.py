# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What orders and invoices share when they are paid by link.

Amount, currency, payer, documents and landing page are computed here, at the moment of
paying and under the document's lock. The browser chooses the method, and whether to pay
what is due now or everything.
"""

from dataclasses import dataclass

from odoo import api, models, tools
from odoo.fields import Command
from odoo.tools import SQL

from ...tools.senders import INVOICING, SALES, Senders
from ..link.public_link_read import once
from ..link.public_link_together import read_where
from . import part

# Bank transfers are announced, not in progress: they do not block other payments.
MANUAL = ("custom", "none")


class NotOffered(Exception):
    """There is no way to pay."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on a document, in its currency.

    :param now: what is due by its terms now: an instalment, a down payment, the rest, or
        the rest less an early-payment discount
    :param whole: the whole open amount; equal to ``now`` where there is no choice
    :param kind: rest, instalment, down_payment or discount
    :param until: the due date of ``now``; the last day of a discount
    :param discount: the discount for paying by ``until``
    :param least: the smallest part that the customer may pay; 0: no parts
    :param step: the currency's rounding, where there are parts
    """

    now: float
    whole: float
    kind: str = "rest"
    until: object = None
    discount: float = 0.0
    least: float = 0.0
    step: float = 0.01

    def amount(self, choice):
        """Return what is paid by a choice of the page: "now", "whole" or a part, whose
        amount stays between the smallest one and the whole (S16)."""
        asked = part.named(choice)
        if asked is not None and self.least:
            return part.bounded(asked, self.least, self.whole, self.step)
        return self.whole if choice == "whole" else self.now


def less(due, advance, currency):
    """Return what is due after money that is not assigned to an invoice yet.

    :param Due due: what is due without it
    :param float advance: the amount of that money
    :param currency: `res.currency`
    """
    if currency.compare_amounts(advance, 0) <= 0:
        return due
    # A discount is granted only for one payment of the whole.
    open_ = due.whole + due.discount
    whole = currency.round(max(open_ - advance, 0.0))
    kind = "rest" if due.kind == "discount" else due.kind
    return Due(min(due.now, whole), whole, kind, due.until)


def due_together(invoices, orders):
    """Return what is due on several invoices that are paid together.

    Instalments count, early-payment discounts do not: the ledger grants those to a payment
    of the one invoice only.

    :param invoices: open invoices of one currency, at least one
    :param orders: the orders that they bill, see ``_public_pay_orders``
    :rtype: Due
    """
    currency = invoices.currency_id
    advance = orders._public_unbilled()
    invoices._public_fetch_instalments()
    dues = [invoice._public_pay_asked() for invoice in invoices]
    if len(dues) == 1:
        return less(dues[0], advance, currency)
    now = currency.round(
        sum(
            invoice.amount_residual if due.kind == "discount" else due.now
            for invoice, due in zip(invoices, dues, strict=True)
        )
    )
    whole = currency.round(sum(invoices.mapped("amount_residual")))
    days = [
        invoice.invoice_date_due if due.kind == "discount" else due.until
        for invoice, due in zip(invoices, dues, strict=True)
    ]
    until = min(filter(None, days), default=None)
    same = currency.compare_amounts(now, whole) == 0
    due = Due(now, whole, "rest" if same else "instalment", until)
    return less(due, advance, currency)


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # === WHAT IS PAID === #

    def _public_pay_due(self):
        """Return what is to be paid.

        :rtype: Due
        """
        raise NotImplementedError

    def _public_pay_invoices(self):
        """Return the open invoices that a payment of this document settles."""
        return self.env["account.move"]

    def _public_pay_orders(self):
        """Return the orders that a payment of this document belongs to."""
        return self.env["sale.order"]

    def _public_pay_fingerprint(self, link):
        """Return what the customer must have seen beside the amount: the currency, and,
        where paying accepts a quotation, its hash.

        :param link: `public.link`
        :rtype: str
        """
        return self.currency_id.name

    def _public_pay_partner(self):
        """Return the contact in whose name the payment is made."""
        return self._public_link_customer()

    def _public_pay_state(self):
        """Hook: return why nothing is to be paid at all, or ``None``.

        :return: voided, paid or nothing_due
        :rtype: str | None
        """
        raise NotImplementedError

    def _public_link_locked(self, purpose):
        locked = super()._public_link_locked(purpose)
        if purpose == "pay":
            # An order and its invoices share a balance.
            locked += [self._public_pay_invoices(), self._public_pay_orders()]
        return locked

    def _public_pay_transactions(self):
        """Return the payments of this document, of its invoices and orders."""
        # sudo: the payments of the document, for whoever may open it
        transactions = self.env["payment.transaction"].sudo()
        transactions = transactions.with_context(prefetch_fields=True)
        return transactions.browse(self._public_read("transactions")).sudo(self.env.su)

    def _public_read_transactions(self):
        return read_where(
            self.env["payment.transaction"].sudo(),  # as above
            ("state", "is_post_processed", "public_link_charged_at"),
            SQL(
                """
                id = ANY (ARRAY(
                    SELECT transaction_id FROM account_invoice_transaction_rel
                     WHERE invoice_id = ANY (%s)
                     UNION
                    SELECT transaction_id FROM sale_order_transaction_rel
                     WHERE sale_order_id = ANY (%s)))
                AND (operation IS NULL OR operation NOT IN ('refund', 'validation'))
                """,
                self._public_pay_invoices().ids,
                self._public_pay_orders().ids,
            ),
            SQL("id DESC"),
        )

    def _public_pay_values(self):
        """Return the values of a new transaction that link it to the document."""
        return {
            "invoice_ids": [Command.set(self._public_pay_invoices().ids)],
            "sale_order_ids": [Command.set(self._public_pay_orders().ids)],
        }

    def _public_pay_options(self, amount):
        """Return the providers and methods by which an amount can be paid now.

        Asked again at every payment: what was switched off meanwhile is refused.

        :param float amount: in the document's currency
        :return: `payment.provider` and `payment.method`
        """
        # An empty list allows all providers; one with archived entries only allows none.
        company = self._public_link_company().with_context(active_test=False)
        partner = self._public_pay_partner()
        env = self.with_context(prefetch_fields=True).env
        providers = self._public_pay_providers(amount).filtered(
            lambda one: one._public_link_can_pay()
        )
        methods = env["payment.method"]._get_compatible_payment_methods(
            providers.ids, partner.id, currency_id=self.currency_id.id
        )
        allowed = company.public_links_payment_method_ids
        if allowed:
            methods &= allowed
        return providers, methods

    def _public_pay_providers(self, amount):
        """Return the providers that fit, whether or not their connection works."""
        company = self._public_link_company()
        env = self.with_context(prefetch_fields=True).env
        providers = env["payment.provider"]._get_compatible_providers(
            company.id,
            self._public_pay_partner().id,
            amount,
            currency_id=self.currency_id.id,
            **self._public_pay_provider_context(),
        )
        # Core offers unpublished providers to staff, but previews must show what customers see.
        providers = providers.filtered("is_published")
        allowed = company.with_context(active_test=False).public_links_provider_ids
        return providers & allowed if allowed else providers

    def _public_pay_provider_context(self):
        """Return the arguments with which core chooses providers for the document."""
        return {}

    def _public_pay_provider_facts(self):
        """Return what of the document itself, as plain values, decides on providers."""
        return ()

    def _public_pay_offered(self, amount):
        """Tell whether there is any way to pay an amount of this document.

        View pages ask it to show a button; a payment asks again without the cache.

        :param float amount: in the document's currency
        """
        return once(
            self, ("pay_offered", amount), lambda: self._public_pay_offered_now(amount)
        )

    def _public_pay_offered_now(self, amount):
        company = self._public_link_company()
        limits = company._public_pay_limits()
        if limits is None:
            return False
        try:
            return self.with_company(company)._public_pay_offered_alike(
                amount,
                self._public_pay_partner().country_id.id,
                self.currency_id.id,
                self._public_pay_exceeded(amount, company, limits) if limits else 0,
                self._public_pay_provider_facts(),
            )
        except NotOffered:
            return False

    def _public_pay_exceeded(self, amount, company, limits):
        """Return how many of the providers' maximum amounts an amount exceeds, as core
        compares them."""
        currency, today = self.currency_id, company._public_links_today()
        amount = currency._convert(amount, company.currency_id, company, today)
        return sum(currency.compare_amounts(limit, amount) == -1 for limit in limits)

    @tools.ormcache(
        "self.env.company.id", "country_id", "currency_id", "exceeded", "facts"
    )
    def _public_pay_offered_alike(
        self, amount, country_id, currency_id, exceeded, facts
    ):
        """Tell whether there is any way to pay documents that are like this one in what
        decides on it: there are few kinds of them, and any number of documents.

        :raise NotOffered: if there is none, which is not kept: another addon may have a
            reason that holds for this document alone
        """
        providers, methods = self._public_pay_options(amount)
        if not (providers and methods):
            raise NotOffered
        return True

    # === GATE === #

    def _public_plans(self, purpose):
        plans = super()._public_plans(purpose)
        if purpose == "pay":
            plans.append(self._public_plan_pay())
        return plans

    def _public_plan_pay(self):
        """Yield what the gate reads, see ``_public_plans``."""
        yield []

    def _public_link_senders_pay(self):
        return Senders(
            (SALES, INVOICING),
            self.env._("Only sales and invoicing people may send this for payment."),
        )

    def _public_pay_gate(self):
        """Return why this document, which can be seen by link, cannot be paid now."""
        unseen = [
            blocker
            for blocker in self._public_link_blockers_view()
            if blocker.code == "not_visible"
        ]
        # sudo: whoever may send a link is told how the payment stands, and no more
        return unseen or self.sudo()._public_pay_blockers()

    def _public_pay_blockers(self):
        """Hook: return why this cannot be paid now; see ``_public_link_blockers``."""
        state = self._public_pay_state()
        if state:
            return [self._public_pay_blocker(state)]
        if self._public_pay_in_progress(self._public_pay_transactions()):
            return [self._public_pay_blocker("processing")]
        codes = self._public_pay_switches()
        if not codes:
            due = self._public_pay_due()
            if not self.currency_id.active:
                codes.append("currency")
            elif not self._public_pay_offered(due.now):
                codes.append("provider")
        return [self._public_pay_blocker(code) for code in codes]

    def _public_pay_switches(self):
        """Return the codes of what administrators have switched off."""
        return []

    @api.model
    def _public_pay_in_progress(self, transactions):
        """Return the payments that may still take money, or have, but are not booked.

        :param transactions: `payment.transaction`
        """
        return transactions.filtered(
            lambda tx: (
                (
                    tx.state in ("pending", "authorized")
                    and tx.provider_code not in MANUAL
                )
                or (tx.state == "done" and not tx.is_post_processed)
                or (tx.state == "draft" and tx.public_link_charged_at)
            )
        )
