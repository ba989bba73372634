# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Holds the customer's portal against the ledger: lists, overview, statement."""

from decimal import Decimal

from . import ledger
from .compare import equal
from .features import SALE
from .pages import Page


class PortalJudge:
    """What ``judge.Judge`` says of a portal."""

    def portal(self, draft, moves):
        """Compare the customer's portal: lists, overview and statement."""
        customer = draft.document.partner_id
        invoices = moves.filtered(lambda one: one.move_type == "out_invoice")
        found = []
        if invoices:
            found += self.invoice_list(draft, customer, invoices)
        elif draft.kind in SALE:
            found += self.order_list(draft, customer)
        if moves:
            found += self.statement(draft, customer)
        return found

    def order_list(self, draft, customer):
        """Compare the row of a quotation or order."""
        order = draft.document
        place = "orders" if order.state == "sale" else "estimates"
        [row] = self._page(draft, customer, "portal", place).list_rows()
        _title, amount, code = row
        total = ledger.exact(order.currency_id, order.amount_total)
        found = equal("portal order amount", total, amount)
        if order.state == "sent":
            expired = order.validity_date < self.world.today
            found += equal("portal quotation expired", expired, code == "expired")
        return found

    def invoice_list(self, draft, customer, invoices):
        today = self.world.today
        page = self._page(draft, customer, "portal", "invoices")
        found = []
        rows = {title: (amount, code) for title, amount, code in page.list_rows()}
        for move in invoices:
            amount, code = rows[move.name]
            total = ledger.exact(move.currency_id, move.amount_total)
            found += equal("portal invoice amount", total, amount)
            if move.payment_state in ("not_paid", "partial"):
                late = ledger.is_overdue(move, today)
                found += equal("portal invoice overdue", late, code == "overdue")
        late = [
            move
            for move in invoices
            if move.payment_state in ("not_paid", "partial")
            and ledger.is_overdue(move, today)
        ]
        found += equal("portal overdue tab", len(late), page.tabs()[2])
        overview = self._page(draft, customer, "portal")
        for amount, code, fields in overview.payable():
            link = self._link(draft, customer, "portal")
            pay = Page(self.get(link._path("pay"), fields), self._lang(draft))
            if pay.charged is not None:
                found += equal("portal overview button", pay.charged, amount)
            found += equal("portal overview overdue", bool(late), code == "bad")
        return found

    # === STATEMENT === #

    def statement(self, draft, customer):
        """Compare each account of the statement with the ledger's receivable."""
        page = self._page(draft, customer, "portal", "statement")
        books = ledger.books(customer, self.world.company)
        found = equal(
            "statement balance",
            sorted(abs(book.balance) for book in books.values()),
            sorted(account.balance for account in page.accounts(books)),
        )
        for account in page.accounts(books):
            found += self._account(account, books[account.currency])
        return found

    def _account(self, account, book):
        """Compare the entries of one currency: each document once, with its total, and
        what came in or was given back beside them."""
        documents, others = {}, Decimal(0)
        for row in account.rows:
            number = next(
                (name for name in book.documents if name in row.name.split()), None
            )
            if number:
                documents[number] = documents.get(number, 0) + row.amount
            else:
                others += row.amount
        found = equal("statement entries", book.documents, documents)
        found += equal("statement payments", book.others, others)
        balance = Decimal(0)
        for row in account.rows:
            balance += row.amount
            found += equal("statement running balance", balance, row.balance)
        return found + equal("statement closing", book.balance, balance)
