# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sections of the portal that list documents: search, tabs, pages, single documents.

One condition (``ListSection.owned``) says which documents of this customer can be seen.
Lists, counts and single documents are all read with it.
"""

import unicodedata

from odoo.tools import SQL

from ...tools.formatting import money, page_day
from ...tools.headers import CSP
from ...tools.states import status
from ..link.public_link_read import fetch_where
from ..link.public_link_reference import fetch_known
from .portal_section import Section

PAGE_SIZE = 20
SEARCH_LENGTH = 100
# The largest number that PostgreSQL accepts as an id, or as an offset.
LARGEST = 2**31 - 1
# How many documents that wait the overview names.
NAMED = 3


def number_of(text):
    """Return the number in a visitor's text; 0 if it is none."""
    text = (text or "").strip()
    known = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if known else 0


def words_of(text):
    """Return a visitor's search text as one short line of printable characters."""
    shown = (
        " " if unicodedata.category(char).startswith(("C", "Z")) else char
        for char in (text or "")[: 10 * SEARCH_LENGTH]
    )
    return " ".join("".join(shown).split())[:SEARCH_LENGTH]


def pattern_of(words):
    """Return an ILIKE pattern that finds these words, with wildcards escaped."""
    for char in "\\%_":
        words = words.replace(char, "\\" + char)
    return f"%{words}%"


