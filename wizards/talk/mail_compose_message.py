# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class MailComposeMessage(models.TransientModel):
    """Staff choose whether the customer's page shows what they write."""

    _inherit = "mail.compose.message"

    public_link_shared = fields.Boolean(
        "Customer Can See This",
        help="Shows the message and its files on the page behind the customer's link, and"
        " mails it to them.",
    )

    def _action_send_mail_comment(self, res_ids):
        self.ensure_one()
        documents = self.env[self.model] if self.public_link_shared else self
        shared = getattr(documents, "_public_message_field", None)
        if shared and len(res_ids) == 1:
            self.partner_ids |= documents.browse(res_ids)._public_link_readers()
        messages = super()._action_send_mail_comment(res_ids)
        if shared:
            for message in messages:
                documents.browse(message.res_id)._public_link_share(message)
        return messages
