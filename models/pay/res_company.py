# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Settings of paying by link."""

from odoo import fields, models, tools

from ...tools.registry import DAYS_DEFAULT
from ..link.res_config_settings import lifetime_range, of_company


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_pay_enabled = fields.Boolean(
        "Pay Links",
        default=True,
        help="Customers can pay orders and invoices by link, with the providers that"
        " you have switched on and published. Options: accepting by paying, providers,"
        " methods, cards, receipts, QR code.",
    )
    public_links_pay_days = fields.Integer(
        "Pay Links Expire After",
        default=DAYS_DEFAULT,
        help="Days from sending, 1 to 365. After that the customer asks for a new link.",
    )
    public_links_accept_and_pay = fields.Boolean(
        "Accept and Pay",
        help="A quotation can be paid by link, which accepts it: the order is confirmed"
        " when the payment, or the down payment that it asks for, has arrived.",
    )
    public_links_provider_ids = fields.Many2many(
        "payment.provider",
        "public_links_company_provider_rel",
        string="Allowed Payment Providers",
        help="Links offer these providers only. Empty: all that are switched on and"
        " published.",
    )
    public_links_payment_method_ids = fields.Many2many(
        "payment.method",
        "public_links_company_payment_method_rel",
        string="Allowed Payment Methods",
        help="Links offer these methods only. Empty: all that the providers offer.",
    )
    public_links_save_card = fields.Boolean(
        "Offer to Save the Card",
        default=True,
        help="Whoever pays may tick “Save this card”, where the provider can do it.",
    )
    public_links_receipt = fields.Boolean(
        "Email a Receipt",
        default=True,
        help="Whoever pays by link gets a receipt by email, once.",
    )

    public_links_pay_qr = fields.Boolean(
        "Pay Code on Invoices",
        help="Invoice PDFs carry a QR code by which the open balance can be paid. It is"
        " a link of its own: whoever holds the paper can pay, and sees the invoice's"
        " number, dates and payments, but no card on file. Where Odoo can make a code for"
        " banking apps of the invoice's bank account, it is printed, too.",
    )

    _public_links_pay_days_range = lifetime_range("pay")

    @tools.ormcache("self.id")
    def _public_pay_limits(self):
        """Return the maximum amounts of the providers that customers can see.

        :return: in the company's currency, or ``None`` where there is no provider
        :rtype: tuple[float] or None
        """
        domain = [
            *self.env["payment.provider"]._check_company_domain(self),
            ("state", "in", ["enabled", "test"]),
            ("is_published", "=", True),
        ]
        # sudo: whether there are providers, and their limits
        providers = self.env["payment.provider"].sudo().search(domain)
        if not providers:
            return None
        return tuple(sorted(set(filter(None, providers.mapped("maximum_amount")))))


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_pay_enabled = of_company(fields.Boolean, "public_links_pay_enabled")
    public_links_pay_days = of_company(fields.Integer, "public_links_pay_days")
    public_links_accept_and_pay = of_company(
        fields.Boolean, "public_links_accept_and_pay"
    )
    public_links_provider_ids = of_company(
        fields.Many2many, "public_links_provider_ids"
    )
    public_links_payment_method_ids = of_company(
        fields.Many2many, "public_links_payment_method_ids"
    )
    public_links_save_card = of_company(fields.Boolean, "public_links_save_card")
    public_links_receipt = of_company(fields.Boolean, "public_links_receipt")
    public_links_pay_qr = of_company(fields.Boolean, "public_links_pay_qr")
