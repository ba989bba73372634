# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A contact's new mail address ends the links that went to the old one."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize_all


def _addresses(partner):
    return set(email_normalize_all(partner.email or ""))


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if "email" not in vals:
            return super().write(vals)
        before = {partner: _addresses(partner) for partner in self}
        result = super().write(vals)
        # Of several addresses in one field, those that are no longer there.
        moved = {
            partner.id: gone
            for partner, addresses in before.items()
            if (gone := addresses - _addresses(partner))
        }
        if moved:
            # sudo: what went to the old mailbox ends, whoever corrects the address
            links = self.env["public.link"].sudo()
            sent = links.search(
                Domain("partner_id", "in", list(moved))
                & Domain("email", "in", list(set().union(*moved.values())))
                & Domain("revoked_at", "=", False)
                # Links of single addresses hang on their contact's: neither derived by a
                # page nor printed.
                & Domain("channel", "not in", ("qr", "derived"))
                # Copied or shown by hand: it went to no mailbox.
                & (
                    Domain("mail_message_id", "!=", False)
                    | Domain("sent_at", "!=", False)
                )
            )
            sent.filtered(lambda link: link.email in moved[link.partner_id.id])._revoke(
                "address"
            )
        return result
