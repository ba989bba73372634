# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customer and staff write by mail and in the chatter stands on the document's page."""

from odoo import Command, models

from ...tools import placeholders
from ...tools.mail_answer import answer_text
from .public_link_message import MAX_TEXT

# In the context of what staff write in the chatter (core's controller), and of mails with
# the document itself: core's of quotations, and ours, see models/talk/account_move.py.
WRITTEN = "message_post_store"
SENDS_DOCUMENT = ("mark_so_as_sent", "public_link_sends_document")


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _thread_to_store(self, store, fields, *, request_list=None):
        super()._thread_to_store(store, fields, request_list=request_list)
        # The chatter says before something is sent that the customer's page will show it.
        if request_list is None or not isinstance(
            self, self.env.registry["public.link.mixin"]
        ):
            return
        for document in self:
            # sudo: two switches of the document's company
            shown = document.sudo()._public_link_shows_posts()
            store.add(document, {"public_link_talks": shown}, as_thread=True)

    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        linked = isinstance(self, self.env.registry["public.link.mixin"])
        if linked and message.message_type == "email":
            # sudo: whoever fetches the mail
            self.sudo()._public_link_show_answer(message)
        elif linked:
            self._public_link_show_posted(message)
        return message


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    def _message_created_hook(self, message):
        # What was written in the chatter, to be sent later.
        result = super()._message_created_hook(message)
        documents = self.env[message.model].with_user(self.create_uid)
        if isinstance(documents, self.env.registry["public.link.mixin"]):
            document = documents.browse(message.res_id)
            known = document._public_message_field
            if known and not document._public_link_shared(message):
                document._public_link_show_posted(message, written=True)
        return result


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_shows_posts(self):
        """Tell whether the customer's page shows what staff send to them."""
        return bool(self._public_message_field and self._public_talk_on("messages"))

    def _public_link_show_posted(self, message, written=False):
        """Show what staff send to the customer: what they write in the chatter as it is, a
        mail with the document as one line.

        Never by a message's subtype, which mails of the system share. Colleagues' notes,
        and what goes to nobody of the customer's, stand nowhere.

        :param message: `mail.message` that was posted just now
        :param bool written: whether a person wrote it, where the context does not say so
        """
        context = self.env.context
        sent = any(context.get(key) for key in SENDS_DOCUMENT)
        if not (sent or written or WRITTEN in context):
            return
        readers = self._public_link_told(message)
        if not readers or not self.sudo()._public_link_shows_posts():  # as above
            return
        # sudo: rows are written by the system; they say no more than the mail did
        document = self.sudo()
        if sent:
            document._public_link_note_sent(message, readers)
        else:
            document._public_link_share(message, readers)

    def _public_link_told(self, message):
        """Return who of the customer's people, and of those with a link, a message of staff
        went to.

        :param message: `mail.message`
        :rtype: `res.partner`
        """
        nobody = message.author_id.browse()
        if (
            not self._public_message_field
            or message.message_type != "comment"
            or message.is_internal
            or message.subtype_id.internal
            or not self.env.user._is_internal()
        ):
            return nobody
        # sudo: whom the message went to, for the user who has sent it
        return self._public_link_own_people(message.sudo().notified_partner_ids)

    def _public_link_own_people(self, partners):
        """Return who of some contacts is of the customer's people, or has a link.

        :param partners: `res.partner`
        """
        # sudo: whose document it is, for the user who writes about it
        document, people = self.sudo(), partners.sudo().filtered("partner_share")
        if not people:
            return people.sudo(False)
        ours = document._public_link_customer().commercial_partner_id
        linked = document._public_link_readers()
        return people.filtered(
            lambda one: one.commercial_partner_id == ours or one in linked
        ).sudo(False)

    def _public_link_note_sent(self, message, readers):
        """Let the page say that the document was mailed.

        :param message: `mail.message` with the document
        :param readers: `res.partner` whom it went to
        """
        return self.env["public.link.message"].create(
            {
                **self._public_message_values(message),
                "kind": "sent",
                "text": self._public_state()[0],
                "addressed": True,
                "reader_ids": [Command.set(readers.ids)],
            }
        )

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
