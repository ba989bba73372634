# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Merging contacts: what becomes of their links and cards."""

from odoo import api, models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._revoke_doubled_portal_links(src_partners, dst_partner)
        # What one contact agreed to is not what the other did.
        src_partners._public_link_end_agreements()
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _revoke_doubled_portal_links(self, src_partners, dst_partner):
        """Revoke all but the latest portal link of a company, of the merged contacts.

        Two live ones would violate the unique index, and core would then delete all links
        of the contacts that are merged.
        """
        links = (
            self.env["public.link"]
            .sudo()
            .search(  # whoever merges, links follow
                [
                    ("purpose", "=", "portal"),
                    ("partner_id", "in", (src_partners | dst_partner).ids),
                    ("revoked_at", "=", False),
                    ("parent_id", "=", False),
                ],
                order="id desc",
            )
        )
        for _company, group in links.grouped("company_id").items():
            alive = group.filtered(lambda link: link.state == "active") or group
            (group - alive[0])._revoke("merged")
        links.flush_recordset()

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        result = super()._update_reference_fields(src_partners, dst_partner)
        # Core follows fields of the type reference only.
        self.env["public.link"].sudo().search(  # whoever merges, links follow
            [("res_model", "=", "res.partner"), ("res_id", "in", src_partners.ids)]
        ).write({"res_id": dst_partner.id, "document_name": dst_partner.display_name})
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        # The consent of one contact must not count for the card of the other.
        # sudo: users who merge may not be able to read cards
        src_partners.sudo()._public_link_drop_card()
        # The customer may change by a merge: that must not end the contact's links.
        dst_partner = dst_partner.with_context(public_link_merging=True)
        result = super()._update_values(src_partners, dst_partner)
        links = (
            self.env["public.link"]
            .sudo()
            .search(  # whoever merges, links follow
                [("partner_id", "child_of", dst_partner.ids)]
            )
        )
        for partner, group in links.grouped("partner_id").items():
            group.commercial_partner_id = partner.commercial_partner_id
        return result
