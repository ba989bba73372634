# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class PublicLinkSend(models.TransientModel):
    """The health of the payment connection, before a pay link is sent."""

    _inherit = "public.link.send"

    connectors = fields.Html(
        "Payment Connection", compute="_compute_connectors", sanitize=False
    )
    can_override = fields.Boolean(compute="_compute_connectors")

    def _companies(self):
        return self.env["res.company"].union(
            *(document._public_link_company() for document in self._documents())
        )

    def _providers(self):
        """Return the providers of these documents' companies, as superuser."""
        providers = self.env["payment.provider"].sudo()  # only administrators read them
        return providers.union(
            *(company._public_links_providers() for company in self._companies())
        )

    @api.depends("purpose", "res_ids")
    @api.depends_context("lang")
    def _compute_connectors(self):
        for wizard in self:
            wizard.connectors = wizard.can_override = False
            if wizard.purpose != "pay":
                continue
            companies = wizard._companies()
            rows = [
                row
                for company in companies
                for row in company._public_links_connectors_summed()
            ]
            wizard.connectors = companies[:1]._public_links_connectors_html(rows)
            wizard.can_override = any(
                provider.public_link_overridable for provider in wizard._providers()
            )

    # === ACTIONS === #

    def _refuse_when_paused(self):
        """Check the providers again, if the last check is more than an hour old.

        :return: where nothing can be sent, the action that shows the wizard again with the
            reasons: raising an error would roll back the results of the checks
        """
        if self.purpose != "pay" or not self._providers()._public_link_check_stale():
            return None
        self.env.invalidate_all()
        paused = all(
            any(row.code == "connector" for row in one._public_link_blockers("pay"))
            for one in self._documents()
        )
        return self._reopen() if paused else None

    def action_send(self):
        return self._refuse_when_paused() or super().action_send()

    def action_copy(self):
        return self._refuse_when_paused() or super().action_copy()

    def action_check_connectors(self):
        """Ask the providers now."""
        self.ensure_one()
        self._documents()  # checks the user's rights
        self._providers()._public_link_check_health()
        return self._reopen()

    def action_override(self):
        """Open the dialog in which a manager overrides red checks with a reason."""
        self.ensure_one()
        red = self._providers().filtered("public_link_overridable")
        action = red.action_public_link_override()
        action["context"]["default_send_id"] = self.id
        return action
