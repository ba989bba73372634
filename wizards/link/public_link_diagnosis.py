# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.link.public_link_status import LOOKED_AT


class PublicLinkDiagnosis(models.TransientModel):
    """The links of a document by recipient, and what can be done by them now, by the
    blockers of the gate."""

    _name = "public.link.diagnosis"
    _description = "Customer Link of a Document"

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Integer("Document ID", required=True, readonly=True)
    document_title = fields.Char("Document", compute="_compute_result")
    result = fields.Html(compute="_compute_result", sanitize=False)
    link_ids = fields.Many2many(
        "public.link", string="Links", compute="_compute_link_ids"
    )
    can_send = fields.Boolean(compute="_compute_link_ids")

    def _document(self):
        """Return the document as superuser, after checking that the user may read it.

        :raise AccessError: if the user may not read it
        """
        if self.res_model not in self.env["public.link.registry"]._known().documents:
            raise UserError(self.env._("This kind of document has no links."))
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access("read")
        self.env["public.link"]._check_can_explain(document)
        # sudo: pages ask the gate as superuser, and the result must be the same
        return document.sudo()

    @api.depends("res_model", "res_id")
    @api.depends_context("lang", "uid")
    def _compute_result(self):
        for diagnosis in self:
            document = diagnosis._document()
            diagnosis.document_title = document._public_link_title()
            diagnosis.result = self.env["ir.qweb"]._render(
                "public_links.staff_rows", {"rows": document._public_link_diagnosis()}
            )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_link_ids(self):
        Link = self.env["public.link"]
        for panel in self:
            document = panel._document().sudo(False)
            panel.can_send = document.public_link_can_send
            # Those that were sent or printed, the latest first.
            domain = document._public_link_domain() & Domain("parent_id", "=", False)
            panel.link_ids = Link.search(domain, limit=LOOKED_AT)

    def action_all_links(self):
        """Open the list of the document's links."""
        return self._document().sudo(False).action_public_links()

    def action_send(self):
        """Open the send wizard."""
        return self._document().sudo(False).action_public_link_send()
