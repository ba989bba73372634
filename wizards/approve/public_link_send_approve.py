# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sending approve links: the quotation counts as sent again."""

from odoo import models


class PublicLinkSend(models.TransientModel):
    _inherit = "public.link.send"

    def _issue_links(self, documents, recipients, channel):
        if documents._name == "sale.order" and self.purpose in ("approve", "view"):
            # The quotation is sent as it is now: that ends a revision.
            documents.sudo(False)._public_link_sent_again()
        return super()._issue_links(documents, recipients, channel)
