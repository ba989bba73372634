# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The vocabulary of adapters: what they are told of a parcel, and what they return."""

import hashlib
import html
import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .times import Moment

State = Literal[
    "unknown",
    "pre_transit",
    "in_transit",
    "out_for_delivery",
    "available_for_pickup",
    "attempt_failed",
    "delivered",
    "return_to_sender",
    "exception",
    "cancelled",
]
# Why a parcel met a problem, or is late.
Reason = Literal[
    "address",
    "customs",
    "damaged",
    "delay",
    "destroyed",
    "documents",
    "lost",
    "nobody",
    "payment",
    "refused",
    "seized",
    "uncollected",
    "weather",
]
# Where it was left.
Spot = Literal[
    "collected", "door", "locker", "mailbox", "neighbour", "reception", "safe"
]
# A parcel in one of these has come to its end.
FINAL = ("delivered", "return_to_sender", "cancelled")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,80}>")


class Parcel(NamedTuple):
    """What an adapter is told about a parcel. ``key`` comes back in the result; ``known``
    says that the provider has answered about it before."""

    key: int
    number: str
    carrier_code: str = ""
    tracker_id: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """City and country. Customers see it: an adapter leaves out streets and names."""

    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


def plain(text):
    """Return a carrier's words without the markup that some bring from their own page.

    >>> plain("Left at Brown &amp; Sons<br/>Collect&nbsp;today")
    'Left at Brown & Sons Collect today'
    """
    if "&" not in text and "<" not in text:
        return text
    return " ".join(html.unescape(_MARKUP.sub(" ", text)).split())


@dataclass(frozen=True, slots=True)
class Scan:
    """One event of the carrier.

    :param at: when it happened, see ``times.moment``
    :param state: ours; "" where the carrier's code says nothing about the state
    :param code: the carrier's own code, kept as it is
    :param message: the carrier's own words
    :param id: the provider's event id or hash, if it has one
    """

    at: Moment
    state: str = ""
    code: str = ""
    message: str = ""
    place: Place = Place()
    id: str = ""

    def __post_init__(self):
        object.__setattr__(self, "message", plain(self.message))

    @property
    def dedupe_key(self):
        """Return a key that is the same for one scan, whether it was polled or sent by a
        webhook. What is told in two spellings knows ``same``."""
        if self.id:
            return f"id:{self.id}"[:128]
        place = self.place
        parts = (
            (self.at.utc and f"{self.at.utc:%Y-%m-%dT%H:%M:%S}Z") or self.at.raw,
            self.code,
            self.message,
            place.city,
            place.state,
            place.zip,
            place.country,
        )
        text = "\x1f".join(part.strip() for part in parts)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class TrackResult:
    """What a provider says about one parcel, which it names by number, tracker id or
    our key.

    :param state: the provider's overall state in our words; "" where it has none
    :param as_of: when the provider last changed what it says
    :param reason: one of ``Reason``: why it is not where it should be
    :param spot: one of ``Spot``: where it was left
    :param pickup: where it can be collected, as its shop or locker writes itself
    :param page_url: the carrier's, or the provider's, own page about it
    :param people: names that stand in fields of their own; no text with one is shown,
        and they are not kept
    :param scans: from the first to the newest
    :param error: what was wrong with this parcel; all other values are then empty
    """

    number: str
    key: int | None = None
    tracker_id: str = ""
    carrier_code: str = ""
    carrier_name: str = ""
    service: str = ""
    state: str = ""
    raw_state: str = ""
    as_of: Moment = field(default_factory=Moment)
    eta_from: Moment = field(default_factory=Moment)
    eta_to: Moment = field(default_factory=Moment)
    origin: Place = Place()
    destination: Place = Place()
    reason: str = ""
    spot: str = ""
    pickup: str = ""
    page_url: str = ""
    people: tuple[str, ...] = ()
    scans: list[Scan] = field(default_factory=list)
    error: str = ""
