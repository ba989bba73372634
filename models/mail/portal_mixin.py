# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Portal URLs: in mails about documents with links they become placeholders."""

from odoo import api, models


class PortalMixin(models.AbstractModel):
    _inherit = "portal.mixin"

    def get_portal_url(self, *args, **kwargs):
        # Called by mail templates, and by the portal's pages, which get core's URL.
        if self._public_link_writes_mail():
            return self._public_link_placeholder(absolute=False)
        return super().get_portal_url(*args, **kwargs)

    def _get_share_url(self, *args, **kwargs):
        if self._public_link_writes_mail():
            return self._public_link_placeholder(absolute=False)
        return super()._get_share_url(*args, **kwargs)

    @api.model
    def action_share(self):
        context = self.env.context
        document = self._public_link_shareable(
            context["active_model"], context["active_id"]
        )
        if document is not None:
            return document.action_public_link_send()
        return super().action_share()

    @api.model
    def _public_link_shareable(self, model, res_id):
        """Return the document that is shared, if its mails carry public links.

        :return: a record, or ``None``
        """
        if not res_id or model not in self.env:
            return None
        document = self.env[model].browse(res_id)
        if not isinstance(document, self.env.registry["public.link.mixin"]):
            return None
        return document if document._public_link_in_mails() else None

    def _public_link_writes_mail(self):
        self.ensure_one()
        return bool(
            self.env.context.get("public_link_placeholders")
            and isinstance(self, self.env.registry["public.link.mixin"])
            and self._public_link_in_mails()
        )
