# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Readers of our own pages, by what a browser gets."""

import re
from collections import defaultdict
from decimal import Decimal

from .reading import (
    UNITS,
    Account,
    Document,
    Entry,
    Numbers,
    Row,
    find,
    has,
    parse,
    words,
)


class Page:
    """A page of ours that shows a document.

    :param text: its HTML
    :param lang: the `res.lang` it is written in
    """

    def __init__(self, text, lang):
        self.tree = parse(text)
        self.numbers = Numbers(lang)

    # === A DOCUMENT === #

    def document(self):
        """Return what it shows of the document.

        :rtype: Document
        """
        document = Document()
        table = find(self.tree, f"//table[{has('lines')}]")
        if table is not None:
            document.rows = [self._row(row) for row in table.xpath("./tbody/tr")]
        self._totals(document)
        document.notes = self.said_in_all
        return document

    def _row(self, row):
        kind = row.get("class") or ""
        if "memo" in kind:
            return Row("note", words(row))
        if "section" in kind or "sub" in kind:
            cells = row.xpath("./td")
            return Row(
                "section" if "section" in kind else "subsection",
                words(row.xpath("./th")[0]),
                amount=self.numbers.one(words(cells[0])) if cells else None,
            )
        return self._item(row)

    def _item(self, row):
        head = row.xpath("./th")[0]
        text = head.xpath("./bdi") + head.xpath(f"./div[{has('pre')}]")
        quantity, amount = (row.xpath("./td") + [None, None])[:2]
        count, unit = self.numbers.counted(words(quantity))
        line = Row(
            "item",
            " ".join(words(part) for part in text),
            count,
            unit,
            amount=self.numbers.one(words(amount)),
        )
        for fine in head.xpath("./div[not(@class)]"):
            self._price(line, words(fine))
        return line

    def _price(self, line, text):
        """Read "3 x $295.00 · 10% off · Tax: 8%", or "Billed in advance: $295.00"."""
        parts = [part.strip() for part in text.split("·")]
        if "×" not in text:
            line.price = self.numbers.one(parts[0])
        for part in parts:
            if "×" in part:
                line.price = self.numbers.one(part.split("×", 1)[1])
            elif re.search(r"\d\s*%|%\s*\d", part) and ":" not in part:
                line.discount = self.numbers.one(part)

    def _totals(self, document):
        rows = self.tree.xpath(f"//dl[{has('totals')}]/div")
        for row in rows:
            label, amount = words(row.xpath("./dt")[0]), words(row.xpath("./dd")[0])
            document.totals.append((label, self.numbers.one(amount)))

    def delivered(self):
        """Return what a delivery's page says of what is in it, see ``papers.delivered``."""
        found = defaultdict(Decimal)
        for row in self.document().rows:
            found[row.name, row.unit] += row.quantity
        return dict(found)

    def approved(self):
        """Return what a certificate lists, and its total."""
        table = self.tree.xpath("//table[thead]")[0]
        rows = []
        for row in table.xpath("./tbody/tr"):
            cells = [words(cell) for cell in row.xpath("./td")]
            name, amount = cells[0], cells[-1]
            # A line whose section hides it has no quantity of its own.
            count, unit = self.numbers.counted(cells[1] if len(cells) > 2 else "")
            amount = self.numbers.one(amount)
            rows.append(Row("item", name, count, unit, amount=amount))
        return rows, self.numbers.one(words(table.xpath("./tfoot//th[last()]")[0]))

    @property
    def said_in_all(self):
        """Everything that the page says."""
        return words(find(self.tree, "//main", "//body"))

    # === THE FIRST CARD === #

    @property
    def code(self):
        """The state that the page's first badge says."""
        badge = find(self.tree, f"//section[{has('hero')}]//*[@data-code]")
        return badge.get("data-code") if badge is not None else None

    @property
    def label(self):
        """What that badge says."""
        return words(find(self.tree, f"//section[{has('hero')}]//*[@data-code]"))

    @property
    def headline(self):
        """The amount of the first card."""
        found = find(self.tree, f"//section[{has('hero')}]//p[{has('amount')}]")
        return self.numbers.one(words(found)) if found is not None else None

    @property
    def said(self):
        """What the first card says beside its amount and its buttons."""
        card = find(self.tree, f"//section[{has('hero')}]")
        skipped = (f"self::p[{has('amount')}]", f"self::div[{has('actions')}]")
        parts = card.xpath(f"./*[not({skipped[0]}) and not({skipped[1]})]")
        return " ".join(words(part) for part in parts)

    def button(self, code):
        """Return the amount on the button that leads to a purpose, and its label."""
        for form in self.tree.xpath(f"//section[{has('hero')}]//form"):
            if f"/to/{code}" in (form.get("action") or ""):
                return self.numbers.one(words(form)), words(form)
        return None, ""

    # === PAY === #

    @property
    def charged(self):
        """What the payment form would charge."""
        form = find(self.tree, "//*[@data-amount]")
        return Numbers.plain(form.get("data-amount")) if form is not None else None

    @property
    def choices(self):
        """The amounts between which the customer chooses."""
        found = self.tree.xpath(f"//nav[{has('choices')}]//b")
        return [self.numbers.one(words(one)) for one in found]

    # === PORTAL === #

    def list_rows(self):
        """Return title, amount and state of each document of a list."""
        return [
            (
                words(find(row, ".//b")),
                self.numbers.one(words(find(row, f".//bdi[{has('sum')}]"))),
                find(row, ".//*[@data-code]").get("data-code"),
            )
            for row in self.tree.xpath(f"//a[{has('doc')}]")
        ]

    def tabs(self):
        """Return how many documents each tab of a list has."""
        found = self.tree.xpath(f"//nav[{has('tabs')}]//span")
        return [int(words(one)) for one in found]

    def payable(self):
        """Return what can be paid on the overview: amount on the button, tone of the
        badge beside it, and what the button sends."""
        rows = []
        for item in self.tree.xpath(f"//ul[{has('docs')}]/li[form]"):
            badge = find(item, ".//*[@data-code]").get("class").split()[-1]
            fields = {
                field.get("name"): field.get("value")
                for field in item.xpath("./form/input")
            }
            rows.append(
                (self.numbers.one(words(item.xpath("./form")[0])), badge, fields)
            )
        return rows

    def accounts(self, currencies):
        """Return the accounts of the statement.

        :param currencies: names of currencies, of which the headings name one each
        :rtype: list[Account]
        """
        found = []
        for section in self.tree.xpath(f"//section[{has('account')}]"):
            heading = words(find(section, ".//h1", ".//h2[@id]")).split()
            rows = []
            # The newest stands first.
            for row in section.xpath(".//tbody/tr[not(@class)]")[::-1]:
                name = words(find(row, f".//bdi[{has('name')}]"))
                cells = [self.numbers.one(words(cell)) for cell in row.xpath("./td")]
                rows.append(Entry(name, *cells))
            amount = words(find(section, f".//p[{has('amount')}]"))
            currency = next(name for name in currencies if name in heading)
            found.append(Account(currency, self.numbers.one(amount), rows))
        return found

    # === RETURNS === #

    def returnable(self):
        """Return what can be returned: name, how many at the most, and the key by which
        the form knows it."""
        rows = []
        for item in self.tree.xpath("//section[@id='return']//li[.//input]"):
            field = find(item, ".//input[starts-with(@name, 'quantity-')]")
            rows.append(
                Row(
                    "item",
                    words(find(item, ".//b")),
                    # A single one has no steps.
                    Numbers.plain(field.get("data-most") or field.get("value")),
                    key=field.get("name").partition("-")[2],
                )
            )
        return rows

    # === APPROVE === #

    def items(self):
        """Return what is approved item by item, see ``Row``."""
        rows = []
        wanted = "[.//input[@name='line'] or .//*[contains(@class, 'done-mark')]]"
        for item in self.tree.xpath(f"//section[@id='items']//ul/li{wanted}"):
            # "3 × $295.00", or "3 Units" where the price is hidden.
            cell = words(find(item, f".//*[{has('fine')}]"))
            count, unit = self.numbers.counted(cell.partition("×")[0])
            rows.append(
                Row(
                    "item",
                    words(find(item, ".//b")),
                    count,
                    unit,
                    amount=self.numbers.one(words(find(item, ".//bdi[@class='sum']"))),
                )
            )
        return rows

    def untickable(self):
        """Return the names of what stands between the items, and is approved with them."""
        rows = self.tree.xpath("//section[@id='items']//li[.//*[@class='gap']]")
        return [words(find(row, ".//b")) for row in rows]

    def options(self):
        """Return what may be chosen: name, price and unit, and how many there are."""
        rows = []
        for option in self.tree.xpath("//section[@id='options']//li[.//input]"):
            fine = option.xpath(f".//span[{has('what')}]/span[{has('fine')}]")
            price, _slash, unit = words(fine[0] if fine else None).rpartition("/")
            fields = option.xpath(".//input")
            count = Numbers.plain(fields[1].get("value"))
            rows.append(
                Row(
                    "option",
                    words(find(option, ".//b")),
                    count if fields[0].get("checked") else count * 0,
                    UNITS.get(unit.strip(), unit.strip()),
                    self.numbers.one(price),
                )
            )
        return rows
