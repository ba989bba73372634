# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Providers at which a number is registered once, as a tracker, and that then send its
changes to a webhook."""

import hashlib
import hmac

from .base import Adapter, Refused, child, text


class TrackerAdapter(Adapter):
    """A provider at which trackers are created. ``_result`` reads what it says of one."""

    batch_size = 50
    has_webhook = True
    path = ""  # of the list of trackers
    number_field = ""  # the field of a new tracker that holds the number
    carrier_field = ""
    limit_field = ""  # the parameter that limits how many are listed
    complaint_field = ""  # the part of an answer that describes an error

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
        answer = self._ask("POST", self.path, json=self._creation_body(tracker))
        return self._checked(self._tracker_of(answer), parcel)

    def _checked(self, row, parcel):
        """Return the result of a tracker, after checking that it is this parcel's."""
        return self.own(self._result(row), parcel)

    def _digest(self, body, secret):
        return hmac.new(secret.encode(), body, hashlib.sha256)

    # === WHAT EACH PROVIDER DEFINES === #

    def _ask(self, method, path, **options):
        """Send a request with the key, see ``request``."""
        raise NotImplementedError

    def _creation_body(self, tracker):
        """Return the body of the request that creates a tracker."""
        return tracker

    def _tracker_of(self, answer):
        """Return the tracker of an answer."""
        return answer

    def _result(self, row):
        """Return what the provider's row about a tracker says.

        :rtype: TrackResult
        """
        raise NotImplementedError
