# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost: one interface to a hundred carriers (api.easypost.com/v2).

A tracker is created once for each number; EasyPost then sends every change of it to the
webhook. In test mode the numbers EZ1000000001 to EZ7000000007 stand for the states.
"""

import hmac
import unicodedata

from .base import (
    NotFound,
    Place,
    Scan,
    TrackResult,
    child,
    children,
    decode,
    moment,
    text,
)
from .tracker import TrackerAdapter

STATES = {
    "pre_transit": "pre_transit",
    "in_transit": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "delivered": "delivered",
    "available_for_pickup": "available_for_pickup",
    "return_to_sender": "return_to_sender",
    "failure": "exception",
    "cancelled": "cancelled",
    # A look-up that failed, which says nothing about the parcel.
    "error": "",
    "unknown": "unknown",
}
# "status_detail" where it says more than "status".
DETAILS = {"delivery_attempted": "attempt_failed", "missed_delivery": "attempt_failed"}


class EasyPost(TrackerAdapter):
    code = "easypost"
    name = "EasyPost"
    url = "https://api.easypost.com"
    path = "/trackers"
    number_field = "tracking_code"
    carrier_field = "carrier"
    limit_field = "page_size"
    complaint_field = "error"

    def fetch(self, parcels):
        answer = self._ask(
            "POST",
            "/trackers/batch",
            json={"tracking_codes": [parcel.number for parcel in parcels]},
        )
        found = [self._result(row) for row in children(answer, "trackers")]
        by_id = {result.tracker_id: result for result in found if result.tracker_id}
        results, missing = [], []
        for parcel in parcels:
            result = by_id.get(parcel.tracker_id)
            if result:
                result.key = parcel.key
                results.append(result)
            else:
                missing.append(parcel)
        # The list is searched by number. It is cut when long, and a number that a
        # carrier used before has several trackers: some of ours may be missing.
        try:
            return results + self.each(missing, self._retrieve)
        except Exception as error:
            if hasattr(error, "results"):
                error.results = results + error.results
            raise

    def _creation_body(self, tracker):
        return {"tracker": tracker}

    def _retrieve(self, parcel):
        if not parcel.tracker_id or not parcel.tracker_id.isidentifier():
            raise NotFound("no tracker")
        answer = self._ask("GET", f"/trackers/{parcel.tracker_id}")
        return self._checked(answer, parcel)

    def _ask(self, method, path, **options):
        return self.request(method, f"/v2{path}", auth=(self.key, ""), **options)

    # === WEBHOOK === #

    def verify(self, headers, body):
        secret = unicodedata.normalize("NFKD", self.secret)
        digest = self._digest(body, secret).hexdigest()
        given = headers.get("X-Hmac-Signature") or ""
        return hmac.compare_digest(f"hmac-sha256-hex={digest}".encode(), given.encode())

    def parse_webhook(self, body):
        event = decode(body)
        if not isinstance(event, dict) or event.get("object") != "Event":
            raise ValueError("no event")
        tracker = child(event, "result")
        results = [self._result(tracker)] if tracker.get("object") == "Tracker" else []
        return text(event.get("id"), 100), results

    # === READING === #

    def _result(self, row):
        state = text(row.get("status"))
        detail = child(row, "carrier_detail")
        return TrackResult(
            number=text(row.get("tracking_code")).upper(),
            tracker_id=text(row.get("id"), 100),
            carrier_code=text(row.get("carrier")),
            carrier_name=text(row.get("carrier")),
            service=text(detail.get("service")),
            state=_state(state, text(row.get("status_detail"))),
            raw_state=state,
            as_of=moment(row.get("updated_at")),
            eta_from=moment(row.get("est_delivery_date")),
            eta_to=moment(row.get("est_delivery_date")),
            origin=_place(child(detail, "origin_tracking_location")),
            destination=_place(child(detail, "destination_tracking_location")),
            scans=[_scan(scan) for scan in children(row, "tracking_details")],
            error="EasyPost could not look it up" if state == "error" else "",
        )


def _state(status, detail=""):
    return DETAILS.get(detail) or STATES.get(status, "unknown")


def _scan(row):
    status = text(row.get("status"))
    return Scan(
        at=moment(row.get("datetime")),
        state=_state(status, text(row.get("status_detail"))),
        code=text(row.get("carrier_code")) or status,
        message=text(row.get("message")),
        place=_place(child(row, "tracking_location")),
    )


def _place(row):
    return Place(
        city=text(row.get("city"), 100),
        state=text(row.get("state"), 50),
        zip=text(row.get("zip"), 20),
        country=text(row.get("country"), 50),
    )
