# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Notifications about documents: whose button holds which placeholder."""

from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_get_recipients_groups_fillup(
        self, groups, model_description, msg_vals=False
    ):
        # The groups of all models are known here. Ours are put first, since a reader
        # belongs to the first group that matches.
        linked = isinstance(self, self.env.registry["public.link.mixin"])
        if linked and len(self) == 1 and self._public_link_in_mails():
            groups = [*self._public_link_recipient_groups(), *groups]
        return super()._notify_get_recipients_groups_fillup(
            groups, model_description, msg_vals=msg_vals
        )

    def _notify_get_recipients_classify(
        self, message, recipients_data, *args, **kwargs
    ):
        # By the context: the method that makes the groups does not get the message.
        linked = isinstance(self, self.env.registry["public.link.mixin"])
        if linked and len(self) == 1 and self._public_link_in_mails():
            writer = message._public_link_writer()
            own = self._public_link_written_by(writer or self.env.user)
            withheld = bool(writer) and not own._public_link_may_send("view")
            followers = self._public_link_followers(message, recipients_data)
            self = self.with_context(
                public_link_withheld=withheld, public_link_followers=followers.ids
            )
        return super()._notify_get_recipients_classify(
            message, recipients_data, *args, **kwargs
        )

    def _public_link_followers(self, message, recipients_data):
        """Return those of a message's readers whose links only show this document, so that
        the button asks nothing of them.

        :param message: `mail.message`
        :param list recipients_data: of core's notifications
        :rtype: recordset of `res.partner`
        """
        if not message.ids:
            # A mail to many: each of its readers is named.
            return self.env["res.partner"]
        document = self.sudo()  # whose document it is, whoever writes about it
        own = document._public_link_customer()
        readers = self.env["res.partner"].browse(
            one["id"]
            for one in recipients_data
            if one["id"] and one["type"] != "user" and one["id"] != own.id
        )
        # sudo: whom it was addressed to, and by whom
        message = message.sudo()
        named = message.partner_ids
        followers = readers - message._public_link_chosen(document, readers, named)
        # Who was chosen before keeps the link that they have.
        return followers and followers - self.env["public.link"]._held(
            document, "view", followers
        )

    def _notify_by_email_prepare_rendering_context(self, *args, **kwargs):
        values = super()._notify_by_email_prepare_rendering_context(*args, **kwargs)
        # A user's own mail layout may call the record's ``get_portal_url``.
        values["record"] = values["record"].with_context(public_link_placeholders=True)
        return values

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        linked = isinstance(self, self.env.registry["public.link.mixin"])
        if linked and self.env.user._is_public():
            document = self.sudo().browse(thread_id).exists()  # its company's setting
            if document and document._public_link_core_closed():
                for name in ("hash", "pid", "token"):
                    kwargs.pop(name, None)
        return super()._get_thread_with_access(thread_id, **kwargs)
