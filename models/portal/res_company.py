# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The settings of the customers' portal."""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.registry import DAYS_DEFAULT
from ..link.res_config_settings import lifetime_range, of_company

WELCOME_MAX = 500
# The words of the setting for data that customers may change. Never tax ID, payment terms,
# credit limit or mail address.
PROFILE_FIELDS = ("phone", "address", "delivery", "name", "company", "job", "website")


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_portal_enabled = fields.Boolean(
        "Customer Portal",
        help="Master switch of the portal. A contact's portal link shows all documents of"
        " its customer, without a password. Off: every portal link says “Portal not"
        " available”, whatever its state; links of a single document live on. Options:"
        " welcome, sections, profile, messages.",
    )
    public_links_portal_days = fields.Integer(
        "Portal Links Expire After",
        default=DAYS_DEFAULT,
        help="Days from sending, 1 to 365. After that the customer asks for a new link.",
    )
    public_links_portal_auto = fields.Boolean(
        "Send the Portal Automatically",
        default=True,
        help="A contact gets a portal link, once, with the first quotation or invoice"
        " that is sent to it while the portal is on.",
    )
    public_links_portal_welcome = fields.Text(
        "Welcome Message",
        translate=True,
        help="Shown at the top of the portal, at most 500 characters: how to pay, whom to"
        " ask.",
    )
    public_links_portal_estimates = fields.Boolean(
        "Portal: Quotations",
        default=True,
        help="Customers see their quotations, what they accepted and what they declined.",
    )
    public_links_portal_orders = fields.Boolean(
        "Portal: Orders", default=True, help="Customers see their confirmed orders."
    )
    public_links_portal_credit_notes = fields.Boolean(
        "Portal: Credit Notes",
        default=True,
        help="Customers see their credit notes, and what is open in their favour.",
    )
    public_links_portal_shipments = fields.Boolean(
        "Portal: Shipments and Returns",
        default=True,
        help="Customers see their past and coming deliveries, and their returns.",
    )
    public_links_portal_payments = fields.Boolean(
        "Portal: Payments",
        default=True,
        help="Customers see their payments, with receipts, and their saved cards.",
    )
    public_links_portal_statement = fields.Boolean(
        "Portal: Statement of Account",
        default=True,
        help="Customers see their running statement, with what is due since when.",
    )
    public_links_portal_profile = fields.Boolean(
        "Portal: Profile",
        default=True,
        help="Customers can change their contact data. You are told of each change.",
    )
    public_links_portal_profile_fields = fields.Char(
        "What Customers May Change",
        default="phone address delivery",
        help="With spaces between: phone, address, delivery (further delivery"
        " addresses), name, company, job, website. Tax ID, terms, credit and email"
        " address never.",
    )
    public_links_portal_messages = fields.Boolean(
        "Portal: Messages",
        default=True,
        help="Customers can write to you from the portal, and send files. You see it in"
        " the contact's history.",
    )

    _public_links_portal_days_range = lifetime_range("portal")

    @api.constrains("public_links_portal_welcome")
    def _check_public_links_portal_welcome(self):
        for company in self:
            length = len(company.public_links_portal_welcome or "")
            if length > WELCOME_MAX:
                raise ValidationError(
                    self.env._(
                        "The welcome message has %(length)s characters; it can have"
                        " %(most)s. Please shorten it.",
                        length=length,
                        most=WELCOME_MAX,
                    )
                )

    @api.constrains("public_links_portal_profile_fields")
    def _check_public_links_portal_profile_fields(self):
        for company in self:
            names = (company.public_links_portal_profile_fields or "").split()
            unknown = sorted(set(names) - set(PROFILE_FIELDS))
            if unknown:
                raise ValidationError(
                    self.env._(
                        "Customers cannot change %(wrong)s themselves. Choose from:"
                        " %(right)s.",
                        wrong=", ".join(unknown),
                        right=" ".join(PROFILE_FIELDS),
                    )
                )

    def _public_link_blockers(self, purpose):
        for blocker in super()._public_link_blockers(purpose):
            if purpose == "portal":
                blocker = replace(
                    blocker,
                    customer=self.env._(
                        "The portal is not available at the moment. Please contact us."
                    ),
                    staff=self.env._("The customer portal is switched off.")
                    if self._public_links_settings()["enabled"]
                    else blocker.staff,
                )
            yield blocker


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_portal_enabled = of_company(
        fields.Boolean, "public_links_portal_enabled"
    )
    public_links_portal_days = of_company(fields.Integer, "public_links_portal_days")
    public_links_portal_auto = of_company(fields.Boolean, "public_links_portal_auto")
    public_links_portal_welcome = of_company(fields.Text, "public_links_portal_welcome")
    public_links_portal_estimates = of_company(
        fields.Boolean, "public_links_portal_estimates"
    )
    public_links_portal_orders = of_company(
        fields.Boolean, "public_links_portal_orders"
    )
    public_links_portal_credit_notes = of_company(
        fields.Boolean, "public_links_portal_credit_notes"
    )
    public_links_portal_shipments = of_company(
        fields.Boolean, "public_links_portal_shipments"
    )
    public_links_portal_payments = of_company(
        fields.Boolean, "public_links_portal_payments"
    )
    public_links_portal_statement = of_company(
        fields.Boolean, "public_links_portal_statement"
    )
    public_links_portal_profile = of_company(
        fields.Boolean, "public_links_portal_profile"
    )
    public_links_portal_profile_fields = of_company(
        fields.Char, "public_links_portal_profile_fields"
    )
    public_links_portal_messages = of_company(
        fields.Boolean, "public_links_portal_messages"
    )
