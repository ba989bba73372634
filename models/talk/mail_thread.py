# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a customer answers by mail stands on the document's page, like a comment."""

from odoo import models

from ...tools import placeholders
from ...tools.mail_answer import answer_text
from .public_link_message import MAX_TEXT


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        linked = isinstance(self, self.env.registry["public.link.mixin"])
        if linked and message.message_type == "email":
            # sudo: whoever fetches the mail
            self.sudo()._public_link_show_answer(message)
        return message


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_show_answer(self, message):
        """Show an answer by mail on the document's page, marked as such.

        A sender's address can be forged, so only contacts of the document's own customer
        get there; staff read the others in the chatter.

        :param message: `mail.message` that came by mail
        :return: `public.link.message`, empty where the page does not show it
        """
        shown = self.env["public.link.message"]
        ours = self._public_link_customer().commercial_partner_id
        if (
            not self._public_message_field
            or not message.parent_id
            or message.is_internal
            or message.subtype_id.internal
            or not message.author_id
            or message.author_id.commercial_partner_id != ours
            or not self._public_talk_on("messages")
        ):
            return shown
        text = placeholders.strip(answer_text(message.body), "")
        if not text:
            return shown
        return shown.create(
            {
                **self._public_message_values(message),
                "kind": "comment",
                "by_customer": True,
                "by_mail": True,
                "text": text[:MAX_TEXT],
            }
        )
