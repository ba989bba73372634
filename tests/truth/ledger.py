# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo's ledger still expects, by rules that are not ours.

Of an order: its total without what was billed, and the open residuals of its posted
invoices and credit notes, less what was paid and is on no invoice. ``check`` proves it:
a final invoice, made in a savepoint, leaves open what the rule says.
(``amount_to_invoice`` ignores down payments, so it is not asked.)
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from odoo.exceptions import UserError


@dataclass(frozen=True)
class Asked:
    """What an invoice asks for.

    :param Decimal whole: all that is open
    :param Decimal now: what core proposes to pay
    :param str state: core's word: overdue, next, epd or ""
    """

    whole: Decimal
    now: Decimal
    state: str


def exact(currency, amount):
    """Return an amount as the decimal that papers print."""
    return Decimal(f"{currency.round(amount):.{currency.decimal_places}f}")


def asked(move, zone):
    """Return what core asks for an invoice.

    For an early discount core's ``amount_due`` is the discounted sum; of instalments it
    is the whole.

    :param str zone: the seller's, whose day decides what is late
    """
    values = move.with_context(tz=zone)._get_invoice_next_payment_values()
    state = values.get("installment_state") or ""
    now = move.amount_residual
    if state:
        now = values["amount_due" if state == "epd" else "next_amount_to_pay"]
    return Asked(
        exact(move.currency_id, move.amount_residual),
        exact(move.currency_id, now),
        state,
    )


def is_overdue(move, today):
    """Tell whether a part of an invoice should have been paid before today."""
    return any(
        line.date_maturity < today and line.amount_residual_currency > 0
        for line in move.line_ids
        if line.display_type == "payment_term" and not line.reconciled
    )


def owed(order):
    """Return what the ledger still expects for an order; negative: owed to the customer.

    :rtype: Decimal
    """
    order.invalidate_recordset()
    rest = order.amount_total - order.amount_invoiced
    return exact(order.currency_id, rest + _open(order) - _unbilled(order))


def noise(order):
    """Return by how much the rule may miss a final invoice: each line is rounded once
    more when it is billed."""
    lines = len(order.order_line) + len(order.invoice_ids.invoice_line_ids)
    return exact(order.currency_id, order.currency_id.rounding * lines)


def finals(orders):
    """Return what is open after a final invoice of each order; they are made together,
    and undone.

    :param list orders: of customers of their own
    :rtype: dict[`sale.order`, Decimal]
    """
    if not orders:
        return {}
    together = orders[0].union(*orders)
    try:
        return _finals(together)
    except UserError:
        # One of them that core will not bill.
        return {order: final(order) for order in orders}


def final(order):
    """Return what is open after a final invoice, which is made and undone.

    :rtype: Decimal
    """
    return _finals(order)[order]


def _finals(orders):
    env = orders.env
    with env.cr.savepoint() as savepoint:
        _settle_drafts(orders)
        due = orders.filtered(
            lambda order: order.invoice_status in ("to invoice", "upselling")
        )
        if due:
            due._create_invoices(final=True).action_post()
        env.flush_all()
        env.invalidate_all()
        left = {
            order: exact(order.currency_id, _open(order) - _unbilled(order))
            for order in orders
        }
        savepoint.rollback()
    env.invalidate_all()
    return left


def _settle_drafts(orders):
    """Post what waits to be posted: core calls an order invoiced whose advance is a draft
    that its final invoice has deducted. What it cannot post goes, and is billed anew."""
    for draft in orders.invoice_ids.filtered(lambda move: move.state == "draft"):
        try:
            with draft.env.cr.savepoint():
                draft.action_post()
        except UserError:
            draft.unlink()


def _open(order):
    moves = order.invoice_ids.filtered(lambda move: move.state == "posted")
    return sum(
        -move.amount_residual
        if move.move_type == "out_refund"
        else move.amount_residual
        for move in moves
    )


def _unbilled(order):
    """Return what came in for the order and no invoice has got."""
    left = 0.0
    for payment in order.transaction_ids:
        if payment.state not in ("authorized", "done"):
            continue
        items = payment.payment_id.move_id.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        if items:
            left -= sum(items.mapped("amount_residual_currency"))
        else:
            left += payment.amount
    return left


