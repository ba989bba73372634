# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The portal's payments: what arrived, what is on its way, credits and saved cards."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.formatting import day, money
from ...tools.states import status
from ..link.public_link_reference import fetch_known
from .portal_list import LARGEST, PAGE_SIZE, number_of
from .portal_statement import AccountSection

# How many saved cards a page lists.
MOST_CARDS = 20
# The state of a payment, by what ``Payments._rows`` reads.
STATE_CODES = {
    "done": "arrived",
    "back": "paid_back",
    "pending": "processing",
    "authorized": "reserved",
}


class Payments(AccountSection):
    code = "payments"
    sequence = 50
    switches = ("portal_payments",)
    template = "public_links.portal_payments"

    def label(self):
        return self.env._("Payments")

    # === PAYMENTS === #

    def _booked(self):
        """Return the condition of a booked payment of this customer."""
        return SQL(
            """
            partner_id IN (%s) AND company_id = %s AND partner_type = 'customer'
            AND state IN ('in_process', 'paid')
            """,
            self.people(),
            self.portal.company.id,
        )

    def _rows(self, number):
        """Return one page of payments, and the number of all."""
        # Transactions that are not booked yet are listed, too.
        query = SQL(
            """
            SELECT id, kind, date, amount, currency_id, state, COUNT(*) OVER ()
              FROM (
                SELECT id, 'payment' AS kind, date, currency_id,
                       CASE payment_type WHEN 'outbound' THEN -amount ELSE amount END
                           AS amount,
                       CASE payment_type WHEN 'outbound' THEN 'back' ELSE 'done' END
                           AS state
                  FROM account_payment
                 WHERE %s
                 UNION ALL
                SELECT id, 'transaction', last_state_change::date, currency_id, amount,
                       state
                  FROM payment_transaction
                 WHERE partner_id IN (%s) AND company_id = %s AND payment_id IS NULL
                   AND state IN ('pending', 'authorized', 'done')
                   AND operation NOT IN ('refund', 'validation') AND amount > 0
              ) row
             ORDER BY date DESC, id DESC
             LIMIT %s OFFSET %s
            """,
            self._booked(),
            self.people(),
            self.portal.company.id,
            PAGE_SIZE,
            (number - 1) * PAGE_SIZE,
        )
        self.env.flush_all()
        rows = self.env.execute_query(query)
        return rows, rows[0][-1] if rows else 0

    def _methods(self, rows):
        """Return how each payment was made, by kind and id."""
        ids = {"payment": [], "transaction": []}
        for row in rows:
            ids[row[1]].append(row[0])
        payments = self.env["account.payment"].browse(ids["payment"])
        payments.fetch(["journal_id", "payment_transaction_id"])
        payments.journal_id.fetch(["type"])
        transactions = self.env["payment.transaction"].browse(ids["transaction"])
        transactions |= payments.payment_transaction_id
        transactions.fetch(["payment_method_id", "token_id", "provider_id"])
        transactions.payment_method_id.fetch(["name"])
        transactions.token_id.fetch(["payment_details"])
        names = {
            ("transaction", one.id): one._public_link_method() for one in transactions
        }
        offline = {"bank": self.env._("Bank"), "cash": self.env._("Cash")}
        for one in payments:
            names["payment", one.id] = names.get(
                ("transaction", one.payment_transaction_id.id)
            ) or offline.get(one.journal_id.type, "")
        return names

    def payment(self, number):
        """Return a payment of this customer that arrived, or none.

        :param int number: its id, as the path names it
        """
        [found] = self.env.execute_query(
            SQL(
                "SELECT MAX(id) FROM account_payment WHERE id = %s"
                " AND payment_type = 'inbound' AND %s",
                number if number <= LARGEST else 0,
                self._booked(),
            )
        )
        return self.env["account.payment"].browse(found[0] or [])

    # === CARDS === #

    def cards(self):
        """Return the saved cards that the page shows, if this link may show them (S19)."""
        cards = self.env["payment.token"]
        if not self.link._may_show_card():
            return cards
        return cards.search(
            [
                ("partner_id.commercial_partner_id", "=", self.customer.id),
                ("company_id", "=", self.portal.company.id),
                ("provider_id.state", "in", ("enabled", "test")),
            ],
            order="id desc",
            limit=MOST_CARDS,
        )

    def _card(self, card):
        link, contact = self.link, self.portal.contact
        default = contact.public_link_card_id == card and (
            contact.public_link_card_agreed
        )
        at = link._at(f"{self.code}/card/{card.id}") if link.id else link
        usable = self.settings["card"] and not card._public_link_expired()
        return {
            **card._public_link_card_values(),
            "id": card.id,
            "default": bool(default),
            "status": status(self.env, "card", "expired")
            if card._public_link_expired()
            else None,
            "default_url": (at._form_path("default") if link.id else "#")
            if usable and not default
            else "",
            "remove_url": at._form_path("remove") if link.id else "#",
        }

    # === PAGE === #

    def values(self, asked):
        env = self.env
        number = min(max(number_of(asked.get("page")), 1), LARGEST // PAGE_SIZE)
        rows, count = self._rows(number)
        if not rows and number > 1:
            number = 1
            rows, count = self._rows(number)
        last = max(1, -(-count // PAGE_SIZE))
        currencies = env["res.currency"].browse({row[4] for row in rows})
        fetch_known(currencies)
        methods = self._methods(rows)
        customer = self.customer
        credits = customer._public_statement_open(self.portal.company, credits=True)
        fetch_known(env["res.currency"].browse(credits))
        return {
            "rows": [self._row(row, methods) for row in rows],
            "empty": env._("There are no payments yet."),
            "credits": [
                money(env, -amount, env["res.currency"].browse(currency))
                for currency, amount in credits.items()
            ],
            "pager": self.pager(number, last),
            "cards": [self._card(card) for card in self.cards()],
        }

    def _row(self, row, methods):
        record, kind, when, amount, currency, state, _count = row
        env = self.env
        receipt = kind == "payment" and state == "done" and self.link.id
        return {
            "amount": money(
                env, abs(float(amount)), env["res.currency"].browse(currency)
            ),
            "line": " · ".join(filter(None, (day(env, when), methods[kind, record]))),
            "status": status(env, "payment", STATE_CODES[state]),
            "receipt_url": self.portal.url(f"{self.code}/receipt/{record}")
            if receipt
            else "",
        }


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _public_link_method(self):
        """Return the name of the payment's method, or of the saved card."""
        last_four = self.token_id._public_link_last_four() if self.token_id else ""
        name = self.payment_method_id.name or self.provider_id.name or ""
        return f"{name} {last_four}".strip()


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _public_link_company(self):
        """Return the company to which the payment went, as documents do."""
        return self.company_id

    def _public_link_report(self):
        """Return the report that staff mail as the receipt, as documents do."""
        return "account.action_report_payment_receipt"

    def _public_receipt_version(self):
        """Return a text that changes when the receipt would change."""
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


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _public_link_remove_card(self, link, card):
        """Remove a saved card, as the customer asked; it can never be charged again.

        :param link: `public.link`
        :param card: `payment.token`, one of this customer's
        :return: what the page announces; a card that is being charged stays
        :rtype: str
        """
        charging = self.env["payment.transaction"].search_count(
            Domain("token_id", "=", card.id)
            & (
                Domain("state", "in", ("pending", "authorized"))
                | Domain("state", "=", "draft")
                & Domain("public_link_charged_at", "!=", False)
            ),
            limit=1,
        )
        if charging:
            return "card_in_use"

        def act(contact):
            card.with_env(contact.env).active = False
            contact._message_log(
                body=contact.env._(
                    "Through the portal the customer removed the saved card %s.",
                    card._public_link_label(),
                )
            )

        return self._public_link_try(act) or "card_removed"
