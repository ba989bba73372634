# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost and AfterShip, see `fake_providers`."""

import base64
import hashlib
import hmac
import json
import unicodedata

try:
    from .fake_shipment import NAME, STREET, utc
except ImportError:  # the load test, which has no package
    from fake_shipment import NAME, STREET, utc


class EasyPost:
    code = "easypost"
    prefix = "/v2/trackers"
    states = None  # all of ours
    names = {"attempt_failed": "in_transit", "exception": "failure"}

    @staticmethod
    def accepts(headers, key):
        basic = base64.b64encode(f"{key}:".encode()).decode()
        return headers.get("Authorization") == f"Basic {basic}"

    @classmethod
    def row(cls, shipment):
        return {
            "id": f"trk_{shipment.id}",
            "object": "Tracker",
            "mode": "test",
            "user_id": 7,
            "tracking_code": shipment.number,
            "status": cls.names.get(shipment.state, shipment.state),
            "status_detail": "delivery_attempted"
            if shipment.state == "attempt_failed"
            else "status_update",
            "created_at": utc(shipment.updated),
            "updated_at": utc(shipment.updated),
            "signed_by": NAME,
            "weight": 17.6,
            "est_delivery_date": shipment.eta,
            "shipment_id": None,
            "carrier": "USPS",
            "tracking_details": [
                {
                    "object": "TrackingDetail",
                    "message": scan["message"],
                    "description": "",
                    "status": cls.names.get(scan["state"], scan["state"]),
                    "status_detail": None,
                    "datetime": utc(scan["at"]),
                    "source": "USPS",
                    "carrier_code": "",
                    "est_delivery_date": None,
                    "tracking_location": {
                        "object": "TrackingLocation",
                        "city": scan["city"],
                        "state": scan["region"],
                        "country": scan["country"],
                        "zip": "07102",
                    },
                }
                for scan in shipment.scans
            ],
            "fees": [{"object": "Fee", "type": "TrackerFee", "amount": "0.02"}],
            "carrier_detail": {
                "object": "CarrierDetail",
                "service": "Priority",
                "container_type": None,
                "est_delivery_date_local": None,
                "est_delivery_time_local": None,
                "origin_location": "RENO NV, 89501",
                "origin_tracking_location": {"city": "RENO", "state": "NV"},
                "destination_location": "BAYONNE NJ, 07002",
                "destination_tracking_location": None,
                "guaranteed_delivery_date": None,
                "alternate_identifier": None,
                "initial_delivery_attempt": None,
            },
            "delivery_evidence": [],
            "finalized": True,
            "is_return": False,
            "public_url": "https://track.easypost.example/abc",
        }

    @classmethod
    def answer(cls, server, method, path, query, body, ours):
        if method == "POST" and path == "/batch":
            numbers = json.loads(body)["tracking_codes"]
            if len(numbers) > 100:
                return 400, {"error": {"message": "too many"}}
            rows = filter(None, map(server.get, numbers))
            return 200, {"trackers": [cls.row(row) for row in rows]}
        if method == "POST" and not path:
            row = server.get(json.loads(body)["tracker"]["tracking_code"])
            if not row:
                return 422, {"error": {"message": "No such number"}}
            return 201, cls.row(row)
        if method == "GET" and not path:
            return 200, {"trackers": [], "has_more": False}
        found = [
            row
            for row in server.shipments.values()
            if path == f"/trk_{row.id}" and method == "GET"
        ]
        return (200, cls.row(found[0])) if found else (404, {})

    @classmethod
    def event(cls, shipment, event_id="evt_1"):
        event = {
            "id": event_id,
            "object": "Event",
            "description": "tracker.updated",
            "result": cls.row(shipment),
        }
        return json.dumps(event).encode()

    @staticmethod
    def signed(body, secret):
        secret = unicodedata.normalize("NFKD", secret).encode()
        digest = hmac.new(secret, body, hashlib.sha256).hexdigest()
        return {"X-Hmac-Signature": f"hmac-sha256-hex={digest}"}


