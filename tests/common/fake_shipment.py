# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A shipment, as the fake tracking providers know it. Plain Python."""

import hashlib
from datetime import UTC, datetime, timedelta

NAME = "John Tester"
STREET = "Batman Avenue 1040"


class Shipment:
    """How one number stands at the carrier."""

    def __init__(self, number, state="in_transit", scans=3, eta=None):
        self.number, self.state, self.eta = number, state, eta
        self.id = hashlib.sha256(number.encode()).hexdigest()[:24]
        self.updated = datetime.now(UTC).replace(microsecond=0)
        self.scans = []
        for hours in range(scans, 0, -1):
            self.add("in_transit", f"Scan {scans - hours + 1}", hours)
        if scans and state != "in_transit":
            self.scans[-1]["state"] = state

    def add(self, state, message, hours=0, **values):
        at = self.updated - timedelta(hours=hours)
        place = {"city": "Newark", "region": "NJ", "country": "US"}
        self.scans.append(
            {"state": state, "message": message, "at": at, **place} | values
        )


def utc(at):
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
