# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""DHL, 17TRACK and Shippo, which have no ids of their own, see `fake_providers`."""

import hashlib
import hmac
import json
import time
from datetime import timedelta

try:
    from .fake_shipment import NAME, STREET, utc
except ImportError:  # the load test, which has no package
    from fake_shipment import NAME, STREET, utc


class Dhl:
    code = "dhl"
    prefix = "/track/shipments"
    codes = {
        "pre_transit": "pre-transit",
        "delivered": "delivered",
        "exception": "failure",
    }
    states = (*codes, "in_transit")
    event = signed = None

    @staticmethod
    def accepts(headers, key):
        return headers.get("DHL-API-Key") == key

    @staticmethod
    def _place(scan):
        return {
            "address": {
                "addressLocality": scan["city"],
                "addressRegion": scan["region"],
                "countryCode": scan["country"],
                "postalCode": "07102",
                "streetAddress": STREET,
            }
        }

    @classmethod
    def row(cls, shipment):
        nobody = {"@type": "Person", "name": NAME, "familyName": "Tester"}
        return {
            "id": shipment.number,
            "service": "parcel-de",
            "origin": {
                "address": {"countryCode": "DE"},
                "servicePoint": {"label": "Shop", "url": "https://x.example"},
            },
            "destination": {
                "address": {
                    "countryCode": "FR",
                    "addressLocality": "Lyon",
                    "postalCode": "69001",
                    "streetAddress": STREET,
                },
                "servicePoint": {"label": "Packstation 145"},
            },
            "status": {
                "timestamp": f"{shipment.updated:%Y-%m-%dT%H:%M:%S}",
                "location": {"address": {}},
                "statusCode": cls.codes.get(shipment.state, "transit"),
                "status": "IN_DELIVERY",
                "description": "Under way",
                "remark": STREET,
                "nextSteps": STREET,
            },
            "estimatedTimeOfDelivery": shipment.eta,
            "estimatedDeliveryTimeFrame": {
                "estimatedFrom": None,
                "estimatedThrough": None,
            },
            "estimatedTimeOfDeliveryRemark": "By End of Day",
            "returnFlag": False,
            "serviceUrl": "https://www.dhl.example/track?id=1",
            "rerouteUrl": "https://www.dhl.example/reroute?id=1",
            "details": {
                "carrier": {"organizationName": "DHL"},
                "product": {
                    "productName": "DHL PAKET",
                    "productCode": "V01",
                    "deliveryMethodRemark": "D2P",
                },
                "provider": {"destinationProvider": "chronopost"},
                "receiver": nobody,
                "sender": nobody,
                "proofOfDelivery": {"signed": nobody, "timestamp": None},
                "proofOfDeliverySignedAvailable": False,
                "totalNumberOfPieces": 2,
                "pieceIds": [f"JD{shipment.number}", f"JE{shipment.number}"],
                "weight": {"value": 1, "unitText": "kg"},
                "volume": {"value": 1},
                "loadingMeters": 0,
                "dimensions": {},
                "references": [{"number": "R1", "type": "customer-reference"}],
                "valueAddedServices": [],
                "dgf:routes": [],
            },
            "events": [
                {
                    # Without a zone, the newest first, as DHL does.
                    "timestamp": f"{scan['at']:%Y-%m-%dT%H:%M:%S}",
                    "location": cls._place(scan),
                    "statusCode": cls.codes.get(scan["state"], "transit"),
                    "status": "TRANSIT",
                    "description": scan["message"],
                    "pieceIds": [],
                    "remark": STREET,
                    "nextSteps": STREET,
                }
                for scan in reversed(shipment.scans)
            ],
        }

    @classmethod
    def answer(cls, server, method, path, query, body, ours):
        if method != "GET" or not query["trackingNumber"]:
            return 400, {"title": "Bad request"}
        row = server.get(query["trackingNumber"])
        if not row:
            return 404, {"title": "No result found", "status": 404}
        return 200, {"shipments": [cls.row(row)]}


