# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Settings of mails: who hears of openings, and what followers may do."""

from odoo import fields, models

from ..link.res_config_settings import of_company


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_hears = fields.Boolean(
        "Tell Sellers of Openings",
        default=True,
        help="Whoever is responsible for a document is told when its recipient opens it"
        " for the first time or again after a week, or has not opened it before"
        " the link expires. Link scanners and staff do not count. Each user"
        " chooses in their preferences how, or not at all.",
    )
    public_links_followers_act = fields.Boolean(
        "Followers Act Like the Customer",
        help="People outside the customer's company who follow a document, or whom"
        " staff copied in, can read it. With this they may do all that the"
        " customer may, approve included. Those whom a customer copies in by email"
        " can only read.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_hears = of_company(fields.Boolean, "public_links_hears")
    public_links_followers_act = of_company(
        fields.Boolean, "public_links_followers_act"
    )


class ResUsers(models.Model):
    _inherit = "res.users"

    public_links_hears = fields.Selection(
        [("off", "Not at all"), ("inbox", "In Odoo"), ("email", "By email")],
        "When Customers Open Documents",
        default="inbox",
        required=True,
        help="How you hear that a customer has opened a document of yours by link, or has"
        " not opened it before the link expired.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["public_links_hears"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["public_links_hears"]
