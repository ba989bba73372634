# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class PublicLinkSend(models.TransientModel):
    """The purposes and documents that only others than the user may send."""

    _inherit = "public.link.send"

    withheld = fields.Char(
        compute="_compute_withheld", help="Who may send what is not offered here."
    )

    @api.depends("res_model", "res_ids")
    @api.depends_context("uid", "lang")
    def _compute_withheld(self):
        for wizard in self:
            documents = wizard._documents().with_env(self.env)
            wizard.withheld = " ".join(documents._public_link_withheld())

    @api.model
    def _offered(self, documents):
        """Return the purposes that the user may send of at least one of these documents.

        :rtype: list[str]
        """
        return [
            purpose
            for purpose in documents._public_link_offered()
            if self.env["public.link"]._sendable(purpose, documents)
        ]

    def _refusals(self, documents):
        """Return why the user may not send the chosen purpose, by document."""
        refused = documents - self.env["public.link"]._sendable(self.purpose, documents)
        own = refused.with_env(self.env)
        return dict.fromkeys(
            refused, [own._public_link_refusal(self.purpose)] if refused else []
        )
