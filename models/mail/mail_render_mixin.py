# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rendering of mail templates: portal URLs become placeholders."""

from odoo import api, models


class MailRenderMixin(models.AbstractModel):
    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(self, *args, **kwargs):
        # Portal URLs in the template become placeholders, see `portal.mixin`. Not in text
        # messages, where nothing would replace them.
        if self._name.startswith("sms."):
            return super()._render_template(*args, **kwargs)
        self = self.with_context(public_link_placeholders=True)
        rendered = super()._render_template(*args, **kwargs)
        # The shop's template of abandoned carts prints the permanent token itself.
        links = self.env["public.link"]
        return {key: links._without_cart_tokens(text) for key, text in rendered.items()}
