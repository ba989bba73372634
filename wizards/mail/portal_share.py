# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's dialog that shares a document: without the permanent link."""

from odoo import api, models


class PortalShare(models.TransientModel):
    _inherit = "portal.share"

    @api.model
    def default_get(self, fields):
        result = super().default_get(fields)
        document = self.env["portal.mixin"]._public_link_shareable(
            result["res_model"], result["res_id"]
        )
        if document is not None:
            # A public link needs a recipient: there is none to copy here.
            result["share_link"] = False
        return result

    def _compute_share_link(self):  # pylint: disable=missing-return
        super()._compute_share_link()
        for wizard in self:
            document = self.env["portal.mixin"]._public_link_shareable(
                wizard.res_model, wizard.res_id
            )
            if document is not None:
                wizard.share_link = False

    def action_send_mail(self):
        document = self.env["portal.mixin"]._public_link_shareable(
            self.res_model, self.res_id
        )
        if document is None:
            return super().action_send_mail()
        # The mail's button holds a placeholder for each recipient's own link.
        wizard = self.with_context(public_link_placeholders=True)
        wizard._send_public_link(self.partner_ids)
        return {"type": "ir.actions.act_window_close"}
