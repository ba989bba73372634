# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A customer's statement of account, in words for its page."""

import csv
import io

from odoo import api, fields, models

from ...tools import statement
from ...tools.formatting import Writer, address, day, month
from ...tools.spreadsheets import plain_cell
from ...tools.states import status
from ..link.public_link_reference import fetch_known

# How many entries of a currency one page shows; earlier ones are in the opening balance.
MOST = 500
# How many entries of a currency the table for spreadsheets has.
CSV_MOST = 20_000
# Length of the period, in days, that the form proposes.
DAYS = 365
EARLIEST = fields.Date.to_date("1980-01-01")
# In the context of the report: first and last day.
PERIOD = "public_link_period"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _public_statement(self, company, since, until, most=MOST):
        """Return this customer's statement, a `statement.Account` for each currency.

        For the superuser only: the caller shows it to this customer.

        :param company: `res.company`
        :param since: first day, or ``None`` for all there is
        :param until: last day
        :param int most: how many entries of a currency are listed
        """
        lines = self._public_statement_lines(company, until)
        matches = self._public_statement_matches(company, until)
        currencies = self.env["res.currency"].browse(
            dict.fromkeys(line.currency for line in lines)
        )
        fetch_known(currencies)
        digits = {currency.id: currency.decimal_places for currency in currencies}
        accounts = statement.compute(lines, matches, since, until, digits, most)
        own = company.currency_id.id
        return sorted(accounts, key=lambda one: (one.currency != own, one.currency))

    # === PERIOD === #

    @api.model
    def _public_statement_period(self, company, since="", until=""):
        """Return first and last day of the statement that a form asks for.

        Invalid days, and days in the future, are replaced by those that the form proposes;
        if the last day is before the first, the period is one day.

        :param company: `res.company`, whose day it is
        :param str since: as a form sends it; "all" for all there is
        :param str until: likewise; today by default
        :return: first and last day; the first is ``None`` for all there is
        """
        today = company._public_links_today()
        until = min(_date(until) or today, today)
        if since == "all":
            return None, until
        since = _date(since) or fields.Date.subtract(until, days=DAYS)
        return min(since, until), until

    # === WORDS === #

    def _public_statement_values(self, company, since, until):
        """Return what the statement's page and its PDF show, as plain values.

        :param company: `res.company`
        :param since: first day, or ``None``
        :param until: last day
        :rtype: dict
        """
        env = self.env
        accounts = [
            self._public_statement_account(account, until)
            for account in self._public_statement(company, since, until)
        ]
        end = day(env, until)
        return {
            "title": env._("Statement of account"),
            "number": env._("Statement of account"),
            "who": address(self.commercial_partner_id),
            "since": since.isoformat() if since else "",
            "until": until.isoformat(),
            "period": env._(
                "From %(first)s to %(last)s", first=day(env, since), last=end
            )
            if since
            else env._("Everything up to %s", end),
            "accounts": accounts,
            "empty": ""
            if accounts
            else env._("There is nothing on your account in this period."),
            # Not shown: makes the PDF another version for another company.
            "company": company.id,
            "version": company._public_links_settings()["logo_version"] or "",
        }

    def _public_statement_csv(self, company, since, until):
        """Return the statement as a table for spreadsheets, newest first.

        Amounts are plain numbers with a point; texts that a spreadsheet would take for a
        formula begin with an apostrophe.

        :param company: `res.company`
        :param since: first day, or ``None``
        :param until: last day
        :rtype: bytes
        """
        env, kinds = self.env, self._public_statement_kinds()
        result = io.StringIO()
        table = csv.writer(result)
        titles = (
            env._("Date"),
            env._("Due date"),
            env._("Entry"),
            env._("Number"),
            env._("Amount"),
            env._("Balance"),
            env._("Currency"),
        )
        table.writerow(map(plain_cell, titles))
        for account in self._public_statement(company, since, until, CSV_MOST):
            currency = env["res.currency"].browse(account.currency)
            digits = currency.decimal_places
            for row in reversed(account.rows):
                table.writerow(
                    [
                        row.day.isoformat(),
                        row.due.isoformat() if row.kind == "invoice" else "",
                        plain_cell(kinds[row.kind, row.amount > 0]),
                        plain_cell(row.number or ""),
                        f"{row.amount:.{digits}f}",
                        f"{row.balance:.{digits}f}",
                        plain_cell(currency.name),
                    ]
                )
        # With the mark by which spreadsheets know UTF-8.
        return result.getvalue().encode("utf-8-sig")

    def _public_statement_account(self, account, until):
        env = self.env
        currency = env["res.currency"].browse(account.currency)
        money = Writer(env, currency).money
        kinds = self._public_statement_kinds()
        rows = [
            {
                "name": " ".join(
                    filter(None, (kinds[row.kind, row.amount > 0], row.number))
                ),
                "when": self._public_statement_when(row),
                "month": month(env, row.day),
                "paid": row.amount < 0,
                "amount": money(row.amount),
                "balance": money(row.balance),
            }
            for row in account.rows
        ]
        return {
            "headline": money(abs(account.closing)),
            "sentence": self._public_statement_sentence(account, money),
            "status": self._public_statement_status(account),
            "opening": money(account.opening),
            "opening_label": env._("Balance after %s earlier entries", account.hidden)
            if account.hidden
            else env._("Balance before"),
            "rows": rows,
            "closing": money(account.closing),
            "closing_label": env._(
                "Balance in %(currency)s on %(day)s",
                currency=currency.name,
                day=day(env, until),
            ),
            "ages": [
                {"label": label, "value": money(amount)}
                for label, amount in zip(
                    self._public_statement_ages(),
                    [*account.ages, account.credit],
                    strict=True,
                )
                if not currency.is_zero(amount)
            ],
        }

    def _public_statement_sentence(self, account, money):
        """Return what the balance means for the customer."""
        env, late = self.env, sum(account.ages[1:])
        if account.closing < 0:
            return env._("This is in your favour.")
        if not account.closing:
            return env._("Nothing is left to pay.")
        if account.overdue:
            return env._("You owe us this much; %s of it is overdue.", money(late))
        return env._("You owe us this much; nothing of it is overdue.")

    def _public_statement_when(self, row):
        env, when = self.env, day(self.env, row.day)
        if row.kind != "invoice" or row.due == row.day:
            return when
        return env._("%(day)s, due %(due)s", day=when, due=day(env, row.due))

    def _public_statement_kinds(self):
        """Return the names of entries, by kind and whether they raise the balance."""
        env = self.env
        both = {
            "invoice": env._("Invoice"),
            "credit_note": env._("Credit note"),
            "other": env._("Adjustment"),
            "adjusted": env._("Adjustment"),
            "exchanged": env._("Settled in another currency"),
            "elsewhere": env._("Settled by another account"),
        }
        names = {
            (kind, up): name for kind, name in both.items() for up in (True, False)
        }
        names["payment", False] = env._("Payment, thank you")
        names["payment", True] = env._("Paid back to you")
        return names

    def _public_statement_ages(self):
        env = self.env
        return [
            env._("Not due yet"),
            env._("1 to 30 days late"),
            env._("31 to 60 days late"),
            env._("61 to 90 days late"),
            env._("More than 90 days late"),
            env._("Credits not used yet"),
        ]

    def _public_statement_status(self, account):
        if account.closing < 0:
            code = "credit"
        elif account.overdue:
            code = "overdue"
        else:
            code = "unpaid" if account.closing else "settled"
        return status(self.env, "account", code)

    # === PDF === #

    def _public_link_report(self):
        return "public_links.action_report_statement"

    def _public_statement_report(self):
        """Return what the report prints: the period stands in the context."""
        since, until = self.env.context[PERIOD]
        company = self.env.company
        # sudo: the system renders what the customer sees on the page
        return self.sudo()._public_statement_values(company, since, until)


class PublicLinkPdf(models.Model):
    _inherit = "public.link.pdf"

    @api.model
    def _waiting(self, document):
        """Return how many PDFs of a document wait to be rendered."""
        return self.search_count(
            [
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("state", "!=", "ready"),
            ]
        )

    def _rendered(self):
        period = _period_of(self.version)
        if self.res_model == "res.partner" and period:
            self = self.with_context(**{PERIOD: period})
        return super()._rendered()


def version_of(since, until, digest):
    """Return the version under which a statement's PDF is stored. It holds the period.

    :param since: first day, or ``None``
    :param until: last day
    :param str digest: hash of what the statement says
    """
    return f"{since or ''}/{until}/{digest}"


def _period_of(version):
    parts = version.split("/")
    if len(parts) != 3:
        return None
    return _date(parts[0]), _date(parts[1])


def _date(text):
    """Return the day that a text names, or ``None``."""
    try:
        value = fields.Date.to_date(text[:10]) if text else None
    except ValueError:
        return None
    return value if value and value >= EARLIEST else None
