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
        """Return the URL of the carrier's page about a number, or "".

        Core's ``get_tracking_link`` is not called: an addon may send a request there.
        """
        template = self.tracking_url or ""
        if not number or not template.startswith(("https://", "http://")):
            return ""
        return template.replace("<shipmenttrackingnumber>", quote(number, safe=""))
