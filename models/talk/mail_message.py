# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Messages that staff delete are removed from customers' pages, too."""

from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    public_link_shown = fields.Boolean(
        "On a Customer's Page",
        compute="_compute_public_link_shown",
        compute_sudo=True,
    )

    def _compute_public_link_shown(self):
        known = self.env["public.link.registry"]._known().documents
        ours = self.filtered(lambda message: message.model in known)
        rows = ours and self.env["public.link.message"].search(
            [
                ("message_id", "in", ours.ids),
                ("by_customer", "=", False),
                ("withdrawn_at", "=", False),
            ]
        )
        shown = rows.message_id if rows else ours.browse()
        for message in self:
            message.public_link_shown = message in shown

    def _to_store_defaults(self, target):
        # The chatter offers to take back what a customer's page shows.
        names = super()._to_store_defaults(target)
        if target.is_internal(self.env):
            names.append("public_link_shown")
        return names

    def unlink(self):
        # sudo: rows are written by the system, whoever deletes the message
        self.env["public.link.message"].sudo().search(
            [("message_id", "in", self.ids), ("by_customer", "=", False)]
        )._withdraw()
        return super().unlink()
