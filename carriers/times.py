# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read the times of carriers, who rarely say which zone they mean.

The carrier's own text is kept beside what was read from it. A time without a zone is the
local time of the place of the scan; no zone is assumed for it.
"""

import datetime
import re
from dataclasses import dataclass


def storable(text):
    """Return a text that PostgreSQL can store: without NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as the carrier gave it.

    :param raw: the carrier's text, cut to 64 characters
    :param kind: offset, utc, naive, date_only; "" where there is no usable time
    :param utc: a naive datetime in UTC; only with a known zone
    :param local: a naive datetime as the clock on the wall showed it
    """

    raw: str = ""
    kind: str = ""
    utc: datetime.datetime | None = None
    local: datetime.datetime | None = None

    @property
    def order(self):
        """Return a datetime to sort by; where the zone is unknown, off by its offset."""
        return self.utc or self.local


def moment(value, now=None):
    """Return what a carrier's value says of a time.

    :param value: a text, or whatever came
    :param datetime now: naive UTC, for tests
    :rtype: Moment
    """
    if not isinstance(value, str) or not value.strip():
        return Moment()
    raw = storable(value.strip()[:64])
    found = _ISO.fullmatch(raw)
    if not found:
        return Moment(raw)
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        local = datetime.datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            min(int(second or 0), 59),  # a leap second
        )
        offset = _offset(zone)
    except ValueError:
        return Moment(raw)
    now = now or datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    if (
        not now - datetime.timedelta(days=3650)
        <= local
        <= now + datetime.timedelta(400)
    ):
        # 1970 or 2999: the default value of some program, no time of a scan.
        return Moment(raw)
    if hour is None:
        return Moment(raw, "date_only", None, local)
    if offset is None:
        return Moment(raw, "naive", None, local)
    # "+00:00" too: many providers write every time so, wherever it was.
    kind = "offset" if offset else "utc"
    return Moment(raw, kind, local - offset, local)


def _offset(zone):
    if not zone:
        return None
    if zone.upper() in ("Z", "UTC"):
        return datetime.timedelta()
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError("no such zone")
    span = datetime.timedelta(hours=hours, minutes=minutes)
    return -span if zone[0] == "-" else span
