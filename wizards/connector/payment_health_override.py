# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError


class PaymentHealthOverride(models.TransientModel):
    """Asks a manager for the reason to offer a provider with red checks."""

    _name = "payment.health.override"
    _description = "Send Pay Links Anyway"

    provider_ids = fields.Json("Providers", required=True, readonly=True)
    send_id = fields.Many2one("public.link.send", readonly=True)
    reason = fields.Text(required=True)
    red = fields.Html(compute="_compute_red", sanitize=False)

    def _providers(self):
        """Return the providers, as superuser, if the user may override their checks.

        :raise AccessError: unless the user is a manager of their companies
        """
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(
                self.env._("Only managers of public links can override a red check.")
            )
        ids = [int(number) for number in self.provider_ids or []]
        # sudo: only administrators may read providers
        providers = self.env["payment.provider"].sudo().browse(ids).exists()
        # A branch may use the provider of the company above it.
        if providers.company_id - self.env.user.company_ids.parent_ids:
            raise AccessError(self.env._("This is not one of your companies."))
        return providers

    @api.depends("provider_ids")
    @api.depends_context("lang", "uid")
    def _compute_red(self):
        for wizard in self:
            wizard.red = self.env["ir.qweb"]._render(
                "public_links.staff_checklist",
                {
                    "rows": [
                        row
                        for provider in wizard._providers()
                        for row in provider._public_link_health_shown()
                        if row["level"] == "bad"
                    ]
                },
            )

    def action_override(self):
        """Offer the providers from now on, and return to the dialog or form before."""
        self.ensure_one()
        for provider in self._providers():
            provider.sudo(False)._public_link_override(self.reason)
        if self.send_id:
            return self.send_id._reopen()
        message = self.env._("Pay links offer it from now on.")
        return self.env["public.link"]._tell(message)
