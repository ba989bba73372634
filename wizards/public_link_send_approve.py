# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class PublicLinkSend(models.TransientModel):
    _inherit = "public.link.send"

    def _issue_links(self, documents, recipients, channel):
        if documents._name == "sale.order" and self.purpose in ("approve", "view"):
            # It goes to the customer as it is now: links are made for this version.
            documents.sudo(False)._public_link_sent_again()
        return super()._issue_links(documents, recipients, channel)
