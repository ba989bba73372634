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
    comparable,
    moment,
    page_url,
    spoken,
    spot_in,
    text,
    town,
    with_reason,
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
PERSON = "names, signatures, addresses of people"
FREE = "free text that may hold an address"
MEASURE = "no customer asks for it"


class DhlUnified(Adapter):
    code = "dhl"
    name = "DHL (Unified Tracking)"
    url = "https://api-eu.dhl.com"
    min_interval = 5.0  # the rate limit of a new key
    has_ids = False
    daily_limit = 250
    left_out = {
        "details.carrier": "always DHL",
        "details.dgf:routes": MEASURE,
        "details.dimensions": MEASURE,
        "details.loadingMeters": MEASURE,
        "details.product.deliveryMethodRemark": MEASURE,
        "details.product.productCode": "its name is read",
        "details.proofOfDelivery.signed.@type": PERSON,
        "details.proofOfDelivery.timestamp": "the event has it",
        "details.proofOfDeliverySignedAvailable": PERSON,
        "details.provider": "the carrier of the last stretch has a page of its own",
        "details.references": "our own numbers",
        "details.receiver.@type": PERSON,
        "details.sender.@type": PERSON,
        "details.totalNumberOfPieces": "each piece is a parcel of its own",
        "details.valueAddedServices": MEASURE,
        "details.volume": MEASURE,
        "details.weight": MEASURE,
        "estimatedTimeOfDeliveryRemark": FREE,
        "rerouteUrl": "it lets its reader change the delivery",
        "status.location": "the newest event has it",
        "status.nextSteps": FREE,
        "events.nextSteps": FREE,
        "events.pieceIds": "the scan is shown on each piece",
        "events.remark": FREE,
        "events.location.address.addressRegion": "city and country say it",
        "events.location.address.streetAddress": "a street, unless it is a shop",
        "origin.servicePoint": "where it was handed in is nobody's concern",
        "destination.address.streetAddress": PERSON,
    }

    def fetch(self, parcels):
        return self.each(parcels, self._track)

    def _track(self, parcel):
        params = {"trackingNumber": parcel.number}
        if parcel.carrier_code:
            params["service"] = parcel.carrier_code
        answer = self._ask(params)
        wanted = comparable(parcel.number)
        for row in children(answer, "shipments"):
            if wanted in map(comparable, _numbers(row)):
                result = self._result(row)
                # A piece is answered by its shipment, under the shipment's number.
                result.number = parcel.number
                return result
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
        said = text(answer.get("detail")) or text(answer.get("title"))
        return Refused(said or f"HTTP {status}")

    def _result(self, row):
        status = child(row, "status")
        details = child(row, "details")
        frame = child(row, "estimatedDeliveryTimeFrame")
        eta = moment(row.get("estimatedTimeOfDelivery"))
        first, last = (
            moment(frame.get("estimatedFrom")),
            moment(frame.get("estimatedThrough")),
        )
        code = text(status.get("statusCode"))
        said = text(status.get("description"))
        state, reason = with_reason(
            STATES.get(code, "unknown"),
            said,
            text(status.get("status")),
            text(status.get("remark")),
        )
        if row.get("returnFlag") is True:
            state = "return_to_sender"
        # The newest comes first.
        scans = [_scan(scan) for scan in reversed(children(row, "events"))]
        return TrackResult(
            number=text(row.get("id")).upper(),
            carrier_code=text(row.get("service")),
            carrier_name="DHL",
            service=spoken(text(child(details, "product").get("productName"))),
            state=state,
            raw_state=code or text(status.get("status")),
            as_of=moment(status.get("timestamp")),
            reason=reason,
            spot=spot_in(said) if state == "delivered" else "",
            pickup=_shop(child(row, "destination")),
            page_url=page_url(row.get("serviceUrl")),
            people=tuple(_people(details)),
            eta_from=first if first.order else eta,
            eta_to=last if last.order else eta,
            origin=_place(child(row, "origin")),
            destination=_place(child(row, "destination")),
            scans=scans,
        )


def _numbers(row):
    """Return the numbers that a shipment, or one of its pieces, is known by."""
    pieces = child(row, "details").get("pieceIds")
    pieces = pieces if isinstance(pieces, list) else []
    return [text(row.get("id")), *map(text, pieces[:500])]


def _people(details):
    signed = child(child(details, "proofOfDelivery"), "signed")
    for person in (child(details, "receiver"), child(details, "sender"), signed):
        for name in ("name", "familyName", "givenName", "organizationName"):
            yield text(person.get(name))


def _scan(row):
    code, status = text(row.get("statusCode")), text(row.get("status"))
    message = text(row.get("description")) or status
    state = ""
    if code:
        state, _reason = with_reason(STATES.get(code, "unknown"), message)
    return Scan(
        at=moment(row.get("timestamp")),
        state=state,
        code=code,
        message=message,
        place=_place(child(row, "location")),
    )


def _place(row):
    address = child(row, "address")
    return Place(
        city=town(text(address.get("addressLocality"), 100)),
        zip=text(address.get("postalCode"), 20),
        country=text(address.get("countryCode"), 50),
    )


def _shop(row):
    """Return the shop or locker where a parcel waits, which has a name of its own."""
    return text(child(row, "servicePoint").get("label"))
