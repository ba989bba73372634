# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""AfterShip Tracking (api.aftership.com/tracking).

Its times come with and without an offset. A status is one of nine tags, refined by a
subtag.
"""

import base64
import hmac
import re

from .base import Place, Scan, TrackResult, child, children, decode, moment, text
from .tracker import TrackerAdapter

VERSION = "2026-07"
TAGS = {
    "Pending": "unknown",
    "InfoReceived": "pre_transit",
    "InTransit": "in_transit",
    "OutForDelivery": "out_for_delivery",
    "AttemptFail": "attempt_failed",
    "Delivered": "delivered",
    "AvailableForPickup": "available_for_pickup",
    "Exception": "exception",
    "Expired": "unknown",
}
# AfterShip counts a return to the sender among the exceptions.
SUBTAGS = {"Exception_010": "return_to_sender", "Exception_011": "return_to_sender"}
EXISTS = 4003


class AfterShip(TrackerAdapter):
    code = "aftership"
    name = "AfterShip"
    url = "https://api.aftership.com"
    min_interval = 0.1
    path = "/trackings"
    number_field = "tracking_number"
    carrier_field = "slug"
    limit_field = "limit"
    complaint_field = "meta"

    def fetch(self, parcels):
        answer = self._ask(
            "GET",
            "/trackings",
            params={
                "tracking_numbers": ",".join(parcel.number for parcel in parcels),
                "limit": 2 * self.batch_size,
            },
        )
        found = [
            self._result(row) for row in children(child(answer, "data"), "trackings")
        ]
        by_id = {result.tracker_id: result for result in found}
        results = []
        for parcel in parcels:
            result = by_id.get(parcel.tracker_id)
            if not result and not parcel.tracker_id:
                same = [row for row in found if row.number == parcel.number]
                result = same[0] if len(same) == 1 else None
            result = result or TrackResult(number=parcel.number)
            result.key = parcel.key
            results.append(result)
        return results

    def _tracker_of(self, answer):
        return _tracking(child(answer, "data"))

    def _ask(self, method, path, **options):
        return self.request(
            method,
            f"/tracking/{VERSION}{path}",
            headers={"as-api-key": self.key},
            **options,
        )

    def _decoded(self, response, body):
        if response.status_code == 400:
            # The error "Tracking already exists" holds the tracking that we asked for.
            try:
                answer = decode(body)
            except ValueError:
                answer = None
            exists = child(answer, "meta").get("code") == EXISTS
            if exists and self._tracker_of(answer).get("id"):
                return answer
        return super()._decoded(response, body)

    # === WEBHOOK === #

    def verify(self, headers, body):
        digest = self._digest(body, self.secret).digest()
        given = headers.get("aftership-hmac-sha256") or ""
        return hmac.compare_digest(base64.b64encode(digest), given.encode())

    def parse_webhook(self, body):
        event = decode(body)
        message = child(event, "msg")
        if not message.get("tracking_number"):
            raise ValueError("no event")
        return text(event.get("event_id"), 100), [self._result(message)]

    # === READING === #

    def _result(self, row):
        tag = text(row.get("tag"))
        latest = child(row, "latest_estimated_delivery")
        eta = (
            moment(row.get("courier_estimated_delivery_date"))
            if isinstance(row.get("courier_estimated_delivery_date"), str)
            else moment(
                child(row, "courier_estimated_delivery_date").get(
                    "estimated_delivery_date"
                )
            )
        )
        if not eta.order:
            eta = moment(latest.get("datetime") or row.get("expected_delivery"))
        return TrackResult(
            number=text(row.get("tracking_number")).upper(),
            tracker_id=text(row.get("id"), 128),
            carrier_code=text(row.get("slug")),
            service=text(row.get("shipment_type")),
            state=_state(tag, text(row.get("subtag"))),
            raw_state=text(row.get("subtag")) or tag,
            as_of=moment(row.get("updated_at") or row.get("last_updated_at")),
            eta_from=moment(latest.get("datetime_min")) if latest else eta,
            eta_to=moment(latest.get("datetime_max")) if latest else eta,
            origin=Place(country=_country(row, "origin_country")),
            destination=Place(
                city=text(row.get("destination_city"), 100),
                country=_country(row, "destination_country"),
            ),
            scans=[_scan(scan) for scan in children(row, "checkpoints")],
        )


def _tracking(data):
    """Return the tracking of an answer; older versions of the API nest it once more."""
    return child(data, "tracking") or data


def _state(tag, subtag=""):
    return SUBTAGS.get(subtag) or TAGS.get(tag, "unknown")


def _country(row, name):
    return text(
        row.get(f"{name}_region") or row.get(f"{name}_iso3") or row.get(name), 50
    )


def _scan(row):
    tag, subtag = text(row.get("tag")), text(row.get("subtag"))
    country = text(row.get("country_region") or row.get("country_iso3"), 50)
    city = text(row.get("city"), 100)
    if not city and not country:
        # Like "ES, Spain"; no street was found in it so far.
        location = text(row.get("location"), 100)
        city = re.sub(r"^[A-Z]{2,3}, ", "", location)
    return Scan(
        at=moment(row.get("checkpoint_time")),
        state=_state(tag, subtag) if tag else "",
        code=text(row.get("raw_tag")) or subtag or tag,
        message=text(row.get("message")),
        place=Place(
            city=city,
            state=text(row.get("state"), 50),
            zip=text(row.get("zip"), 20),
            country=country,
        ),
        id=text(row.get("hash"), 100),
    )
