# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""17TRACK (api.17track.net/track/v2.4): numbers are registered first, up to 40 at once.

It answers 200 with the error inside, says nothing of a number on its registration, and asks
carriers itself every six to twelve hours.
"""

import hashlib
import hmac
from dataclasses import replace
from urllib.parse import quote

from .base import (
    Adapter,
    Place,
    RateLimited,
    Scan,
    TrackResult,
    Unauthorized,
    Unavailable,
    child,
    children,
    comparable,
    decode,
    moment,
    spoken,
    spot_in,
    text,
    town,
    with_reason,
)

STATES = {
    "NotFound": "unknown",
    "InfoReceived": "pre_transit",
    "InTransit": "in_transit",
    "Expired": "unknown",
    "AvailableForPickup": "available_for_pickup",
    "OutForDelivery": "out_for_delivery",
    "DeliveryFailure": "attempt_failed",
    "Delivered": "delivered",
    "Exception": "exception",
}
DETAILS = {
    "DeliveryFailure_InvalidAddress": "exception",
    "DeliveryFailure_Rejected": "exception",
    "Exception_Cancel": "cancelled",
    "Exception_Returned": "return_to_sender",
    "Exception_Returning": "return_to_sender",
}
REASONS = {
    "DeliveryFailure_InvalidAddress": "address",
    "DeliveryFailure_NoBody": "nobody",
    "DeliveryFailure_Rejected": "refused",
    "Exception_Damage": "damaged",
    "Exception_Delayed": "delay",
    "Exception_Destroyed": "destroyed",
    "Exception_Lost": "lost",
    "Exception_NoBody": "address",
    "Exception_Rejected": "refused",
    "InTransit_CustomsProcessing": "customs",
    "InTransit_CustomsRequiringInformation": "documents",
}
REGISTERED = -18019901
UNREGISTERED, NOTHING_YET = -18019902, -18019909
QUOTA = (-18019907, -18019908)  # of the day, of the account
KEY = (-18010001, -18010002, -18010004, -18010005)
FULL = 6 * 3600  # seconds until a used up quota is tried again
INTERNAL = "17TRACK's own bookkeeping"
MEASURE = "no customer asks for it"


class SeventeenTrack(Adapter):
    code = "17track"
    name = "17TRACK"
    url = "https://api.17track.net"
    batch_size = 40
    min_interval = 0.34  # three calls a second
    has_webhook = True
    has_ids = False
    signs_with_key = True
    refreshed_every = 6.0
    left_out = {
        **dict.fromkeys(("tag", "param", "origin"), INTERNAL),
        **dict.fromkeys(
            (
                "track_info.shipping_info.recipient_address.coordinates",
                "track_info.shipping_info.recipient_address.street",
                "track_info.shipping_info.shipper_address.coordinates",
                "track_info.shipping_info.shipper_address.street",
                "track_info.tracking.providers.events.address.coordinates",
                "track_info.tracking.providers.events.address.street",
            ),
            "streets",
        ),
        **dict.fromkeys(
            (
                "track_info.tracking.providers.provider.alias",
                "track_info.tracking.providers.provider.country",
                "track_info.tracking.providers.provider.homepage",
                "track_info.tracking.providers.provider.key",
                "track_info.tracking.providers.provider.tel",
            ),
            "its name is read",
        ),
        "track_info.latest_event": "the newest of the events",
        "track_info.latest_status.sub_status_descr": "its code is read",
        "track_info.milestone": "the events say it",
        "track_info.misc_info.customer_number": MEASURE,
        "track_info.misc_info.dimensions": MEASURE,
        "track_info.misc_info.local_key": INTERNAL,
        "track_info.misc_info.local_number": "the last stretch has no page of ours",
        "track_info.misc_info.local_provider": INTERNAL,
        "track_info.misc_info.pieces": MEASURE,
        "track_info.misc_info.reference_number": MEASURE,
        "track_info.misc_info.risk_factor": INTERNAL,
        "track_info.misc_info.weight_kg": MEASURE,
        "track_info.misc_info.weight_raw": MEASURE,
        "track_info.time_metrics.days_after_last_update": MEASURE,
        "track_info.time_metrics.days_after_order": MEASURE,
        "track_info.time_metrics.days_of_transit": MEASURE,
        "track_info.time_metrics.days_of_transit_done": MEASURE,
        "track_info.time_metrics.estimated_delivery_date.source": INTERNAL,
        "track_info.tracking.providers_hash": INTERNAL,
        "track_info.tracking.providers.latest_sync_status": INTERNAL,
        "track_info.tracking.providers.provider_lang": INTERNAL,
        "track_info.tracking.providers.events_hash": INTERNAL,
        "track_info.tracking.providers.service_type": "said once for all",
        "track_info.tracking.providers.events.description_translation": "in the"
        " account's language, not the reader's",
        "track_info.tracking.providers.events.time_raw.timezone": "the time has it",
        "track_info.tracking.providers.events.stage": "the sub-status says it",
    }

    def fetch(self, parcels):
        told, new = self._told(parcels)
        if new:
            told |= self._register(new)
            told |= self._told(
                [row for row in new if comparable(row.number) not in told]
            )[0]
        results = []
        for parcel in parcels:
            result = told.get(comparable(parcel.number)) or TrackResult(parcel.number)
            result = replace(result, key=parcel.key, number=parcel.number)
            results.append(result)
        return results

    def _told(self, parcels):
        """Return results by number, and the parcels that must be registered first."""
        told, unknown = {}, set()
        if not parcels:
            return told, []
        answer = self._ask("gettrackinfo", [_query(parcel) for parcel in parcels])
        for row in children(answer, "accepted"):
            told[comparable(text(row.get("number")))] = self._result(row)
        for number, code, said in _rejected(answer):
            if code == UNREGISTERED:
                unknown.add(number)
            elif code != NOTHING_YET:
                told[number] = TrackResult(number, error=said)
        return told, [row for row in parcels if comparable(row.number) in unknown]

    def _register(self, parcels):
        """Register parcels, and return the results of those that are refused."""
        answer = self._ask("register", [_query(parcel) for parcel in parcels])
        return {
            number: TrackResult(number, error=said)
            for number, code, said in _rejected(answer)
            if code != REGISTERED
        }

    def test(self):
        self._ask("getquota", [])

    def _ask(self, path, body):
        answer = self.request(
            "POST", f"/track/v2.4/{path}", json=body, headers={"17token": self.key}
        )
        code = answer.get("code")
        if code == 0:
            return child(answer, "data")
        errors = children(child(answer, "data"), "errors")
        code, said = _error({"error": errors[0]}) if errors else (code, "")
        if code in KEY:
            raise Unauthorized(said or "the key was not accepted")
        if code in QUOTA:
            raise RateLimited(said or "the quota is used up", FULL)
        raise Unavailable(said or f"error {text(code, 20)}")

    # === WEBHOOK === #

    def verify(self, headers, body):
        digest = hashlib.sha256(body + b"/" + self.secret.encode()).hexdigest()
        return hmac.compare_digest(
            digest.encode(), (headers.get("sign") or "").encode()
        )

    def parse_webhook(self, body):
        event = decode(body)
        row = child(event, "data")
        if not isinstance(event, dict) or not event.get("event"):
            raise ValueError("no event")
        told = event.get("event") == "TRACKING_UPDATED" and row.get("number")
        # Its events have no id: the body stands for them.
        return "", [self._result(row)] if told else []

    # === READING === #

    def _result(self, row):
        info = child(row, "track_info")
        shipping, status = child(info, "shipping_info"), child(info, "latest_status")
        code, detail = text(status.get("status")), text(status.get("sub_status"))
        metrics = child(info, "time_metrics")
        eta = child(metrics, "estimated_delivery_date")
        providers = children(child(info, "tracking"), "providers", 5)
        names = [text(child(one, "provider").get("name")) for one in providers]
        # The newest comes first, of each of the carriers; together by their time.
        scans = [
            _scan(scan)
            for one in providers
            for scan in reversed(children(one, "events"))
        ]
        if len(providers) > 1:
            scans.sort(key=lambda scan: (not scan.at.order, scan.at.raw))
        synced = [moment(one.get("latest_sync_time")) for one in providers]
        last = next((one for one in reversed(scans) if one.state == "delivered"), None)
        state, reason = _state(code, detail, scans[-1].message if scans else "")
        number = text(row.get("number")).upper()
        return TrackResult(
            number=number,
            carrier_code=text(row.get("carrier"), 20),
            carrier_name=spoken(names[-1]) if names else "",
            service=spoken(text(child(info, "misc_info").get("service_type"))),
            state=state,
            raw_state=detail or code,
            as_of=max(
                (one for one in synced if one.utc),
                key=lambda one: one.utc,
                default=moment(None),
            ),
            reason=reason,
            spot=spot_in(last.message) if last and state == "delivered" else "",
            page_url=f"https://t.17track.net/en#nums={quote(number, safe='')}"
            if number
            else "",
            eta_from=moment(eta.get("from")),
            eta_to=moment(eta.get("to") or eta.get("from")),
            origin=_place(child(shipping, "shipper_address")),
            destination=_place(child(shipping, "recipient_address")),
            scans=scans,
        )


def _query(parcel):
    query = {"number": parcel.number}
    if parcel.carrier_code.isdecimal():
        query["carrier"] = int(parcel.carrier_code)
    return query


def _rejected(answer):
    """Yield number, code and words of what was rejected.

    :raise RateLimited: when the quota is used up: it holds for all
    """
    for row in children(answer, "rejected"):
        code, said = _error(row)
        if code in QUOTA:
            raise RateLimited(said or "the quota is used up", FULL)
        yield comparable(text(row.get("number"))), code, said or f"error {code}"


def _error(row):
    error = child(row, "error")
    return error.get("code"), text(error.get("message"))


def _state(code, detail, said):
    state = DETAILS.get(detail) or STATES.get(code, "unknown")
    return with_reason(state, said, reason=REASONS.get(detail, ""))


def _scan(row):
    detail = text(row.get("sub_status"))
    message = text(row.get("description"))
    code = detail.partition("_")[0]
    place = _place(child(row, "address"))
    if not place.city and not place.country:
        place = Place(city=town(text(row.get("location"), 100)))
    return Scan(
        at=_time(row),
        state=_state(code, detail, message)[0] if detail else "",
        code=detail,
        message=message,
        place=place,
    )


def _time(row):
    """Return when it was: with its offset, in UTC, or as the carrier's clock showed it."""
    for name in ("time_iso", "time_utc"):
        at = moment(row.get(name))
        if at.order:
            return at
    raw = child(row, "time_raw")
    parts = (text(raw.get("date"), 20), text(raw.get("time"), 20))
    return moment(" ".join(filter(None, parts)))


def _place(row):
    return Place(
        city=town(text(row.get("city"), 100)),
        state=text(row.get("state"), 50),
        zip=text(row.get("postal_code"), 20),
        country=text(row.get("country"), 50),
    )
