# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When to ask for a parcel again. Pure functions: the caller passes time and chance."""

from datetime import timedelta

from ..tools.pauses import pause
from .base import FINAL

HOUR = timedelta(hours=1)
INTERVALS = {
    "out_for_delivery": HOUR,
    "in_transit": 4 * HOUR,
    "exception": 6 * HOUR,
    "attempt_failed": 6 * HOUR,
    "available_for_pickup": 6 * HOUR,
}
# Right after it was registered a provider has often not asked the carrier yet.
NEW, NEW_FOR = timedelta(minutes=30), timedelta(hours=1)
SOON, SOON_FOR = 2 * HOUR, timedelta(hours=6)
YOUNG, YOUNG_FOR, OLD = 8 * HOUR, timedelta(days=3), 24 * HOUR
LAST_LOOK = 24 * HOUR
GIVE_UP = timedelta(days=30)
WEBHOOK_FACTOR = 4
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=24)


def next_check(
    state,
    now,
    since,
    changed,
    last_scan=None,
    has_webhook=False,
    refreshed_every=0,
    registered=None,
):
    """Return when to ask again, or ``None`` for never.

    :param str state: the parcel's state
    :param datetime now: the time of this check
    :param datetime since: when it was first known
    :param datetime changed: when it came into its state
    :param datetime last_scan: when the carrier last saw it
    :param bool has_webhook: whether the provider sends changes by itself
    :param float refreshed_every: hours in which the provider asks the carrier itself
    :param datetime registered: when the provider was told of it, if that was later
    """
    if state in FINAL:
        last_look = (changed or now) + LAST_LOOK
        return last_look if last_look > now else None
    if max(last_scan or since, since) < now - GIVE_UP:
        return None
    if state == "unknown" and not last_scan:
        told = registered or since
        if now - told < NEW_FOR:
            return now + NEW
        if now - told < SOON_FOR and not has_webhook:
            return now + SOON
    interval = INTERVALS.get(state) or (YOUNG if now - since < YOUNG_FOR else OLD)
    interval = max(interval, timedelta(hours=refreshed_every))
    return now + interval * (WEBHOOK_FACTOR if has_webhook else 1)


def backoff(failures, chance):
    """Return the pause after some failures in a row.

    :param int failures: 1 after the first
    :param float chance: between 0 and 1; keeps many parcels from coming back at once
    """
    return pause(failures, FIRST_PAUSE, LONGEST_PAUSE, chance)
