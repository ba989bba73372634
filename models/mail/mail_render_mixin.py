# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class MailRenderMixin(models.AbstractModel):
    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(self, *args, **kwargs):
        # What asks for a portal URL while a mail is written gets a placeholder, see
        # `portal.mixin`. Nobody fills them in a text message.
        if self._name.startswith("sms."):
            return super()._render_template(*args, **kwargs)
        self = self.with_context(public_link_placeholders=True)
        rendered = super()._render_template(*args, **kwargs)
        # The shop's mail writes the permanent token out itself.
        links = self.env["public.link"]
        return {key: links._without_cart_tokens(text) for key, text in rendered.items()}
