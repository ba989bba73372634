# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows and totals, the same for orders and invoices."""

import re

from ...tools.formatting import Writer, arrange, counted, money, paragraphs
from ..link.public_link_reference import fetch_known

# The fields that rows show, beside the quantity, which has another name on each model.
LINE_FIELDS = (
    "collapse_composition",
    "collapse_prices",
    "discount",
    "display_type",
    "extra_tax_data",
    "name",
    "price_subtotal",
    "price_unit",
    "product_id",
    "product_uom_id",
    "tax_ids",
)

# What core writes before the name of a product that has an internal reference.
CODE = re.compile(r"^\[[^\]\n]{1,64}\] (?=\S)")
KINDS = {
    "line_section": "section",
    "line_subsection": "subsection",
    "line_note": "note",
}


def fetch_shown(document, lines):
    """Read at once what the rows and totals of a document name beside the lines."""
    fetch_known(lines.tax_ids)
    fetch_known(lines.tax_ids.tax_group_id)
    fetch_known(lines.product_uom_id)
    fetch_known(document.currency_id)


def document_lines(document, lines, quantity_field):
    """Return the rows of an order or invoice, see ``page_values.Line``.

    :param document: the order or invoice; its currency is used
    :param lines: its lines in order
    :param str quantity_field: product_uom_qty or quantity
    :rtype: list[dict]
    """
    env, known = document.env, lines._fields
    writer = Writer(env, document.currency_id)
    decimals = {
        "units": (known[quantity_field].get_digits(env) or (0, 2))[1],
        "price": known["price_unit"].get_min_display_digits(env),
        "discount": (known["discount"].get_digits(env) or (0, 2))[1],
    }
    rows = arranged_lines(document, lines, quantity_field)
    return [_shown(env, writer, decimals, row) for row in rows]


def arranged_lines(document, lines, quantity_field):
    """Return the lines that customers see, as plain values, see ``formatting.arrange``.

    For whatever lists lines beside the document itself: what is hidden there is hidden
    everywhere. The arguments are those of ``document_lines``.

    :return: dicts, with the ``id`` of the line and that of its ``product``
    :rtype: list[dict]
    """
    settings = document._public_link_company()._public_links_settings()
    coded = settings["show_codes"]
    rows = [_raw(line, quantity_field, coded) for line in lines]
    document._public_priced(dict(zip(lines, rows, strict=True)))
    return arrange(rows)


def line_words(line, coded=True):
    """Return the first line of a row's text, and the rest.

    :param line: of an order or invoice
    :param bool coded: whether the product's code, with which core begins it, is shown
    :rtype: tuple[str, str]
    """
    text = line.name or line.product_id.name or ""
    if not coded and line.product_id:
        text = CODE.sub("", text, count=1)
    name, _newline, description = text.partition("\n")
    return name, description


def page_name(line):
    """Return the first line of a row's text as pages show it: with the product's code or
    without it, as the company has chosen.

    :param line: of an order
    :rtype: str
    """
    settings = line.company_id._public_links_settings()
    return line_words(line, settings["show_codes"])[0]


def _raw(line, quantity_field, coded):
    name, description = line_words(line, coded)
    row = {
        "id": line.id,
        "product": line.product_id.id,
        "kind": KINDS.get(line.display_type, "item"),
        "name": name.strip(),
        "description": description.strip(),
        "folds": line.collapse_composition,
        "hides_prices": line.collapse_prices,
    }
    if row["kind"] == "item":
        row |= {
            "value": line.price_subtotal,
            "units": line[quantity_field],
            "unit": line.product_uom_id.name or "",
            "price": line.price_unit,
            "discount": line.discount,
            "taxes": line.tax_ids,
        }
    return row


def _shown(env, writer, decimals, row):
    line = {key: row[key] for key in ("kind", "name", "description")}
    if row["kind"] == "item" and not row.get("billed"):
        units = writer.quantity(row["units"], decimals["units"])
        line["quantity"] = counted(env, units, row["unit"], row["units"])
        if "value" in row and row["price"] is not None:
            price = writer.price(row["price"], decimals["price"])
            note = f"{units} × {price}"
            if row["discount"]:
                off = writer.quantity(row["discount"], decimals["discount"])
                note += " · " + env._("%s%% off", off)
            line["price_note"] = note
            line["taxes"] = ", ".join(
                [tax.invoice_label or tax.name for tax in row["taxes"]]
            )
    elif row.get("billed"):
        # What was billed before is no part of the order's sum.
        price = writer.price(row["price"], decimals["price"])
        line["price_note"] = env._("Billed in advance: %s", price)
        return line
    if "value" in row:
        line["amount"] = writer.money(row["value"])
    return line


