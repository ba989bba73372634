# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def unlink(self):
        # What staff delete in the history does not live on for customers.
        # sudo: rows are the system's own, whoever deletes
        self.env["public.link.message"].sudo().search(
            [("message_id", "in", self.ids), ("by_customer", "=", False)]
        )._withdraw()
        return super().unlink()
