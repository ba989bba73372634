# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Approval item by item."""

from odoo import api, fields, models

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
        "order_line.is_downpayment",
        "order_line.linked_line_id",
        "order_line.price_subtotal",
        "order_line.sequence",
        "order_line.collapse_composition",
    )
    def _compute_public_link_item_state(self):
        for order in self:
            if not order.public_link_item_approval:
                order.public_link_item_state = False
                continue
            items = order._public_link_items()
            waiting = order._public_link_waiting_lines()
            if len(waiting) == len(items):
                order.public_link_item_state = "waiting"
            else:
                order.public_link_item_state = "partial" if waiting else "done"

    def _public_link_approvable_lines(self):
        """Return the lines that can be approved: products with a quantity."""
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and not line.is_downpayment
                and line.product_uom_qty > 0
            )
        )

    def _public_link_sections(self):
        """Return section and subsection of each line, as far as it stands in any.

        :rtype: dict
        """
        found, section, subsection = {}, self.order_line[:0], self.order_line[:0]
        for line in self.order_line.sorted("sequence"):
            if line.display_type == "line_section":
                section = subsection = self.order_line[:0]
            elif line.display_type == "line_subsection":
                subsection = self.order_line[:0]
            found[line] = (section, subsection)
            if line.display_type == "line_section":
                section = line
            elif line.display_type == "line_subsection":
                subsection = line
        return found

    def _public_link_together(self):
        """Return what the customer sees as one (T4, T5): a combo with its parts, and a
        section whose lines are not shown.

        :return: the lines that belong together, by the line that stands for them
        :rtype: dict
        """
        self.ensure_one()
        items, sections = {}, self._public_link_sections()
        approvable = self._public_link_approvable_lines()
        for line in approvable.sorted("sequence"):
            folded = [one for one in sections[line] if one.collapse_composition]
            combo = line.linked_line_id if line.combo_item_id else line
            head = folded[0] if folded else combo or line
            items[head] = items.get(head, approvable.browse()) | line
        # Joined recordsets are read one by one.
        together = self.order_line._prefetch_ids
        return {head: lines.with_prefetch(together) for head, lines in items.items()}

    def _public_link_items(self):
        """Return what is approved by itself, see ``_public_link_together``.

        What costs nothing or takes something off, like a discount, is approved with the
        last item.

        :return: the lines that belong to each item, by the line that stands for it
        :rtype: dict
        """
        items = self._public_link_together()
        worth = {
            head: lines
            for head, lines in items.items()
            if self.currency_id.compare_amounts(sum(lines.mapped("price_subtotal")), 0)
            > 0
        }
        return worth or items

    def _public_link_waiting_lines(self):
        """Return the lines that stand for the items that wait for the customer's approval."""
        waiting = self.order_line.browse()
        if not self.public_link_item_approval:
            return waiting
        for head, lines in self._public_link_items().items():
            if any(line.public_link_state != "approved" for line in lines):
                waiting |= head
        return waiting

    def _public_link_approve_lines(self, link, signer, lines):
        """Approve some lines; with the last one the order may be confirmed, see
        ``_public_link_confirms``.

        :param link: `public.link`
        :param signer: `Signer`
        :param lines: `sale.order.line` that stand for items that wait
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """
        self.ensure_one()
        confirms = (
            lines == self._public_link_waiting_lines() and self._public_link_confirms()
        )
        approved = self._public_link_approved_with(lines)
        content = self._public_link_evidence_content(
            approved=approved.ids, **self._public_link_reference_given(signer)
        )

        def act(order):
            order._public_link_note_lines(link, signer, approved, content)
            order._public_link_take_reference(signer)
            if confirms:
                # With the last lines the order is confirmed: both succeed, or neither.
                order._public_link_note_answer("approved", link, signer)
                order._public_link_sign(signer)
                order._public_link_confirm()

        if trouble := self._public_link_answer_as_is(act):
            return trouble
        order = self._public_link_acting()
        names = [line.name.partition("\n")[0] for line in lines[:20]]
        order._public_link_tell_done(
            link,
            order.env._("Items of %s were approved by link", order.name),
            "\n".join(
                [
                    order.env._("Items approved by link, by %s:", signer.shown),
                    *names,
                    *(
                        [order._public_link_reference_words(signer)]
                        if signer.reference
                        else []
                    ),
                ]
            ),
            kind="items",
        )
        link._record("approved", address=signer.address, user_agent=signer.user_agent)
        return ""

    def _public_link_confirms(self):
        """Tell whether the approval of the last item confirms the order."""
        then = self.company_id._public_links_settings()["approve_then"]
        return self.state == "sent" and then == "confirm"

    def _public_link_approved_with(self, lines):
        """Return all lines that the approval of some items approves.

        :param lines: `sale.order.line` that stand for items
        """
        if lines == self._public_link_waiting_lines():
            # With the last item all that is no item by itself.
            lines |= self._public_link_approvable_lines().filtered(
                lambda line: line.public_link_state != "approved"
            )
        for head, members in self._public_link_items().items():
            if head in lines:
                lines |= members
        return lines

    def _public_link_note_lines(self, link, signer, lines, content):
        row = self._public_link_keep("lines", link, signer, content)
        self.order_line.browse(lines.ids).write(
            {"public_link_state": "approved", "public_link_approval_id": row.id}
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    public_link_state = fields.Selection(
        selection(STATES, "item", "approved", "changes"),
        "Customer's Approval",
        readonly=True,
        copy=False,
        help="What the customer answered for this item by link; empty: not yet approved.",
    )
    public_link_approval_id = fields.Many2one(
        "sale.order.approval",
        "Evidence",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    public_link_chosen = fields.Boolean(
        "Chosen by the Customer",
        readonly=True,
        copy=False,
        help="The customer set this quantity of an option by themselves.",
    )
    public_link_offered = fields.Float(
        "Offered Quantity",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="The quantity before the customer's own choice.",
    )

    def _public_link_note_chosen(self, offered=None):
        """Keep the quantities that were offered, before the customer's first own choice.

        :param dict offered: quantity by line; by default the present one
        """
        for line in self.filtered(lambda line: not line.public_link_chosen):
            quantity = line.product_uom_qty if offered is None else offered[line]
            line.write({"public_link_chosen": True, "public_link_offered": quantity})

    def _public_link_forget_chosen(self):
        """Take the present quantities for what is offered."""
        chosen = self.filtered("public_link_chosen")
        chosen.write({"public_link_chosen": False, "public_link_offered": 0.0})

    def _public_link_reopen(self):
        """Ask for these lines' approval again: staff have changed them."""
        done = self.filtered("public_link_state")
        done.with_context(**KEPT).write(
            {"public_link_state": False, "public_link_approval_id": False}
        )
