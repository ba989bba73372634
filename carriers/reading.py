# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read what providers answer. On input of any kind nothing but ``ValueError`` is raised."""

import datetime
import email.utils
import json

from .times import storable


def retry_after(text):
    """Return the seconds of a Retry-After header, which may be a date, or ``None``."""
    text = (text or "").strip()
    if text.isdecimal():
        return min(int(text), 86400)
    try:
        then = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    now = datetime.datetime.now(datetime.UTC)
    if not then.tzinfo:
        then = then.replace(tzinfo=datetime.UTC)
    return min(max(int((then - now).total_seconds()), 0), 86400)


def decode(body):
    """Return the value of a JSON text.

    :raise ValueError: if it is none
    """
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def text(value, limit=250):
    """Return a provider's value as one line of text; "" for anything that is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(storable(str(value)).split())[:limit]


def child(value, name):
    """Return a member that is an object, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def children(value, name, limit=1000):
    """Return the objects of a member that is a list; what is none is left out."""
    found = value.get(name) if isinstance(value, dict) else None
    rows = found if isinstance(found, list) else []
    return [row for row in rows if isinstance(row, dict)][:limit]
