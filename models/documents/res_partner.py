# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Contacts: the links that they received, and what ends them."""

from odoo import fields, models
from odoo.fields import Domain

from ..link.public_link_cached import forget_cached
from ..link.public_link_mixin import LINK_SUMS


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "public.link.mixin"]

    public_links_blocked = fields.Boolean(
        "Public Links Off",
        tracking=True,
        help="No public link of this contact opens anything; set on a company, none of"
        " its contacts' links does.",
    )

    def _public_link_kind(self):
        return self.env._("Contact")

    def _public_link_domain(self):
        # A contact's links are those that it received, of all kinds of documents.
        return Domain("partner_id", "in", self.ids) | (
            Domain("commercial_partner_id", "in", self.ids)
        )

    def _public_link_customer(self):
        return self

    def _compute_public_links(self):
        Link = self.env["public.link"]
        may_read = Link.has_access("read")
        for partner in self:
            shown = may_read and partner.ids
            partner.public_link_ids = (
                Link.search(partner._public_link_domain()) if shown else Link
            )

    def _compute_public_link_count(self):
        Link = self.env["public.link"]
        may_read = Link.has_access("read")
        for partner in self:
            count, opened = 0, False
            if may_read and partner.ids:
                domain = partner._public_link_domain()
                [(count, opened)] = Link._read_group(domain, [], LINK_SUMS)
            partner.public_link_count = count
            partner.public_link_last_opened = opened

    def _having_links(self, domain):
        # QR codes have no recipient, and "NOT IN" with a NULL in the list finds nothing.
        domain = Domain("partner_id", "!=", False) & domain
        query = self.env["public.link"]._search(domain)
        return Domain("id", "in", query.subselect("partner_id"))

    def write(self, vals):
        result = super().write(vals)
        # Pages know the company's name and contact from a cache.
        # sudo: whether it is a company's contact, whoever edits it
        if (
            self.env["res.company"]
            .sudo()
            .search_count([("partner_id", "in", self.ids)], limit=1)
        ):
            forget_cached(self.env)
        merging = self.env.context.get("public_link_merging")
        if vals.keys() & {"parent_id", "is_company"} and not merging:
            # sudo: a contact that moves to another customer loses its links, whoever
            # moves it
            links = (
                self.env["public.link"]
                .sudo()
                .search(
                    [("partner_id", "child_of", self.ids), ("revoked_at", "=", False)]
                )
            )
            links.filtered(
                lambda link: (
                    link.commercial_partner_id != link.partner_id.commercial_partner_id
                )
            )._revoke("moved")
        return result

    def action_public_links_stop(self):
        """Ask, with the number of links, whether to end all links of this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stop All Links"),
            "res_model": "public.link.stop",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_id": self.id, "dialog_size": "medium"},
        }
