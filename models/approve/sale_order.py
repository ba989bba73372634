# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Approve on quotations and orders: the gate, and how things stand."""

from odoo import api, fields, models

from ...tools.blockers import Blocker
from ...tools.evidence import canonical, sha256
from ...tools.formatting import day, money, page_day
from ...tools.senders import SALES, Senders
from ...tools.states import selection
from .states import STATES

# States in which something waits for the customer.
OPEN_STATES = ("open", "items", "proofs")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    public_link_approval_ids = fields.One2many(
        "sale.order.approval", "order_id", "Approvals by Link", copy=False
    )
    public_link_approval_count = fields.Integer(
        "Number of Approvals", compute="_compute_public_link_approval_count"
    )
    # For pages and lists; the evidence is in the records above.
    public_link_answer = fields.Selection(
        selection(STATES, "quotation", "approved", "rejected"),
        "Customer's Answer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What the customer answered by link.",
    )
    public_link_answered_at = fields.Datetime("Answered", readonly=True, copy=False)
    public_link_answered_by = fields.Char("Answered By", readonly=True, copy=False)
    public_link_answer_changed = fields.Datetime(
        "Changed Since Approval",
        readonly=True,
        copy=False,
        help="When staff first changed what the customer had approved.",
    )
    public_link_change_asked = fields.Datetime(
        "Changes Requested",
        readonly=True,
        copy=False,
        help="When the customer asked for a change by link; empty once it is sent again.",
    )

    @api.depends("public_link_approval_ids")
    def _compute_public_link_approval_count(self):
        for order in self:
            order.public_link_approval_count = len(order.public_link_approval_ids)

    def action_public_link_approvals(self):
        """Open the evidence of these orders' approvals."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_sale_order_approval"
        )
        action["domain"] = [("order_id", "in", self.ids)]
        return action

    # === GATE === #

    def _public_link_approve_state(self):
        """Return the state of the approval.

        :return: open (the whole quotation waits), items or proofs (these wait), or else
            the code of the reason why nothing can be approved
        :rtype: str
        """
        self.ensure_one()
        if self._public_link_unsent():
            return "not_visible"
        if self.state == "cancel":
            return "rejected" if self.public_link_answer == "rejected" else "cancelled"
        if self.state in ("draft", "sent"):
            state = self._public_link_quote_state()
        elif self.public_link_answer == "approved":
            state = "approved"
        else:
            state = "converted"
        if state in ("approved", "converted"):
            if self._public_link_waiting_lines():
                return "items"
            if self._public_link_open_proofs():
                return "proofs"
        return state

    def _public_link_quote_state(self):
        if self.public_link_revised and not self._public_link_is_as_sent():
            return "revised"
        if self.public_link_answer == "approved":
            return "approved"
        if self.is_expired:
            return "expired"
        lines = self._public_link_approvable_lines()
        if not lines:
            return "empty"
        if self._confirmation_error_message():
            return "incomplete"
        if self.public_link_item_approval:
            return "items" if self._public_link_waiting_lines() else "approved"
        return "open"

    def _public_link_can_reject(self):
        """Tell whether the whole can still be declined; page and action ask this."""
        return (
            self.company_id._public_links_settings()["approve_reject"]
            and self.state == "sent"
            and not self.public_link_answer
            and self._public_link_approve_state() in ("open", "items")
        )

    def _public_link_senders_approve(self):
        return Senders(
            (SALES,),
            self.env._("Only sales people may send this for approval."),
        )

    def _public_link_blockers_approve(self):
        """Return why nothing of this quotation or order can be approved now."""
        state = self._public_link_approve_state()
        if state in OPEN_STATES:
            return []
        return [getattr(self, f"_public_link_blocker_{state}")()]

    def _public_link_blocker_not_visible(self):
        return Blocker(
            "not_visible",
            self.env._("This quotation is being prepared. We will send it to you."),
            self.env._("The quotation was never sent."),
            self.env._("Send it by email, or mark it as sent."),
        )

    def _public_link_blocker_revised(self):
        return Blocker(
            "revised",
            self.env._(
                "This quotation is being revised. We will send it to you again."
            ),
            self.env._("The quotation was changed after it was sent."),
            self.env._("Send it again: that makes new links for the new version."),
        )

    def _public_link_blocker_expired(self):
        return Blocker(
            "expired",
            self.env._(
                "This quotation was good until %s. Please contact us for a new one.",
                page_day(self.env, self.validity_date),
            ),
            self.env._(
                "The quotation expired on %s.", day(self.env, self.validity_date)
            ),
            self.env._("Set a later expiration date, and send it again."),
            page="state",
        )

    def _public_link_blocker_approved(self):
        name, at = self.public_link_answered_by, self.public_link_answered_at
        if not at:
            # Approved by items, where that does not confirm the order.
            row = self.public_link_approval_ids.filtered("approved_at")[:1]
            name, at = row.signer_name or row.recipient_name, row.approved_at
        return Blocker(
            "approved",
            self.env._("This was already approved. Nothing is left for you to do."),
            self.env._(
                "%(name)s approved it on %(date)s.",
                name=name or self.partner_id.name or "",
                date=day(self.env, at or self.date_order),
            ),
            self.env._("Nothing is left to approve."),
            page="state",
        )

    def _public_link_blocker_converted(self):
        return Blocker(
            "converted",
            self.env._("This is an order already. Nothing is left for you to approve."),
            self.env._("It is not a quotation any more: the order is confirmed."),
            self.env._("To have its items approved, switch on “Item Approval”."),
            page="state",
        )

    def _public_link_blocker_rejected(self):
        return Blocker(
            "rejected",
            self.env._("This was declined. Contact us if you have changed your mind."),
            self.env._("The customer declined the quotation."),
            self.env._("Set it to quotation, change it, and send it again."),
            page="state",
        )

    def _public_link_blocker_cancelled(self):
        return Blocker(
            "cancelled",
            self.env._("This was cancelled. Nothing is left for you to do."),
            self.env._("The order is cancelled."),
            self.env._("Set it to quotation, and send it again."),
            page="state",
        )

    def _public_link_blocker_empty(self):
        return Blocker(
            "empty",
            self.env._("There is nothing to approve yet."),
            self.env._("The quotation has no items."),
            self.env._("Add a product, then send it again."),
            page="state",
        )

    def _public_link_blocker_incomplete(self):
        return Blocker(
            "incomplete",
            self.env._("This cannot be approved yet. Please contact us."),
            self._confirmation_error_message() or "",
            self.env._("Correct the quotation so that it can be confirmed."),
            page="state",
        )

    # === PAGES === #

    def _public_action_label_approve(self):
        state = self._public_link_approve_state()
        if state == "open":
            return self.env._("Review and approve")
        return self.env._("Approve items") if state == "items" else self.env._("Review")

    def _public_mail_button(self, leads):
        if "approve" not in leads or self._public_link_blockers("approve"):
            return super()._public_mail_button(leads)
        return self._public_action_label_approve()

    def _public_state(self):
        if self.state == "cancel" and self.public_link_answer == "rejected":
            return "quotation", "rejected"
        if self.state == "sent":
            if self.public_link_answer == "approved":
                return "quotation", "approved"
            if self.public_link_revised:
                return "quotation", "revised"
            if self.public_link_change_asked and not self.is_expired:
                return "quotation", "changes_requested"
        return super()._public_state()

    def _public_sentence(self):
        env = self.env
        if self.public_link_answer == "rejected" and self.state == "cancel":
            return env._(
                "Declined by %(name)s on %(date)s.",
                name=self.public_link_answered_by,
                date=page_day(env, self.public_link_answered_at),
            )
        if self.public_link_answer == "approved" and self.state in ("sent", "sale"):
            text = env._(
                "Approved by %(name)s on %(date)s.",
                name=self.public_link_answered_by,
                date=page_day(env, self.public_link_answered_at),
            )
            if self.public_link_answer_changed:
                text += " " + env._(
                    "It was changed on %s, after that: please contact us if you did not"
                    " expect this.",
                    page_day(env, self.public_link_answer_changed),
                )
            elif self.state == "sent" and self._has_to_be_paid():
                text += " " + env._("It becomes an order once it is paid.")
            return text
        return super()._public_sentence()

    def _public_link_statement(self):
        """Return what the box says that a customer ticks to approve the whole."""
        env = self.env
        total = money(env, self.amount_total, self.currency_id)
        return env._(
            "I have read and accept the approval terms, and approve this quotation of %s"
            " as shown.",
            total,
        )

    def _public_link_seen(self, link):
        seen = super()._public_link_seen(link)
        if link.purpose != "approve":
            return seen
        # Beside the document: proofs, terms, and what the approval leads to.
        return sha256(
            canonical(
                [
                    seen,
                    self.company_id._public_links_terms(),
                    self.company_id._public_links_terms(proof=True),
                    self.company_id._public_links_settings()["approve_proofs"],
                    self._public_link_confirms(),
                    self._has_to_be_paid(),
                    [
                        [line.id, line.product_uom_qty, line.public_link_state or ""]
                        for line in self._public_link_approvable_lines()
                    ],
                    [
                        [proof.id, proof.state, proof.sha256]
                        for proof in self._public_link_proofs()
                    ],
                ]
            )
        )
