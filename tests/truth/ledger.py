# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo's ledger still expects, by rules that are not ours.

Of an order: its total without what was billed, and the open residuals of its posted
invoices and credit notes, less what was paid and is on no invoice. ``check`` proves it:
a final invoice, made in a savepoint, leaves open what the rule says.
(``amount_to_invoice`` ignores down payments, so it is not asked.)
"""

from dataclasses import dataclass
from decimal import Decimal


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


def asked(move):
    """Return what core asks for an invoice.

    For an early discount core's ``amount_due`` is the discounted sum; of instalments it
    is the whole.
    """
    values = move._get_invoice_next_payment_values()
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


def final(order):
    """Return what is open after a final invoice, which is made and undone.

    :rtype: Decimal
    """
    with order.env.cr.savepoint(flush=True) as savepoint:
        order.invoice_ids.filtered(lambda move: move.state == "draft").unlink()
        if order.invoice_status in ("to invoice", "upselling"):
            order._create_invoices(final=True).action_post()
        order.env.flush_all()
        order.env.invalidate_all()
        left = _open(order) - _unbilled(order)
        savepoint.rollback()
    order.env.invalidate_all()
    return exact(order.currency_id, left)


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


def balances(partner, company):
    """Return what is open of a customer's receivable, by currency.

    :rtype: dict[str, Decimal]
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
    return {
        currency.name: exact(currency, sum(mine.mapped("amount_residual_currency")))
        for currency, mine in lines.grouped("currency_id").items()
    }
