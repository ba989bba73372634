# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import qr
from ...tools.formatting import day


class PublicLink(models.Model):
    _inherit = "public.link"

    def action_copy(self):
        """Show this link's URL and QR code, to be sent by other means than mail."""
        self.ensure_one()
        self._for_staff(giving=True)
        if self.state != "active":
            raise UserError(self._dead_text())
        copy = self.env["public.link.copy"].create({"link_id": self.id})
        return copy._open_dialog()

    def action_copy_now(self):
        """Put this link's URL on the clipboard, or show it where a browser refuses that."""
        dialog = self.action_copy()
        return self.env["public.link.copy"].browse(dialog["res_id"])._copy_now(dialog)


class PublicLinkCopy(models.TransientModel):
    """Shows the URL of one link. Creating the record logs the event "copied"."""

    _name = "public.link.copy"
    _description = "Copy a Public Link"

    link_id = fields.Many2one(
        "public.link", required=True, readonly=True, ondelete="cascade"
    )
    document_title = fields.Char(related="link_id.document_title")
    partner_id = fields.Many2one(related="link_id.partner_id")
    purpose = fields.Selection(related="link_id.purpose")
    expires_at = fields.Datetime(related="link_id.expires_at")
    # Computed each time: tokens are not stored (S2).
    url = fields.Char("Address", compute="_compute_url")
    qr_code = fields.Binary("QR Code", compute="_compute_qr_code", attachment=False)

    @api.depends("link_id")
    @api.depends_context("uid")
    def _compute_url(self):
        for copy in self:
            copy.link_id._for_staff(giving=True)
            copy.url = copy.link_id._url()

    @api.depends("url")
    def _compute_qr_code(self):
        for copy in self:
            copy.qr_code = base64.b64encode(qr.png(copy.url))

    @api.model_create_multi
    def create(self, vals_list):
        copies = super().create(vals_list)
        copies.link_id._for_staff(giving=True)._record("copied")
        return copies

    def _open_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Copy Link"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    def _copy_now(self, dialog):
        """Return the action that copies, see ``static/src/staff/copy_link.js``.

        :param dict dialog: the action that shows the address, where a browser refuses
        """
        link = self.link_id
        return {
            "type": "ir.actions.client",
            "tag": "public_links_copy",
            "params": {
                "url": self.url,
                "dialog": dialog,
                "message": self.env._(
                    "Copied. This link is for %(name)s alone, and works until %(date)s.",
                    name=link.partner_id.display_name or self.env._("nobody"),
                    date=day(self.env, link.expires_at),
                ),
            },
        }
