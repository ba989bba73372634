# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which items of an order can be returned now, and why the others cannot."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...tools.blockers import Blocker
from ...tools.formatting import page_day
from ...tools.tables import entry

_lt = LazyTranslate(__name__)

EPSILON = 1e-6


class ReturnItem(NamedTuple):
    """One item that was delivered: a move, a lot of a move, or the kits of a line.

    Records are in the superuser's environment; quantities are in ``unit``.

    :param move: `stock.move` to the customer; of kits the moves of all parts
    :param line: `sale.order.line`
    :param product: `product.product` that was sold
    :param float delivered: what was delivered
    :param float returned: what came back, or was refunded without coming back
    :param float requested: what is in open requests and in returns under way
    :param float remaining: what can be returned; never below 0
    :param bool final_sale: whether a rule forbids its return
    :param until: the last day of its window
    :param lot: `stock.lot`, possibly empty
    :param unit: `uom.uom` of the product
    :param str reasons_why_not: for the customer, why it cannot be returned; or ""
    """

    move: models.Model
    line: models.Model
    product: models.Model
    delivered: float
    returned: float
    requested: float
    remaining: float
    final_sale: bool
    until: object
    lot: models.Model
    unit: models.Model
    reasons_why_not: str

    @property
    def key(self):
        """Return the key of the item in forms, to be looked up among the order's items."""
        if self.is_kit:
            return f"kit{self.line.id}"
        return f"move{self.move.id}" + (f"lot{self.lot.id}" if self.lot else "")

    @property
    def is_kit(self):
        """Tell whether it is a kit, which is returned as a whole."""
        return self.move.product_id != self.product


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === ITEMS === #

    def _return_items(self, but=None):
        """Return what was delivered of this order, see ``ReturnItem``.

        :param but: `return.request` that is left out of the quantities
        :rtype: list[ReturnItem]
        """
        self.ensure_one()
        if self.state != "sale":
            return []
        # sudo: deliveries are read for customers, and for users without Inventory
        order = self.sudo().with_company(self.company_id)
        held = order._return_held(but)
        items = []
        for line in order.order_line:
            moves = line._return_moves()
            if not moves:
                continue
            if line._return_is_kit(moves):
                rows = [line._return_kit_item(moves)]
            else:
                rows = [row for move in moves for row in line._return_move_items(move)]
            for item in rows:
                items.append(order._return_ruled(item, *held[item.key]))
        return items

    def _return_held(self, but=None):
        """Return the quantities of requests that have no return move, by the item's key.

        :return: quantity that waits for authorisation, quantity refunded without return
        :rtype: dict[str, tuple[float, float]]
        """
        waiting = Domain("state", "=", "requested")
        kept = Domain("outcome", "=", "refund") & Domain("state", "!=", "cancelled")
        domain = Domain("order_id", "=", self.id) & (waiting | kept)
        if but:
            domain &= Domain("request_id", "not in", but.ids)
        held = defaultdict(lambda: (0.0, 0.0))
        for row in self.env["return.request.line"].search(domain):
            asked, refunded = held[row._item_key()]
            if row.state == "requested":
                asked += row.quantity
            else:
                refunded += row.quantity
            held[row._item_key()] = (asked, refunded)
        return held

    def _return_ruled(self, item, asked, refunded):
        """Return an item with the quantities of requests, and the rules, applied to it."""
        company = self.company_id
        days, final = item.product.product_tmpl_id._return_rule(company)
        zone = self.with_context(tz=company._public_links_settings()["tz"])
        delivered_on = max(item.move.mapped("date"))
        until = fields.Datetime.context_timestamp(zone, delivered_on).date()
        until += timedelta(days=days)
        remaining = max(item.unit.round(item.remaining - asked - refunded), 0.0)
        why = item.reasons_why_not
        if not why and final:
            why = self.env._("This is a final sale: it cannot be returned.")
        elif not why and remaining < EPSILON:
            why = self.env._("Everything of it was returned, or is on its way back.")
        elif not why and company._public_links_today() > until:
            why = self.env._(
                "It could be returned until %s. Please contact us.",
                page_day(self.env, until),
            )
        # Staff may have returned by hand what was requested: it is not counted twice.
        returned = min(item.returned + refunded, item.delivered)
        requested = min(item.requested + asked, item.delivered - returned)
        return item._replace(
            returned=returned,
            requested=requested,
            remaining=remaining,
            final_sale=final,
            until=until,
            reasons_why_not=why,
        )

    # === GATE === #

    def _return_blockers(self):
        """Return why nothing of this order can be returned by link now.

        They all leave the page open, since it also shows earlier returns.

        :rtype: list[Blocker]
        """
        self.ensure_one()
        if not self.company_id._public_links_settings()["return_enabled"]:
            return [self._return_blocker("returns_off")]
        blockers = []
        customer = self.partner_id
        if (customer | customer.commercial_partner_id).filtered(
            "public_links_return_excluded"
        ):
            blockers.append(self._return_blocker("customer_excluded"))
        if self.state == "cancel":
            return [*blockers, self._return_blocker("order_cancelled")]
        items = [item for item in self._return_items() if item.delivered > EPSILON]
        open_items = [item for item in items if item.remaining > EPSILON]
        if not items:
            blockers.append(self._return_blocker("not_delivered"))
        elif not open_items:
            blockers.append(self._return_blocker("nothing_left"))
        elif all(item.final_sale for item in open_items):
            blockers.append(self._return_blocker("final_sale"))
        elif all(item.reasons_why_not for item in open_items):
            blockers.append(self._return_blocker("window_closed"))
        return blockers

    # By the code of a reason: what the customer reads, what staff read, what staff can do.
    _return_reasons = {
        "returns_off": (
            _lt("Returns cannot be asked for online. Please contact us."),
            _lt("Returns by link are switched off for the company."),
            _lt("Switch them on in Settings, Public Links."),
        ),
        "customer_excluded": (
            _lt("Please contact us to return something of this order."),
            _lt("Returns by link are switched off for this customer."),
            _lt("Untick “No Returns by Link” on the contact."),
        ),
        "order_cancelled": (
            _lt("This order was cancelled: there is nothing to return."),
            _lt("The order is cancelled."),
            _lt("Make the return in the delivery order, if goods were sent."),
        ),
        "not_delivered": (
            _lt("Nothing of this order was delivered yet."),
            _lt("No delivery of this order is done."),
            _lt("Validate the delivery once the goods have left."),
        ),
        "nothing_left": (
            _lt("Everything of this order was returned, or is on its way back."),
            _lt("Nothing that was delivered is left to return."),
            _lt("See the returns of this order."),
        ),
        "final_sale": (
            _lt("These items are a final sale: they cannot be returned."),
            _lt("What is left is a final sale."),
            _lt("Change the rule on the product or its category."),
        ),
        "window_closed": (
            _lt("The time to return this order is over. Please contact us."),
            _lt("The return window of all that is left has closed."),
            _lt("Make the return in the delivery order, if you accept it."),
        ),
    }

    def _return_blocker(self, code):
        words = map(self.env._, entry(self, "_return_reasons", code))
        return Blocker(code, *words, page="state")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _return_moves(self):
        """Return the done moves of this line to the customer."""
        return self.move_ids.filtered(
            lambda move: (
                move.state == "done"
                and move.quantity > 0
                # Before core's check, which costs a query each time.
                and move.location_dest_id.usage != "internal"
                and move.location_dest_id._is_outgoing()
                and (
                    move.location_id.usage == "internal"
                    or not move.location_id._is_outgoing()
                )
            )
        ).sorted("id")

    def _return_item(self, move, **values):
        return ReturnItem(
            **{
                "move": move,
                "line": self,
                "product": self.product_id,
                "final_sale": False,
                "until": False,
                "lot": self.env["stock.lot"],
                "unit": self.product_id.uom_id,
                "reasons_why_not": "",
                **values,
            }
        )

    def _return_move_items(self, move):
        """Return a move's item, or one for each of its lots."""
        back = move.returned_move_ids.filtered(lambda one: one.state != "cancel")
        came = back.filtered(lambda one: one.state == "done")
        total = {
            "delivered": move._return_quantity(),
            "returned": sum(one._return_quantity() for one in came),
            "requested": sum(one._return_quantity() for one in back - came),
        }
        left = total["delivered"] - total["returned"] - total["requested"]
        if move.product_id.tracking == "none" or not move.lot_ids:
            return [self._return_item(move, **total, remaining=left)]
        items = []
        for lot in move.lot_ids:
            amounts = {
                "delivered": move._return_quantity(lot),
                "returned": sum(one._return_quantity(lot) for one in came),
                "requested": sum(one._return_quantity(lot) for one in back - came),
            }
            mine = amounts["delivered"] - amounts["returned"] - amounts["requested"]
            # A return under way may not have its lots yet.
            mine = min(mine, left)
            items.append(self._return_item(move, **amounts, remaining=mine, lot=lot))
        return items

    def _return_kit_item(self, moves):
        """Return the item of a kit, whose parts were delivered, in whole kits."""
        bom = self._return_bom(moves)
        delivered = self._return_kits(bom, moves) if bom else 0.0
        if not delivered:
            nothing = dict.fromkeys(
                ("delivered", "returned", "requested", "remaining"), 0.0
            )
            why = self.env._("Please contact us to return this item.")
            return self._return_item(moves, **nothing, reasons_why_not=why)
        back = moves.returned_move_ids.filtered(lambda move: move.state != "cancel")
        came = back.filtered(lambda move: move.state == "done")
        kept = self._return_kits(bom, moves, came)
        left = self._return_kits(bom, moves, back)
        return self._return_item(
            moves,
            delivered=delivered,
            returned=delivered - kept,
            requested=kept - left,
            remaining=left,
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _return_quantity(self, lot=None):
        """Return what was moved, or will be, in the product's unit.

        :param lot: `stock.lot`, to count this one only
        """
        self.ensure_one()
        if lot:
            lines = self.move_line_ids.filtered(lambda line: line.lot_id == lot)
            return sum(lines.mapped("quantity_product_uom"))
        amount = self.quantity if self.state == "done" else self.product_uom_qty
        return self.product_uom._compute_quantity(
            amount, self.product_id.uom_id, rounding_method="HALF-UP"
        )
