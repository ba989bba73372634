# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import AccessError


class PublicLinkSetup(models.TransientModel):
    """Checklist and settings of a company, to look at: core lets administrators alone open
    the settings, and managers of Public Links need not be administrators."""

    _name = "public.link.setup"
    _description = "Set-up of Public Links"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    checklist = fields.Html(compute="_compute_setup", sanitize=False)
    settings = fields.Html(compute="_compute_setup", sanitize=False)

    @api.depends("company_id")
    @api.depends_context("uid", "lang")
    def _compute_setup(self):
        self._check_manager()
        render = self.env["ir.qweb"]._render
        for setup in self:
            if setup.company_id not in self.env.companies:
                raise AccessError(self.env._("This is not one of your companies."))
            # sudo: the company's own settings, for managers of Public Links
            company = setup.company_id.sudo()
            rows = [row | {"door": ""} for row in company._public_links_checklist()]
            setup.checklist = render("public_links.staff_checklist", {"rows": rows})
            setup.settings = render(
                "public_links.staff_settings", {"rows": setup._rows(company)}
            )

    def _check_manager(self):
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(self.env._("Only managers of public links can do this."))

    def _rows(self, company):
        """Return label and value of each setting, in the order of the settings page."""
        settings = self.env["res.config.settings"].sudo()  # its labels
        arch = etree.fromstring(settings.get_view(view_type="form")["arch"])
        names = arch.xpath("//app[@name='public_links']//setting/@id")
        return [
            {"label": field["string"], "value": self._shown(company, name, field)}
            for name, field in company.fields_get(names).items()
        ]

    def _shown(self, company, name, field):
        value = company[name]
        if field["type"] == "boolean":
            return self.env._("On") if value else self.env._("Off")
        if field["type"] == "selection":
            return dict(field["selection"]).get(value, "")
        if field["type"] in ("many2one", "many2many"):
            return ", ".join(value.mapped("display_name"))
        return "" if value is False else value

    @api.model
    def action_open(self):
        """Open the set-up of the user's company."""
        self._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set-up Checklist"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "views": [(False, "form")],
        }
