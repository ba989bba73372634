# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ...tools.formatting import day, money


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_mail_gist(self, purpose):
        env, (_kind, code) = self.env, self._public_state()
        if self.state != "posted" or purpose not in ("view", "pay"):
            return super()._public_mail_gist(purpose)
        if code not in ("unpaid", "partial", "overdue"):
            return money(env, self.amount_total, self.currency_id), ""
        due, amount = self._public_next()
        amount = money(env, amount, self.currency_id)
        if not due:
            return amount, ""
        words = (
            env._("was due on %s") if self._public_days_left() < 0 else env._("due %s")
        )
        return amount, words % day(env, due)
