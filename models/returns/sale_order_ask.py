# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking for a return: the estimate, the checks, and the request."""

import base64
import math
from collections import defaultdict
from typing import NamedTuple

from odoo import fields, models

from ...tools.formatting import Writer
from ..link.public_link_attempt import Refusal
from .sale_order_items import EPSILON

NOTE_LENGTH = 5_000


class Estimate(NamedTuple):
    """The expected refund: ``total`` is ``untaxed`` less ``fee``, plus ``tax``."""

    untaxed: float
    tax: float
    fee: float
    total: float
    currency: models.Model


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === ESTIMATE === #

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

    # === ASK === #

    def _return_try(self, link, lines, note, once):
        """Create a customer's request, see ``_return_ask``, all of it or nothing.

        :param str once: the form's own name, by which a second sending is recognised
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        :raise Refusal: with a sentence for the customer; nothing was created
        """
        words = [note, *(row["note"] for row in lines)]

        def act(_order):
            self._return_ask(link, lines, note).public_link_once = once

        return self._public_link_try(act, "\n".join(filter(None, words)))

    def _return_ask(self, link, lines, note):
        """Create a customer's request, and authorise it where the settings say so.

        Called under the order's lock. Everything is checked again here.

        :param link: `public.link` by which it is asked for
        :param list lines: dicts of ``key`` (``ReturnItem.key``), ``quantity``,
            ``reason_id``, and, each possibly empty, ``condition``, ``note``, ``photos``
            (name, media type and content of each, checked before)
        :param str note: the customer's text about the whole return
        :rtype: `return.request`
        :raise Refusal: with a sentence for the customer; nothing was created
        """
        self.ensure_one()
        blockers = self._return_blockers()
        if blockers:
            raise Refusal(blockers[0].customer)
        chosen = self._return_checked(lines)
        policy = self.company_id._public_links_return_policy()
        order = self._public_link_acting()
        request = order.env["return.request"].create(
            order._return_request_values(link, chosen, note, policy)
        )
        for line, row in zip(request.line_ids, chosen, strict=True):
            line._keep_photos(row["photos"])
        request._log_request(link)
        if request._authorizes_itself():
            request._try_to_authorize()
        if error := order._public_link_attempt(request._tell):
            # It is there all the same.
            order._public_link_tell_failure(error, request.name)
        return request

    def _return_checked(self, lines):
        """Return the lines with their items, after all checks.

        :rtype: list[dict]
        """
        if not lines:
            raise Refusal(self.env._("Please choose what you want to return."))
        items = {item.key: item for item in self._return_items()}
        chosen, moves = [], defaultdict(float)
        for row in lines:
            item = items.pop(str(row.get("key")), None)
            if not item:
                # An unknown key, or one that was named twice.
                raise Refusal(
                    self.env._("This item cannot be returned. Please choose again.")
                )
            if item.reasons_why_not:
                raise Refusal(
                    self.env._(
                        "%(item)s: %(why)s",
                        item=self._return_name(item),
                        why=item.reasons_why_not,
                    )
                )
            quantity = self._return_checked_quantity(item, row.get("quantity"))
            if not item.is_kit:
                moves[item.move] += quantity
            chosen.append(
                {
                    "item": item,
                    "quantity": quantity,
                    "note": (row.get("note") or "")[:NOTE_LENGTH],
                    "photos": list(row.get("photos") or []),
                    **self._return_checked_reason(item, row),
                }
            )
        for move, quantity in moves.items():
            # A return under way may not have its lots yet: it counts for all lots.
            if quantity > move._return_open_quantity() + EPSILON:
                raise Refusal(
                    self.env._("You cannot return that many. Please choose again.")
                )
        return chosen

    def _return_name(self, item):
        """Return the name of an item for the customer."""
        name = (item.line.name or "").partition("\n")[0] or item.product.display_name
        return f"{name} ({item.lot.name})" if item.lot else name

    def _return_checked_quantity(self, item, quantity):
        env, name = self.env, self._return_name(item)
        try:
            quantity = float(quantity)
        except (TypeError, ValueError):
            quantity = math.nan
        if not math.isfinite(quantity) or quantity <= 0 or item.unit.is_zero(quantity):
            raise Refusal(env._("%s: please say how many you want to return.", name))
        if quantity > item.remaining + EPSILON:
            raise Refusal(
                env._(
                    "%(item)s: you can return %(count)s at the most.",
                    item=name,
                    count=Writer(env).quantity(item.remaining),
                )
            )
        whole = item.is_kit or item.unit._return_is_countable()
        # A fraction is allowed if it is all that is left.
        everything = abs(quantity - item.remaining) < EPSILON and not item.is_kit
        if whole and not everything and abs(quantity - round(quantity)) > EPSILON:
            raise Refusal(env._("%s: please return whole pieces.", name))
        return item.unit.round(quantity)

    def _return_checked_reason(self, item, row):
        env, name = self.env, self._return_name(item)
        reason = env["return.reason"].sudo()  # a list that customers see
        try:
            reason = reason.browse(int(row.get("reason_id") or 0)).exists()
        except (TypeError, ValueError):
            reason = reason.browse()
        if not reason or not reason.active:
            raise Refusal(env._("%s: please choose a reason.", name))
        if reason.photos_required and not row.get("photos"):
            raise Refusal(
                env._(
                    "%(item)s: please add a photo. We need one for “%(reason)s”.",
                    item=name,
                    reason=reason.name,
                )
            )
        condition = row.get("condition") or False
        known = dict(env["return.request.line"]._fields["condition"].selection)
        if condition and condition not in known:
            raise Refusal(env._("%s: please choose its condition again.", name))
        return {"reason": reason, "condition": condition}

    def _return_request_values(self, link, chosen, note, policy):
        estimate = self._return_estimate(
            [(row["item"], row["quantity"], row["reason"]) for row in chosen]
        )
        settings = self.company_id._public_links_settings()
        user = self.company_id.public_links_return_user_id.filtered("active")
        return {
            "order_id": self.id,
            "partner_id": self._public_link_author(link).id,
            "by_customer": True,
            "link_id": link.id,
            "user_id": (user or self._public_link_responsible()).id,
            "note": (note or "")[:NOTE_LENGTH],
            "policy": policy,
            "fee_percent": settings["return_fee"],
            "shipping": settings["return_shipping"],
            "estimate_untaxed": estimate.untaxed,
            "estimate_fee": estimate.fee,
            "estimate_tax": estimate.tax,
            "estimate_total": estimate.total,
            "line_ids": [
                fields.Command.create(
                    {
                        "order_line_id": row["item"].line.id,
                        "move_id": not row["item"].is_kit and row["item"].move.id,
                        "product_id": row["item"].product.id,
                        "lot_id": row["item"].lot.id,
                        "uom_id": row["item"].unit.id,
                        "quantity": row["quantity"],
                        "reason_id": row["reason"].id,
                        "condition": row["condition"],
                        "note": row["note"],
                    }
                )
                for row in chosen
            ],
        }


