# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Readers of Odoo's own customer documents: the reports as HTML, and the portal's pages.

What counts is what the *template* prints: a total that the ORM knows and no template
shows is no part of the paper.
"""

import re
from collections import defaultdict
from decimal import Decimal

from .reading import Document, Numbers, Row, find, has, parse, words

QUANTITY = ("td_product_quantity", "td_quantity", "td_quantity_grouped")
PRICE = ("td_product_priceunit", "td_price_unit", "td_price_unit_grouped")
DISCOUNT = ("td_product_discount", "td_discount")
AMOUNT = ("td_product_subtotal", "td_subtotal", "td_subtotal_grouped")
NAME = ("td_product_name", "account_invoice_line_name")
REFERENCE = re.compile(r"^\[[^\]]*\] ?")
GROUPED = "account_invoice_line_name_grouped_desktop"


def print_order(order, user):
    """Return the HTML of an order's report, as a member of staff prints it."""
    return _printed(order, user, "sale.action_report_saleorder")


def print_invoice(move, user):
    """Return the HTML of an invoice's report, payments included."""
    return _printed(move, user, "account.account_invoices")


def print_delivery(picking, user):
    """Return the HTML of a delivery slip."""
    return _printed(picking, user, "stock.action_report_delivery")


def print_certificate(approval, user):
    """Return the HTML of the certificate of an approval: ours, in core's layout."""
    return _printed(approval, user, "public_links.action_report_certificate")


def _printed(document, user, report):
    env = document.env(user=user, su=False)
    env = env(context={"allowed_company_ids": document.company_id.ids})
    text, _kind = env["ir.actions.report"]._render_qweb_html(report, document.ids)
    return text.decode() if isinstance(text, bytes) else text


def delivered(text):
    """Return what a delivery slip says was, or will be, delivered.

    It adds up what is alike, and writes numbers as computers do.

    :rtype: dict[tuple[str, str], Decimal]
    """
    tree, found = parse(text), defaultdict(Decimal)
    done = tree.xpath("//table[@name='stock_move_line_table']/tbody/tr[td[2]]")
    for row in done or tree.xpath("//table[@name='stock_move_table']/tbody/tr"):
        cell = row.xpath("./td")[-1 if done else 1]
        number, unit = (words(span) for span in cell.xpath("./span")[:2])
        name = words(row.xpath("./td[1]/span")[0])
        # Our pages leave the internal reference out.
        found[REFERENCE.sub("", name), unit] += Numbers.plain(number)
    return dict(found)


def agreed(paper, portal):
    """Return what the report says, where it hides a price for a reason of its own as the
    portal says it.

    Once a subsection hides its prices, the report hides those of all later subsections;
    the portal asks each, as staff set it.

    :param Document paper: of the report
    :param Document portal: of core's page of the same order
    """
    for row, other in zip(paper.rows, portal.rows, strict=True):
        if row.amount is None and other.amount is not None:
            row.amount, row.price, row.discount = other.amount, ..., ...
    return paper


def summed(paper, move):
    """Return what an invoice's report says, with the sums of sections that hide their
    prices as core's ledger has them.

    The report prints them once for each combination of taxes, and leaves those out that
    only subsections have.

    :param Document paper: is changed
    :param move: `account.move`
    """
    included = move.company_price_include == "tax_included"
    sections = move.invoice_line_ids.filtered(
        lambda line: line.display_type in ("line_section", "line_subsection")
    )
    for section in sections.filtered(
        lambda line: line.collapse_prices or line.parent_id.collapse_prices
    ):
        lines = section._get_section_lines()
        items = lines.filtered(lambda line: line.display_type == "product")
        if len({line.tax_ids for line in items}) < 2:
            continue
        amount = sum(items.mapped("price_total" if included else "price_subtotal"))
        for row in paper.rows:
            if row.grouped and row.name == " ".join(section.name.split()):
                if row.kind in ("section", "subsection"):
                    digits = move.currency_id.decimal_places
                    row.amount = Decimal(f"{amount:.{digits}f}")
                    amount = 0  # where it is printed again
    return paper


