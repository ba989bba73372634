# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import quote

from odoo import fields, models
from odoo.fields import Domain

from ...carriers.base import FINAL


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    tracking_account_id = fields.Many2one(
        "shipment.tracking.account",
        ondelete="set null",
        help="The account that is asked about this carrier's parcels. Empty: the one in"
        " the settings.",
    )
    tracking_carrier_code = fields.Char(
        "Carrier at the Provider",
        help="The carrier as the tracking provider names it, like “USPS” (EasyPost),"
        " “postnl-3s” (AfterShip), “parcel-de” (DHL). Empty: the provider finds out.",
    )

    def write(self, vals):
        account, code = vals.get("tracking_account_id"), "tracking_carrier_code" in vals
        moved = self.env["shipment.parcel"].sudo()  # whoever sets the method up
        if account or code:
            # Those that follow this method's account, or the settings', and no choice of staff.
            for carrier in self:
                mine = Domain("carrier_id", "=", carrier.id)
                moved |= moved.search(mine & Domain("state", "not in", FINAL)).filtered(
                    lambda row: row.account_id == row.picking_id._account_of_carrier()
                )
        result = super().write(vals)
        if moved:
            moved._take_account()
        return result

    def _public_tracking_url(self, number):
        """Return the URL of the carrier's page about a number, or "".

        Core's ``get_tracking_link`` is not called: an addon may send a request there.
        """
        template = self.tracking_url or ""
        if not number or not template.startswith(("https://", "http://")):
            return ""
        return template.replace("<shipmenttrackingnumber>", quote(number, safe=""))
