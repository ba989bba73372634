# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Features of a whole document, and of what happened to it since."""

from odoo import Command, fields

from ..common.promotion import promote
from .features import INVOICE, MOVES, ORDER, QUOTE, SALE, feature

# === THE WHOLE DOCUMENT === #


@feature(group="currency")
def foreign_currency(draft):
    draft.currency = "GBP"


@feature(group="currency")
def currency_of_no_decimals(draft):
    draft.currency = "JPY"


@feature(group="currency")
def currency_of_3_decimals(draft):
    draft.currency = "KWD"


@feature(group="language")
def german(draft):
    draft.lang = "de_DE"


@feature(group="language")
def french(draft):
    draft.lang = "fr_FR"


@feature(group="term")
def term_with_a_note(draft):
    draft.term = draft.world.terms.noted


@feature(group="term")
def early_discount(draft):
    draft.term = draft.world.terms.early


@feature(group="term")
def instalments(draft):
    draft.term = draft.world.terms.thirds


@feature(INVOICE)
def invoiced_long_ago(draft):
    draft.day = fields.Date.subtract(draft.world.today, days=35)


@feature(*MOVES, group="zone")
def due_today(draft):
    draft.due = draft.world.today


@feature(QUOTE, group="validity")
def good_until_today(draft):
    draft.values["validity_date"] = draft.world.today


@feature(QUOTE, group="validity")
def good_until_yesterday(draft):
    draft.values["validity_date"] = fields.Date.subtract(draft.world.today, days=1)


@feature(group="zone")
def reader_far_east(draft):
    draft.zone = "Pacific/Auckland"


@feature(group="zone")
def reader_far_west(draft):
    draft.zone = "America/Los_Angeles"


@feature(*SALE)
def terms_of_the_sale(draft):
    draft.values["note"] = "<p>Goods stay ours<br/>until they are paid.</p>"


@feature(*MOVES)
def words_of_the_invoice(draft):
    draft.values["narration"] = "<p>Goods stay ours<br/>until they are paid.</p>"


@feature()
def fiscal_position_with_a_note(draft):
    draft.values["fiscal_position_id"] = draft.world.abroad.id


@feature(*MOVES)
def rounded_to_coins(draft):
    draft.values["invoice_cash_rounding_id"] = draft.world.coins.id


# === WHAT HAPPENED SINCE === #


@feature(*SALE)
def global_discount(draft):
    @draft.then("written")
    def apply(order):
        order.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": "so_discount",
                "discount_percentage": draft.pick(0.25, 0.07),
            }
        ).action_apply_discount()


@feature(*SALE, needs=("loyalty.program",))
def promotion(draft):
    @draft.then("written")
    def apply(order):
        program = promote(order)
        program.active = False


@feature(ORDER, group="billed")
def billed(draft):
    draft.together("billing", draft.bill)


@feature(ORDER, group="billed")
def billed_in_two_parts(draft):
    @draft.then("billing")
    def bill(order):
        first = order._create_invoices()
        # At once: core makes the journal items anew with each change.
        first.invoice_line_ids = [
            Command.update(line.id, {"quantity": int(line.quantity / 2)})
            for line in first.invoice_line_ids
            if line.display_type == "product" and line.quantity > 1
        ]
        first.action_post()
        draft.bill(order)


@feature(ORDER, group="billed")
def partly_billed(draft):
    @draft.then("billing")
    def bill(order):
        first = order._create_invoices()
        first.invoice_line_ids.filtered(lambda one: one.display_type == "product")[
            :1
        ].unlink()
        if first.amount_total > 0:
            first.action_post()
        else:
            first.unlink()


def _advance(draft, order, **values):
    wizard = order.env["sale.advance.payment.inv"].create(
        {"sale_order_ids": [Command.set(order.ids)], **values}
    )
    before = order.invoice_ids
    wizard.create_invoices()
    return order.invoice_ids - before


@feature(ORDER, group="advance")
def advance_by_percent(draft):
    @draft.then("advance")
    def bill(order):
        draft.advance = _advance(
            draft, order, advance_payment_method="percentage", amount=30
        )


