# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A tracking provider on loopback: EasyPost, AfterShip and DHL in their own shapes.

It checks path, key and body, and can be slow, busy, broken or silent by switch. Plain
Python, for tests and for the load test.
"""

import base64
import gzip
import hashlib
import hmac
import json
import threading
import time
import unicodedata
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "key-of-tests"
EASYPOST = {"attempt_failed": "in_transit", "exception": "failure"}
AFTERSHIP = {
    "unknown": "Pending",
    "pre_transit": "InfoReceived",
    "in_transit": "InTransit",
    "out_for_delivery": "OutForDelivery",
    "attempt_failed": "AttemptFail",
    "delivered": "Delivered",
    "available_for_pickup": "AvailableForPickup",
    "exception": "Exception",
    "return_to_sender": "Exception",
}
DHL = {"pre_transit": "pre-transit", "delivered": "delivered", "exception": "failure"}


class Shipment:
    """How one number stands at the carrier."""

    def __init__(self, number, state="in_transit", scans=3, eta=None):
        self.number, self.state, self.eta = number, state, eta
        self.id = hashlib.sha256(number.encode()).hexdigest()[:24]
        self.updated = datetime.now(UTC).replace(microsecond=0)
        self.scans = []
        for hours in range(scans, 0, -1):
            self.add("in_transit", f"Scan {scans - hours + 1}", hours)
        if scans and state != "in_transit":
            self.scans[-1]["state"] = state

    def add(self, state, message, hours=0, **values):
        at = self.updated - timedelta(hours=hours)
        place = {"city": "Newark", "region": "NJ", "country": "US"}
        self.scans.append(
            {"state": state, "message": message, "at": at, **place} | values
        )

    # === SHAPES === #

    def easypost(self):
        status = EASYPOST.get(self.state, self.state)
        return {
            "id": f"trk_{self.id}",
            "object": "Tracker",
            "mode": "test",
            "tracking_code": self.number,
            "status": status,
            "status_detail": "delivery_attempted"
            if self.state == "attempt_failed"
            else "status_update",
            "updated_at": f"{self.updated:%Y-%m-%dT%H:%M:%SZ}",
            "signed_by": "John Tester",
            "est_delivery_date": self.eta,
            "carrier": "USPS",
            "tracking_details": [
                {
                    "object": "TrackingDetail",
                    "message": scan["message"],
                    "status": EASYPOST.get(scan["state"], scan["state"]),
                    "status_detail": None,
                    "datetime": f"{scan['at']:%Y-%m-%dT%H:%M:%SZ}",
                    "source": "USPS",
                    "carrier_code": "",
                    "tracking_location": {
                        "object": "TrackingLocation",
                        "city": scan["city"],
                        "state": scan["region"],
                        "country": scan["country"],
                        "zip": "07102",
                    },
                }
                for scan in self.scans
            ],
            "carrier_detail": {"object": "CarrierDetail", "service": "Priority"},
        }

    def aftership(self):
        returned = self.state == "return_to_sender"
        return {
            "id": self.id,
            "updated_at": f"{self.updated:%Y-%m-%dT%H:%M:%S}+00:00",
            "tracking_number": self.number,
            "slug": "postnl-3s",
            "tag": AFTERSHIP[self.state],
            "subtag": "Exception_011" if returned else f"{AFTERSHIP[self.state]}_001",
            "signed_by": "John Tester",
            "origin_country_region": "NLD",
            "destination_country_region": "ESP",
            "courier_estimated_delivery_date": {"estimated_delivery_date": self.eta}
            if self.eta
            else None,
            "checkpoints": [
                {
                    "slug": "postnl-3s",
                    "message": scan["message"],
                    "tag": AFTERSHIP[scan["state"]],
                    "subtag": f"{AFTERSHIP[scan['state']]}_001",
                    "checkpoint_time": f"{scan['at']:%Y-%m-%dT%H:%M:%S}+00:00",
                    "city": scan["city"],
                    "state": scan["region"],
                    "country_region": "USA",
                    "hash": hashlib.sha256(
                        f"{self.number}{scan['message']}".encode()
                    ).hexdigest(),
                }
                for scan in self.scans
            ],
        }

    def dhl(self):
        def address(scan):
            return {
                "address": {
                    "addressLocality": scan["city"],
                    "countryCode": scan["country"],
                }
            }

        return {
            "id": self.number,
            "service": "parcel-de",
            "origin": {"address": {"countryCode": "DE"}},
            "destination": {"address": {"countryCode": "FR"}},
            "status": {
                "timestamp": f"{self.updated:%Y-%m-%dT%H:%M:%S}",
                "statusCode": DHL.get(self.state, "transit"),
                "status": "IN_DELIVERY",
            },
            "estimatedTimeOfDelivery": self.eta,
            "details": {
                "product": {"productName": "DHL PAKET"},
                "receiver": {"@type": "Person", "name": "Joel Willis"},
            },
            "events": [
                {
                    # Without a zone, the newest first, as DHL does.
                    "timestamp": f"{scan['at']:%Y-%m-%dT%H:%M:%S}",
                    "location": address(scan),
                    "statusCode": DHL.get(scan["state"], "transit"),
                    "description": scan["message"],
                }
                for scan in reversed(self.scans)
            ],
        }


class FakeCarrier(ThreadingHTTPServer):
    """The server. ``fail(mode)`` makes its next answers bad."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, key=KEY, latency=0.0, known=()):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key, self.latency = key, latency
        self.shipments = {number: Shipment(number) for number in known}
        self.knows_all = False
        self.failures = []
        self.seen = []
        self.released = threading.Event()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def stop(self):
        self.released.set()
        self.shutdown()
        self.server_close()
        self.thread.join()

    def put(self, number, *args, **kwargs):
        """Make, or replace, a shipment."""
        self.shipments[number] = Shipment(number, *args, **kwargs)
        return self.shipments[number]

    def get(self, number):
        if self.knows_all and number not in self.shipments:
            self.put(number)
        return self.shipments.get(number)

    def fail(self, mode, times=1, **values):
        """Make the next requests fail.

        :param str mode: an HTTP status, garbage, list, deep, odd, silence, drip,
            bomb, redirect, cut
        :param int times: how many of them
        :param values: ``retry_after``, ``number`` (only requests that name it)
        """
        self.failures += [{"mode": str(mode), **values} for _time in range(times)]

    def next_failure(self, text):
        for place, failure in enumerate(self.failures):
            if failure.get("number", "") in text:
                return self.failures.pop(place)
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.handle_any()

    do_POST = do_GET

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        server = self.server
        server.seen.append(f"{self.command} {self.path} {body}")
        if server.latency:
            time.sleep(server.latency)
        failure = server.next_failure(self.path + body)
        if failure:
            return self.fail(failure)
        try:
            status, answer = self.route(urlsplit(self.path), body)
        except (KeyError, TypeError, ValueError, AttributeError):
            status, answer = 400, {"error": {"message": "this is no request of mine"}}
        return self.answer(status, json.dumps(answer))

    def answer(self, status, body, **headers):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def fail(self, failure):
        mode = failure["mode"]
        if mode == "silence":
            self.server.released.wait(30)
            self.close_connection = True
        elif mode == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"half":')
            self.close_connection = True
        elif mode == "drip":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _byte in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                if self.server.released.wait(0.1):
                    break
            self.close_connection = True
        elif mode == "bomb":
            packed = gzip.compress(b" " * (64 * 2**20))
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)
        elif mode == "redirect":
            self.answer(302, "", Location="http://127.0.0.1:1/elsewhere")
        elif mode.isdigit():
            headers = {}
            if "retry_after" in failure:
                headers["Retry_After"] = str(failure["retry_after"])
            self.answer(int(mode), '{"error": {"message": "sorry"}}', **headers)
        else:
            garbage = {
                "garbage": "<html>We are back soon</html>",
                "list": "[1, 2]",
                "deep": "[" * 100000,
                "odd": '{"trackers": [1, {"id": ["x"], "status": {}}], "data": 7,'
                ' "shipments": "none"}',
            }
            self.answer(200, garbage[mode])

    # === ROUTES === #

    def route(self, url, body):
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path.startswith("/v2/trackers"):
            basic = base64.b64encode(f"{self.server.key}:".encode()).decode()
            if self.headers.get("Authorization") != f"Basic {basic}":
                return 401, {"error": {"message": "no"}}
            return self.easypost(url.path.removeprefix("/v2/trackers"), query, body)
        if url.path == "/tracking/2026-07/trackings":
            if self.headers.get("as-api-key") != self.server.key:
                return 401, {"meta": {"code": 401}}
            return self.aftership(query, body)
        if url.path == "/track/shipments":
            if self.headers.get("DHL-API-Key") != self.server.key:
                return 401, {"title": "Unauthorized"}
            return self.dhl(query)
        return 400, {"error": {"message": "no such path"}}

    def easypost(self, path, query, body):
        if self.command == "POST" and path == "/batch":
            numbers = json.loads(body)["tracking_codes"]
            if len(numbers) > 100:
                return 400, {"error": {"message": "too many"}}
            rows = filter(None, map(self.server.get, numbers))
            return 200, {"trackers": [row.easypost() for row in rows]}
        if self.command == "POST" and not path:
            row = self.server.get(json.loads(body)["tracker"]["tracking_code"])
            if not row:
                return 422, {"error": {"message": "No such number"}}
            return 201, row.easypost()
        if self.command == "GET" and not path:
            return 200, {"trackers": [], "has_more": False}
        found = [
            row
            for row in self.server.shipments.values()
            if path == f"/trk_{row.id}" and self.command == "GET"
        ]
        return (200, found[0].easypost()) if found else (404, {})

    def aftership(self, query, body):
        if self.command == "POST":
            row = self.server.get(json.loads(body)["tracking_number"])
            if not row:
                return 422, {"meta": {"code": 4005, "message": "No such number"}}
            return 201, {"meta": {"code": 201}, "data": row.aftership()}
        rows = filter(
            None, map(self.server.get, query.get("tracking_numbers", "").split(","))
        )
        rows = [row.aftership() for row in rows]
        return 200, {"meta": {"code": 200}, "data": {"trackings": rows}}

    def dhl(self, query):
        if self.command != "GET" or not query["trackingNumber"]:
            return 400, {"title": "Bad request"}
        row = self.server.get(query["trackingNumber"])
        if not row:
            return 404, {"title": "No result found", "status": 404}
        return 200, {"shipments": [row.dhl()]}


# === WEBHOOKS === #


def easypost_event(shipment, event_id="evt_1"):
    """Return the body of EasyPost's webhook."""
    event = {
        "id": event_id,
        "object": "Event",
        "description": "tracker.updated",
        "result": shipment.easypost(),
    }
    return json.dumps(event).encode()


def easypost_signed(body, secret):
    """Return the headers that EasyPost signs a body with."""
    secret = unicodedata.normalize("NFKD", secret).encode()
    digest = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return {"X-Hmac-Signature": f"hmac-sha256-hex={digest}"}


def aftership_event(shipment, event_id="b1f7"):
    """Return the body of AfterShip's webhook."""
    event = {
        "event": "tracking_update",
        "event_id": event_id,
        "ts": int(shipment.updated.timestamp()),
        "msg": shipment.aftership(),
    }
    return json.dumps(event).encode()


def aftership_signed(body, secret):
    """Return the headers that AfterShip signs a body with."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"aftership-hmac-sha256": base64.b64encode(digest).decode()}
