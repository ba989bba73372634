# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers opt out of emails about parcels as they do of follow-ups, and staff pause them
likewise."""

from odoo import models
from odoo.fields import Domain

from .public_link_plan_exception import PARCELS
from .res_partner import OPT_OUT_FOR


class ShipmentNotice(models.Model):
    _inherit = "shipment.notice"

    def _optout_url(self):
        base = self.env["public.link"]._placeholder_base()
        return super()._optout_url() or (
            f"{base}{OPT_OUT_FOR}{self.company_id.id}/{PARCELS}"
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _public_parcel_mails_off(self, company):
        if super()._public_parcel_mails_off(company):
            return True
        # sudo: whether the system may mail this contact, whoever caused the mail
        rows = self.env["public.link.plan.exception"].sudo()
        people = self | self.commercial_partner_id
        paused = rows._live_domain(company, company._public_links_today())
        paused &= Domain("kind", "=", PARCELS) & Domain("action", "=", "pause")
        return bool(
            rows.search_count(paused & Domain("partner_id", "in", people.ids), limit=1)
        )
