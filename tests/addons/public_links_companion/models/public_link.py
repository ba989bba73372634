# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _announcements(self):
        return super()._announcements() | {
            "renewed": ("ok", self.env._("Done: enjoy the book for two more weeks."))
        }