def document_terms(document, payment_term, *others):
    """Return the texts that core prints below a document, one paragraph an entry.

    The note of a payment term is left out where it says no more than its name, which
    stands among the facts.

    :param document: the order or invoice
    :param payment_term: `account.payment.term`, possibly empty
    :param others: further HTML, in the order of the paper
    :rtype: list[str]
    """
    named = document.env._("Payment terms") + ": " + (payment_term.name or "")
    note = paragraphs(payment_term.note)
    if note in ([payment_term.name], [named]):
        note = []
    return note + [text for html in others for text in paragraphs(html)]


def _is_item(line):
    return line.display_type not in KINDS


def document_totals(document, lines):
    """Return the subtotal, one row a tax group, and the total.

    With at most one tax group the stored amounts are enough; the tax engine runs only for
    several, or where an invoice is rounded to the currency's coins. The tax of a discount
    or an advance may be on a cent more or less than its amount.

    :param document: order or invoice, with amount_untaxed, amount_tax, amount_total
    :param lines: its lines
    :rtype: list[dict]
    """
    env, currency = document.env, document.currency_id
    taxes = lines.tax_ids
    groups = taxes.tax_group_id
    # Taxes that are on a part of the document say on how much.
    alike = len({line.tax_ids for line in lines if _is_item(line)}) < 2
    rounding = (
        "invoice_cash_rounding_id" in document and document.invoice_cash_rounding_id
    )
    nested = any(tax.amount_type == "group" for tax in taxes)
    lowered = any(line.price_subtotal < 0 for line in lines)
    # Core has fixed the taxes of an advance, and of what credits it.
    fixed = any(line.extra_tax_data for line in lines)
    if nested or len(groups) > 1 or rounding or lowered or fixed or not alike:
        return _engine_totals(document)
    totals = []
    if document.amount_tax or groups:
        label = groups.name or env._("Taxes")
        totals = [
            _total(
                env, "subtotal", env._("Subtotal"), document.amount_untaxed, currency
            ),
            _total(env, "tax", label, document.amount_tax, currency),
        ]
    totals.append(_total(env, "total", env._("Total"), document.amount_total, currency))
    return totals


def _engine_totals(document):
    env, currency = document.env, document.currency_id
    summary = document.tax_totals
    totals = []
    for subtotal in summary["subtotals"]:
        amount = subtotal["base_amount_currency"]
        if subtotal["tax_groups"]:
            totals.append(_total(env, "subtotal", subtotal["name"], amount, currency))
        for group in subtotal["tax_groups"]:
            # Old databases have taxes without a group.
            label = group["group_name"] or env._("Taxes")
            base = group["display_base_amount_currency"]
            if not (summary["same_tax_base"] or base is False):
                base = money(env, base, currency)
                label = env._("%(tax)s on %(amount)s", tax=label, amount=base)
            amount = group["tax_amount_currency"]
            totals.append(_total(env, "tax", label, amount, currency))
    if rounding := summary.get("cash_rounding_base_amount_currency"):
        totals.append(_total(env, "tax", env._("Rounding"), rounding, currency))
    total = summary["total_amount_currency"]
    return [*totals, _total(env, "total", env._("Total"), total, currency)]


def _total(env, kind, label, amount, currency):
    return {"kind": kind, "label": label, "amount": money(env, amount, currency)}


def balance_totals(document, due, settled):
    """Return the rows for what settled a part of the total, and what is due; none where
    the total is due.

    :param float due: amount left
    :param dict settled: amounts in the document's currency by their labels
    :rtype: list[dict]
    """
    env, currency = document.env, document.currency_id
    rows = [
        _total(env, "paid", label, -amount, currency)
        for label, amount in settled.items()
        if not currency.is_zero(amount)
    ]
    return rows and [*rows, _total(env, "due", env._("Due"), due, currency)]
