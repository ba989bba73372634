# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class MailComposeMessage(models.TransientModel):
    """Staff choose whether the customer's page shows what they write."""

    _inherit = "mail.compose.message"

    public_link_shared = fields.Boolean(
        "Customer Can See This",
        compute="_compute_public_link_shared",
        store=True,
        readonly=False,
        help="Shows the message and its files on the page behind the links of those"
        " customers whom you send it to, and of no others.",
    )

    @api.depends("model", "composition_mode", "subtype_is_log")
    def _compute_public_link_shared(self):
        # A message to the customer, written in the chatter. Mails with a document, and
        # what is sent to many, only stand there if somebody ticks the box.
        context = self.env.context
        for composer in self:
            composer.public_link_shared = (
                "default_public_link_shared" not in context
                and bool(context.get("clicked_on_full_composer"))
                and composer._public_link_talks() is not None
                and composer.composition_mode == "comment"
                and not composer.subtype_is_log
            )

    def _public_link_talks(self):
        """Return the model of the documents, if their pages have a conversation.

        :return: an empty recordset, or ``None``
        """
        documents = self.env[self.model] if self.model in self.env else None
        shown = getattr(documents, "_public_message_field", None)
        return documents if shown else None

    def _action_send_mail_comment(self, res_ids):
        self.ensure_one()
        documents = self._public_link_talks() if self.public_link_shared else None
        if documents is None:
            return super()._action_send_mail_comment(res_ids)
        one = documents.browse(res_ids) if len(res_ids) == 1 else documents
        if one and not one._public_link_own_people(self.partner_ids):
            # "The customer can see it": else nobody of theirs would.
            self.partner_ids |= one._public_link_readers()
        messages = super()._action_send_mail_comment(res_ids)
        for message in messages:
            document = documents.browse(message.res_id)
            document._public_link_share(message, document._public_link_told(message))
        return messages
