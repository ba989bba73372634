# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Messages that staff delete are removed from customers' pages, too."""

from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def unlink(self):
        # sudo: rows are written by the system, whoever deletes the message
        self.env["public.link.message"].sudo().search(
            [("message_id", "in", self.ids), ("by_customer", "=", False)]
        )._withdraw()
        return super().unlink()
