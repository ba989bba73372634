# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Providers that follow a number once they were told of it, and send what is new."""

import hashlib
import hmac

from .base import Adapter, Refused, child, text


class TrackerAdapter(Adapter):
    """A provider of trackers. What it says of one, ``_result`` reads."""

    batch_size = 50
    has_webhook = True
    path = ""  # of its trackers
    number_field = ""  # of a new tracker
    carrier_field = ""
    limit_field = ""  # how many trackers to list
    complaint_field = ""  # the part of an answer that says what was wrong

    def register(self, parcels):
        return self.each(parcels, self._create)

    def test(self):
        self._ask("GET", self.path, params={self.limit_field: 1})

    def refusal(self, status, answer):
        said = text(child(answer, self.complaint_field).get("message"))
        return Refused(said or f"HTTP {status}")

    def _create(self, parcel):
        tracker = {self.number_field: parcel.number}
        if parcel.carrier_code:
            tracker[self.carrier_field] = parcel.carrier_code
        answer = self._ask("POST", self.path, json=self._new(tracker))
        return self._checked(self._of_answer(answer), parcel)

    def _checked(self, row, parcel):
        """Return what a tracker says, if it is this parcel's."""
        result = self._result(row)
        if result.number != parcel.number:
            raise Refused("the answer is about another parcel")
        return result

    def _digest(self, body, secret):
        return hmac.new(secret.encode(), body, hashlib.sha256)

    # === OF EACH PROVIDER === #

    def _ask(self, method, path, **options):
        """Send a request with the key, see ``request``."""
        raise NotImplementedError

    def _new(self, tracker):
        """Return the body of a request for a tracker."""
        return tracker

    def _of_answer(self, answer):
        """Return the tracker of an answer."""
        return answer

    def _result(self, row):
        """Return what a tracker says.

        :rtype: TrackResult
        """
        raise NotImplementedError
