# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log of payment connections: red checks, and overrides of them."""

from odoo import fields, models


class PaymentHealthLog(models.Model):
    """One event: a check turned red, or a manager has overridden red checks, and why."""

    _name = "payment.health.log"
    _description = "Payment Connection Log"
    _order = "id desc"
    _rec_name = "kind"

    provider_id = fields.Many2one(
        "payment.provider", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("red", "Turned red"),
            ("fine", "Fine again"),
            ("override", "Overridden"),
            ("override_end", "Override ended by staff"),
            ("recovered", "Override ended: nothing is red any more"),
        ],
        "What",
        required=True,
        readonly=True,
    )
    codes = fields.Char("Red Checks", readonly=True)
    text = fields.Text("Reason", readonly=True)
    user_id = fields.Many2one("res.users", "Who", readonly=True, ondelete="set null")
