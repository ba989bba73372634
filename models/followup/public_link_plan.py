# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Plans: which documents are followed up, and from when on."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.formatting import day

# Addons that send reminders of invoices themselves: a customer must not get both.
RIVALS = (
    "account_followup",
    "account_credit_control",
    "account_invoice_overdue_reminder",
)
KINDS = [
    ("invoice", "Invoices to be paid"),
    ("quote", "Quotations without an answer"),
    ("item", "Items and proofs that wait"),
]
# Who sees what was sent: those who see the documents (F29).
GROUPS = (
    "sales_team.group_sale_salesman,account.group_account_invoice,"
    "public_links.group_manager"
)
# How far back a plan looks when it is switched on, in days.
BACK = 90


class PublicLinkPlan(models.Model):
    """Steps by which documents of one kind are followed up."""

    _name = "public.link.plan"
    _description = "Follow-Up Plan"
    _order = "kind, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "For", required=True, default="invoice")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    step_ids = fields.One2many("public.link.plan.step", "plan_id", "Steps", copy=True)
    enabled = fields.Boolean(
        "Switched On",
        copy=False,
        help="One plan of a kind is used for all documents of a company: the first that"
        " is switched on. Others are used where a customer or document names them.",
    )
    enabled_on = fields.Date("Switched On Since", readonly=True, copy=False)
    looked_at = fields.Datetime(
        "Preview Confirmed",
        readonly=True,
        copy=False,
        help="When somebody looked at who gets what. Before, nothing is sent on the first"
        " day after switching on.",
    )
    looked_by = fields.Many2one(
        "res.users", string="Looked At By", readonly=True, copy=False
    )
    since = fields.Date(
        "Not for Documents Before",
        copy=False,
        help="Older invoices and quotations are left alone. When the plan is switched on"
        " it is set to 90 days before, unless you enter another day.",
    )
    minimum = fields.Monetary(
        "Minimum Amount",
        help="Customers who owe less than this, in the company's currency, are not"
        " reminded.",
    )
    grace = fields.Integer(
        "Days of Grace",
        help="Added to every step after the due date: how long a payment may be on its"
        " way.",
    )
    most = fields.Integer(
        "Maximum Reminders",
        default=5,
        help="After this many reminders of one document, nothing more is sent.",
    )
    attach = fields.Selection(
        [
            ("none", "Nothing"),
            ("pdf", "The invoices’ PDFs"),
            ("statement", "The statement of account"),
        ],
        "Attached",
        default="none",
        required=True,
        help="Invoices as they were sent, or the customer’s statement as the portal shows"
        " it. An email waits for its files for an hour at most. Emails without files"
        " are read more often, and the link always opens the newest version.",
    )
    attach_most = fields.Integer(
        "Largest Size (MB)",
        default=5,
        help="Of all files of one email. What is larger is not attached: the email has its"
        " link alone, and the follow-up says why.",
    )
    problem = fields.Char("Why Nothing Is Sent", compute="_compute_problem")
    waiting = fields.Char(compute="_compute_waiting")
    broken = fields.Char(compute="_compute_broken")
    sent_count = fields.Integer("Sent", compute="_compute_sent_count")

    _numbers = models.Constraint(
        "CHECK(minimum >= 0 AND grace BETWEEN 0 AND 365 AND most BETWEEN 1 AND 50"
        " AND attach_most BETWEEN 1 AND 25)",
        "The minimum amount is not negative, grace is 0 to 365 days, there are 1 to 50"
        " reminders at most, and files of 1 to 25 MB.",
    )

    # === COMPUTE METHODS === #

    @api.depends("enabled", "kind", "company_id", "step_ids")
    @api.depends_context("uid", "lang")
    def _compute_problem(self):
        for plan in self:
            plan.problem = plan._problem() if plan.enabled else False

    @api.depends("enabled", "enabled_on", "looked_at")
    @api.depends_context("lang")
    def _compute_waiting(self):
        """What to do while nobody has looked at the preview."""
        for plan in self:
            waits = plan.enabled and plan.enabled_on and plan._waits_for_look()
            plan.waiting = waits and self.env._(
                "Nothing is sent yet. Press “Who Gets What Today”, look at the list and"
                " confirm it. If nobody does, emails begin to leave on %s.",
                day(self.env, plan.enabled_on + timedelta(days=2)),
            )

    @api.depends("step_ids.error")
    @api.depends_context("lang")
    def _compute_broken(self):
        """The step of which nothing is sent, since its words cannot be written."""
        for plan in self:
            step = plan.step_ids.filtered("error")[:1]
            said = self.env._(
                "Nothing is sent by “%(step)s” until its words are mended: %(error)s",
                step=step.name,
                error=step.error,
            )
            plan.broken = said if step else False

    def _problem(self):
        """Return why this plan sends nothing, or ``None``.

        :rtype: str | None
        """
        settings = self.company_id._public_links_settings()
        if self.kind == "invoice" and (rivals := self._rivals()):
            return self.env._(
                "“%s” is installed and reminds of invoices itself: customers would get"
                " both. Uninstall it to use this plan.",
                ", ".join(rivals),
            )
        if not settings["enabled"]:
            return self.env._("Public links are switched off for the company.")
        if not settings["followup_enabled"]:
            return self.env._("Follow-ups are switched off in Settings, Public Links.")
        if self.kind == "quote" and not settings["followup_quotes"]:
            return self.env._(
                "Follow-ups of quotations have a switch of their own in Settings, Public"
                " Links: in some countries they count as advertising."
            )
        if not self.step_ids:
            return self.env._("It has no steps. Add one.")
        return None

    @api.model
    def _rivals(self):
        """Return the installed addons that remind of invoices themselves.

        :rtype: list[str]
        """
        # sudo: which addons are installed is no secret of the user's rights
        installed = self.env["ir.module.module"].sudo()._installed()
        return [name for name in RIVALS if name in installed]

    def _compute_sent_count(self):
        # sudo: how many there are, and no more
        rows = dict(
            self.env["public.link.followup"]
            .sudo()
            ._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"])
        )
        for plan in self:
            plan.sent_count = rows.get(plan, 0)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans.filtered("enabled")._switched_on()
        return plans

    def write(self, vals):
        off = self.filtered(lambda plan: not plan.enabled)
        result = super().write(vals)
        if vals.get("enabled"):
            off._switched_on()
        return result

    def _switched_on(self):
        """Begin anew: nothing is sent before somebody has looked, or a day has passed."""
        for plan in self:
            if plan.kind == "invoice" and plan._rivals():
                raise UserError(plan._problem())
            today = plan.company_id._public_links_today()
            plan.write(
                {
                    "enabled_on": today,
                    "looked_at": False,
                    "looked_by": False,
                    "since": plan.since or today - timedelta(days=BACK),
                }
            )

    @api.model
    def _make_ready(self, companies=None):
        """Give companies that have no plan copies of the ready-made ones, all off.

        :param companies: `res.company`, by default all
        """
        ready = self.browse()
        for kind, _label in KINDS:
            plan = self.env.ref(f"public_links.plan_{kind}", raise_if_not_found=False)
            ready |= plan or self.browse()
        companies = companies or self.env["res.company"].search([])
        have = self.search([("company_id", "in", companies.ids)]).company_id
        for company in companies - have:
            for plan in ready:
                plan.copy({"company_id": company.id, "name": plan.name})

    # === WHAT IS USED === #

    def _waits_for_look(self):
        """Tell whether nothing is sent yet, since nobody has looked at the preview.

        :rtype: bool
        """
        today = self.company_id._public_links_today()
        first = self.enabled_on or today
        return not self.looked_at and today <= first + timedelta(days=1)

    @api.model
    def _in_use(self, company):
        """Return the plans by which documents of a company may be followed up.

        :param company: `res.company`
        """
        plans = self.search([("company_id", "=", company.id), ("enabled", "=", True)])
        return plans.filtered(lambda plan: not plan._problem())

    def action_followups(self):
        """Open what this plan has sent."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link_followup"
        )
        return action | {"domain": [("plan_id", "=", self.id)], "context": {}}