class StockMove(models.Model):
    _inherit = "stock.move"

    def _return_open_quantity(self):
        """Return the quantity of a delivered move that is neither returned nor requested, in
        the product's unit."""
        back = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        rows = self.env["return.request.line"].search([("move_id", "=", self.id)])
        held = rows.filtered(
            lambda row: (
                row.state == "requested"
                or (row.outcome == "refund" and row.state != "cancelled")
            )
        )
        gone = sum(move._return_quantity() for move in back)
        return self._return_quantity() - gone - sum(held.mapped("quantity"))


class AccountTax(models.Model):
    _inherit = "account.tax"

    def _return_fee_taxes(self):
        """Return the taxes of an item that apply to its restocking fee.

        Not taxes of a fixed amount a piece.
        """
        return self.filtered(lambda tax: tax.amount_type != "fixed")


class UomUom(models.Model):
    _inherit = "uom.uom"

    def _return_is_countable(self):
        """Tell whether the unit counts pieces."""
        self.ensure_one()
        # Not ``env.ref``, which costs a query each time.
        find = self.env["ir.model.data"]._xmlid_to_res_id
        pieces = self.browse(find("uom.product_uom_unit"))
        return bool(pieces) and self._has_common_reference(pieces)


class ReturnRequestLine(models.Model):
    _inherit = "return.request.line"

    def _keep_photos(self, photos):
        """Store checked pictures with the request.

        :param list photos: name, media type and content of each
        """
        self.ensure_one()
        self.photo_ids = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "datas": base64.b64encode(data),
                    "mimetype": kind,
                    "res_model": "return.request",
                    "res_id": self.request_id.id,
                }
                for name, kind, data in photos
            ]
        )


class ReturnRequest(models.Model):
    _inherit = "return.request"

    def _log_request(self, link):
        """Log the request in the order's chatter and among the link's events."""
        order, env, writer = self.order_id, self.env, Writer(self.env)
        rows = [
            f"{writer.quantity(line.quantity)} × {line.product_id.display_name}:"
            f" {line.reason_id.name}"
            for line in self.line_ids
        ]
        text = "\n".join([env._("Return %s asked for by link:", self.name), *rows])
        order._public_link_tell_done(link, self.name, text, activity=False)
        link._record("return_asked", reason=self.name)
