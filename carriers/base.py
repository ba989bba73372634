# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every adapter is made of: its interface, HTTP, and all that it imports."""

import time
from urllib.parse import urlsplit

import requests
import urllib3

from .errors import (
    CarrierError,
    NotFound,
    RateLimited,
    Refused,
    Unauthorized,
    Unavailable,
)
from .numbers import comparable
from .reading import child, children, decode, retry_after, text
from .times import Moment, moment
from .vocabulary import FINAL, Parcel, Place, Reason, Scan, Spot, State, TrackResult
from .words import page_url, spoken, spot_in, town, with_reason

TIMEOUT = (5, 20)  # seconds to connect, to answer
ANSWER_TIME = 60  # seconds for a whole answer, also when it comes byte by byte
MAX_ANSWER = 10 * 1024 * 1024  # bytes


class Adapter:
    """One provider, with its credentials and its HTTP connection, and no other state."""

    code = ""
    name = ""
    url = ""  # of the provider's interface
    batch_size = 1  # parcels in one fetch
    min_interval = 0.0  # seconds between two requests
    polls = True  # False: there is no provider to ask
    has_webhook = False
    # Whether it has ids for what it follows. Without, `fetch` is asked for new parcels, too.
    has_ids = True
    signs_with_key = False  # webhooks are signed with the key, there is no other secret
    daily_limit = 0  # requests a day with a free key; 0: not limited, or not known
    refreshed_every = 0.0  # hours; asking more often brings nothing new
    # What of its answers is left out, and why: by a field's path. See docs/CARRIERS.md.
    left_out = {}

    def __init__(self, key="", secret="", url=""):
        # Keys are pasted, often with blanks around them.
        self.key, self.secret = key.strip(), secret.strip()
        self.url = (url or self.url).rstrip("/")
        self._session = None
        self.requests_sent = 0
        self._asked_at = None  # on the monotonic clock

    # === WHAT AN ADAPTER DOES === #

    def register(self, parcels):
        """Tell the provider to follow parcels that have no tracker id yet. Not called where
        there are none (``has_ids``).

        :param list[Parcel] parcels: at most ``batch_size``
        :rtype: list[TrackResult]
        :raise CarrierError: with the results that came before in ``results``
        """
        return self.fetch(parcels)

    def fetch(self, parcels):
        """Ask how parcels stand.

        :param list[Parcel] parcels: at most ``batch_size``
        :rtype: list[TrackResult]
        :raise CarrierError: with the results that came before in ``results``
        """
        raise NotImplementedError

    def verify(self, headers, body):
        """Tell whether a webhook was signed with the secret.

        :param headers: a mapping that ignores case
        :param bytes body: as it came
        :rtype: bool
        """
        return False

    def parse_webhook(self, body):
        """Return the event's id and what it says.

        :param bytes body: verified before
        :rtype: tuple[str, list[TrackResult]]
        :raise ValueError: if it is no event of this provider
        """
        raise ValueError("no webhooks")

    def hinted_numbers(self, body):
        """Return which numbers an unsigned webhook speaks of, where this provider sends
        such. Nothing else of it is read: these parcels are only asked for sooner.

        :param bytes body: by anybody
        :rtype: list[str]
        """
        return []

    def test(self):
        """Ask for something harmless with the key.

        :raise CarrierError: if that does not work
        """

    # === TOOLS === #

    def each(self, parcels, ask):
        """Ask for one parcel after the other, and go on after one that is refused.

        :param ask: a function of a parcel that returns a result
        :rtype: list[TrackResult]
        """
        results = []
        for parcel in parcels:
            try:
                result = ask(parcel)
            except NotFound:
                # Many carriers know a label only after its first scan.
                result = TrackResult(number=parcel.number)
            except Refused as error:
                result = TrackResult(number=parcel.number, error=str(error))
            except CarrierError as error:
                error.results = results
                raise
            result.key = parcel.key
            results.append(result)
        return results

    def own(self, result, parcel):
        """Return a result, after checking that it is about a parcel.

        :raise Refused: if it is about another
        """
        if comparable(result.number) != comparable(parcel.number):
            raise Refused("the answer is about another parcel")
        result.number = parcel.number
        return result

    def ready_in(self):
        """Return the seconds until the next request may be sent."""
        if self._asked_at is None:
            return 0.0
        return max(self._asked_at + self.min_interval - time.monotonic(), 0.0)

    def request(self, method, path, **options):
        """Send a request and return the decoded JSON object.

        :param str path: below the provider's address
        :param options: what ``requests`` takes
        :rtype: dict
        :raise CarrierError: if the answer is anything but a JSON object
        """
        if not self._session:
            self._session = requests.Session()
            # A test server on the same machine is not reached through its proxy.
            host = urlsplit(self.url).hostname
            self._session.trust_env = host not in ("127.0.0.1", "localhost")
        time.sleep(self.ready_in())
        self._asked_at = time.monotonic()
        self.requests_sent += 1
        try:
            response = self._session.request(
                method,
                self.url + path,
                timeout=TIMEOUT,
                # A redirect must not carry the key to another server.
                allow_redirects=False,
                stream=True,
                **options,
            )
            body = self._read(response.raw)
        except (UnicodeError, requests.exceptions.InvalidHeader):
            raise Unauthorized("the key has letters that no key has") from None
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
        ) as error:
            raise Unavailable(_cause(error)) from None
        finally:
            if "response" in locals():
                response.close()
        return self._decoded(response, body)

    def _read(self, raw):
        """Return the body of an answer, cut behind ``MAX_ANSWER`` bytes.

        :raise Unavailable: when it takes too long
        """
        # read() of older versions of urllib3 waits until a block is full.
        read = getattr(raw, "read1", raw.read)
        body, deadline = bytearray(), self._asked_at + ANSWER_TIME
        while len(body) <= MAX_ANSWER:
            piece = read(65536, decode_content=True)
            if not piece:
                break
            body += piece
            if time.monotonic() > deadline:
                raise Unavailable("no answer in time")
        return bytes(body)

    def _decoded(self, response, body):
        status = response.status_code
        if status in (401, 403):
            raise Unauthorized(f"HTTP {status}: the key was not accepted")
        if status in (429, 503):
            raise RateLimited(
                f"HTTP {status}", retry_after(response.headers.get("Retry-After"))
            )
        if status >= 500 or 300 <= status < 400:
            raise Unavailable(f"HTTP {status}")
        try:
            answer = decode(body) if len(body) <= MAX_ANSWER else None
        except ValueError:
            answer = None
        if status == 404:
            raise NotFound("not found")
        if status >= 400:
            raise self.refusal(status, answer if isinstance(answer, dict) else {})
        if not isinstance(answer, dict):
            raise Unavailable("the answer could not be read")
        return answer

    def refusal(self, status, answer):
        """Return the error for an answer of 400 to 499, in the provider's words."""
        return Refused(f"HTTP {status}")


def _cause(error):
    # Staff see the text, so it names neither address nor key.
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return "no answer in time"
    return "no connection"


__all__ = [
    "FINAL",
    "Adapter",
    "CarrierError",
    "Moment",
    "NotFound",
    "Parcel",
    "Place",
    "RateLimited",
    "Reason",
    "Refused",
    "Scan",
    "Spot",
    "State",
    "TrackResult",
    "Unauthorized",
    "Unavailable",
    "child",
    "children",
    "comparable",
    "decode",
    "moment",
    "page_url",
    "spoken",
    "spot_in",
    "text",
    "town",
    "with_reason",
]
