# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a return gives back: what was paid for it and was not given back yet.

Estimate and credit note both ask here. Core prices the returned units of a line; what
differs from that, as the share of a discount that is a line of its own, are changes.
Amounts are prices as entered: with tax where the line's taxes are included.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo import models

from ...tools.give_back import capped, portion, spread
from .sale_order_items import EPSILON


class Paid(NamedTuple):
    """What is paid for an order line.

    :param float units: how many are paid for, in the line's unit
    :param float price: of one unit
    :param dict shares: the line's share of each negative line of the order
    """

    units: float
    price: float
    shares: dict


class Change(NamedTuple):
    """What a return gives back more or, below 0, less than core's price of the units.

    :param line: `sale.order.line` that it comes from: a discount, or the line itself
    :param taxes: `account.tax` of the amount
    :param float amount: rounded
    """

    line: models.Model
    taxes: models.Model
    amount: float


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _return_paid(self, wanted):
        """Return what is paid for some lines.

        :param wanted: `sale.order.line` of goods
        :rtype: dict[`sale.order.line`, Paid]
        """
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: not (line.display_type or line.is_downpayment)
        )
        discounts = lines.filtered(lambda line: line._return_is_discount())
        # Without discounts the other lines do not matter.
        goods = lines - discounts if discounts else wanted
        items = defaultdict(list)
        for item in self._return_items():
            items[item.line].append(item)
        units, prices = {}, {}
        for line in goods:
            billed, prices[line] = line._return_billed()
            units[line] = max(billed, line._return_expected(items[line]))
        shares = defaultdict(dict)
        for discount in discounts:
            billed, price = discount._return_billed()
            amount = price * max(billed, discount.product_uom_qty)
            some = discount._return_discounted(goods)
            weights = [max(prices[line] * units[line], 0.0) for line in some]
            parts = spread(
                self.currency_id.round(amount), weights, self.currency_id.round
            )
            for line, part in zip(some, parts, strict=True):
                shares[line][discount] = part
        return {line: Paid(units[line], prices[line], shares[line]) for line in wanted}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _return_is_discount(self):
        """Tell whether the line lowers what is paid for the others."""
        price = self.price_unit * self.product_uom_qty
        return price < 0 and self.product_id.type != "consu"

    def _return_discounted(self, goods):
        """Return the lines among ``goods`` that this discount lowers.

        Core's discounts have a line for each combination of taxes. A reward is known by
        its field, which exists where ``sale_loyalty`` is installed.
        """
        some = goods
        reward = "reward_id" in self._fields and self.reward_id
        product = self.company_id.sale_discount_product_id
        if reward:
            if "is_delivery" in goods._fields:
                some = some.filtered(lambda line: not line.is_delivery)
            if reward.discount_applicability == "specific":
                domain = reward._get_discount_product_domain()
                known = some.product_id.filtered_domain(domain)
                some = some.filtered(lambda line: line.product_id in known) or some
        elif not product or self.product_id != product:
            return some
        taxes = self.tax_ids._return_fee_taxes()
        return (
            some.filtered(lambda line: line.tax_ids._return_fee_taxes() == taxes)
            or some
            or goods
        )

    def _return_billed(self):
        """Return how many units were invoiced, and the price of one.

        Without an invoice the price is the order's.

        :rtype: tuple[float, float]
        """
        rows = self.invoice_lines.filtered(
            lambda row: (
                row.parent_state == "posted"
                and row.move_id.move_type == "out_invoice"
                and row.currency_id == self.currency_id
            )
        )
        units = sum(row._return_units(self) for row in rows)
        if units <= EPSILON:
            return 0.0, self.price_unit * (1 - self.discount / 100)
        return units, sum(row._return_price() for row in rows) / units

    def _return_expected(self, items):
        """Return how many units the customer got, or gets.

        :param list[ReturnItem] items: of this line
        """
        moves = self.move_ids.filtered(lambda move: not move.origin_returned_move_id)
        if not moves or any(move.state not in ("done", "cancel") for move in moves):
            return self.product_uom_qty
        got = sum(
            item.unit._compute_quantity(
                item.delivered, self.product_uom_id, round=False
            )
            for item in items
        )
        return got - self._return_asked(lambda row: row.outcome == "replacement")

    def _return_asked(self, which):
        """Return how many units were asked to be returned, in the line's unit.

        :param which: tells of a `return.request.line` whether it counts
        """
        rows = self.order_id.return_request_ids.line_ids.filtered(
            lambda row: (
                row.order_line_id == self and row.state != "cancelled" and which(row)
            )
        )
        return sum(
            row.uom_id._compute_quantity(row.quantity, self.product_uom_id, round=False)
            for row in rows
        )

    def _return_by_hand(self):
        """Return how many units staff took back without a request."""
        moves = self.move_ids.returned_move_ids.filtered(
            lambda move: (
                move.state != "cancel"
                and move.to_refund
                and not move.picking_id.return_request_id
            )
        )
        return sum(
            move.product_id.uom_id._compute_quantity(
                move._return_quantity(), self.product_uom_id, round=False
            )
            for move in moves
            if move.product_id == self.product_id
        )

    def _return_credits(self, but=None):
        """Return the lines of credit notes about this line: of requests, and others.

        :param but: `account.move` that is left out
        """
        rows = self.invoice_lines.filtered(
            lambda row: (
                row.parent_state != "cancel"
                and row.move_id.move_type == "out_refund"
                and row.move_id != but
            )
        )
        ours = rows.filtered("move_id.return_request_id")
        return ours, rows - ours

    def _return_goodwill(self):
        """Return how many units stand on credit notes by hand that gave less than their
        price, while nothing was taken back by hand: they are amounts, and no units."""
        _billed, price = self._return_billed()
        _ours, others = self._return_credits()
        cheap = [
            units
            for row in others
            if (units := row._return_units(self)) * price - row._return_price()
            > self.currency_id.rounding
        ]
        return max(sum(cheap) - self._return_by_hand(), 0.0)

    def _return_changes(self, paid, units, printed, note=None):
        """Return what is given back for some units beside core's price of them.

        :param Paid paid: see ``sale.order._return_paid``
        :param float units: how many, in the line's unit
        :param float printed: core's price of them
        :param note: `account.move`, the credit note that is made: what others credit was
            given back; without it, what was asked for
        :rtype: list[Change]
        """
        self.ensure_one()
        rounded = self.currency_id.round
        ours, others = self._return_credits(note)
        if note:
            earlier = sum(row._return_units(self) for row in ours)
        else:
            earlier = self._return_asked(lambda row: row.outcome != "replacement")
        by_hand = self._return_by_hand()
        whole = rounded(paid.price * paid.units)
        net = whole + sum(paid.shares.values())

        def mine(amount, count, before=0.0):
            return portion(amount, paid.units, before, count, rounded)

        before = earlier + by_hand
        goods = mine(whole, units, before)
        shares = {
            discount: mine(share, units, before)
            for discount, share in paid.shares.items()
        }
        # What staff took back and have not credited yet is theirs to credit.
        credited = sum(row._return_units(self) for row in others)
        given = mine(net, earlier) + mine(net, max(by_hand - credited, 0.0))
        given += sum(row._return_price() for row in others)
        for discount, share in paid.shares.items():
            given += share * discount._return_credited_share(note)
        amount = goods + sum(shares.values())
        goods += capped(amount, net - given) - amount  # a part of it was given back
        changes = [
            Change(
                self,
                self.tax_ids._return_fee_taxes(),
                rounded(goods - rounded(printed)),
            ),
            *(Change(one, one.tax_ids, share) for one, share in shares.items()),
        ]
        return [one for one in changes if not self.currency_id.is_zero(one.amount)]

    def _return_credited_share(self, note=None):
        """Return which share of a discount staff took off credit notes, 0 to 1."""
        _ours, others = self._return_credits(note)
        units = sum(row._return_units(self) for row in others)
        return min(abs(units / self.product_uom_qty), 1.0)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _return_price(self):
        """Return the price of the whole line as entered, after its discount."""
        self.ensure_one()
        return self.price_unit * (1 - self.discount / 100) * self.quantity