class ListSection(Section):
    """A section of documents of one model."""

    template = "public_links.portal_list"
    # A script asks our own server what the ticked invoices come to.
    headers = {"csp": CSP + "; connect-src 'self'"}
    has_pdf = True
    # The date field that rows show.
    date = ""
    # Must end with a unique column.
    order = SQL("id DESC")

    def is_on(self):
        return self.model in self.env and super().is_on()

    # === WHICH === #

    def visible(self):
        """Return the condition of state and type under which documents are shown.

        :rtype: SQL
        """
        raise NotImplementedError

    def of_customer(self):
        """Return the condition that a document is this customer's.

        :rtype: SQL
        """
        return SQL("partner_id = ANY (ARRAY(%s))", self.people())

    def owned(self):
        """Return the condition of all documents that this section may show."""
        return SQL(
            "company_id = %s AND %s AND %s",
            self.portal.company.id,
            self.of_customer(),
            self.visible(),
        )

    def tabs(self):
        """Return the tabs in their order: label and condition by code.

        :rtype: dict[str, tuple[str, SQL]]
        """
        raise NotImplementedError

    def found(self, pattern):
        """Return the condition that a document matches the search.

        :param str pattern: of ILIKE
        :rtype: SQL
        """
        return SQL("name ILIKE %s", pattern)

    # === READ === #

    def fields(self):
        """Return the fields that rows, and a document's page, read."""
        return self.env[self.model]._public_fields

    def fetch(self, condition, **options):
        """Return the documents of this section that also satisfy a condition.

        :param SQL condition: in terms of the model's columns
        :param options: of ``fetch_where``
        """
        model = self.env[self.model].with_context(active_test=False)
        condition = SQL("%s AND %s", self.owned(), condition)
        return fetch_where(model, self.fields(), condition, **options)

    def find(self, number):
        """Return one document of this section, or an empty recordset.

        :param int number: its id, as the path names it
        """
        number = number if number <= LARGEST else 0
        record = self.fetch(SQL("id = %s", number))
        return record.browse() if record and self.closes(record) else record

    def closes(self, record):
        """Tell whether a document's own gate keeps it from being seen."""
        return any(
            blocker.page == "gone" for blocker in record._public_link_blockers_view()
        )

    def targets(self, record, purpose):
        """Return the documents to which a document's page may lead, for one purpose.

        :param record: the document
        :param str purpose: what the derived link would open
        """
        return record._public_link_targets(purpose)

    def counts(self, words=""):
        """Return the number of documents of each tab, by one query.

        :param str words: the search
        :rtype: dict[str, int]
        """
        tabs = self.tabs()
        self.env.flush_all()
        [row] = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s AND %s",
                SQL(", ").join(
                    SQL("COUNT(*) FILTER (WHERE %s)", condition)
                    for _label, condition in tabs.values()
                ),
                SQL.identifier(self.env[self.model]._table),
                self.owned(),
                self.searched(words),
            )
        )
        return dict(zip(tabs, row, strict=True))

    def searched(self, words):
        return self.found(pattern_of(words)) if words else SQL("TRUE")

    # === SHOW === #

    def word(self, kind, code):
        """Return the word for a state, to name a tab after it."""
        return status(self.env, kind, code)["label"]

    def row(self, record, state=None):
        """Return a document as the list shows it, see ``page_values.PortalRow``.

        :param record: the document
        :param tuple state: kind and code of what it says; by default its own state
        """
        priced = "amount_total" in record._fields
        return {
            "title": record.name,
            "url": self.portal.url(self.place(record)),
            "date": page_day(self.env, record[self.date]),
            "amount": money(self.env, record.amount_total, record.currency_id)
            if priced
            else "",
            "status": status(self.env, *(state or record._public_state())),
            "sentence": "",
            "pay": None,
        }

    def rows(self, records):
        """Return several documents as rows, after reading related records at once."""
        if "currency_id" in records._fields:
            fetch_known(records.currency_id)
        return [self.row(record) for record in records]

    def document(self, link, record):
        """Return the page of one document: what its view link would show.

        :param link: `public.link` at the document's place
        :param record: the document
        :return: see ``registry.Purpose``
        """
        record._public_read_ahead(link)
        values = record._public_values(link)
        values["actions"] = record._public_actions(link)
        record._public_illustrate(link, values)
        headers = {"permissions": {"clipboard-write": "(self)"}}
        return "public_links.view_page", self.around(values), headers

    def people_of(self, record):
        """Return the contacts that a document's page names."""
        return record._public_partners()

    def place(self, record):
        """Return the path of a document's page below the link."""
        return f"{self.kind}/{record.id}"

    def texts(self):
        """Return the sentence for an empty list.

        :rtype: str
        """
        return self.env._("There is nothing here yet.")

    def values(self, asked):
        env, tabs = self.env, self.tabs()
        words, tab = words_of(asked.get("q")), asked.get("tab", "")
        if tab not in tabs:
            tab = next(iter(tabs))
        counts = self.counts(words)
        last = max(1, -(-counts[tab] // PAGE_SIZE))
        number = min(max(number_of(asked.get("page")), 1), last)
        records = self.fetch(
            SQL("%s AND %s", tabs[tab][1], self.searched(words)),
            order=self.order,
            limit=PAGE_SIZE,
            offset=(number - 1) * PAGE_SIZE,
        )

        def url(**changes):
            return self.portal.url(self.code, **{"tab": tab, "q": words} | changes)

        return {
            "tabs": [
                {
                    "label": label,
                    "count": str(counts[code]),
                    "url": url(tab=code),
                    "current": code == tab,
                }
                for code, (label, _condition) in tabs.items()
            ],
            "search": {
                "url": self.portal.url(self.code).partition("?")[0],
                "words": words,
                "hidden": self.kept(tab=tab, lang=env.lang),
                "clear": url(q="") if words else "",
            },
            "rows": (rows := self.rows(records)),
            "owed": (owed := self.owing()),
            # What the ticked rows come to: asked for by a script, or by the address.
            "sum": self.summed(asked),
            "sum_url": url(page=number if number > 1 else None),
            # Payable rows can be ticked, and are sent to this URL.
            "pay_url": self.portal.url("pay")
            if any(row["pay"] for row in rows) or any(one["pay"] for one in owed)
            else "",
            "empty": self.texts() if not words else self.unfound(words),
            "pager": self.pager(number, last, tab=tab, q=words),
        }

    def owing(self):
        """Hook: return what is to be paid in all, one entry a currency; see
        ``portal_moves``."""
        return []

    def summed(self, asked):
        """Hook: return what ticked rows come to: their values, ``amount`` and ``words``."""
        return {"chosen": [], "amount": "", "words": ""}

    def unfound(self, words):
        return self.env._(
            "Nothing is called “%s”. Try a part of the number, or your own reference.",
            words,
        )

    def counting(self):
        _label, condition = next(iter(self.tabs().values()))
        return SQL(
            "SELECT COUNT(*) FROM %s WHERE %s AND %s",
            SQL.identifier(self.env[self.model]._table),
            self.owned(),
            condition,
        )

    def number(self):
        """Return how many documents there are in the first tab."""
        return self.portal.numbers[self.code]

    def summary(self):
        number = self.number()
        return str(number) if number else self.env._("None yet")