class SeventeenTrack:
    code = "17track"
    prefix = "/track/v2.4/"
    # Main status and sub-status by our states.
    codes = {
        "unknown": ("NotFound", "NotFound_Other"),
        "pre_transit": ("InfoReceived", "InfoReceived"),
        "in_transit": ("InTransit", "InTransit_Other"),
        "out_for_delivery": ("OutForDelivery", "OutForDelivery_Other"),
        "available_for_pickup": ("AvailableForPickup", "AvailableForPickup_Other"),
        "attempt_failed": ("DeliveryFailure", "DeliveryFailure_Other"),
        "delivered": ("Delivered", "Delivered_Other"),
        "exception": ("Exception", "Exception_Other"),
        "return_to_sender": ("Exception", "Exception_Returning"),
        "cancelled": ("Exception", "Exception_Cancel"),
    }
    states = tuple(codes)

    @staticmethod
    def accepts(headers, key):
        return headers.get("17token") == key

    @classmethod
    def row(cls, shipment):
        status, sub = cls.codes[shipment.state]
        address = {
            "country": "US",
            "state": "NJ",
            "city": "Bayonne",
            "street": None,
            "postal_code": "07002",
            "coordinates": {"longitude": None, "latitude": None},
        }
        return {
            "tag": None,
            "param": None,
            "origin": 1,
            "number": shipment.number,
            "carrier": 21051,
            "track_info": {
                "shipping_info": {
                    "shipper_address": {**address, "city": "Shenzhen", "country": "CN"},
                    "recipient_address": {**address, "street": STREET},
                },
                "latest_status": {
                    "status": status,
                    "sub_status": sub,
                    "sub_status_descr": None,
                },
                "latest_event": None,
                "time_metrics": {
                    "days_after_order": 1,
                    "days_of_transit": 1,
                    "days_of_transit_done": 0,
                    "days_after_last_update": 0,
                    "estimated_delivery_date": {
                        "source": "Official",
                        "from": shipment.eta,
                        "to": shipment.eta,
                    },
                },
                "milestone": [],
                "misc_info": {
                    "risk_factor": 0,
                    "service_type": "Priority Mail",
                    "weight_raw": "1 kg",
                    "weight_kg": "1",
                    "pieces": "1",
                    "dimensions": None,
                    "customer_number": None,
                    "reference_number": None,
                    "local_number": None,
                    "local_provider": None,
                    "local_key": 0,
                },
                "tracking": {
                    "providers_hash": 1,
                    "providers": [
                        {
                            "provider": {
                                "key": 21051,
                                "name": "USPS",
                                "alias": "USPS",
                                "tel": "",
                                "homepage": "http://usps.example",
                                "country": "US",
                            },
                            "provider_lang": None,
                            "service_type": None,
                            "latest_sync_status": "Success",
                            "latest_sync_time": utc(shipment.updated),
                            "events_hash": 1,
                            "events": [
                                cls._event_row(scan)
                                for scan in reversed(shipment.scans)
                            ],
                        }
                    ],
                },
            },
        }

    @classmethod
    def _event_row(cls, scan):
        local = scan["at"] - timedelta(hours=5)
        return {
            "time_iso": f"{local:%Y-%m-%dT%H:%M:%S}-05:00",
            "time_utc": utc(scan["at"]),
            "time_raw": {
                "date": f"{local:%Y-%m-%d}",
                "time": f"{local:%H:%M:%S}",
                "timezone": "-05:00",
            },
            "description": scan["message"],
            "description_translation": {"lang": "de", "description": "Scan"},
            "location": f"{STREET}, NEWARK",
            "stage": None,
            "sub_status": cls.codes[scan["state"]][1],
            "address": {
                "country": scan["country"],
                "state": scan["region"],
                "city": scan["city"],
                "street": STREET,
                "postal_code": "07102",
                "coordinates": None,
            },
        }

    @classmethod
    def answer(cls, server, method, path, query, body, ours):
        if method != "POST":
            return 405, {}
        if path == "getquota":
            return 200, {"code": 0, "data": {"quota_total": 100, "quota_remain": 1}}
        asked = json.loads(body)
        if not 0 < len(asked) <= 40:
            return 200, {
                "code": -18010013,
                "data": {"errors": [{"error": {"message": "0 to 40"}}]},
            }
        accepted, rejected = [], []
        for item in asked:
            row = server.get(item["number"])
            if path == "register":
                code = -18019901 if item["number"] in ours else 0
                code = code if row else -18019903
                if not code:
                    ours.add(item["number"])
                    accepted.append({"number": item["number"], "carrier": 21051})
            else:
                code = 0 if item["number"] in ours else -18019902
                if not code:
                    accepted.append(cls.row(row))
            if code:
                error = {"code": code, "message": "No such number"}
                rejected.append({"number": item["number"], "error": error})
        return 200, {"code": 0, "data": {"accepted": accepted, "rejected": rejected}}

    @classmethod
    def event(cls, shipment, event_id=""):
        event = {"event": "TRACKING_UPDATED", "data": cls.row(shipment)}
        return json.dumps(event).encode()

    @staticmethod
    def signed(body, secret):
        digest = hashlib.sha256(body + b"/" + secret.encode()).hexdigest()
        return {"sign": digest}


