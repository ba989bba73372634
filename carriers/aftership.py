# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""AfterShip Tracking (api.aftership.com/tracking).

Its times come with and without an offset. A status is one of nine tags, refined by a
subtag. The version of its webhooks is chosen in AfterShip's settings, so older shapes are
read, too.
"""

import base64
import hmac

from .base import (
    Place,
    Scan,
    TrackResult,
    child,
    children,
    comparable,
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
# AfterShip counts delays, returns and cancellations among the exceptions.
SUBTAGS = {
    "Exception_010": "return_to_sender",
    "Exception_011": "return_to_sender",
    "Exception_020": "cancelled",
}
REASONS = {
    "AttemptFail_002": "nobody",
    "AttemptFail_003": "nobody",
    "Exception_002": "address",
    "Exception_003": "refused",
    "Exception_004": "customs",
    "Exception_005": "delay",
    "Exception_006": "payment",
    "Exception_007": "address",
    "Exception_008": "uncollected",
    "Exception_012": "damaged",
    "Exception_013": "lost",
    "Exception_016": "delay",
    "Exception_017": "weather",
    "Exception_018": "documents",
    "Exception_019": "delay",
    "Exception_021": "destroyed",
}
SPOTS = {"Delivered_002": "collected", "Delivered_005": "neighbour"}
# The carrier's own date before AfterShip's guess and what the sender promised.
ETAS = (
    "latest_estimated_delivery",
    "courier_estimated_delivery_date",
    "aftership_estimated_delivery_date",
    "expected_delivery",
)
# The carrier's own page before AfterShip's.
PAGES = ("courier_tracking_link", "courier_redirect_link", "aftership_tracking_url")
EXISTS = 4003
OURS = "what the sender told AfterShip; Odoo knows it better"
PERSON = "names, signatures, addresses of people"
MEASURE = "no customer asks for it"
INTERNAL = "AfterShip's own bookkeeping"


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
    left_out = {
        **dict.fromkeys(
            ("active", "created_at", "legacy_id", "source", "tracked_count"), INTERNAL
        ),
        **dict.fromkeys(
            (
                "aftership_tracking_order_url",
                "first_attempted_at",
                "last_mile",
                "last_mile_tracking_supported",
                "on_time_difference",
                "on_time_status",
                "first_mile",
                "next_couriers",
                "shipment_tags",
                "transit_time",
                "unique_token",
            ),
            INTERNAL,
        ),
        **dict.fromkeys(
            (
                "custom_estimated_delivery_date",
                "custom_fields",
                "delivery_type",
                "language",
                "note",
                "order_date",
                "order_id",
                "order_id_path",
                "order_number",
                "order_promised_delivery_date",
                "order_tags",
                "title",
                "tracking_account_number",
                "tracking_key",
                "tracking_ship_date",
            ),
            OURS,
        ),
        **dict.fromkeys(
            (
                "courier_destination_country_region",
                "destination_postal_code",
                "destination_raw_location",
                "destination_state",
                "origin_city",
                "origin_postal_code",
                "origin_raw_location",
                "origin_state",
                "proof_of_delivery",
                "recipient",
                "signature_requirement",
                "subscribed_emails",
                "subscribed_smses",
            ),
            PERSON,
        ),
        **dict.fromkeys(
            (
                "carbon_emissions",
                "courier_connection_id",
                "first_estimated_delivery",
                "shipment_delivery_date",
                "shipment_dimensions",
                "shipment_package_count",
                "shipment_pickup_date",
                "shipment_weight",
            ),
            MEASURE,
        ),
        "customers.email": PERSON,
        "customers.id": INTERNAL,
        "latest_estimated_delivery.revise_reason": INTERNAL,
        "latest_estimated_delivery.source": INTERNAL,
        "latest_estimated_delivery.type": "what is filled says it",
        "checkpoints.coordinate": "exact places of a person's parcel",
        "checkpoints.country_region_name": "its code is read",
        "checkpoints.created_at": INTERNAL,
        "checkpoints.events": "the subtag says it",
        "checkpoints.slug": INTERNAL,
        "checkpoints.source": INTERNAL,
        "checkpoints.subtag_message": "the subtag says it",
    }

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
                wanted = comparable(parcel.number)
                same = [row for row in found if comparable(row.number) == wanted]
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
        subtag = text(row.get("subtag"))
        tag = text(row.get("tag"))
        said = text(row.get("subtag_message"))
        state, reason = with_reason(
            _state(tag, subtag), said, reason=REASONS.get(subtag, "")
        )
        if row.get("return_to_sender") is True:
            state = "return_to_sender"
        scans = [_scan(scan) for scan in children(row, "checkpoints")]
        last = next((one for one in reversed(scans) if one.state == "delivered"), None)
        spot = SPOTS.get(subtag) or (spot_in(last.message) if last else "")
        eta_from, eta_to = _eta(row)
        customers = children(row, "customers")
        return TrackResult(
            number=text(row.get("tracking_number")).upper(),
            tracker_id=text(row.get("id"), 128),
            carrier_code=text(row.get("slug")),
            service=spoken(text(row.get("shipment_type"))),
            state=state,
            raw_state=subtag or tag,
            as_of=moment(row.get("updated_at") or row.get("last_updated_at")),
            reason=reason,
            spot=spot if state == "delivered" else "",
            pickup=_pickup(row) if state == "available_for_pickup" else "",
            page_url=next(
                filter(None, [page_url(row.get(name)) for name in PAGES]), ""
            ),
            people=tuple(
                text(name)
                for name in (
                    row.get("signed_by"),
                    row.get("customer_name"),
                    *(customer.get("name") for customer in customers),
                )
            ),
            eta_from=eta_from,
            eta_to=eta_to,
            origin=Place(country=_country(row, "origin_country")),
            destination=Place(
                city=town(text(row.get("destination_city"), 100)),
                country=_country(row, "destination_country"),
            ),
            scans=scans,
        )


def _tracking(data):
    """Return the tracking of an answer; older versions of the API nest it once more."""
    return child(data, "tracking") or data


def _state(tag, subtag=""):
    return SUBTAGS.get(subtag) or TAGS.get(tag, "unknown")


def _eta(row):
    """Return the first and last time of the first field that has one."""
    for name in ETAS:
        value = row.get(name)
        if isinstance(value, str):
            first = last = moment(value)
        else:
            value = child(row, name)
            one = moment(value.get("datetime") or value.get("estimated_delivery_date"))
            first = moment(
                value.get("datetime_min") or value.get("estimated_delivery_date_min")
            )
            last = moment(
                value.get("datetime_max") or value.get("estimated_delivery_date_max")
            )
            first, last = (
                first if first.order else one,
                last if last.order else one,
            )
        if first.order or last.order:
            return first, last
    return moment(None), moment(None)


def _pickup(row):
    parts = (text(row.get("pickup_location")), text(row.get("pickup_note")))
    return " · ".join(filter(None, parts))


def _country(row, name):
    return text(
        row.get(f"{name}_region") or row.get(f"{name}_iso3") or row.get(name), 50
    )


def _scan(row):
    tag, subtag = text(row.get("tag")), text(row.get("subtag"))
    country = text(row.get("country_region") or row.get("country_iso3"), 50)
    city = town(text(row.get("city"), 100))
    location = text(row.get("location"), 100)
    if not city and not country:
        city = town(location)
    message = text(row.get("message"))
    raw = text(row.get("raw_tag"))
    state = ""
    if tag:
        state, _reason = with_reason(
            _state(tag, subtag), message, reason=REASONS.get(subtag, "")
        )
    return Scan(
        at=moment(row.get("checkpoint_time")),
        state=state,
        code=raw or subtag or tag,
        message=message,
        place=Place(
            city=city,
            state=text(row.get("state"), 50),
            zip=text(row.get("postal_code") or row.get("zip"), 20),
            country=country,
        ),
        id=text(row.get("hash"), 100),
    )
