# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The settings of returns."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.registry import DAYS_DEFAULT
from ..link.res_config_settings import lifetime_range, of_company, range_check
from .return_rule import DAYS_MAX as WINDOW_MAX

WINDOW_RANGE = {"public_links_return_window": (0, WINDOW_MAX)}
FEE_RANGE = {"public_links_return_fee": (0, 100)}
SEND_RANGE = {"public_links_return_send_days": (0, 365)}
STALE_RANGE = {"public_links_return_stale_days": (1, 365)}


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_return_enabled = fields.Boolean(
        "Returns by Link",
        help="Customers can ask for the return of what they got, by link. Options:"
        " window, policy, restocking fee, shipping, authorization, emails, QR code.",
    )
    public_links_return_days = fields.Integer(
        "Return Links Expire After",
        default=DAYS_DEFAULT,
        help="Days from sending, 1 to 365. A link never makes the return window longer.",
    )
    public_links_return_window = fields.Integer(
        "Return Window",
        default=30,
        help="Days from delivery in which customers can ask for a return, 0 to 3650."
        " Products and product categories can have a window of their own, or be a final"
        " sale.",
    )
    public_links_return_policy = fields.Text(
        "Return Policy",
        translate=True,
        help="What customers accept when they ask for a return. Kept with the request."
        " By default a short sentence of ours.",
    )
    public_links_return_fee = fields.Float(
        "Restocking Fee",
        digits=(5, 2),
        help="Percent of the price that is kept, 0 to 100. Shown before customers ask,"
        " and taken off the credit note. Not kept where the reason is your fault.",
    )
    public_links_return_shipping = fields.Selection(
        [("customer", "The customer"), ("company", "Your company")],
        "Who Pays Return Shipping",
        default="customer",
        required=True,
        help="What customers read before they ask for a return.",
    )
    public_links_return_exchange = fields.Boolean(
        "Offer an Exchange",
        help="Customers may ask for the same item again in place of their money. It is sent"
        " by Odoo's exchange.",
    )
    public_links_return_credit = fields.Boolean(
        "Offer Store Credit",
        help="Customers may ask for a credit in place of their money: leave the credit note"
        " open for their next invoice.",
    )
    public_links_return_auto = fields.Boolean(
        "Authorize Returns at Once",
        default=True,
        help="What customers ask for is authorized at once, with its return transfer. Off:"
        " somebody authorizes each request by hand.",
    )
    public_links_return_ceiling = fields.Monetary(
        "Authorize Returns Up To",
        help="Requests wait to be authorized by hand, where the estimated refund of all"
        " that was asked for of the order is higher. 0: no limit.",
    )
    public_links_return_send_days = fields.Integer(
        "Days to Send It Back",
        default=14,
        help="Days from authorization until which customers are asked to send the items,"
        " 0 to 365. What comes later is taken all the same. 0: no date is said.",
    )
    public_links_return_user_id = fields.Many2one(
        "res.users",
        "Responsible for Returns",
        domain="[('share', '=', False)]",
        help="Gets the activities about returns. By default the order's salesperson.",
    )
    public_links_return_stale_days = fields.Integer(
        "Returns Are Stale After",
        default=14,
        help="Days without progress after which a return is highlighted, 1 to 365.",
    )
    public_links_return_mail_requested = fields.Boolean(
        "Email: Return Requested",
        default=True,
        help="Customers get an email when their request has arrived and waits for you.",
    )
    public_links_return_mail_authorized = fields.Boolean(
        "Email: Return Authorized",
        default=True,
        help="Customers get an email when their return is authorized, with what to do.",
    )
    public_links_return_mail_received = fields.Boolean(
        "Email: Return Received",
        default=True,
        help="Customers get an email when what they sent back has arrived.",
    )
    public_links_return_mail_inspecting = fields.Boolean(
        "Email: Return Inspecting",
        help="Customers get an email when what they sent back is being looked at.",
    )
    public_links_return_mail_closed = fields.Boolean(
        "Email: Return Closed",
        default=True,
        help="Customers get an email when their return is completed.",
    )
    public_links_return_mail_cancelled = fields.Boolean(
        "Email: Return Cancelled",
        default=True,
        help="Customers get an email when their return was cancelled.",
    )

    _public_links_return_days_range = lifetime_range("return")
    _public_links_return_window_range = range_check(
        WINDOW_RANGE, "A return window is 0 to 3650 days long."
    )
    _public_links_return_fee_range = range_check(
        FEE_RANGE, "A restocking fee is 0 to 100 percent."
    )
    _public_links_return_ceiling_range = models.Constraint(
        "CHECK(public_links_return_ceiling >= 0)",
        "The amount that is authorized at once cannot be negative.",
    )
    _public_links_return_send_range = range_check(
        SEND_RANGE, "Customers get 0 to 365 days to send a return."
    )
    _public_links_return_stale_range = range_check(
        STALE_RANGE, "A return is stale after 1 to 365 days."
    )

    def _public_links_return_policy(self):
        """Return the policy that customers accept, in the environment's language.

        :rtype: str
        """
        return self._public_links_settings()["return_policy"] or self.env._(
            "Items come back complete, undamaged and well packed. Your refund follows once"
            " we have received and checked them."
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_return_currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", string="Currency of Returns"
    )
    public_links_return_enabled = of_company(
        fields.Boolean, "public_links_return_enabled"
    )
    public_links_return_days = of_company(fields.Integer, "public_links_return_days")
    public_links_return_window = of_company(
        fields.Integer, "public_links_return_window"
    )
    public_links_return_policy = of_company(fields.Text, "public_links_return_policy")
    public_links_return_fee = of_company(fields.Float, "public_links_return_fee")
    public_links_return_shipping = of_company(
        fields.Selection, "public_links_return_shipping"
    )
    public_links_return_exchange = of_company(
        fields.Boolean, "public_links_return_exchange"
    )
    public_links_return_credit = of_company(
        fields.Boolean, "public_links_return_credit"
    )
    public_links_return_auto = of_company(fields.Boolean, "public_links_return_auto")
    public_links_return_ceiling = fields.Monetary(
        related="company_id.public_links_return_ceiling",
        readonly=False,
        currency_field="public_links_return_currency_id",
    )
    public_links_return_send_days = of_company(
        fields.Integer, "public_links_return_send_days"
    )
    public_links_return_user_id = of_company(
        fields.Many2one, "public_links_return_user_id"
    )
    public_links_return_stale_days = of_company(
        fields.Integer, "public_links_return_stale_days"
    )
    public_links_return_mail_requested = of_company(
        fields.Boolean, "public_links_return_mail_requested"
    )
    public_links_return_mail_authorized = of_company(
        fields.Boolean, "public_links_return_mail_authorized"
    )
    public_links_return_mail_received = of_company(
        fields.Boolean, "public_links_return_mail_received"
    )
    public_links_return_mail_inspecting = of_company(
        fields.Boolean, "public_links_return_mail_inspecting"
    )
    public_links_return_mail_closed = of_company(
        fields.Boolean, "public_links_return_mail_closed"
    )
    public_links_return_mail_cancelled = of_company(
        fields.Boolean, "public_links_return_mail_cancelled"
    )

    @api.model
    def _public_links_ranges(self):
        own = WINDOW_RANGE | FEE_RANGE | SEND_RANGE | STALE_RANGE
        return super()._public_links_ranges() | own

    @api.constrains("public_links_return_ceiling")
    def _check_public_links_return_ceiling(self):
        for settings in self:
            if settings.public_links_return_ceiling < 0:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be negative. Enter 0 for no limit.",
                        self._fields["public_links_return_ceiling"]._description_string(
                            self.env
                        ),
                    )
                )
