# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Settings of paying with the card on file."""

from odoo import fields, models

from ..link.res_config_settings import of_company


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_card = fields.Boolean(
        "Pay with the Card on File",
        help="Whoever got a pay link by email may pay with the saved card that is the"
        " default of their contact, where the contact agreed to it. Their page"
        " shows its brand, last four digits and expiry; it is charged after they"
        " tick a box.",
    )
    public_links_card_anywhere = fields.Boolean(
        "Also on Derived and Copied Links",
        help="Shows the card on file on links, too, that were not emailed to the"
        " contact themselves: reached from another page, copied by staff, or asked"
        " for. Such links travel more easily. Off: only on emailed ones.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_card = of_company(fields.Boolean, "public_links_card")
    public_links_card_anywhere = of_company(
        fields.Boolean, "public_links_card_anywhere"
    )
