# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The health of a company's payment connections, in the settings."""

from odoo import api, fields, models
from odoo.tools import format_datetime


class ResCompany(models.Model):
    _inherit = "res.company"

    def _public_links_providers(self):
        """Return the payment providers that are switched on, as superuser."""
        self.ensure_one()
        # sudo: senders of links see whether they can be paid
        return (
            self.env["payment.provider"]
            .sudo()
            .search(
                [("company_id", "parent_of", self.ids), ("state", "!=", "disabled")]
            )
        )

    def _public_links_connectors(self):
        """Return the checks of all providers that are switched on, as last found.

        :return: rows of ``provider``, ``code``, ``level`` (ok, warn or bad), ``title``,
            ``text``, ``fix`` and ``door``
        :rtype: list[dict]
        """
        providers = self._public_links_providers()
        # Core lets administrators alone see providers.
        seen = self.env["payment.provider"].has_access("write")
        path = "/odoo/action-payment.action_payment_provider" if seen else ""
        if not providers:
            return [
                {
                    "provider": self.env._("Payment providers"),
                    "code": "none",
                    "level": "bad",
                    "title": self.env._("None"),
                    "text": self.env._("No payment provider is switched on."),
                    "fix": self.env._(
                        "Enable and publish one in Invoicing, Configuration, Payment"
                        " Providers."
                    ),
                    "door": path,
                }
            ]
        return [
            {
                "provider": provider.name,
                "door": path and f"{path}/{provider.id}",
                **row,
            }
            for provider in providers
            for row in provider._public_link_health_shown()
            + provider._public_link_override_shown()
        ]

    def _public_links_connectors_summed(self):
        """Return a row for each provider: its red and yellow checks, or that all is well."""
        rows = self._public_links_connectors()
        summed = [row for row in rows if row["level"] != "ok"]
        bad = {row["provider"] for row in summed}
        for provider in self._public_links_providers():
            if provider.name not in bad:
                at = format_datetime(self.env, provider.public_link_health_at)
                summed.append(
                    {
                        "provider": provider.name,
                        "code": "fine",
                        "level": "ok",
                        "title": self.env._("Connection"),
                        "text": self.env._("Everything is fine. Checked %s.", at),
                        "fix": "",
                    }
                )
        return summed

    def _public_links_connectors_html(
        self, rows, template="public_links.staff_checklist"
    ):
        return self.env["ir.qweb"]._render(
            template,
            {
                "rows": [
                    row | {"title": f"{row['provider']}: {row['title']}"}
                    for row in rows
                ]
            },
        )


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _public_link_override_shown(self):
        """Return that red checks are overridden, where they are, as a row."""
        if not self.public_link_override_codes:
            return []
        return [
            {
                "code": "override",
                "level": "warn",
                "title": self.env._("Overridden"),
                "text": self.env._(
                    "%(name)s lets links offer it all the same: %(reason)s",
                    name=self.public_link_override_user_id.name
                    or self.env._("A manager"),
                    reason=self.public_link_override_reason or "",
                ),
                "fix": self.env._("Fix what is red; the override then ends by itself."),
            }
        ]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_connectors = fields.Html(
        "Connector Health", compute="_compute_public_links_connectors", sanitize=False
    )
    public_links_mismatches_text = fields.Char(
        "Payment Mismatches", compute="_compute_public_links_connectors"
    )

    @api.depends("company_id")
    def _compute_public_links_connectors(self):
        for settings in self:
            company = settings.company_id
            settings.public_links_connectors = company._public_links_connectors_html(
                company._public_links_connectors(),
                "public_links.staff_checklist_short",
            )
            # sudo: how many there are
            count = (
                self.env["payment.mismatch"]
                .sudo()
                .search_count([("state", "=", "open"), ("company_id", "=", company.id)])
            )
            settings.public_links_mismatches_text = (
                self.env._("%s open", count) if count else self.env._("None open")
            )

    def action_public_links_check_connectors(self):
        """Check all connections now."""
        company = self.company_id
        company._public_links_check_manager()
        company._public_links_providers()._public_link_check_health()
        return self.env["public.link"]._tell(
            self.env._("The connections were checked.")
        )
