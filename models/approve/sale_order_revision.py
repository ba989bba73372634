# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens to approvals when staff change a quotation, and when they send it again."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..documents.sale_order_record import refuse_forged
from .sale_order_offer import LINE_FIELDS, ORDER_FIELDS

# Fields that hold the customer's answer: only the system may write them.
ANSWER_FIELDS = {
    "public_link_answer",
    "public_link_answer_changed",
    "public_link_answered_at",
    "public_link_answered_by",
    "public_link_change_asked",
    "public_link_offer_since",
    "public_link_revised",
}
LINE_ANSWER_FIELDS = {
    "public_link_approval_id",
    "public_link_chosen",
    "public_link_offered",
    "public_link_state",
}
# In the context of changes that withdraw nothing: the customer's own choice, and the cost
# that core adds after a delivery. The value is an object, so that no RPC call can set it.
KEEP = "public_link_keep"
KEPT = {KEEP: object()}
# In the context of a confirmation, which may change lines: a signature stays.
CONFIRMING = "public_link_confirming"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    public_link_revised = fields.Datetime(
        "Revised Since Sent",
        readonly=True,
        copy=False,
        help="When staff first changed the quotation after it was sent. Its approve links"
        " are withdrawn until it is sent again.",
    )
    public_link_offer_since = fields.Datetime(
        "Offered Anew",
        readonly=True,
        copy=False,
        help="When staff last sent a changed version, or set it back to a quotation. What"
        " the customer answered or paid before was for another offer.",
    )

    # === CHANGES BY STAFF === #

    def _public_link_watched(self):
        """Return the orders whose changes matter: those that were sent, that are approved by
        items, or that have evidence."""
        if self.env.context.get(KEEP) is KEPT[KEEP]:
            return self.browse()
        # sudo: whether there is evidence, whoever changes the order
        orders = self.sudo()
        return orders.filtered(
            lambda order: (
                order.state == "sent"
                or order.public_link_item_approval
                or order.public_link_approval_ids
            )
        )

    def _public_link_compare(self, before):
        """Compare with earlier facts: after a change end approve links, reset approvals of
        lines, and mark evidence.

        :param dict before: facts by order, see ``_public_link_facts``
        """
        for order, facts in before.items():
            if not order.exists():
                continue
            now = order._public_link_facts()
            changed = {
                name
                for name in facts.keys() | now.keys()
                if facts.get(name) != now.get(name)
            }
            if changed:
                chosen = order._public_link_chosen(changed, facts, now)
                order._public_link_note_quantities(facts, now, chosen)
                order._public_link_changed(changed, chosen)

    def _public_link_chosen(self, changed, before, now):
        """Tell whether a change is the customer's own choice, which withdraws nothing.

        On core's pages customers choose quantities, which are written as superuser with the
        visitor's user id. Other changes with a visitor's user id, by an automation that a
        webhook triggers for example, are not the customer's.

        :param set changed: names of fields, ids of lines
        :param dict before: facts
        :param dict now: facts
        :rtype: bool
        """
        user = self.env.user
        if not user or user._is_internal():
            return False
        # Price and discount may depend on the quantity.
        return all(
            isinstance(key, int)
            and key in before
            and key in now
            and before[key]["product_uom_qty"] != now[key]["product_uom_qty"]
            for key in changed
        )

    def _public_link_note_quantities(self, before, now, chosen):
        """Remember whose quantities the lines have now: the customer's own choice is taken
        back when staff change the offer, see ``_public_link_unchoose``.

        :param dict before: facts
        :param dict now: facts
        :param bool chosen: whether the change is the customer's own choice
        """

        def quantity(facts, line):
            return facts.get(line.id, {}).get("product_uom_qty", 0.0)

        lines = self.order_line.filtered(
            lambda line: quantity(before, line) != quantity(now, line)
        )
        if chosen:
            lines._public_link_note_chosen(
                {line: quantity(before, line) for line in lines}
            )
        else:
            lines._public_link_forget_chosen()

    def _public_link_changed(self, changed, chosen=False):
        """Act on a change: by staff, or by the customer after an approval.

        :param set changed: names of fields, ids of lines
        :param bool chosen: whether it is the customer's own choice
        """
        self.ensure_one()
        self._public_link_touch()
        moment = fields.Datetime.now()
        if self.state == "sent" and not chosen:
            self.public_link_revised = self.public_link_revised or moment
            self.env["public.link"].search(
                self._public_link_domain() & Domain("purpose", "=", "approve")
            )._revoke("revised")
        if self.state == "sent" and not self.env.context.get(CONFIRMING):
            # It would stand below words that were not signed, on core's papers too.
            self._public_link_unsign()
        lines = self.order_line
        if not any(isinstance(one, str) for one in changed):
            # Not the terms of all of them.
            lines = self._public_link_items_of(changed)
        lines._public_link_reopen()
        rows = self.public_link_approval_ids.filtered(
            lambda row: row.kind != "rejection" and not row.changed_at
        )
        rows = rows.filtered(lambda row: row._concerns(changed))
        if rows:
            if self.public_link_answer == "approved":
                self.public_link_answer_changed = moment
            rows.write(
                {"changed_at": moment, "changed_what": self._public_link_named(changed)}
            )
            self.message_post(
                body=self.env._(
                    "Changed after the customer's approval: %s. The approval is marked"
                    " “document changed since” for you and for the customer.",
                    rows[0].changed_what,
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _public_link_items_of(self, changed):
        """Return the lines whose approval was for something else: those of an item are
        approved together.

        :param set changed: ids of lines, possibly of some that were deleted
        """
        lines = self.order_line.filtered(lambda line: line.id in changed)
        gone = changed - set(lines.ids)
        if gone:
            # Of which combo or section they were is not known any more.
            rows = self.public_link_approval_ids.filtered(
                lambda row: row.kind == "lines"
            )
            together = [set(row._content()["approved"]) for row in rows]
            together = set().union(*(ids for ids in together if ids & gone))
            lines |= self.order_line.filtered(
                lambda line: (
                    line.id in together
                    and (line.display_type or line.product_type == "combo")
                )
            )
        for head, members in self._public_link_items().items():
            if (head | members) & lines:
                lines |= head | members
        return lines

    def _public_link_unsign(self):
        """Forget core's signature."""
        signed = self.filtered(lambda order: order.signature or order.signed_on)
        signed.write({"signature": False, "signed_by": False, "signed_on": False})
        # The same offer may come back: its PDF must not bring back the signature.
        self.env["public.link.pdf"].search(
            [("res_model", "=", self._name), ("res_id", "in", signed.ids)]
        ).unlink()

    def _public_link_named(self, changed):
        """Return the names of what changed, for people."""
        names = [
            self._fields[name]._description_string(self.env)
            for name in sorted(name for name in changed if isinstance(name, str))
        ]
        lines = self.order_line.filtered(lambda line: line.id in changed)
        names += [line.name.partition("\n")[0] for line in lines if line.name]
        gone = {one for one in changed if isinstance(one, int)} - set(lines.ids)
        if gone:
            names.append(self.env._("lines removed: %s", len(gone)))
        return ", ".join(names)[:500]

    @api.model_create_multi
    def create(self, vals_list):
        refuse_forged(self, vals_list, ANSWER_FIELDS)
        return super().create(vals_list)

    def write(self, vals):
        refuse_forged(self, [vals], ANSWER_FIELDS)
        touched = ORDER_FIELDS | {"order_line", "sale_order_template_id"}
        watched = touched & set(vals) and self._public_link_watched()
        before = {order: order._public_link_facts() for order in watched or ()}
        result = super().write(vals)
        self._public_link_compare(before)
        if vals.get("state") == "draft":
            # Staff have set it back to a quotation, and will send it again.
            self.sudo()._public_link_withdraw()
        return result

    def _public_link_withdraw(self):
        """End the approve links of quotations that staff are changing."""
        self._public_link_news_done(("rejected", "approved", "items"))
        self._public_link_forget_answer()
        self._public_link_unsign()
        self._public_link_unchoose()
        self.write({"public_link_offer_since": fields.Datetime.now()})
        for order in self:
            order._public_link_proofs()._ask_anew()
        self.order_line._public_link_reopen()
        self.public_link_approval_ids.filtered(lambda row: not row.changed_at).write(
            {
                "changed_at": fields.Datetime.now(),
                "changed_what": self.env._("Set back to quotation"),
            }
        )
        self.env["public.link"].search(
            self._public_link_domain() & Domain("purpose", "=", "approve")
        )._revoke("revised")

    # === SENT AGAIN === #

    def _public_link_sent_again(self):
        """Note that the quotation is sent to the customer as it is now."""
        self._public_link_news_done(("change", "rejected", "approved", "items"))
        # sudo: the system writes the field; who sends need not be able to
        orders = self.sudo().filtered(
            lambda order: order.public_link_revised or order.public_link_change_asked
        )
        revised = orders._public_link_offer_anew()
        for order in revised:
            order._public_link_proofs().filtered(
                lambda proof: proof.approval_id.changed_at
            )._ask_anew()
        revised.write({"public_link_offer_since": fields.Datetime.now()})
        orders.write({"public_link_revised": False, "public_link_change_asked": False})
        # Approved, changed before the confirmation, and sent again: to be approved again.
        orders.filtered(
            lambda order: order.state == "sent" and order.public_link_answer_changed
        )._public_link_forget_answer()

    def _public_link_offer_anew(self):
        """Take signature and chosen options out of changed quotations that are sent again.

        The options not at the change itself: confirmations of other addons may change
        lines as well, and must not lose what was chosen.

        :return: these quotations
        """
        revised = self.filtered(
            lambda order: order.public_link_revised and order.state == "sent"
        )
        revised._public_link_unsign()
        revised._public_link_unchoose()
        return revised

    def _public_link_forget_answer(self):
        self.write(
            {
                "public_link_answer": False,
                "public_link_answer_changed": False,
                "public_link_answered_at": False,
                "public_link_answered_by": False,
            }
        )

    def action_public_link_sent_again(self):
        """Note, as staff, that the customer got the new version by other means."""
        self.check_access("write")
        self._public_link_sent_again()

    def action_confirm(self):
        confirming = self.with_context(**{CONFIRMING: True})
        result = super(SaleOrder, confirming).action_confirm()
        confirmed = self.filtered(lambda order: order.state == "sale")
        confirmed._public_link_news_done(("change", "rejected", "approved", "items"))
        return result

    def _public_link_being_sent(self, purpose):
        result = super()._public_link_being_sent(purpose)
        if purpose in ("approve", "view"):
            # The quotation is sent as it is now: that ends a revision.
            self._public_link_sent_again()
        return result

    def _public_link_proposed(self, offered=None):
        offered = self._public_link_offered() if offered is None else offered
        if "approve" in offered and all(one.state in ("draft", "sent") for one in self):
            # Paying may accept a quotation, too; but that is not what it is sent for.
            offered = sorted(offered, key=lambda purpose: purpose != "approve")
        return super()._public_link_proposed(offered)

    def action_quotation_sent(self):
        result = super().action_quotation_sent()
        self._public_link_sent_again()
        return result

    def message_post(self, **kwargs):
        if self.env.context.get("mark_so_as_sent"):
            # Before super(): links are put in if the gate is open.
            self._public_link_sent_again()
        return super().message_post(**kwargs)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _public_link_before(self):
        """Return the facts of the orders of these lines that are compared."""
        watched = self.order_id._public_link_watched()
        return {order: order._public_link_facts() for order in watched}

    @api.model_create_multi
    def create(self, vals_list):
        refuse_forged(self, vals_list, LINE_ANSWER_FIELDS)
        orders = self.env["sale.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        watched = orders._public_link_watched()
        before = {order: order._public_link_facts() for order in watched}
        lines = super().create(vals_list)
        orders._public_link_compare(before)
        return lines

    def write(self, vals):
        refuse_forged(self, [vals], LINE_ANSWER_FIELDS)
        before = self._public_link_before() if LINE_FIELDS & set(vals) else {}
        result = super().write(vals)
        self.env["sale.order"]._public_link_compare(before)
        return result

    def unlink(self):
        before = self._public_link_before()
        result = super().unlink()
        self.env["sale.order"]._public_link_compare(before)
        return result


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _add_delivery_cost_to_so(self):
        # The carrier's real price does not change what was agreed.
        self = self.with_context(**KEPT)
        return super()._add_delivery_cost_to_so()
