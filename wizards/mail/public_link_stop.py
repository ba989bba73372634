# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class PublicLinkStop(models.TransientModel):
    """Ends all links of a customer, or of the company, after showing their number."""

    _name = "public.link.stop"
    _description = "Stop All Public Links"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    count = fields.Integer("Live Links", compute="_compute_count")
    summary = fields.Char(compute="_compute_count")

    def _links_domain(self):
        """Return the domain of the live links to stop, to be searched as superuser.

        :raise AccessError: unless the user is a manager of the company
        """
        self._check_manager()
        domain = Domain("company_id", "=", self.company_id.id)
        if self.partner_id:
            domain &= self.partner_id._public_link_domain()
        return domain & Domain("revoked_at", "=", False)

    def _check_manager(self):
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(
                self.env._("Only managers of public links can stop all links at once.")
            )
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("This is not one of your companies."))

    @api.depends("partner_id", "company_id")
    def _compute_count(self):
        # sudo: managers stop all links, those of documents they cannot read, too
        links = self.env["public.link"].sudo()
        for stop in self:
            stop.count = links.search_count(stop._links_domain())
            if stop.partner_id:
                stop.summary = self.env._(
                    "Live links of %(name)s: %(count)s.",
                    name=stop.partner_id.display_name,
                    count=stop.count,
                )
            else:
                stop.summary = self.env._(
                    "Live links of %(name)s, of all customers: %(count)s.",
                    name=stop.company_id.display_name,
                    count=stop.count,
                )

    def action_stop(self):
        """Revoke them all."""
        self.ensure_one()
        reason = "customer" if self.partner_id else "company"
        links = self.env["public.link"].sudo()  # as above
        count = links._revoke_found(self._links_domain(), reason)
        self.env["sale.order"]._public_link_stop_carts(self.company_id, self.partner_id)
        message = self.env._("Links stopped: %s. They no longer open anything.", count)
        return links._tell(message, close=True)
