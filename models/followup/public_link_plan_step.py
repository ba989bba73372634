# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.followup import Step

# The dates from which steps count, and the purposes that may be sent, by kind of plan.
BASES = {
    "invoice": ("due",),
    "quote": ("sent", "validity"),
    "item": ("sent", "delivery"),
}
PURPOSES = {
    "invoice": ("pay", "view"),
    "quote": ("approve", "view"),
    "item": ("approve", "view"),
}
DAYS_MOST = 365


class PublicLinkPlanStep(models.Model):
    """One step: when, on which condition, and what is then done."""

    _name = "public.link.plan.step"
    _description = "Step of a Follow-Up Plan"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one(
        "public.link.plan", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(related="plan_id.kind")
    sequence = fields.Integer(default=10)
    name = fields.Char("Step", compute="_compute_name")
    days = fields.Integer(required=True, default=3)
    when = fields.Selection(
        [("before", "days before"), ("after", "days after")],
        required=True,
        default="after",
    )
    basis = fields.Selection(
        [
            ("due", "the due date"),
            ("sent", "it was sent"),
            ("validity", "its last day"),
            ("delivery", "the delivery"),
        ],
        "Date",
        required=True,
        default="due",
    )
    condition = fields.Selection(
        [
            ("open", "Always"),
            ("unopened", "The link was not opened"),
            ("opened", "The link was opened"),
        ],
        "Only If",
        required=True,
        default="open",
        help="It must also still be open: not paid, not answered, not being revised.",
    )
    channel = fields.Selection(
        [("mail", "Email"), ("letter", "Letter, by staff"), ("call", "Call, by staff")],
        "By",
        required=True,
        default="mail",
        help="Letters and calls are activities of who looks after the document.",
    )
    purpose = fields.Selection(
        [("pay", "Pay"), ("approve", "Approve"), ("view", "View")],
        "Link To",
        required=True,
        default="pay",
    )
    template_id = fields.Many2one(
        "mail.template",
        "Email Template",
        domain=[("model", "=", "public.link.followup")],
        index=True,
        ondelete="restrict",
        help="Subject and first words. What it is about, the button and the signature"
        " are added to every email, whatever the template says.",
    )

    _days_range = models.Constraint(
        f"CHECK(days BETWEEN 0 AND {DAYS_MOST})", "A step is 0 to 365 days away."
    )

    @api.depends("days", "when", "basis", "channel")
    @api.depends_context("lang")
    def _compute_name(self):
        words = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("when", "basis", "channel")
        }
        for step in self:
            step.name = self.env._(
                "%(channel)s, %(days)s %(when)s %(basis)s",
                channel=words["channel"].get(step.channel, ""),
                days=step.days,
                when=words["when"].get(step.when, ""),
                basis=words["basis"].get(step.basis, ""),
            )

    @api.constrains(
        "days", "when", "basis", "condition", "purpose", "channel", "template_id"
    )
    def _check_steps(self):
        """Refuse steps that contradict each other, or do not fit their plan."""
        for step in self:
            kind = step.plan_id.kind
            if step.basis not in BASES[kind] or step.purpose not in PURPOSES[kind]:
                raise ValidationError(
                    self.env._(
                        "“%s” does not fit this kind of plan: choose another date or"
                        " another link.",
                        step.name,
                    )
                )
            if step.when == "before" and step.basis == "sent":
                raise ValidationError(
                    self.env._("Nothing can be sent before the first email.")
                )
            if step.channel == "mail" and not step.template_id:
                raise ValidationError(
                    self.env._("“%s”: choose the words of the email.", step.name)
                )
        for plan in self.plan_id:
            plan._check_contradictions()

    def _plain(self):
        """Return these steps without records, grace included, in their order.

        :rtype: list[Step]
        """
        return [
            Step(
                step.id,
                step.basis,
                -step.days
                if step.when == "before"
                else step.days + (step.plan_id.grace if step.basis == "due" else 0),
                step.condition,
            )
            for step in self
        ]


class PublicLinkPlan(models.Model):
    _inherit = "public.link.plan"

    @api.constrains("kind", "step_ids")
    def _check_kind(self):
        self.step_ids._check_steps()

    def _check_contradictions(self):
        seen = {}
        for step in self.step_ids:
            place = (step.basis, step.when if step.days else "after", step.days)
            for other in seen.get(place, ()):
                if {step.condition, other.condition} != {"opened", "unopened"}:
                    raise ValidationError(
                        self.env._(
                            "Two steps fall on one day: “%(one)s” and “%(other)s”. Change"
                            " the days of one, or let one be for opened links and the"
                            " other for links that were not.",
                            one=other.name,
                            other=step.name,
                        )
                    )
            seen.setdefault(place, []).append(step)
