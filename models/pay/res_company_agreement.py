# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Settings of paying by agreement."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..link.res_config_settings import of_company


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_agreement = fields.Boolean(
        "Pay by Agreement",
        help="Customers may agree that due invoices are charged to their saved card, up to"
        " an amount that they name. Each charge is announced by email three days before;"
        " customers and you can end it at once. What fails is not tried again: the"
        " customer gets a pay link, and you an activity. See Operations, Payment"
        " Agreements.",
    )
    public_links_agreement_proposed = fields.Float(
        "Proposed Ceiling",
        default=500.0,
        help="In the company's currency: what the form proposes as the highest amount of"
        " one charge. Customers name their own.",
    )

    @api.constrains("public_links_agreement_proposed")
    def _check_public_links_agreement_proposed(self):
        for company in self:
            if company.public_links_agreement_proposed <= 0:
                raise ValidationError(
                    self.env._("The proposed ceiling of a charge must be above zero.")
                )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_agreement = of_company(fields.Boolean, "public_links_agreement")
    public_links_agreement_proposed = of_company(
        fields.Float, "public_links_agreement_proposed"
    )
