# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a customer gets back, as far as it is known before the goods are there."""

from collections import defaultdict
from typing import NamedTuple

from odoo import models


class Estimate(NamedTuple):
    """The expected refund: ``total`` is ``untaxed`` less ``fee``, plus ``tax``."""

    untaxed: float
    tax: float
    fee: float
    total: float
    currency: models.Model


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _return_estimate(self, chosen):
        """Return the expected refund, with taxes computed by core.

        :param list chosen: tuples of ``ReturnItem``, quantity, and optionally the
            `return.reason`: where that is the seller's fault, no fee is kept
        :rtype: Estimate
        """
        self.ensure_one()
        Tax, company = self.env["account.tax"], self.company_id
        percent = company._public_links_settings()["return_fee"]
        lines = self._return_units_chosen(chosen)
        order = self.sudo()  # invoices and deliveries, for their numbers
        paid = order._return_paid(order.order_line.browse().union(*lines))
        goods, fees = [], defaultdict(float)
        for line, (units, charged) in lines.items():
            goods.append(line._prepare_base_line_for_taxes_computation(quantity=units))
            price = line.price_unit * (1 - line.discount / 100) * units
            # sudo: see above
            changes = line.sudo()._return_changes(paid[line], units, price)
            goods += [
                self._return_amount_line(change.taxes, change.amount)
                for change in changes
            ]
            price += sum(change.amount for change in changes)
            if percent and charged:
                fees[line.tax_ids] += price * charged / units * percent / 100
        fee_lines = [
            self._return_amount_line(
                taxes._return_fee_taxes(), -self.currency_id.round(amount)
            )
            for taxes, amount in fees.items()
        ]
        lines = goods + fee_lines
        Tax._add_tax_details_in_base_lines(lines, company)
        Tax._round_base_lines_tax_details(lines, company)
        sums = Tax._get_tax_totals_summary(lines, self.currency_id, company)
        fee = -sum(
            line["tax_details"]["total_excluded_currency"]
            + line["tax_details"]["delta_total_excluded_currency"]
            for line in fee_lines
        )
        return Estimate(
            untaxed=sums["base_amount_currency"] + fee,
            tax=sums["tax_amount_currency"],
            fee=fee,
            total=sums["total_amount_currency"],
            currency=self.currency_id,
        )

    def _return_units_chosen(self, chosen):
        """Return by order line how many units are returned, and of how many a fee is kept.

        :param list chosen: see ``_return_estimate``
        :rtype: dict
        """
        lines = defaultdict(lambda: (0.0, 0.0))
        for item, quantity, *reason in chosen:
            # Rounded like the quantity of the credit note.
            units = item.unit._compute_quantity(
                quantity, item.line.product_uom_id, rounding_method="HALF-UP"
            )
            whole, charged = lines[item.line]
            free = reason and reason[0].seller_fault
            lines[item.line] = whole + units, charged + (0.0 if free else units)
        return lines

    def _return_amount_line(self, taxes, amount):
        """Return an amount as a line for core's computation of taxes."""
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            None,
            partner_id=self.partner_id,
            currency_id=self.currency_id,
            rate=self.currency_rate,
            quantity=1.0,
            price_unit=amount,
            tax_ids=taxes,
        )


class AccountTax(models.Model):
    _inherit = "account.tax"

    def _return_fee_taxes(self):
        """Return the taxes of an item that apply to its restocking fee.

        Not taxes of a fixed amount a piece.
        """
        return self.filtered(lambda tax: tax.amount_type != "fixed")
