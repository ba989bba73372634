# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers by mail reach who looks after the document; automatic ones reach nobody.

Our own mails have a subtype that is not internal (``mt_link``), so that Odoo takes an
answer for a message and not for a note, and are internal themselves, so that its portal
does not show them.
"""

from odoo import api, models

# What programs that answer by themselves put into the header ``Precedence``.
AUTOMATIC = ("auto_reply", "auto-reply", "bulk", "junk")


def is_automatic(mail):
    """Tell whether a mail was sent by a program: out of office, received, ticket opened.

    By RFC 3834 and what programs older than it send.

    :param email.message.Message mail: as it came in
    :rtype: bool
    """
    by_itself = (mail.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    if by_itself != "no":
        return True
    if (mail.get("Precedence") or "").strip().lower() in AUTOMATIC:
        return True
    return any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond"))


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        known = self.env["public.link.registry"]._known().documents
        if is_automatic(message) and any(model in known for model, *_ in routes or ()):
            # A note that nobody is notified of: neither followers nor an author.
            message_dict |= {"is_internal": True, "parent_id": False}
        return super()._message_route_process(message, message_dict, routes)

    def message_post(self, **kwargs):
        if isinstance(self, self.env.registry["public.link.mixin"]):
            kwargs = self._public_link_answered(kwargs)
        return super().message_post(**kwargs)

    def _public_link_answered(self, values):
        """Have who looks after the document notified of an answer that came by mail.

        Followers are notified by Odoo. But deliveries and contacts may have none.

        :param dict values: what ``message_post`` gets
        :rtype: dict
        """
        note = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        if (
            values.get("message_type") != "email"
            or values.get("subtype_id") == note
            or not values.get("parent_id")
        ):
            return values
        author = self.env["res.partner"].browse(values.get("author_id"))
        if author and not author.sudo().partner_share:  # an answer of a colleague
            return values
        told = self.sudo()._public_link_seller().partner_id  # who it is, and no more
        return values | {"partner_ids": [*(values.get("partner_ids") or []), *told.ids]}
