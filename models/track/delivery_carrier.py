# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import quote

from odoo import fields, models


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    tracking_account_id = fields.Many2one(
        "shipment.tracking.account",
        ondelete="set null",
        help="Who is asked how this carrier's parcels stand. Empty: the account of the"
        " settings.",
    )
    tracking_carrier_code = fields.Char(
        "Carrier at the Provider",
        help="The carrier as the tracking provider names it, like “USPS” (EasyPost),"
        " “postnl-3s” (AfterShip), “parcel-de” (DHL). Empty: the provider finds out.",
    )

    def _public_tracking_url(self, number):
        """Return the carrier's own page of a number, or "".

        The carrier's module is not asked: it may call the carrier.
        """
        template = self.tracking_url or ""
        if not number or not template.startswith(("https://", "http://")):
            return ""
        return template.replace("<shipmenttrackingnumber>", quote(number, safe=""))
