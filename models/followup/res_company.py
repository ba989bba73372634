# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..link.res_config_settings import of_company, range_check

RANGES = {
    "public_links_followup_from": (0.0, 24.0),
    "public_links_followup_to": (0.0, 24.0),
    "public_links_followup_gap": (0, 60),
    "public_links_followup_limit": (1, 100_000),
    "public_links_followup_window": (1, 365),
}


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_followup_enabled = fields.Boolean(
        "Follow-Ups",
        help="Reminders of invoices and answers, by plans that you switch on one by one."
        " Options: hours, weekends, limits, quotations.",
    )
    public_links_followup_quotes = fields.Boolean(
        "Follow Up Quotations",
        help="In some countries such emails count as advertising and need the"
        " customer's consent: ask before you switch it on. Each has an address to"
        " opt out.",
    )
    public_links_followup_from = fields.Float(
        "Send Emails From",
        default=9.0,
        help="The first hour of the day, at yours and at the customer's.",
    )
    public_links_followup_to = fields.Float(
        "Send Emails Until", default=17.0, help="The hour after which none leaves."
    )
    public_links_followup_weekends = fields.Boolean(
        "On Weekends", help="Follow-ups leave on Saturdays and Sundays, too."
    )
    public_links_followup_gap = fields.Integer(
        "Days Between Two Emails",
        default=3,
        help="One contact gets no other follow-up within these days, whatever its reason.",
    )
    public_links_followup_limit = fields.Integer(
        "Maximum Emails a Day",
        default=500,
        help="The rest follows on the next days.",
    )
    public_links_followup_window = fields.Integer(
        "Count Results Within",
        default=14,
        help="Days in which a payment or an answer counts as brought by the follow-up.",
    )

    _public_links_followup_ranges = range_check(
        RANGES, "A setting of follow-ups is out of range."
    )

    @api.constrains("public_links_followup_from", "public_links_followup_to")
    def _check_public_links_followup_hours(self):
        for company in self:
            if company.public_links_followup_from >= company.public_links_followup_to:
                raise ValidationError(
                    self.env._(
                        "“Send Emails Until” must be a later hour than “Send Emails"
                        " From”: else no follow-up would ever leave."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: whoever makes a company need not manage public links
        self.env["public.link.plan"].sudo()._make_ready(companies)
        return companies


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_followup_enabled = of_company(
        fields.Boolean, "public_links_followup_enabled"
    )
    public_links_followup_quotes = of_company(
        fields.Boolean, "public_links_followup_quotes"
    )
    public_links_followup_from = of_company(fields.Float, "public_links_followup_from")
    public_links_followup_to = of_company(fields.Float, "public_links_followup_to")
    public_links_followup_weekends = of_company(
        fields.Boolean, "public_links_followup_weekends"
    )
    public_links_followup_gap = of_company(fields.Integer, "public_links_followup_gap")
    public_links_followup_limit = of_company(
        fields.Integer, "public_links_followup_limit"
    )
    public_links_followup_window = of_company(
        fields.Integer, "public_links_followup_window"
    )

    @api.model
    def _public_links_ranges(self):
        return super()._public_links_ranges() | RANGES
