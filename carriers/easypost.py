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
    page_url,
    spoken,
    spot_in,
    text,
    town,
    with_reason,
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
DETAILS = {
    "arrived_at_pickup_location": "available_for_pickup",
    "cancelled": "cancelled",
    "delivery_attempted": "attempt_failed",
    "missed_delivery": "attempt_failed",
    "return": "return_to_sender",
}
REASONS = {
    "address_correction": "address",
    "awaiting_information": "documents",
    "damaged": "damaged",
    "delayed": "delay",
    "lost": "lost",
    "missorted": "delay",
    "refused": "refused",
    "weather_delay": "weather",
}
INTERNAL = "EasyPost's own bookkeeping"
MEASURE = "no customer asks for it"


class EasyPost(TrackerAdapter):
    code = "easypost"
    name = "EasyPost"
    url = "https://api.easypost.com"
    path = "/trackers"
    number_field = "tracking_code"
    carrier_field = "carrier"
    limit_field = "page_size"
    complaint_field = "error"
    left_out = {
        **dict.fromkeys(
            ("created_at", "fees", "finalized", "mode", "object", "shipment_id"),
            INTERNAL,
        ),
        "carrier_detail.alternate_identifier": INTERNAL,
        "carrier_detail.container_type": MEASURE,
        "carrier_detail.destination_location": "free text; its parts are read",
        "carrier_detail.est_delivery_time_local": "the day is enough",
        "carrier_detail.guaranteed_delivery_date": "the estimate is newer",
        "carrier_detail.initial_delivery_attempt": "its scan says it",
        "carrier_detail.object": INTERNAL,
        "carrier_detail.origin_location": "free text; its parts are read",
        "delivery_evidence": "pictures of homes and signatures",
        "is_return": "the customer's own return, not one to the sender",
        "tracking_details.description": "the carrier's words once more",
        "tracking_details.est_delivery_date": "the tracker's own is newer",
        "tracking_details.object": INTERNAL,
        "tracking_details.source": INTERNAL,
        "tracking_details.tracking_location.object": INTERNAL,
        "user_id": INTERNAL,
        "weight": MEASURE,
    }

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
        status, detail = text(row.get("status")), text(row.get("status_detail"))
        carrier = child(row, "carrier_detail")
        scans = [_scan(scan) for scan in children(row, "tracking_details")]
        last = scans[-1].message if scans else ""
        state, reason = _state(status, detail, last)
        local = moment(carrier.get("est_delivery_date_local"))
        eta = local if local.order else moment(row.get("est_delivery_date"))
        return TrackResult(
            number=text(row.get("tracking_code")).upper(),
            tracker_id=text(row.get("id"), 100),
            carrier_code=text(row.get("carrier")),
            carrier_name=spoken(text(row.get("carrier"))),
            service=spoken(text(carrier.get("service"))),
            state=state,
            raw_state=status,
            as_of=moment(row.get("updated_at")),
            reason=reason,
            spot=spot_in(last) if state == "delivered" else "",
            page_url=page_url(row.get("public_url")),
            people=(text(row.get("signed_by")),),
            eta_from=eta,
            eta_to=eta,
            origin=_place(child(carrier, "origin_tracking_location")),
            destination=_place(child(carrier, "destination_tracking_location")),
            scans=scans,
            error="EasyPost could not look it up" if status == "error" else "",
        )


def _state(status, detail, message):
    state = DETAILS.get(detail) or STATES.get(status, "unknown")
    return with_reason(state, message, reason=REASONS.get(detail, ""))


def _scan(row):
    status = text(row.get("status"))
    message = text(row.get("message"))
    state, _reason = _state(status, text(row.get("status_detail")), message)
    return Scan(
        at=moment(row.get("datetime")),
        state=state,
        code=text(row.get("carrier_code")) or status,
        message=message,
        place=_place(child(row, "tracking_location")),
    )


def _place(row):
    return Place(
        city=town(text(row.get("city"), 100)),
        state=text(row.get("state"), 50),
        zip=text(row.get("zip"), 20),
        country=text(row.get("country"), 50),
    )
