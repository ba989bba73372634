# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ReturnReason(models.Model):
    """A reason for a return. Customers choose one from the list."""

    _name = "return.reason"
    _inherit = ["public.link.reference"]
    _description = "Reason of a Return"
    _order = "sequence, id"

    _public_reference_fields = ("name",)

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="A short name that stays when the reason is renamed."
    )
    photos_required = fields.Boolean(
        help="Customers who choose this reason must add at least one photo."
    )
    seller_fault = fields.Boolean(
        "Our Fault",
        help="No restocking fee is kept for items that come back for this reason.",
    )

    _code_unique = models.UniqueIndex("(code)", "Another reason has this code.")
