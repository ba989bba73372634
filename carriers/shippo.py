# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Shippo (api.goshippo.com/tracks): one number a request, and the carrier must be told.

Its webhooks are signed only after its account manager has switched that on. An unsigned one
is not read; it only says which parcel to ask for.
"""

import hashlib
import hmac
import re
import time
from urllib.parse import quote

from .base import (
    Adapter,
    Place,
    Refused,
    Scan,
    TrackResult,
    child,
    children,
    decode,
    moment,
    spoken,
    spot_in,
    text,
    town,
    with_reason,
)

STATES = {
    "UNKNOWN": "unknown",
    "PRE_TRANSIT": "pre_transit",
    "TRANSIT": "in_transit",
    "DELIVERED": "delivered",
    "RETURNED": "return_to_sender",
    "FAILURE": "exception",
}
# Substatus codes that say more than the status.
DETAILS = {
    "delivery_attempted": "attempt_failed",
    "location_inaccessible": "attempt_failed",
    "notice_left": "attempt_failed",
    "out_for_delivery": "out_for_delivery",
    "pickup_available": "available_for_pickup",
    "return_to_sender": "return_to_sender",
}
REASONS = {
    "address_issue": "address",
    "delayed": "delay",
    "location_inaccessible": "address",
    "notice_left": "nobody",
    "package_damaged": "damaged",
    "package_disposed": "destroyed",
    "package_lost": "lost",
    "package_unclaimed": "uncollected",
    "reschedule_delivery": "delay",
}
# How far the clock of a signature may be from ours: an old one is not taken again.
TOLERANCE = 5 * 60  # seconds
INTERNAL = "Shippo's own bookkeeping"


class Shippo(Adapter):
    code = "shippo"
    name = "Shippo"
    url = "https://api.goshippo.com"
    min_interval = 0.15
    has_webhook = True
    has_ids = False
    left_out = {
        **dict.fromkeys(("messages", "metadata", "test", "transaction"), INTERNAL),
        "original_eta": "the newer one is read",
        "servicelevel.token": "its name is read",
        "tracking_history.object_created": INTERNAL,
        "tracking_history.object_updated": INTERNAL,
        "tracking_history.substatus.action_required": "the state says it",
        "tracking_history.substatus.text": "a general text about its code",
        "tracking_status.location": "the history has it",
        "tracking_status.object_created": INTERNAL,
        "tracking_status.object_id": INTERNAL,
        "tracking_status.object_updated": INTERNAL,
        "tracking_status.substatus.action_required": "the state says it",
        "tracking_status.substatus.text": "a general text about its code",
    }

    def fetch(self, parcels):
        return self.each(parcels, self._track)

    def _track(self, parcel):
        if not parcel.carrier_code:
            raise Refused(
                "Shippo must be told the carrier: enter it at the delivery method, like"
                " “usps”"
            )
        if parcel.known:
            carrier, number = (
                quote(part, safe="") for part in (parcel.carrier_code, parcel.number)
            )
            answer = self._ask("GET", f"/tracks/{carrier}/{number}")
        else:
            # The same answer; from then on its changes are told to the webhook.
            query = {"carrier": parcel.carrier_code, "tracking_number": parcel.number}
            answer = self._ask("POST", "/tracks/", json=query)
        return self.own(self._result(answer), parcel)

    def test(self):
        self._ask("GET", "/carrier_accounts/", params={"results": 1})

    def refusal(self, status, answer):
        return Refused(text(answer.get("detail")) or f"HTTP {status}")

    def _ask(self, method, path, **options):
        headers = {"Authorization": f"ShippoToken {self.key}"}
        return self.request(method, path, headers=headers, **options)

    # === WEBHOOK === #

    def verify(self, headers, body):
        given = headers.get("Shippo-Auth-Signature") or ""
        found = re.fullmatch(r"t=(\d{1,12}),\s*v1=([0-9a-f]{64})", given)
        if not found or abs(time.time() - int(found[1])) > TOLERANCE:
            return False
        signed = found[1].encode() + b"." + body
        digest = hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(digest, found[2])

    def parse_webhook(self, body):
        event = decode(body)
        row = child(event, "data")
        if not isinstance(event, dict) or not event.get("event"):
            raise ValueError("no event")
        told = event.get("event") == "track_updated" and row.get("tracking_number")
        # Its events have no id: the body stands for them.
        return "", [self._result(row)] if told else []

    def hinted_numbers(self, body):
        return [result.number for result in self.parse_webhook(body)[1]]

    # === READING === #

    def _result(self, row):
        status = child(row, "tracking_status")
        code = text(status.get("status"))
        detail = text(child(status, "substatus").get("code"))
        said = text(status.get("status_details"))
        carrier = text(row.get("carrier"))
        state, reason = _state(code, detail, said)
        return TrackResult(
            number=text(row.get("tracking_number")).upper(),
            carrier_code=carrier,
            carrier_name=spoken(carrier),
            service=spoken(text(child(row, "servicelevel").get("name"))),
            state=state,
            raw_state=detail or code,
            as_of=moment(status.get("status_date")),
            reason=reason,
            spot=spot_in(said) if state == "delivered" else "",
            eta_from=moment(row.get("eta")),
            eta_to=moment(row.get("eta")),
            origin=_place(child(row, "address_from")),
            destination=_place(child(row, "address_to")),
            scans=[_scan(scan) for scan in children(row, "tracking_history")],
        )


def _state(code, detail, said):
    state = DETAILS.get(detail) or STATES.get(code, "unknown")
    return with_reason(state, said, reason=REASONS.get(detail, ""))


def _scan(row):
    code = text(row.get("status"))
    detail = text(child(row, "substatus").get("code"))
    message = text(row.get("status_details"))
    return Scan(
        at=moment(row.get("status_date")),
        state=_state(code, detail, message)[0] if code else "",
        code=detail or code,
        message=message,
        place=_place(child(row, "location")),
        id=text(row.get("object_id"), 100),
    )


def _place(row):
    return Place(
        city=town(text(row.get("city"), 100)),
        state=text(row.get("state"), 50),
        zip=text(row.get("zip"), 20),
        country=text(row.get("country"), 50),
    )
