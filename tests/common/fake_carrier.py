# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tracking providers of `fake_providers` on loopback.

The server can be slow, busy, broken or silent by switch. Plain Python, for tests and for the
load test.
"""

import gzip
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

try:
    from .fake_providers import PROVIDERS, Shipment
except ImportError:  # the load test, which has no package
    from fake_providers import PROVIDERS, Shipment

KEY = "key-of-tests"
# What each says to a wrong key.
WRONG_KEY = {"error": {"message": "no"}, "meta": {"code": 401}, "code": -18010002}


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
        self.registered = {}  # numbers by provider, where they must be registered
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
        for code, provider in PROVIDERS.items():
            also = getattr(provider, "also", None)
            if url.path != also and not url.path.startswith(provider.prefix):
                continue
            if not provider.accepts(self.headers, self.server.key):
                return 401, WRONG_KEY
            path = url.path if url.path == also else url.path[len(provider.prefix) :]
            ours = self.server.registered.setdefault(code, set())
            return provider.answer(self.server, self.command, path, query, body, ours)
        return 400, {"error": {"message": "no such path"}}


# === WEBHOOKS === #

easypost_event = PROVIDERS["easypost"].event
easypost_signed = PROVIDERS["easypost"].signed
aftership_event = PROVIDERS["aftership"].event
aftership_signed = PROVIDERS["aftership"].signed
