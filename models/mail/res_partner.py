# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A contact's new mail address ends the links that went to the old one."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if "email" not in vals:
            return super().write(vals)
        before = {partner: email_normalize(partner.email or "") for partner in self}
        result = super().write(vals)
        moved = {
            partner.id: address
            for partner, address in before.items()
            if address and address != email_normalize(partner.email or "")
        }
        if moved:
            # sudo: what went to the old mailbox ends, whoever corrects the address
            links = self.env["public.link"].sudo()
            sent = links.search(
                Domain("partner_id", "in", list(moved))
                & Domain("email", "in", list(set(moved.values())))
                & Domain("revoked_at", "=", False)
                & links._sent_domain()
                # Copied or shown by hand: it went to no mailbox.
                & (
                    Domain("mail_message_id", "!=", False)
                    | Domain("sent_at", "!=", False)
                )
            )
            sent.filtered(lambda link: link.email == moved[link.partner_id.id])._revoke(
                "address"
            )
        return result
