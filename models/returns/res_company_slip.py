# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..link.res_config_settings import of_company


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_return_qr = fields.Boolean(
        "QR Code on Packing Slips",
        default=True,
        help="The packing slip of a return carries a QR code that opens the return for"
        " your staff. To others it shows nothing.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_return_qr = of_company(fields.Boolean, "public_links_return_qr")
