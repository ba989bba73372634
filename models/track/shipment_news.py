# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of a shipment is news for its customer, and when: a table, and plain functions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Older things are no news: of a number that is entered late, for example.
FRESH = timedelta(days=3)
# So long a number is news for who has not heard of it: then the first scan should be there.
FRESH_NUMBER = timedelta(days=5)
# So long after its last mail the reader may still look up a number that has been replaced.
FRESH_CORRECTION = timedelta(days=14)
# Until so long after midnight nobody is told that something did not come.
MORNING = timedelta(hours=9)
# A date that changes each day tells nobody anything: so many of a shipment are mailed.
MOST_DATES = 3
# By these a parcel is on its way to the door, and its date is what its reader waits for.
COMING = ("unknown", "pre_transit", "in_transit")
# By these a parcel is further than "shipped", which then is no news any more.
FURTHER = frozenset(
    (
        "out_for_delivery",
        "available_for_pickup",
        "attempt_failed",
        "partly",
        "delivered",
        "return_to_sender",
    )
)
TRACK = _lt("Track your parcel")
# Reasons by which a parcel that is under way comes later.
SLOW = ("delay", "weather")


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that a customer is mailed about a shipment, once.

    :param setting: the company's field that switches it on
    :param word: what staff read, lazy
    :param one: the headline where the shipment is one parcel, lazy
    :param many: the headline of several, lazy: ``%(some)s`` of ``%(all)s``
    :param button: what the mail's button says, lazy
    :param fresh: how long it is news
    """

    setting: str
    word: Any
    one: Any
    many: Any
    button: Any = TRACK
    fresh: timedelta = FRESH


# What matters most comes first: it is mailed first where a day's limit is near.
NEWS = {
    "exception": News(
        setting="public_links_track_mail_exception",
        word=_lt("Problem on the way"),
        one=_lt("Problem on the way"),
        many=_lt("%(some)s of %(all)s parcels met a problem"),
        button=_lt("See what happened"),
    ),
    "return_to_sender": News(
        setting="public_links_track_mail_exception",
        word=_lt("Going back"),
        one=_lt("Going back"),
        many=_lt("%(some)s of %(all)s parcels going back"),
        button=_lt("See what happened"),
    ),
    "attempt_failed": News(
        setting="public_links_track_mail_exception",
        word=_lt("Delivery attempt failed"),
        one=_lt("Delivery attempt failed"),
        many=_lt("%(some)s of %(all)s parcels could not be delivered"),
        button=_lt("See what to do"),
    ),
    "delivered": News(
        setting="public_links_track_mail_delivered",
        word=_lt("Delivered"),
        one=_lt("Delivered"),
        many=_lt("%(some)s of %(all)s parcels delivered"),
        button=_lt("See your delivery"),
    ),
    "partly": News(
        setting="public_links_track_mail_delivered",
        word=_lt("Partly Delivered"),
        one=_lt("Delivered"),
        many=_lt("%(some)s of %(all)s parcels delivered"),
    ),
    "available_for_pickup": News(
        setting="public_links_track_mail_out",
        word=_lt("Ready to collect"),
        one=_lt("Ready to collect"),
        many=_lt("%(some)s of %(all)s parcels ready to collect"),
        button=_lt("See where to collect it"),
    ),
    "out_for_delivery": News(
        setting="public_links_track_mail_out",
        word=_lt("Out for delivery"),
        one=_lt("Out for delivery"),
        many=_lt("%(some)s of %(all)s parcels out for delivery"),
        # Tomorrow it would be wrong.
        fresh=timedelta(hours=12),
    ),
    "number": News(
        setting="public_links_track_mail_shipped",
        word=_lt("New tracking number"),
        one=_lt("New tracking number"),
        many=_lt("New tracking number for %(some)s of %(all)s parcels"),
    ),
    "date": News(
        setting="public_links_track_mail_date",
        word=_lt("New date"),
        one=_lt("New date"),
        many=_lt("New date for %(some)s of %(all)s parcels"),
    ),
    "late": News(
        setting="public_links_track_mail_late",
        word=_lt("Late"),
        one=_lt("Running late"),
        many=_lt("%(some)s of %(all)s parcels running late"),
    ),
    "shipped": News(
        setting="public_links_track_mail_shipped",
        word=_lt("Shipped"),
        one=_lt("Shipped"),
        many=_lt("%(some)s of %(all)s parcels shipped"),
    ),
}
SETTINGS = tuple(dict.fromkeys(news.setting for news in NEWS.values()))


class Seen(NamedTuple):
    """What is known of a parcel when its shipment is looked at.

    :param key: its id
    :param been: the states that it is, or was, in
    :param at: when it came into its state; ``None``: unknown, or long ago
    :param heard: when that was last said, likewise
    :param eta: when it is expected
    :param eta_known: the date that its reader knows
    :param named: whether core's own mail or text message has named its number
    :param number: its tracking number
    """

    key: int
    state: str
    been: frozenset = frozenset()
    at: datetime | None = None
    heard: datetime | None = None
    eta: date | None = None
    eta_known: date | None = None
    reason: str = ""
    named: bool = False
    number: str = ""


class Due(NamedTuple):
    """One mail that is due: a key of ``NEWS``, the ids of the parcels that it is about, and
    what makes it another mail of the same kind (the new date, the new numbers)."""

    code: str
    parcels: tuple[int, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a shipment is looked at.

    :param now: UTC
    :param today: the customer's day
    :param morning: the same, but until the morning is over still the day before: nobody is
        told at midnight that something did not come
    """

    now: datetime
    today: date
    morning: date


