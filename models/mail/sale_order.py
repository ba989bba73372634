# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ...tools.formatting import day, money


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_mail_gist(self, purpose):
        # What is due of an order now, only its page tells, at the moment of paying.
        if self.state == "cancel" or purpose not in ("view", "approve"):
            return super()._public_mail_gist(purpose)
        amount = money(self.env, self.amount_total, self.currency_id)
        if self.state == "sale" or self.is_expired or not self.validity_date:
            return amount, ""
        return amount, self.env._("good until %s", day(self.env, self.validity_date))
