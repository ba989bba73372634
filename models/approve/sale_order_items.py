# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Approval item by item, and the choice of optional items."""

import math

from odoo import api, fields, models
from odoo.tools import float_round

from ...tools.states import selection
from .sale_order_revision import KEPT
from .states import STATES


def plain(quantity):
    """Return a quantity as the value of a form's field, with all digits: "12345.678"."""
    return f"{quantity:.6f}".rstrip("0").rstrip(".")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    public_link_item_approval = fields.Boolean(
        "Item Approval",
        copy=False,
        tracking=True,
        help="The customer approves this quotation or order item by item, by link.",
    )
    public_link_item_state = fields.Selection(
        selection(STATES, "items"),
        "Items Approved",
        compute="_compute_public_link_item_state",
        store=True,
        help="How many of the items the customer has approved.",
    )

    @api.depends(
        "public_link_item_approval",
        "order_line.public_link_state",
        "order_line.product_uom_qty",
        "order_line.display_type",
    )
    def _compute_public_link_item_state(self):
        for order in self:
            if not order.public_link_item_approval:
                order.public_link_item_state = False
                continue
            lines = order._public_link_approvable_lines()
            done = lines.filtered(lambda line: line.public_link_state == "approved")
            if not done:
                order.public_link_item_state = "waiting"
            else:
                order.public_link_item_state = "done" if done == lines else "partial"

    def _public_link_approvable_lines(self):
        """Return the lines that can be approved: products with a quantity."""
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and not line.is_downpayment
                and line.product_uom_qty > 0
            )
        )

    def _public_link_waiting_lines(self):
        """Return the lines that wait for the customer's approval."""
        if not self.public_link_item_approval:
            return self.order_line.browse()
        return self._public_link_approvable_lines().filtered(
            lambda line: line.public_link_state != "approved"
        )

    def _public_link_approve_lines(self, link, signer, lines):
        """Approve some lines; with the last one the order may be confirmed, see
        ``_public_link_confirms``.

        :param link: `public.link`
        :param signer: `Signer`
        :param lines: `sale.order.line` of this order that wait
        :return: whether it is done; if not, staff were told why
        :rtype: bool
        """
        self.ensure_one()
        complete = lines == self._public_link_waiting_lines()
        if complete and self._public_link_confirms():
            # With the last lines the order is confirmed: both succeed, or neither.
            if not self._public_link_approve_last(link, signer, lines):
                return False
        else:
            self._public_link_note_lines(link, signer, lines)
        order = self._public_link_acting()
        names = [line.name.partition("\n")[0] for line in lines[:20]]
        order._public_link_tell(
            link,
            order.env._("Items of %s were approved by link", order.name),
            "\n".join(
                [order.env._("Items approved by link, by %s:", signer.shown), *names]
            ),
        )
        link._record("approved", address=signer.address, user_agent=signer.user_agent)
        return True

    def _public_link_confirms(self):
        """Tell whether the approval of the last item confirms the order."""
        then = self.company_id._public_links_settings()["approve_then"]
        return self.state == "sent" and then == "confirm"

    def _public_link_approve_last(self, link, signer, lines):
        return self._public_link_try(
            lambda order: (
                self._public_link_note_lines(link, signer, lines),
                order._public_link_note_answer("approved", link, signer),
                order._public_link_sign(signer),
                order._public_link_confirm(),
            )
        )

    def _public_link_note_lines(self, link, signer, lines):
        content = self._public_link_evidence_content(approved=lines.ids)
        order = self._public_link_acting()
        row = order._public_link_keep("lines", link, signer, content)
        order.order_line.browse(lines.ids).write(
            {"public_link_state": "approved", "public_link_approval_id": row.id}
        )
        return row

    # === OPTIONS === #

    def _public_link_optional_lines(self):
        """Return the optional lines whose quantity the customer may choose: those that are
        not approved."""
        if self.state != "sent" or self.public_link_answer:
            return self.order_line.browse()
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and line.public_link_state != "approved"
                and line._can_be_edited_on_portal()
            )
        )

    def _public_link_option_quantity(self, text):
        """Return the quantity that a customer typed, or ``None`` if it is not valid.

        :param str text: what came from the form
        :rtype: float | None
        """
        most = self.company_id._public_links_settings()["option_max"]
        text = (text or "").strip().replace(",", ".")
        # float() alone accepts "nan", "1e9", "1_000" and digits of other scripts.
        if not text.isascii() or not text.replace(".", "", 1).isdigit():
            return None
        if len(text) > 12:
            return None
        value = float(text)
        return value if math.isfinite(value) and 0 <= value <= most else None

    def _public_link_choose(self, link, quantities):
        """Set the quantities of optional lines as the customer chose.

        :param link: `public.link`
        :param dict quantities: quantity by `sale.order.line` of this order
        """
        order = self._public_link_acting()
        changed = []
        for line, quantity in quantities.items():
            line = order.order_line.browse(line.id)
            digits = line.product_uom_id.rounding or 0.01
            quantity = float_round(quantity, precision_rounding=digits)
            if quantity == line.product_uom_qty:
                continue
            if line.product_type == "combo":
                # As core's portal does.
                line._get_linked_lines().filtered("combo_item_id").write(
                    {"product_uom_qty": quantity}
                )
            line.product_uom_qty = quantity
            changed.append(f"{line.name.partition(chr(10))[0]}: {plain(quantity)}")
        if changed:
            # Tells the seller, since the PDF that was sent shows other quantities.
            order._public_link_tell(
                link,
                "",
                "\n".join([order.env._("Options chosen by link:"), *changed]),
                activity=False,
            )
            link._record("options_chosen")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    public_link_state = fields.Selection(
        selection(STATES, "item", "approved", "changes"),
        "Customer's Approval",
        readonly=True,
        copy=False,
        help="What the customer said of this item by link; empty: not yet approved.",
    )
    public_link_approval_id = fields.Many2one(
        "sale.order.approval",
        "Evidence",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    def _public_link_reopen(self):
        """Ask for these lines' approval again: staff have changed them."""
        done = self.filtered("public_link_state")
        done.with_context(**KEPT).write(
            {"public_link_state": False, "public_link_approval_id": False}
        )
