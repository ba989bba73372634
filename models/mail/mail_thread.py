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

    def _notify_get_recipients_classify(self, message, *args, **kwargs):
        # By the context: the method that makes the groups does not get the message.
        linked = isinstance(self, self.env.registry["public.link.mixin"])
        if linked and len(self) == 1 and self._public_link_in_mails():
            writer = message._public_link_writer()
            own = self._public_link_written_by(writer or self.env.user)
            withheld = bool(writer) and not own._public_link_may_send("view")
            self = self.with_context(public_link_withheld=withheld)
        return super()._notify_get_recipients_classify(message, *args, **kwargs)

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
