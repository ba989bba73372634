# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who mails with links come from, and where answers to them go."""

from collections import defaultdict

from odoo import models


class PublicLink(models.Model):
    _inherit = "public.link"

    def _mail_sender(self):
        """Return the person who sends, or an empty recordset when the system does."""
        user = self.env.user
        person = user._is_internal() and not user._is_superuser()
        return user if person else user.browse()

    def _mail_authors(self):
        """Return the author of mails that the system sends, by the document's model and id.

        :rtype: dict[tuple[str, int], `res.partner`]
        """
        by_model = defaultdict(list)
        for link in self:
            by_model[link.res_model].append(link.res_id)
        return {
            # sudo: who looks after a document is told by its mails
            (model, document.id): document._public_link_mail_author()
            for model, ids in by_model.items()
            for document in self.env[model].sudo().browse(ids)
        }

    def _mail_from(self):
        """Return where the mail comes from: the sender, or the company."""
        sender = self._mail_sender()
        return sender.email_formatted or self.company_id.email_formatted

    def _reply_to(self):
        """Return the address for answers, by model and id: the document's, if it has one."""
        by_model = defaultdict(list)
        for link in self:
            by_model[link.res_model].append(link.res_id)
        default = self[:1]._mail_from()
        return {
            (model, res_id): address
            for model, ids in by_model.items()
            # sudo: the mail aliases are the system's own
            for res_id, address in self.env[model]
            .sudo()
            .browse(ids)
            ._notify_get_reply_to(default=default)
            .items()
        }


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_mail_author(self):
        """Return the author of mails about this document that the system sends.

        Not the company where anybody looks after the document: every answer would go to
        its own address as well.

        :rtype: `res.partner`
        """
        people = self._public_link_responsible().filtered("active")
        return people[:1].partner_id or self._public_link_company().partner_id
