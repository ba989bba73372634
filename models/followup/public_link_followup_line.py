# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ...tools.states import selection
from .states import STATES


class PublicLinkFollowupLine(models.Model):
    """One document in a follow-up, or one that staff left out.

    The unique indexes are what makes a step happen once for a document, whatever cron,
    restart or two workers do. The date that the step counted from is part of them: the
    next instalment, or a quotation that is sent anew, begins anew.
    """

    _name = "public.link.followup.line"
    _description = "Document of a Follow-Up"
    _order = "id desc"
    _rec_name = "document_name"

    followup_id = fields.Many2one(
        "public.link.followup",
        string="Follow-Up",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    invoice_id = fields.Many2one(
        "account.move",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    document_name = fields.Char("Document", readonly=True)
    step_id = fields.Many2one(
        "public.link.plan.step",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Empty: it is named in the email since it is open as well.",
    )
    step_name = fields.Char("Step as It Was", readonly=True)
    base = fields.Date("Counted From", readonly=True)
    done_on = fields.Date(readonly=True)
    state = fields.Selection(
        selection(STATES, "followup"), readonly=True, required=True, default="sent"
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary("Asked For", readonly=True)
    late = fields.Integer("Days Late", readonly=True)
    sent_at = fields.Datetime(related="followup_id.sent_at")
    partner_id = fields.Many2one(related="followup_id.partner_id")
    subject = fields.Char(related="followup_id.subject")

    _invoice_once = models.UniqueIndex(
        "(invoice_id, step_id, base) WHERE invoice_id IS NOT NULL"
        " AND state IN ('sent', 'skipped')"
    )
    _order_once = models.UniqueIndex(
        "(order_id, step_id, base) WHERE order_id IS NOT NULL"
        " AND state IN ('sent', 'skipped')"
    )

    def _document(self):
        """Return what the line is about."""
        return self.invoice_id or self.order_id