class Paper:
    """One of Odoo's papers.

    :param text: its HTML
    :param lang: the `res.lang` it is written in
    """

    def __init__(self, text, lang):
        self.tree = parse(text)
        self.numbers = Numbers(lang)

    def document(self):
        """Return what it says.

        :rtype: Document
        """
        document = Document()
        body = find(
            self.tree,
            "//tbody[contains(@class, 'sale_tbody')]",
            "//tbody[contains(@class, 'invoice_tbody')]",
        )
        for row in body.xpath("./tr"):
            document.rows.append(self._row(row))
            if document.rows[-1].kind == "advance":
                self._advance(document.rows)
        self._totals(document)
        document.notes = words(self.tree)
        return document

    def _advance(self, rows):
        """Mark the section of a down payment that was billed: its total is a zero, which
        a page may leave out."""
        sections = [row for row in rows if row.kind == "section"]
        sections[-1].amount = sections[-1].amount or ...

    def _cell(self, row, names):
        for name in names:
            cell = find(row, f"./td[@name='{name}']")
            if cell is not None:
                return cell
        return None

    def _amount(self, cell):
        return self.numbers.one(words(cell)) if cell is not None else None

    def _row(self, row):
        kinds, name = row.get("class") or "", row.get("name") or ""
        if name == "tr_section_group":
            return Row(
                "folded",
                words(find(row, "./td[@name='td_section_group_name']")),
                amount=self._amount(find(row, "./td[@name='td_section_group_total']")),
            )
        if name == "tr_combo":
            return self._combo(row)
        if "o_line_note" in kinds:
            return Row("note", words(row))
        if "o_line_section" in kinds or "o_line_subsection" in kinds:
            line = self._section(row, "sub" if "subsection" in kinds else "")
        else:
            line = self._item(row)
        grouped = find(row, f"./td[@name='{GROUPED}']") is not None
        line.grouped = grouped and line.kind != "folded"
        return line

    def _section(self, row, prefix):
        shown = [
            cell
            for cell in row.xpath("./td")
            # What a phone shows in the place of another cell.
            if "d-md-none" not in (cell.get("class") or "")
        ]
        amount = self._amount(shown[-1]) if len(shown) > 1 else None
        return Row(f"{prefix}section", words(shown[0]), amount=amount)

    def _combo(self, row):
        cell = find(row, "./td[@name='td_combo_name']")
        quantity = find(row, "./td[@name='td_combo_quantity']")
        if quantity is None:  # the report writes it behind the name: "Menu x 5"
            name, count = (words(span) for span in cell.xpath("./span")[:2])
        else:
            name, count = words(cell), words(quantity)
        amount = find(
            row, "./td[@name='td_combo_price']", "./td[@name='td_combo_subtotal']"
        )
        return Row(
            "combo", name, self.numbers.counted(count)[0], amount=self._amount(amount)
        )

    def _item(self, row):
        grouped = find(row, f"./td[@name='{GROUPED}']")
        name = grouped if grouped is not None else self._cell(row, NAME)
        if grouped is not None and self._is_folded(row):
            amount = self._amount(self._cell(row, AMOUNT))
            return Row("folded", words(name), amount=amount)
        quantity, unit = self._quantity(self._cell(row, QUANTITY))
        price = self._cell(row, PRICE)
        line = Row(
            "item",
            words(name),
            quantity,
            unit,
            self._amount(price),
            self._amount(self._cell(row, DISCOUNT)),
            self._amount(self._cell(row, AMOUNT)),
        )
        if row.get("name") == "tr_product" and self._cell(row, AMOUNT) is None:
            line.kind = "advance"
        return line

    def _is_folded(self, row):
        # A section that hides its lines is one row with an amount and no quantity of
        # its own; a line whose section hides the prices has none.
        return self._amount(self._cell(row, AMOUNT)) is not None

    def _quantity(self, cell):
        if cell is None:
            return None, None
        spans = [
            span
            for span in cell.xpath(".//span")
            if "text-muted" not in (span.get("class") or "")
            and not span.xpath("ancestor::span")
        ]
        if not spans:
            return None, None
        unit = words(spans[1]) if len(spans) > 1 else ""
        # A line without a unit: the template's own sample text stands there.
        unit = None if unit in ("", "units") else unit
        return self.numbers.one(words(spans[0])), unit

    def _totals(self, document):
        table = find(
            self.tree,
            f"//table[{has('o_total_table')}]",
            "//table[@name='sale_order_totals_table']",
        )
        rows = table.xpath(".//tr") if table is not None else []
        ended = False
        for row in rows:
            label, amount = words(row.xpath("./td")[0]), row.xpath("./td")[-1]
            amount = self._amount(amount)
            if not ended:
                if "o_taxes" not in (row.get("class") or ""):
                    label = ""  # called by words of our own
                document.totals.append((label, amount))
            elif row.xpath(".//i"):
                document.payments.append((label, amount))
            else:
                document.due = amount
            ended = ended or "o_total" in (row.get("class") or "").split()
