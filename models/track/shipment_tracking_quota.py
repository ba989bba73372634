# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The requests of a day, where a provider counts them: spread until the day's end."""

import math
from datetime import datetime, time, timedelta

from odoo import fields, models

# Of a day's requests this share is kept for what staff ask themselves.
RESERVE = 0.1
RUN_EVERY = timedelta(minutes=15)  # of the scheduled action


class ShipmentTrackingAccount(models.Model):
    _inherit = "shipment.tracking.account"

    def _calls_today(self):
        """Return how many requests were made on this day of UTC."""
        today = fields.Datetime.now().date()
        return self.calls_made if self.calls_day == today else 0

    def _calls_allowed(self):
        """Return how many requests the scheduled action may make now, so that the day's last
        until its end; ``None`` where they are not counted.

        :rtype: int or None
        """
        if not self.daily_limit:
            return None
        now = fields.Datetime.now()
        left = math.floor(self.daily_limit * (1 - RESERVE)) - self._calls_today()
        midnight = datetime.combine(now.date() + timedelta(days=1), time())
        return max(math.ceil(left * (RUN_EVERY / max(midnight - now, RUN_EVERY))), 0)

    def _asks_again_at(self):
        """Return when the provider will be asked again, where it is not asked now: it asked
        for a pause, or the day's requests are used.

        :rtype: datetime.datetime or None
        """
        account, now = self.sudo(), fields.Datetime.now()  # not its keys
        if account.rest_until and account.rest_until > now:
            return account.rest_until
        if account._calls_allowed() == 0:
            return datetime.combine(now.date() + timedelta(days=1), time())
        return None

    def _note_calls(self, adapter):
        """Count the requests that an adapter has sent since it was last asked."""
        sent, adapter.requests_sent = adapter.requests_sent, 0
        # Not of others: the row would be written by polls and webhooks at once.
        if not (sent and self.daily_limit):
            return
        self.write(
            {
                "calls_made": self._calls_today() + sent,
                "calls_day": fields.Datetime.now().date(),
            }
        )
