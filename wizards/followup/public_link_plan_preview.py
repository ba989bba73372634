# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who gets what, and who not, and why: a list that staff look at before anything leaves."""

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_date

from ...models.followup.public_link_plan import KINDS


class PublicLinkPlanPreview(models.TransientModel):
    _name = "public.link.plan.preview"
    _description = "Preview of Follow-Ups"

    plan_id = fields.Many2one("public.link.plan", required=True, readonly=True)
    line_ids = fields.One2many("public.link.plan.preview.line", "preview_id")
    send_ids = fields.One2many(
        "public.link.plan.preview.line",
        "preview_id",
        domain=[("why", "=", False)],
        string="Who Gets What",
    )
    not_ids = fields.One2many(
        "public.link.plan.preview.line",
        "preview_id",
        domain=[("why", "!=", False)],
        string="Who Not, and Why",
    )
    summary = fields.Char(compute="_compute_summary")
    problem = fields.Char(related="plan_id.problem")
    enabled = fields.Boolean(related="plan_id.enabled")

    @api.model_create_multi
    def create(self, vals_list):
        previews = super().create(vals_list)
        for preview in previews:
            preview._fill()
        return previews

    def _fill(self):
        """Find what would be sent today, as the scheduled action does."""
        # sudo: the system finds what the system would send; managers see all of it
        plan = self.plan_id.sudo()
        company = plan.company_id
        found = plan.with_company(company)._found_for(company, plan)
        words = self.env["public.link.mixin"]
        self.sudo().line_ids = [  # written by the system: staff change the boxes alone
            Command.create(
                {
                    "kind": one.kind,
                    "invoice_id": one.kind == "invoice" and one.document,
                    "order_id": one.kind != "invoice" and one.document,
                    "document_name": one.name,
                    "customer_id": one.customer,
                    "partner_id": one.recipient,
                    "step_id": one.step.id,
                    "base": one.base,
                    "amount": one.amount,
                    "currency_id": one.currency,
                    "late": one.late,
                    "send": not one.why,
                    "why": one.said
                    or (one.why and words._public_followup_words(one.why)),
                }
            )
            for one in found
            if one.step
        ]

    @api.depends("line_ids.send")
    def _compute_summary(self):
        for preview in self:
            lines = preview.line_ids.filtered(lambda line: line.send and not line.why)
            preview.summary = self.env._(
                "Documents: %(documents)s. Contacts: %(people)s. Left out: %(others)s.",
                documents=len(lines),
                people=len(lines.partner_id),
                others=len(preview.line_ids) - len(lines),
            )

    @api.model
    def action_open_for(self, plans):
        """Open the preview of a plan.

        :param plans: `public.link.plan`, one
        """
        plans.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Gets What, and Who Not, and Why"),
            "res_model": self._name,
            "res_id": self.create({"plan_id": plans.id}).id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_confirm(self):
        """Note that somebody has looked. What was unchecked is left out of this step; the
        customer's other documents, and later steps, are as before."""
        self.ensure_one()
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(self.env._("Only managers of public links can do this."))
        plan = self.plan_id
        if not plan.enabled:
            raise UserError(self.env._("Switch the plan on first."))
        left_out = self.line_ids.filtered(lambda line: not line.send and not line.why)
        left_out._leave_out(plan.company_id)
        plan.write({"looked_at": fields.Datetime.now(), "looked_by": self.env.uid})
        # sudo: the scheduled action belongs to the system
        self.env.ref("public_links.ir_cron_followups").sudo()._trigger()
        return self.env["public.link"]._tell(
            self.env._(
                "Noted. What is checked is sent within the working hours; %s left out.",
                len(left_out),
            ),
            close=True,
        )


class PublicLinkPlanPreviewLine(models.TransientModel):
    _name = "public.link.plan.preview.line"
    _description = "Document in a Preview of Follow-Ups"
    _order = "customer_id, base, id"

    preview_id = fields.Many2one(
        "public.link.plan.preview", required=True, ondelete="cascade", index=True
    )
    send = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, "About", readonly=True)
    invoice_id = fields.Many2one("account.move", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    document_name = fields.Char("Document", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    partner_id = fields.Many2one("res.partner", "Recipient", readonly=True)
    email = fields.Char("Email", related="partner_id.email")
    step_id = fields.Many2one("public.link.plan.step", readonly=True)
    base = fields.Date("Counted From", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary("Asked For", readonly=True)
    late = fields.Integer("Days Late", readonly=True)
    note = fields.Char("How Late", compute="_compute_note")
    why = fields.Char("Why Not", readonly=True)

    @api.depends("late", "base")
    def _compute_note(self):
        for line in self:
            late = line.late
            if line.kind != "invoice":
                line.note = False
            elif late > 1:
                line.note = self.env._("%s days late", late)
            elif late == 1:
                line.note = self.env._("1 day late")
            else:
                base = format_date(self.env, line.base)
                line.note = self.env._("due on %s", base)

    def _leave_out(self, company):
        """Note that the steps of these documents are left out.

        :param company: `res.company`
        """
        today = company._public_links_today()
        # sudo: the system's own list of what was done, by the manager who asks
        lines = self.env["public.link.followup.line"].sudo()
        for line in self:
            place = "invoice_id" if line.kind == "invoice" else "order_id"
            known = lines.search_count(
                [
                    (place, "=", line[place].id),
                    ("step_id", "=", line.step_id.id),
                    ("base", "=", line.base),
                    ("state", "in", ("sent", "skipped")),
                ],
                limit=1,
            )
            if known:
                continue  # Sent or left out while somebody looked.
            lines.create(
                {
                    "company_id": company.id,
                    place: line[place].id,
                    "document_name": line.document_name,
                    "step_id": line.step_id.id,
                    "step_name": line.step_id.name,
                    "base": line.base,
                    "done_on": today,
                    "state": "skipped",
                    "amount": line.amount,
                    "currency_id": line.currency_id.id,
                    "late": line.late,
                }
            )
