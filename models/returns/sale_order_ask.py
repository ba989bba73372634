# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking for a return: the checks, and the request."""

import base64
import math
from collections import defaultdict

from odoo import fields, models

from ...tools.formatting import Writer
from ..documents.lines import page_name
from ..link.public_link_attempt import Refusal
from .sale_order_items import EPSILON

NOTE_LENGTH = 5_000


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === ASK === #

    def _return_try(self, link, lines, note, once, wish="refund"):
        """Create a customer's request, see ``_return_ask``, all of it or nothing.

        :param str once: the form's own name, by which a second sending is recognised
        :param str wish: see ``_return_ask``
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        :raise Refusal: with a sentence for the customer; nothing was created
        """
        words = [note, *(row["note"] for row in lines)]

        def act(_order):
            self._return_ask(link, lines, note, wish).public_link_once = once

        return self._public_link_try(act, "\n".join(filter(None, words)))

    def _return_ask(self, link, lines, note, wish="refund"):
        """Create a customer's request, and authorise it where the settings say so.

        Called under the order's lock. Everything is checked again here.

        :param link: `public.link` by which it is asked for
        :param list lines: dicts of ``key`` (``ReturnItem.key``), ``quantity``,
            ``reason_id``, and, each possibly empty, ``condition``, ``note``, ``photos``
            (name, media type and content of each, checked before)
        :param str note: the customer's text about the whole return
        :param str wish: what is wanted in place of it: refund, exchange or credit
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
        request = order._return_create(
            chosen,
            note,
            wish=self._return_checked_wish(wish),
            partner_id=self._public_link_author(link).id,
            by_customer=True,
            link_id=link.id,
            policy=policy,
        )
        request._log_request(link)
        request._start()
        return request

    def _return_create(self, chosen, note, **values):
        """Create a request of what was checked, with its pictures.

        :param list chosen: see ``_return_checked``
        :param str note: about the whole return
        :param values: who asks, and what for
        :rtype: `return.request`
        """
        # Who asks by link and who enters by hand at one moment: one of them is run again,
        # and then sees what the other has taken.
        self._public_link_touch()
        request = self.env["return.request"].create(
            self._return_request_values(chosen, note) | values
        )
        for line, row in zip(request.line_ids, chosen, strict=True):
            line._keep_photos(row["photos"])
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

    def _return_wishes(self):
        """Return what customers may ask for in place of what goes back; a refund always.

        :return: labels by code
        :rtype: dict[str, str]
        """
        settings = self.company_id._public_links_settings()
        field = self.env["return.request"]._fields["wish"]
        return {
            code: label
            for code, label in field._description_selection(self.env)
            if code == "refund" or settings[f"return_{code}"]
        }

    def _return_checked_wish(self, wish):
        if wish not in self._return_wishes():
            raise Refusal(
                self.env._("Please choose again what you would like in return.")
            )
        return wish

    def _return_name(self, item):
        """Return the name of an item for the customer."""
        name = page_name(item.line) or item.product.display_name
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

    def _return_request_values(self, chosen, note):
        estimate = self._return_estimate(
            [(row["item"], row["quantity"], row["reason"]) for row in chosen]
        )
        settings = self.company_id._public_links_settings()
        user = self.company_id.public_links_return_user_id.filtered("active")
        return {
            "order_id": self.id,
            "user_id": (user or self._public_link_responsible()).id,
            "note": (note or "")[:NOTE_LENGTH],
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

    def _start(self):
        """Authorise what the settings say, and tell who is to know."""
        order = self.order_id
        if self._authorizes_itself():
            self._try_to_authorize()
        if error := order._public_link_attempt(self._tell):
            # It is there all the same.
            order._public_link_tell_failure(error, self.name)

    def _rows_in_words(self):
        """Return what comes back and why, for staff, a row each.

        :rtype: list[str]
        """
        writer = Writer(self.env)
        return [
            f"{writer.quantity(line.quantity)} × {line.product_id.display_name}:"
            f" {line.reason_id.name}"
            for line in self.line_ids
        ]

    def _log_request(self, link):
        """Log the request in the order's chatter and among the link's events."""
        order, env = self.order_id, self.env
        rows = self._rows_in_words()
        text = "\n".join([env._("Return %s asked for by link:", self.name), *rows])
        order._public_link_tell_done(link, self.name, text, activity=False)
        link._record("return_asked", reason=self.name)
