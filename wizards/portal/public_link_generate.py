# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class PublicLinkGenerate(models.TransientModel):
    """Asks for the contacts who are to get portal links. Opened from the Tokens page."""

    _name = "public.link.generate"
    _description = "Generate Portal Links"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Contacts",
        required=True,
        help="Each gets one link of their own. A link that is alive is kept.",
    )

    def action_next(self):
        """Open the send wizard, which mails the links or copies one."""
        self.ensure_one()
        return self.partner_ids.action_public_link_send_portal()