def due(parcels, told, at, on, left=None, waits=False, named=frozenset()):
    """Return what is news of a shipment now, what matters most first.

    It looks at how the parcels stand, never at what came last: what was overtaken before
    anybody looked is no news.

    :param parcels: `Seen`, all of one shipment
    :param set told: pairs of code and detail that its customer was mailed
    :param at: `Moment`
    :param set on: the keys of ``NEWS`` that the settings switch on
    :param datetime left: when it left us; ``None`` if it did not
    :param bool waits: core's own mail follows when it leaves, and then says so
    :param named: the numbers that its reader was told, in time to look them up still
    :rtype: list[Due]
    """
    parcels = [one for one in parcels if one.state != "cancelled"]
    codes = {code for code, _detail in told}
    corrected = [*_corrected(parcels, named)] if "number" in on else []
    if "delivered" in codes:
        return corrected  # It was a stranger's parcel, under the wrong number.
    found = [*_progress(parcels, at.now)]
    shipped = [] if waits or codes & FURTHER else [*_shipped(parcels, left, at.now)]
    if corrected:
        found += corrected  # It says when it comes, as the next does.
    elif "shipped" in on - codes and shipped:
        found += shipped
    else:
        found += _dates(parcels, told, at)
    order = list(NEWS)
    return sorted(
        (one for one in found if one.code in on and (one.code, one.detail) not in told),
        key=lambda one: order.index(one.code),
    )


def _fresh(one, code, now):
    return bool(one.at and one.at > now - NEWS[code].fresh)


def _keys(rows):
    return tuple(one.key for one in rows)


def _going(parcels):
    """Return those that were never delivered: of the others nothing else is news."""
    return [one for one in parcels if "delivered" not in {one.state, *one.been}]


def _progress(parcels, now):
    for code in NEWS:
        rows = [
            one
            for one in _going(parcels)
            if one.state == code and _fresh(one, code, now)
        ]
        if rows:
            yield Due(code, _keys(rows))
    arrived = [one for one in parcels if one.state == "delivered"]
    if any(_fresh(one, "delivered", now) for one in arrived):
        whole = len(arrived) == len(parcels)
        yield Due("delivered" if whole else "partly", _keys(arrived))


def _dates(parcels, told, at):
    rows = [one for one in _going(parcels) if one.state in COMING]
    moved = [
        one
        for one in rows
        if one.eta
        and one.eta_known
        and one.eta != one.eta_known
        and one.eta >= at.today
    ]
    dates = {detail for code, detail in told if code == "date"}
    if moved and len(dates) < MOST_DATES:
        last = max(one.eta for one in moved)
        yield Due("date", _keys(moved), last.isoformat())
    late = [
        one
        for one in rows
        if one.eta and at.today - FRESH <= one.eta < min(at.morning, at.today)
    ]
    # Who knows the new date knows that it takes longer.
    if not late and not moved and not dates:
        late = [
            one
            for one in rows
            if one.reason in SLOW and one.heard and one.heard > at.now - FRESH
        ]
    if late:
        yield Due("late", _keys(late))


def _corrected(parcels, named):
    """Yield the numbers that took the place of one that the reader was told.

    A number that is only added is no news: how a shipment stands is mailed, not each parcel.
    """
    gone = named - {one.number for one in parcels}
    rows = [
        one
        for one in _going(parcels)
        if one.state in COMING and one.number not in named and not FURTHER & one.been
    ]
    if gone and rows:
        yield Due("number", _keys(rows), ",".join(sorted(one.number for one in rows)))


def _shipped(parcels, left, now):
    rows = [one for one in _going(parcels) if one.state in COMING and not one.named]
    if any(FURTHER & one.been for one in parcels):
        return
    if not (left and left > now - FRESH_NUMBER):
        # Not validated yet, or long ago: then the carrier's word counts.
        rows = [
            one
            for one in rows
            if one.state == "in_transit" and _fresh(one, "shipped", now)
        ]
    if rows:
        yield Due("shipped", _keys(rows))
