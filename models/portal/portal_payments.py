# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The portal's payments: what arrived, what is on its way, credits and saved cards."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.formatting import money, page_day
from ...tools.states import status
from ..link.public_link_read import has_row
from ..link.public_link_reference import fetch_known
from ..pay.public_link_mixin import MANUAL
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
# Transfers that were announced for invoices of which nothing is owed any more: in core they
# stay pending for ever.
ANNOUNCED_AND_PAID = SQL(
    """
    (state = 'pending'
     AND provider_id IN (SELECT id FROM payment_provider WHERE code IN %s)
     AND %s AND NOT %s)
    """,
    MANUAL,
    has_row(
        SQL(
            """
            account_invoice_transaction_rel rel
             WHERE rel.transaction_id = payment_transaction.id
            """
        )
    ),
    has_row(
        SQL(
            """
            account_invoice_transaction_rel rel
              JOIN account_move move ON move.id = rel.invoice_id
             WHERE rel.transaction_id = payment_transaction.id AND move.state = 'posted'
               AND move.payment_state IN ('not_paid', 'partial')
            """
        )
    ),
)
# What payments and transactions were for: bills by the ledger or, before that, as they
# were registered; and orders.
DOCUMENTS = """
    SELECT kind, id, ARRAY_AGG(DISTINCT name ORDER BY name)
      FROM (
        SELECT 'payment' AS kind, rel.payment_id AS id, move.name
          FROM account_move__account_payment rel
          JOIN account_move move ON move.id = rel.invoice_id AND %(bill)s
         WHERE rel.payment_id = ANY (%(payments)s)
         UNION
        SELECT 'payment', payment.id, move.name
          FROM account_payment payment
          JOIN account_move_line item ON item.move_id = payment.move_id
          JOIN account_partial_reconcile part
            ON part.debit_move_id = item.id OR part.credit_move_id = item.id
          JOIN account_move_line other
            ON other.id = part.debit_move_id + part.credit_move_id - item.id
          JOIN account_move move ON move.id = other.move_id AND %(bill)s
         WHERE payment.id = ANY (%(payments)s)
         UNION
        SELECT 'payment', payment.id, sale.name
          FROM account_payment payment
          JOIN sale_order_transaction_rel rel
            ON rel.transaction_id = payment.payment_transaction_id
          JOIN sale_order sale ON sale.id = rel.sale_order_id AND %(order)s
         WHERE payment.id = ANY (%(payments)s)
         UNION
        SELECT 'transaction', rel.transaction_id, move.name
          FROM account_invoice_transaction_rel rel
          JOIN account_move move ON move.id = rel.invoice_id AND %(bill)s
         WHERE rel.transaction_id = ANY (%(transactions)s)
         UNION
        SELECT 'transaction', rel.transaction_id, sale.name
          FROM sale_order_transaction_rel rel
          JOIN sale_order sale ON sale.id = rel.sale_order_id AND %(order)s
         WHERE rel.transaction_id = ANY (%(transactions)s)) named
     GROUP BY kind, id
"""


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
                   AND NOT %s
              ) row
             ORDER BY date DESC, id DESC
             LIMIT %s OFFSET %s
            """,
            self._booked(),
            self.people(),
            self.portal.company.id,
            ANNOUNCED_AND_PAID,
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
            ("transaction", one.id): one._public_receipt_method()
            for one in transactions
        }
        for one in payments:
            names["payment", one.id] = names.get(
                ("transaction", one.payment_transaction_id.id)
            ) or one._public_way(one.journal_id.type)
        return names

    def _documents(self, rows):
        """Return the names of the customer's documents that each payment was for.

        In one statement for the page, by kind and id as ``_methods``.

        :rtype: dict[tuple, str]
        """
        ids = {"payment": [0], "transaction": [0]}
        for row in rows:
            ids[row[1]].append(row[0])
        found = self.env.execute_query(
            SQL(
                DOCUMENTS,
                payments=ids["payment"],
                transactions=ids["transaction"],
                bill=SQL(
                    "move.state = 'posted' AND move.commercial_partner_id = %s"
                    " AND move.company_id = %s AND move.move_type IN"
                    " ('out_invoice', 'out_refund', 'out_receipt')",
                    self.customer.id,
                    self.portal.company.id,
                ),
                order=SQL(
                    "sale.partner_id IN (%s) AND sale.company_id = %s",
                    self.people(),
                    self.portal.company.id,
                ),
            )
        )
        return {(kind, record): ", ".join(names) for kind, record, names in found}

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
        if not self.link._may_show_card():
            return self.env["payment.token"]
        return self._all_cards(MOST_CARDS)

    def _all_cards(self, limit):
        return self.env["payment.token"].search(
            [
                ("partner_id.commercial_partner_id", "=", self.customer.id),
                ("company_id", "=", self.portal.company.id),
                ("provider_id.state", "in", ("enabled", "test")),
            ],
            order="id desc",
            limit=limit,
        )

    def _cards_hidden(self, cards):
        """Return why the page shows no cards, where the customer has some; or ""."""
        if cards or not self._all_cards(1):
            return ""
        return self.env._(
            "Your saved cards are shown, and can be removed, only by a link that was"
            " emailed to you and that nobody else was given. Ask us for a new link, or to"
            " remove a card."
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

    # === PAYING BY AGREEMENT === #

    def agreement(self, typed=None):
        """Return what the page shows of an agreement, live or offered, or ``None``.

        :param dict typed: see ``public.link._agreement_offer``
        """
        at = self.link._at(self.code) if self.link.id else self.link
        if live := self.link._agreement_live():
            url = at._form_path("agreement/end") if self.link.id else "#"
            return {"live": self.link._agreement_shown(live, url), "offer": None}
        url = at._form_path("agreement") if self.link.id else "#"
        offer = self.link._agreement_offer(url, typed)
        return {"live": None, "offer": offer} if offer else None

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
        methods, documents = self._methods(rows), self._documents(rows)
        customer = self.customer
        credits = customer._public_statement_open(self.portal.company, credits=True)
        fetch_known(env["res.currency"].browse(credits))
        cards = self.cards()
        return {
            "rows": [self._row(row, methods, documents) for row in rows],
            "empty": env._("There are no payments yet."),
            "credits": [
                money(env, -amount, env["res.currency"].browse(currency))
                for currency, amount in credits.items()
            ],
            "pager": self.pager(number, last),
            "cards": [self._card(card) for card in cards],
            "cards_hidden": self._cards_hidden(cards),
            "agreement": self.agreement(),
        }

    def _row(self, row, methods, documents):
        record, kind, when, amount, currency, state, _count = row
        env = self.env
        receipt = kind == "payment" and state == "done" and self.link.id
        return {
            "amount": money(
                env, abs(float(amount)), env["res.currency"].browse(currency)
            ),
            "line": " · ".join(
                filter(None, (page_day(env, when), methods[kind, record]))
            ),
            "documents": documents.get((kind, record), ""),
            "status": status(env, "payment", STATE_CODES[state]),
            "receipt_url": self.portal.url(f"{self.code}/receipt/{record}")
            if receipt
            else "",
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