class AfterShip:
    code = "aftership"
    prefix = "/tracking/2026-07/trackings"
    tags = {
        "unknown": "Pending",
        "pre_transit": "InfoReceived",
        "in_transit": "InTransit",
        "out_for_delivery": "OutForDelivery",
        "attempt_failed": "AttemptFail",
        "delivered": "Delivered",
        "available_for_pickup": "AvailableForPickup",
        "exception": "Exception",
        "return_to_sender": "Exception",
        "cancelled": "Exception",
    }
    states = tuple(tags)
    subtags = {"return_to_sender": "Exception_011", "cancelled": "Exception_020"}

    @staticmethod
    def accepts(headers, key):
        return headers.get("as-api-key") == key

    @classmethod
    def _subtag(cls, state):
        return cls.subtags.get(state, f"{cls.tags[state]}_001")

    @classmethod
    def row(cls, shipment):
        at = f"{shipment.updated:%Y-%m-%dT%H:%M:%S}+00:00"
        return {
            "id": shipment.id,
            "legacy_id": "x",
            "created_at": at,
            "updated_at": at,
            "tracking_number": shipment.number,
            "slug": "postnl-3s",
            "active": True,
            "custom_fields": None,
            "transit_time": 5,
            "origin_country_region": "NLD",
            "origin_state": None,
            "origin_city": None,
            "origin_postal_code": None,
            "origin_raw_location": STREET,
            "destination_country_region": "ESP",
            "destination_state": None,
            "destination_city": "Madrid",
            "destination_postal_code": None,
            "destination_raw_location": STREET,
            "courier_destination_country_region": "ESP",
            "courier_estimated_delivery_date": {
                "estimated_delivery_date": shipment.eta,
                "estimated_delivery_date_min": None,
                "estimated_delivery_date_max": None,
            },
            "latest_estimated_delivery": {
                "type": "specific",
                "source": "AfterShip AI EDD",
                "datetime": shipment.eta,
                "datetime_min": None,
                "datetime_max": None,
                "revise_reason": None,
            },
            "aftership_estimated_delivery_date": None,
            "custom_estimated_delivery_date": None,
            "first_estimated_delivery": None,
            "order_promised_delivery_date": None,
            "note": NAME,
            "order_id": None,
            "order_id_path": None,
            "order_number": None,
            "order_date": None,
            "order_tags": [],
            "shipment_package_count": 1,
            "shipment_pickup_date": None,
            "shipment_delivery_date": None,
            "shipment_type": "EXPRESS_PARCEL",
            "shipment_weight": {"value": 1.2, "unit": "kg"},
            "shipment_dimensions": None,
            "shipment_tags": [],
            "signed_by": NAME,
            "proof_of_delivery": [{"type": "signature", "url": "https://x.example"}],
            "recipient": {"name": NAME},
            "customers": [{"id": "c1", "name": NAME, "email": "x@example.com"}],
            "source": "api",
            "tag": cls.tags[shipment.state],
            "subtag": cls._subtag(shipment.state),
            "subtag_message": "In Transit",
            "title": shipment.number,
            "tracked_count": 1,
            "last_mile_tracking_supported": True,
            "language": None,
            "unique_token": "deprecated",
            "return_to_sender": False,
            "pickup_location": None,
            "pickup_note": None,
            "courier_tracking_link": "https://carrier.example/t/1",
            "courier_redirect_link": None,
            "aftership_tracking_url": None,
            "aftership_tracking_order_url": None,
            "tracking_account_number": None,
            "tracking_key": None,
            "tracking_ship_date": None,
            "on_time_status": "trending-on-time",
            "on_time_difference": 0,
            "first_attempted_at": None,
            "delivery_type": None,
            "subscribed_smses": [],
            "subscribed_emails": ["x@example.com"],
            "signature_requirement": None,
            "carbon_emissions": None,
            "courier_connection_id": None,
            "first_mile": None,
            "last_mile": None,
            "next_couriers": [],
            "checkpoints": [
                {
                    "created_at": at,
                    "slug": "postnl-3s",
                    "checkpoint_time": f"{scan['at']:%Y-%m-%dT%H:%M:%S}+00:00",
                    "location": None,
                    "city": scan["city"],
                    "state": scan["region"],
                    "postal_code": "07102",
                    "coordinate": None,
                    "country_region": "USA",
                    "country_region_name": "United States",
                    "message": scan["message"],
                    "tag": cls.tags[scan["state"]],
                    "subtag": cls._subtag(scan["state"]),
                    "subtag_message": "In Transit",
                    "raw_tag": None,
                    "events": [],
                    "source": "carrier",
                    "hash": hashlib.sha256(
                        f"{shipment.number}{scan['message']}".encode()
                    ).hexdigest(),
                }
                for scan in shipment.scans
            ],
        }

    @classmethod
    def answer(cls, server, method, path, query, body, ours):
        if method == "POST":
            row = server.get(json.loads(body)["tracking_number"])
            if not row:
                return 422, {"meta": {"code": 4005, "message": "No such number"}}
            return 201, {"meta": {"code": 201}, "data": cls.row(row)}
        numbers = query.get("tracking_numbers", "").split(",")
        rows = [cls.row(row) for row in filter(None, map(server.get, numbers))]
        return 200, {"meta": {"code": 200}, "data": {"trackings": rows}}

    @classmethod
    def event(cls, shipment, event_id="b1f7"):
        event = {
            "event": "tracking_update",
            "event_id": event_id,
            "ts": int(shipment.updated.timestamp()),
            "msg": cls.row(shipment),
        }
        return json.dumps(event).encode()

    @staticmethod
    def signed(body, secret):
        digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
        return {"aftership-hmac-sha256": base64.b64encode(digest).decode()}
