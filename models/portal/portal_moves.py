# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Invoices and credit notes in the portal, and their payment."""

import functools

from odoo.tools import SQL

from ...tools.formatting import money, page_day
from ...tools.states import status
from ..documents.account_move_due import NEXT_DUE
from ..link.public_link_reference import fetch_known
from ..pay.public_link_mixin import due_together
from .portal_list import LARGEST, ListSection, number_of

# As the state of an invoice says it (``account.move._public_state``).
SETTLED = SQL(
    "COALESCE(payment_state, 'not_paid') IN ('paid', 'in_payment', 'reversed')"
)
PAYABLE = SQL(
    "(NOT %s AND COALESCE(payment_state, '') != 'blocked' AND move_type = 'out_invoice'"
    " AND amount_residual > 0)",
    SETTLED,
)
# How many invoices can be paid at once.
MOST = 100


class MoveSection(ListSection):
    model, date = "account.move", "invoice_date"
    order = SQL("invoice_date DESC NULLS LAST, id DESC")
    types = ()

    def of_customer(self):
        # The commercial partner of the invoice too: it decides whose balance it is.
        return SQL(
            "commercial_partner_id = %s AND %s",
            self.customer.id,
            super().of_customer(),
        )

    def visible(self):
        return SQL("state = 'posted' AND move_type IN %s", self.types)

    def found(self, pattern):
        return SQL("(name ILIKE %s OR ref ILIKE %s)", pattern, pattern)