def deducted(move):
    """Return what of an invoice's payments no money came in for: what was written off.

    :rtype: Decimal
    """
    items = move.line_ids.filtered(
        lambda item: item.account_id.account_type == "asset_receivable"
    )
    partials = (
        items.matched_debit_ids.debit_move_id | items.matched_credit_ids.credit_move_id
    )
    entries = partials.move_id.filtered(lambda one: one.move_type == "entry")
    given_up = entries.line_ids.filtered(
        lambda item: (
            item.account_id.internal_group in ("expense", "income")
            and item.currency_id == move.currency_id
        )
    )
    return exact(move.currency_id, sum(given_up.mapped("amount_currency")))


@dataclass
class Book:
    """A customer's receivable in one currency: the total of each invoice and credit note,
    signed, and what came in and went out beside them."""

    documents: dict = field(default_factory=dict)
    others: Decimal = Decimal(0)

    @property
    def balance(self):
        return sum(self.documents.values(), self.others)


def books(partner, company):
    """Return a customer's receivable, by the name of the currency.

    :rtype: dict[str, Book]
    """
    lines = partner.env["account.move.line"].search(
        [
            ("partner_id", "child_of", partner.commercial_partner_id.id),
            ("company_id", "=", company.id),
            ("account_type", "=", "asset_receivable"),
            ("account_id.non_trade", "=", False),
            ("parent_state", "=", "posted"),
        ]
    )
    found = defaultdict(Book)
    for (currency, move), mine in lines.grouped(
        lambda line: (line.currency_id, line.move_id)
    ).items():
        amount, book = exact(currency, sum(mine.mapped("amount_currency"))), found
        if move.move_type in ("out_invoice", "out_refund"):
            book[currency.name].documents[move.name] = amount
        else:
            book[currency.name].others += amount
    return dict(found)


# === RETURNS === #


def _goods(order):
    return order.order_line.filtered(
        lambda line: (
            line.product_id.type == "consu"
            and not line.is_downpayment
            and _units(line) > 0
        )
    )


def delivered(order):
    """Return what the customer has got of each thing, by the first line of its name, in
    the product's own unit.

    :rtype: dict[str, Decimal]
    """
    order.invalidate_recordset()
    found = defaultdict(Decimal)
    for line in _goods(order):
        name = " ".join(line.name.partition("\n")[0].split())
        found[name] += Decimal(f"{_units(line):.6f}").normalize()
    return dict(found)


def _units(line):
    own = line.product_id.uom_id
    moves = line.move_ids.filtered(lambda move: move.state == "done")
    if moves.product_id != line.product_id:
        # A kit, which is delivered as its parts.
        return line.product_uom_id._compute_quantity(
            line.qty_delivered, own, round=False
        )
    return sum(move.product_uom._compute_quantity(move.quantity, own) for move in moves)


def charged(order):
    """Return what the customer pays for what was delivered, less what was credited, and
    whether that is known to the cent.

    It is where all was delivered, or nothing takes off a part of the whole.

    :rtype: tuple[Decimal, bool]
    """
    lines = order.order_line.filtered(lambda line: not line.is_downpayment)
    goods, refunds = _goods(order), _refunded(order)
    shares = {line: _share(line) for line in goods}
    parts = [line.price_total * share for line, share in shares.items()]
    rest = lines - goods
    whole = all(share == 1 for share in shares.values())
    if whole and not rest.filtered(lambda line: line.product_id.type == "consu"):
        # Discounts and promotions are lines of their own.
        amount, exactly = sum(lines.mapped("price_total")), not refunds
    elif any(line.price_total < 0 for line in lines):
        amount, exactly = order.amount_total, False
    else:
        amount, exactly = sum(parts), not refunds
    return exact(order.currency_id, amount), exactly


def _share(line):
    """Return which share of what was ordered is billed as delivered: one of a dozen is
    0.08 dozen where quantities have two decimals."""
    ordered = line.product_uom_qty
    return min(line.qty_delivered / ordered, 1) if ordered else 0


def _refunded(order):
    return order.invoice_ids.filtered(
        lambda move: move.state == "posted" and move.move_type == "out_refund"
    ).invoice_line_ids.sale_line_ids.filtered(lambda line: not line.is_downpayment)
