# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The portal's statement of account."""

from urllib.parse import urlencode

from ...tools.formatting import money
from ..link.public_link_reference import fetch_known
from .portal_list import number_of
from .portal_section import Section

# How many entries of an account one page shows.
ROWS = 50
# The groups whose users may see a customer's whole account in a preview.
BILLING = ("account.group_account_invoice", "account.group_account_readonly")


class AccountSection(Section):
    """A section about a customer's whole account."""

    def is_for(self, staff):
        return not staff or any(staff.user.has_group(group) for group in BILLING)


class Statement(AccountSection):
    code = "statement"
    sequence = 60
    switches = ("portal_statement",)
    template = "public_links.portal_statement"

    def label(self):
        return self.env._("Statement")

    def period(self, asked):
        """Return the days that a query names, see ``_public_statement_period``."""
        return self.customer._public_statement_period(
            self.portal.company, asked.get("since", ""), asked.get("until", "")
        )

    def statement(self, since, until):
        """Return what page and PDF say, see ``_public_statement_values``."""
        company = self.portal.company
        return self.customer._public_statement_values(company, since, until)

    def values(self, asked):
        since, until = self.period(asked)
        values = self.statement(since, until)
        pages = max(
            (-(-len(one["rows"]) // ROWS) for one in values["accounts"]), default=1
        )
        number = min(max(number_of(asked.get("page")), 1), max(pages, 1))
        for account in values["accounts"]:
            self._turn(account, number, pages)
        query = {"since": since or "all", "until": until, "lang": self.env.lang}
        return {
            "title": values["title"],
            "number": values["number"],
            "pdf_url": f"{self.link._path('pdf')}?{urlencode(query)}"
            if self.link.id and self.settings["show_pdf"]
            else "",
            "csv_url": f"{self.link._path('csv')}?{urlencode(query)}"
            if self.link.id
            else "",
            "statement": values,
            "owed": self._owed(),
            "pay_url": self.portal.url("pay"),
            "choose_url": self.portal.url("invoices", tab="unpaid")
            if self.portal.section("invoices")
            else "",
            "pager": self.pager(number, pages, since=since or "all", until=until),
            "form_url": self.portal.url(self.code).partition("?")[0],
            "hidden": self.kept(lang=self.env.lang),
            "all_url": self.portal.url(self.code, since="all"),
        }

    def _owed(self):
        """Return what can be paid at once, as the list of invoices says it."""
        invoices = self.portal.section("invoices")
        return [one for one in invoices.owing() if one["pay"]] if invoices else []

    def _turn(self, account, number, pages):
        """Put the newest entries of an account first, and leave those of one page.

        :param dict account: see ``_public_statement_account``; changed
        :param int number: the page
        :param int pages: how many there are
        """
        rows = account["rows"][::-1]
        account["first"], account["last"] = number == 1, number >= pages
        account["months"] = []
        for row in rows[(number - 1) * ROWS : number * ROWS]:
            if not account["months"] or account["months"][-1]["label"] != row["month"]:
                account["months"].append({"label": row["month"], "rows": []})
            account["months"][-1]["rows"].append(row)

    def summary(self):
        env = self.env
        open_amounts = self.customer._public_statement_open(self.portal.company)
        if not open_amounts:
            return env._("All is settled")
        currencies = env["res.currency"].browse(open_amounts)
        fetch_known(currencies)
        return ", ".join(
            money(env, open_amounts[currency.id], currency) for currency in currencies
        )
