# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was sent, to whom, and what it brought."""

from odoo import api, fields, models

from ...tools.states import selection
from ..mail.public_link_delivery import MAIL_STATES as STATUSES
from ..mail.states import STATES as MAIL_STATES
from .public_link_plan import KINDS
from .states import STATES

STATE_OF = {status: state for state, group in STATUSES.items() for status in group}


class PublicLinkFollowup(models.Model):
    """One mail or activity about what waits at one contact.

    Rows are written by the system. They keep the text as it was sent, and what came of it,
    when the links' opens are purged.
    """

    _name = "public.link.followup"
    _description = "Follow-Up"
    _order = "id desc"
    _rec_name = "subject"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_id = fields.Many2one(
        "public.link.plan", readonly=True, index=True, ondelete="set null"
    )
    kind = fields.Selection(KINDS, "About", readonly=True)
    step_id = fields.Many2one(
        "public.link.plan.step",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    step_name = fields.Char("Step as It Was", readonly=True)
    customer_id = fields.Many2one(
        "res.partner", readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Recipient", readonly=True, index=True, ondelete="cascade"
    )
    email = fields.Char("Sent To", readonly=True)
    channel = fields.Selection(
        [("mail", "Email"), ("letter", "Letter, by staff"), ("call", "Call, by staff")],
        "By",
        readonly=True,
    )
    state = fields.Selection(
        selection(STATES, "followup"), readonly=True, required=True, default="sent"
    )
    why = fields.Char(readonly=True)
    subject = fields.Char(readonly=True)
    body = fields.Html("Text as Sent", readonly=True, sanitize=False)
    message_id = fields.Many2one(
        "mail.message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    link_ids = fields.Many2many(
        "public.link",
        "public_link_followup_link_rel",
        "followup_id",
        "link_id",
        "Links",
        readonly=True,
    )
    mail_state = fields.Selection(
        selection(MAIL_STATES, "mail"),
        "Email",
        compute="_compute_mail_state",
        help="What became of the email: it may wait, fail or bounce.",
    )
    line_ids = fields.One2many("public.link.followup.line", "followup_id", "About What")
    sent_at = fields.Datetime("Sent On", readonly=True, index=True)
    # What it brought: stored, so that it stays when the links' opens are purged.
    opened_at = fields.Datetime("First Opened After It", readonly=True)
    opened = fields.Boolean("Was Opened", readonly=True)
    # Beside the ticks, so that graphs and pivots can add them up.
    opened_number = fields.Integer("Opened", readonly=True, default=0)
    settled = fields.Boolean(
        "Was Paid or Approved",
        readonly=True,
        help="In full, within the days after it that the company's settings name. Of"
        " several follow-ups about one document the last one before it counts.",
    )
    settled_number = fields.Integer("Paid or Approved", readonly=True, default=0)
    settled_days = fields.Float(
        "Days Until Paid or Approved", readonly=True, aggregator="avg", digits=(16, 1)
    )
    asked_amount = fields.Monetary(
        "Asked For", readonly=True, help="In the company's currency."
    )
    brought_amount = fields.Monetary(
        "Paid After It",
        readonly=True,
        help="In the company's currency, within the days that the company's settings"
        " name.",
    )
    link_amount = fields.Monetary(
        "Of Which by Link", readonly=True, help="Paid on a page of ours."
    )

    def init(self):
        """Count, in what was sent before the figures could be added up."""
        self.env.cr.execute(
            """
            UPDATE public_link_followup
               SET opened_number = COALESCE(opened, FALSE)::int,
                   settled_number = COALESCE(settled, FALSE)::int
             WHERE opened_number IS DISTINCT FROM COALESCE(opened, FALSE)::int
                OR settled_number IS DISTINCT FROM COALESCE(settled, FALSE)::int
            """
        )

    @api.depends("subject", "step_name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.subject or row.step_name or self.env._("Follow-up")

    @api.depends("message_id", "partner_id")
    def _compute_mail_state(self):
        # sudo: the state of the follow-up's own email, whoever made it leave
        for row, mine in zip(self, self.sudo(), strict=True):
            notes = mine.message_id.notification_ids.filtered(
                lambda note, person=mine.partner_id: (
                    note.res_partner_id == person and note.notification_type == "email"
                )
            )
            row.mail_state = STATE_OF.get(notes[:1].notification_status, False)

    def action_open_documents(self):
        """Open what it was about."""
        self.ensure_one()
        document = self.line_ids[:1]._document()
        documents = document.browse(
            one._document().id
            for one in self.line_ids
            if one._document()._name == document._name
        )
        action = {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": documents._name,
            "view_mode": "list,form",
            "domain": [("id", "in", documents.ids)],
        }
        if len(documents) == 1:
            action |= {"view_mode": "form", "res_id": documents.id}
        return action
