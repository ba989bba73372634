# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bank transfers that a customer announced, until the ledger has as much."""

from odoo import fields, models

from ...tools.formatting import money, page_day
from .public_link_mixin import MANUAL


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_open_transfers(self):
        """Return the transfers that were announced and have not arrived, the newest first.

        In core such a payment stays pending for ever. That the money has come is told by
        the ledger: by payments since then, beside those made online, of as much.

        :rtype: `payment.transaction`
        """
        announced = self._public_pay_transactions().filtered(
            lambda tx: (
                tx.state == "pending"
                and tx.provider_code in MANUAL
                and tx._public_link_is_transfer()
            )
        )
        if not announced:
            return announced
        arrived = sorted(
            (row.date, row.amount)
            for row in self._public_pay_paid()
            if row.kind == "in" and not row.transaction
        )
        left = announced.browse()
        zone = self._public_link_company()._public_links_settings()["tz"]
        here = announced.with_context(tz=zone)
        for tx in announced.sorted("id"):
            since = fields.Datetime.context_timestamp(here, tx.last_state_change).date()
            # One by one, the first that was announced takes the first that came.
            sums, taken = 0.0, []
            for when, amount in arrived:
                if (
                    when >= since
                    and tx.currency_id.compare_amounts(sums, tx.amount) < 0
                ):
                    sums += amount
                    taken.append((when, amount))
            if tx.currency_id.compare_amounts(sums, tx.amount) < 0:
                left |= tx
            else:
                for one in taken:
                    arrived.remove(one)
        return left.sorted("id", reverse=True)

    def _public_pay_announced(self):
        """Return a sentence for each bank transfer that was announced and has not arrived."""
        env = self.env
        return [
            env._(
                "You announced a transfer of %(amount)s on %(date)s. If it is on its way,"
                " please do not pay again.",
                amount=money(env, one.amount, one.currency_id),
                date=page_day(env, one.last_state_change),
            )
            for one in self._public_pay_open_transfers()
        ]