class Invoices(MoveSection):
    code, kind, sequence = "invoices", "invoice", 10
    switches = ("invoices",)
    types = ("out_invoice", "out_receipt")

    def label(self):
        return self.env._("Invoices")

    def tabs(self):
        return {
            "all": (self.env._("All"), SQL("TRUE")),
            "unpaid": (self.word("invoice", "unpaid"), SQL("NOT %s", SETTLED)),
            "overdue": (self.word("invoice", "overdue"), self._overdue()),
            "paid": (self.word("invoice", "paid"), SETTLED),
        }

    def _overdue(self):
        today = self.portal.company._public_links_today()
        return SQL("NOT %s AND %s < %s", SETTLED, NEXT_DUE, today)

    def row(self, record, state=None):
        row = super().row(record, state)
        if row["status"]["code"] in ("unpaid", "partial", "overdue"):
            row["sentence"] = record._public_sentence()
            if record.amount_residual != record.amount_total:
                left = money(self.env, record.amount_residual, record.currency_id)
                row["sentence"] += " " + self.env._("%s is left to pay.", left)
        return row

    def rows(self, records):
        records._public_fetch_instalments()
        rows = super().rows(records)
        payable = records.filtered(self._is_payable)
        if payable and self._offered(payable[0]):
            for row, record in zip(rows, records, strict=True):
                if record in payable:
                    row["pay"] = self._pay(record.id, record.name)
        return rows

    # === PAY === #

    def _is_payable(self, record):
        """Tell of one invoice what the condition ``PAYABLE`` says in SQL."""
        return (
            record.payment_state not in ("paid", "in_payment", "reversed", "blocked")
            and record.move_type == "out_invoice"
            and record.amount_residual > 0
        )

    def _pay(self, value, name):
        return {"value": str(value), "label": self.env._("Pay %s", name)}

    def _offered(self, record):
        """Tell whether there is any way to pay; each payment asks again."""
        return (
            self.portal.company._public_links_on("pay")
            and not record._public_pay_switches()
            and record._public_pay_offered(record.amount_residual)
        )

    def chosen(self, form):
        """Return the invoices that a form wants to pay, and what is wrong with it.

        :param form: ``invoice``: the ids that were ticked; ``all``: a currency's id;
            ``overdue``: likewise, for what is overdue alone
        :return: `account.move`, and the code of an announcement or ""
        """
        nothing = self.env[self.model]
        late = number_of(form.get("overdue"))
        currency = late or number_of(form.get("all"))
        if currency:
            invoices = self._of_currency(min(currency, LARGEST), bool(late))
            return invoices, "" if invoices else "changed"
        ids = {min(number_of(one), LARGEST) for one in form.getlist("invoice")}
        if not ids:
            return nothing, "pick"
        if len(ids) > MOST:
            return nothing, "pick_less"
        invoices = self.fetch(SQL("%s AND id IN %s", PAYABLE, tuple(ids)))
        if len(invoices) != len(ids):
            return nothing, "changed"
        if len(invoices.currency_id) > 1:
            return nothing, "pick_currency"
        return invoices, ""

    def _of_currency(self, currency_id, late):
        """Return what can be paid at once in a currency, what is due first first.

        :param bool late: only what is overdue
        """
        condition = SQL("%s AND currency_id = %s", PAYABLE, currency_id)
        if late:
            condition = SQL("%s AND %s", condition, self._overdue())
        return self.fetch(condition, order=SQL("invoice_date_due, id"), limit=MOST)

    def summed(self, asked):
        found = super().summed(asked)
        if not self.link.id or not asked.get("invoice"):
            return found
        invoices, wrong = self.chosen(asked)
        if wrong:
            _tone, words = self.env["public.link"]._announcement(wrong)
            return found | {"words": words}
        fetch_known(invoices.currency_id)
        due = due_together(invoices, invoices._public_pay_orders())
        if len(invoices) == 1:
            words = self.env._("1 invoice")
        else:
            words = self.env._("%s invoices", len(invoices))
        return {
            "chosen": [str(number) for number in invoices.ids],
            "amount": money(self.env, due.now, invoices.currency_id),
            "words": words,
        }

    def owing(self):
        """Return how much is open and overdue, with what pays it, by currency."""
        env, today = self.env, self.portal.company._public_links_today()
        found = []
        for payable, currency_id, count, amount, late, first, _id in self._totals:
            if not payable:
                continue
            currency = env["res.currency"].browse(currency_id)
            fetch_known(currency)
            amount = money(env, amount, currency)
            row = {"late": "", "since": "", "pay": None}
            if count == 1:
                row["open"] = env._("%s is open on 1 invoice.", amount)
            else:
                row["open"] = env._(
                    "%(amount)s is open on %(count)s invoices.",
                    amount=amount,
                    count=count,
                )
            if late:
                row |= self._late(currency, late, first, today)
            found.append(row)
        return found

    def _late(self, currency, late, first, today):
        """Return what is overdue in a currency; up to ``MOST`` invoices are paid at once."""
        env = self.env
        if late == 1:
            since = env._("1 invoice, since %s", page_day(env, first))
        else:
            since = env._(
                "%(count)s invoices, the oldest since %(day)s",
                count=late,
                day=page_day(env, first),
            )
        invoices = self._of_currency(currency.id, True)
        fetch_known(invoices.currency_id)
        invoices._public_fetch_instalments()
        amount = currency.round(
            sum(
                min(invoice.amount_residual, self._late_part(invoice, today))
                for invoice in invoices
            )
        )
        if late > MOST:
            words = env._("More than %s is overdue", money(env, amount, currency))
            return {"late": words, "since": since}
        row = {"late": env._("%s is overdue", money(env, amount, currency))}
        if self._offered(invoices[0]):
            label = env._("Pay all overdue") if late > 1 else env._("Pay it now")
            row["pay"] = {"value": str(currency.id), "label": label}
        return row | {"since": since}

    def _late_part(self, invoice, today):
        """Return what of an invoice was due before today."""
        due = invoice._public_pay_asked()
        return due.now if due.kind == "instalment" else invoice.amount_residual

    @functools.cached_property
    def _totals(self):
        """What is to be paid, and what is not, in each currency: thousands of invoices are
        added up once a page."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT %(payable)s AS payable, currency_id, COUNT(*),
                       SUM(amount_residual),
                       COUNT(*) FILTER (WHERE %(due)s < %(today)s),
                       MIN(%(due)s), MIN(id)
                  FROM account_move
                 WHERE %(owned)s
                 GROUP BY payable, currency_id
                 ORDER BY 6, 2
                """,
                payable=PAYABLE,
                due=NEXT_DUE,
                today=self.portal.company._public_links_today(),
                owned=self.owned(),
            )
        )

    def counting(self):
        return None  # as above

    def number(self):
        return sum(total[2] for total in self._totals)

    def attention(self):
        """Return one row a currency: how much there is to pay."""
        totals = [total[1:] for total in self._totals if total[0]]
        # More than fit into one payment are chosen from the list.
        few = tuple(total[0] for total in totals if total[1] <= MOST)
        firsts = tuple(total[-1] for total in totals)
        found = self.env[self.model]
        if totals:
            condition = SQL("%s AND currency_id = ANY (%s)", PAYABLE, list(few))
            condition = SQL("(id IN %s OR %s)", firsts, condition)
            found = self.fetch(condition, order=SQL("invoice_date_due, id"))
        fetch_known(found.currency_id)
        found._public_fetch_instalments()
        by_currency = found.grouped(lambda invoice: invoice.currency_id.id)
        return [self._waiting(by_currency[total[0]], *total) for total in totals]

    def _waiting(self, invoices, currency_id, count, amount, late, first, _id):
        env, invoice = self.env, invoices[0]
        amount = money(env, amount, invoice.currency_id)
        if count == 1:
            row = self.row(invoice)
            row["title"] = env._("Invoice %s", invoice.name)
        else:
            row = {
                "title": env._("%s invoices to pay", count),
                "sentence": env._("The first is due on %s.", page_day(env, first)),
                "status": status(env, "invoice", "overdue" if late else "unpaid"),
                "url": self.portal.url(self.code, tab="unpaid"),
            }
        if late and count > 1:
            row["sentence"] = env._(
                "%(late)s of %(all)s are overdue.", late=late, all=count
            )
        row |= {"date": "", "amount": amount, "pay": None}
        if count > MOST and self._offered(invoice):
            row["sentence"] += " " + env._(
                "Open the list to pay: all that is overdue, or up to %s that you tick.",
                MOST,
            )
        if count <= MOST and self._offered(invoice):
            # What the page asks for that the button leads to.
            orders = invoices._public_pay_orders()
            due = due_together(invoices, orders)
            asked = money(env, due.now, invoice.currency_id)
            if not invoice.currency_id.is_zero(due.now):
                row["pay"] = self._pay(currency_id, asked)
            said = [
                row["sentence"],
                invoice._public_pay_why(due, (amount, row["sentence"])),
                self._credit(invoice.currency_id, orders),
            ]
            row["sentence"] = " ".join(filter(None, said))
        return row

    def _credit(self, currency, orders):
        """Return a sentence on what is open in the customer's favour and not taken off.

        :param currency: `res.currency` of what is to be paid
        :param orders: of the invoices; what was paid for them is taken off
        """
        company = self.portal.company
        found = self.customer._public_statement_open(company, credits=True)
        credit = -found.get(currency.id, 0.0) - orders._public_unbilled()
        if currency.compare_amounts(credit, 0) <= 0:
            return ""
        return self.env._(
            "%s is in your favour and not taken off here.",
            money(self.env, credit, currency),
        )


class CreditNotes(MoveSection):
    code, kind, sequence = "credit_notes", "credit_note", 40
    switches = ("credit_notes", "portal_credit_notes")
    types = ("out_refund",)

    def label(self):
        return self.env._("Credit notes")

    def tabs(self):
        return {
            "all": (self.env._("All"), SQL("TRUE")),
            "open": (self.word("credit_note", "credit"), SQL("NOT %s", SETTLED)),
            "settled": (self.word("credit_note", "settled"), SETTLED),
        }

    def note(self):
        """Return a sentence about open credit notes and payments of the customer."""
        totals = self.customer._public_statement_open(self.portal.company, credits=True)
        currencies = self.env["res.currency"].browse(totals)
        fetch_known(currencies)
        amounts = [
            money(self.env, -totals[currency.id], currency) for currency in currencies
        ]
        if not amounts:
            return ""
        return self.env._("%s is open in your favour.", " + ".join(amounts))