class Shippo:
    code = "shippo"
    prefix = "/tracks/"
    also = "/carrier_accounts/"
    carrier = "usps"
    codes = {
        "unknown": ("UNKNOWN", "other"),
        "pre_transit": ("PRE_TRANSIT", "information_received"),
        "in_transit": ("TRANSIT", "package_departed"),
        "out_for_delivery": ("TRANSIT", "out_for_delivery"),
        "available_for_pickup": ("TRANSIT", "pickup_available"),
        "attempt_failed": ("TRANSIT", "delivery_attempted"),
        "delivered": ("DELIVERED", "delivered"),
        "exception": ("FAILURE", "package_undeliverable"),
        "return_to_sender": ("RETURNED", "return_to_sender"),
    }
    states = tuple(codes)

    @staticmethod
    def accepts(headers, key):
        return headers.get("Authorization") == f"ShippoToken {key}"

    @classmethod
    def _status(cls, scan, id_):
        status, code = cls.codes[scan["state"]]
        return {
            "object_created": utc(scan["at"]),
            "object_updated": None,
            "object_id": id_,
            "status": status,
            "status_details": scan["message"],
            "status_date": utc(scan["at"]),
            "substatus": {"code": code, "text": "Text.", "action_required": False},
            "location": {
                "city": scan["city"],
                "state": scan["region"],
                "zip": "07102",
                "country": scan["country"],
            },
        }

    @staticmethod
    def _object_id(shipment, scan):
        # The scan's own, wherever it stands in the history.
        said = hashlib.sha256(scan["message"].encode()).hexdigest()
        return f"{shipment.id}{said[:8]}"

    @classmethod
    def row(cls, shipment):
        history = [
            cls._status(scan, cls._object_id(shipment, scan)) for scan in shipment.scans
        ]
        now = {"state": shipment.state, "message": "", "at": shipment.updated}
        place = {"city": "Reno", "state": "NV", "zip": "89501", "country": "US"}
        return {
            "messages": [],
            "carrier": "usps",
            "tracking_number": shipment.number,
            "address_from": place,
            "address_to": {**place, "city": "Bayonne"},
            "transaction": None,
            "original_eta": shipment.eta,
            "eta": shipment.eta,
            "servicelevel": {"token": "usps_priority", "name": "Priority Mail"},
            "metadata": NAME,
            "tracking_status": cls._status(
                {**now, "city": "Newark", "region": "NJ", "country": "US"}, "now"
            ),
            "tracking_history": history,
            "test": True,
        }

    @classmethod
    def answer(cls, server, method, path, query, body, ours):
        if path == cls.also:
            return 200, {"results": []}
        if method == "POST" and not path:
            asked = json.loads(body)
            number, carrier = asked["tracking_number"], asked["carrier"]
        else:
            carrier, number = path.split("/")
        row = server.get(number)
        if not row or carrier != cls.carrier:
            return 400, {"detail": "No such number"}
        return 200, cls.row(row)

    @classmethod
    def event(cls, shipment, event_id=""):
        event = {"event": "track_updated", "test": True, "data": cls.row(shipment)}
        return json.dumps(event).encode()

    @staticmethod
    def signed(body, secret):
        at = str(int(time.time())).encode()
        digest = hmac.new(secret.encode(), at + b"." + body, hashlib.sha256).hexdigest()
        return {"Shippo-Auth-Signature": f"t={at.decode()},v1={digest}"}