@feature(ORDER, group="advance")
def advance_by_amount(draft):
    @draft.then("advance")
    def bill(order):
        draft.advance = _advance(
            draft, order, advance_payment_method="fixed", fixed_amount=20
        )


def post_advances(orders):
    # What is there so early are the invoices of advances.
    orders.invoice_ids.action_post()


def _fate(draft):
    """Post the invoice of the advance; what else happens to it is said by a function."""
    draft.together("posting", post_advances)
    return draft.then("fate")


@feature(ORDER, group="fate", beside="advance")
def advance_posted(draft):
    _fate(draft)


@feature(ORDER, group="fate", beside="advance")
def advance_paid(draft):
    _fate(draft)(lambda order: draft.pay(draft.advance))


@feature(ORDER, group="fate", beside="advance")
def advance_paid_in_part(draft):
    _fate(draft)(lambda order: draft.pay(draft.advance, share=0.5))


@feature(ORDER, group="fate", beside="advance")
def advance_credited(draft):
    _fate(draft)(lambda order: draft.credit(draft.advance))


@feature(ORDER, group="fate", beside="advance")
def advance_paid_and_credited(draft):
    @_fate(draft)
    def fate(order):
        draft.pay(draft.advance)
        draft.credit(draft.advance)


@feature(ORDER, group="fate", beside="advance")
def advance_paid_credited_and_paid_back(draft):
    @_fate(draft)
    def fate(order):
        draft.pay(draft.advance)
        draft.pay(draft.credit(draft.advance))


@feature(ORDER)
def credited_in_part(draft):
    @draft.then("after")
    def credit(order):
        for move in draft.posted(order)[-1:]:
            draft.credit(move, share=0.5)


@feature(ORDER, INVOICE, group="paid")
def paid_in_part(draft):
    @draft.then("after")
    def pay(document):
        for move in draft.posted(document)[-1:]:
            draft.pay(move, share=0.4)


@feature(ORDER, INVOICE, group="paid")
def paid(draft):
    @draft.then("after")
    def pay(document):
        for move in draft.posted(document):
            draft.pay(move)


@feature(INVOICE, group="paid")
def paid_with_a_rest_written_off(draft):
    @draft.then("after")
    def pay(document):
        draft.pay(document, share=0.99, write_off=True)


@feature(INVOICE, group="paid")
def credited_against(draft):
    @draft.then("after")
    def credit(document):
        draft.credit(document, share=0.5)


@feature(ORDER, INVOICE, QUOTE, group="by link")
def paid_by_link(draft):
    @draft.then("links")
    def pay(document):
        draft.transaction(document, "done")


@feature(ORDER, INVOICE, group="by link")
def payment_in_progress(draft):
    @draft.then("links")
    def pay(document):
        draft.transaction(document, "pending")


@feature(ORDER, INVOICE, group="by link")
def payment_that_failed(draft):
    @draft.then("links")
    def pay(document):
        draft.transaction(document, "error")


@feature(INVOICE, group="paid")
def paid_in_the_bank_with_a_rest_written_off(draft):
    @draft.then("after")
    def pay(document):
        draft.bank(document, share=0.99)


def deliver(orders):
    for move in orders.picking_ids.move_ids:
        move.quantity = move.product_uom_qty
        move.picked = True
    orders.picking_ids._action_done()


@feature(ORDER, group="delivered")
def delivered(draft):
    draft.together("delivery", deliver)


@feature(ORDER, group="delivered")
def delivered_in_part(draft):
    @draft.then("delivery")
    def deliver(order):
        for picking in order.picking_ids[:1]:
            for move in picking.move_ids:
                move.quantity = min(1, move.product_uom_qty)
                move.picked = True
            picking.with_context(cancel_backorder=False)._action_done()


@feature(QUOTE)
def item_by_item(draft):
    draft.values["public_link_item_approval"] = True


@feature(QUOTE)
def asks_for_a_prepayment(draft):
    draft.values |= {"require_payment": True, "prepayment_percent": 0.3}
