# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers and documents that are left alone for a while, or follow another plan."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .public_link_plan import KINDS

# Emails about parcels have no plan, and can be paused all the same.
PARCELS = "parcel"


class PublicLinkPlanException(models.Model):
    """A pause or another plan, for a contact or a document, with a reason and a date."""

    _name = "public.link.plan.exception"
    _description = "Pause or Other Follow-Up Plan"
    _order = "id desc"
    _rec_name = "reason"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        ondelete="cascade",
        help="A customer with all contacts, or one contact alone.",
    )
    invoice_id = fields.Many2one(
        "account.move", index="btree_not_null", ondelete="cascade"
    )
    order_id = fields.Many2one("sale.order", index="btree_not_null", ondelete="cascade")
    kind = fields.Selection(
        [*KINDS, (PARCELS, "Emails about parcels")],
        "Only For",
        help="Empty: all kinds of plans; emails about parcels continue.",
    )
    action = fields.Selection(
        [("pause", "Send nothing"), ("plan", "Use another plan")],
        "What",
        required=True,
        default="pause",
    )
    plan_id = fields.Many2one("public.link.plan", index=True, ondelete="cascade")
    until = fields.Date(help="The last day. Empty: until somebody ends it.")
    reason = fields.Char(required=True)
    by_customer = fields.Boolean(
        "By the Customer",
        readonly=True,
        help="The contact opted out by the address in an email.",
    )

    _one_target = models.Constraint(
        "CHECK(num_nonnulls(partner_id, invoice_id, order_id) = 1)",
        "Choose a contact, an invoice or an order: one of them.",
    )

    @api.constrains("action", "plan_id", "company_id")
    def _check_plan(self):
        for row in self:
            if row.action == "plan" and row.plan_id.company_id != row.company_id:
                raise ValidationError(
                    self.env._("Choose a plan of the same company to be used instead.")
                )

    @api.model
    def _live(self, company, today):
        """Return what holds on a day.

        :param company: `res.company`
        :param today: the seller's day
        """
        return self.search(self._live_domain(company, today))

    @api.model
    def _live_domain(self, company, today):
        return Domain("company_id", "=", company.id) & (
            Domain("until", "=", False) | Domain("until", ">=", today)
        )

    def _sentence(self):
        """Return, for staff, what this does and why."""
        self.ensure_one()
        if self.by_customer:
            return self.env._("The contact has opted out.")
        if self.until:
            return self.env._(
                "Paused until %(date)s: %(reason)s",
                date=fields.Date.to_string(self.until),
                reason=self.reason,
            )
        return self.env._("Paused: %s", self.reason)

    @api.model
    def _action_new(self, **target):
        """Return the action by which staff pause one contact or document."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pause or Other Plan"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in target.items()},
        }
