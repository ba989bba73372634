# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rendering of mail templates: portal URLs become placeholders."""

import logging

from odoo import api, models

from ...tools import placeholders

_logger = logging.getLogger(__name__)


class MailRenderMixin(models.AbstractModel):
    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(self, *args, **kwargs):
        # Portal URLs in the template become placeholders, see `portal.mixin`. Not in text
        # messages, where nothing would replace them: what a template names itself is
        # left out, since it would lead nowhere.
        if self._name.startswith("sms."):
            rendered = super()._render_template(*args, **kwargs)
            for res_id, text in rendered.items():
                rendered[res_id] = placeholders.strip(text, "")
                if rendered[res_id] != text:
                    _logger.warning(
                        "A text message about record %s named a public link, which only"
                        " mails can carry: it was left out. Take it out of the template.",
                        res_id,
                    )
            return rendered
        self = self.with_context(public_link_placeholders=True)
        rendered = super()._render_template(*args, **kwargs)
        # The shop's template of abandoned carts prints the permanent token itself.
        links = self.env["public.link"]
        return {key: links._without_cart_tokens(text) for key, text in rendered.items()}
