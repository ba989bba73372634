# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _public_parcel_mails_off(self, company):
        """Hook: tell whether this contact wants no mails about parcels.

        :param company: `res.company` that would send them
        :rtype: bool
        """
        return self.is_blacklisted
