# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""DHL "Shipment Tracking - Unified" (api-eu.dhl.com/track): one number a request.

It has no webhook for everybody, and numbers need not be registered. The "status" texts
differ between DHL's divisions; only "statusCode" has fixed values.
"""

import contextlib

from .base import (
    Adapter,
    NotFound,
    Place,
    Refused,
    Scan,
    TrackResult,
    child,
    children,
    moment,
    text,
)

STATES = {
    "pre-transit": "pre_transit",
    "transit": "in_transit",
    "delivered": "delivered",
    "failure": "exception",
    "unknown": "unknown",
}
# The example number of DHL's documentation.
SAMPLE = "00340434292135100148"


class DhlUnified(Adapter):
    code = "dhl"
    name = "DHL (Unified Tracking)"
    url = "https://api-eu.dhl.com"
    min_interval = 5.0  # the rate limit of a new key

    def fetch(self, parcels):
        return self.each(parcels, self._track)

    def _track(self, parcel):
        params = {"trackingNumber": parcel.number}
        if parcel.carrier_code:
            params["service"] = parcel.carrier_code
        answer = self._ask(params)
        for row in children(answer, "shipments"):
            if text(row.get("id")).upper() == parcel.number:
                return self._result(row)
        raise NotFound("no such shipment")

    def test(self):
        # "Not found" shows that the key was accepted.
        with contextlib.suppress(NotFound):
            self._ask({"trackingNumber": SAMPLE})

    def _ask(self, params):
        return self.request(
            "GET",
            "/track/shipments",
            params=params,
            headers={"DHL-API-Key": self.key, "Accept": "application/json"},
        )

    def refusal(self, status, answer):
        return Refused(text(answer.get("detail")) or f"HTTP {status}")

    def _result(self, row):
        status = child(row, "status")
        frame = child(row, "estimatedDeliveryTimeFrame")
        eta = moment(row.get("estimatedTimeOfDelivery"))
        code = text(status.get("statusCode"))
        state = STATES.get(code, "unknown")
        if row.get("returnFlag") is True and state == "delivered":
            state = "return_to_sender"
        return TrackResult(
            number=text(row.get("id")).upper(),
            carrier_code=text(row.get("service")),
            carrier_name="DHL",
            service=text(child(child(row, "details"), "product").get("productName")),
            state=state,
            raw_state=code or text(status.get("status")),
            as_of=moment(status.get("timestamp")),
            eta_from=moment(frame.get("estimatedFrom")) if frame else eta,
            eta_to=moment(frame.get("estimatedThrough")) if frame else eta,
            origin=_place(child(row, "origin")),
            destination=_place(child(row, "destination")),
            # The newest comes first.
            scans=[_scan(scan) for scan in reversed(children(row, "events"))],
        )


def _scan(row):
    code = text(row.get("statusCode"))
    return Scan(
        at=moment(row.get("timestamp")),
        state=STATES.get(code, "unknown") if code else "",
        code=code,
        message=text(row.get("description")) or text(row.get("status")),
        place=_place(child(row, "location")),
    )


def _place(row):
    address = child(row, "address")
    return Place(
        city=text(address.get("addressLocality"), 100),
        zip=text(address.get("postalCode"), 20),
        country=text(address.get("countryCode"), 50),
    )
