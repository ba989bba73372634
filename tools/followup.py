# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a follow-up is due: plain Python, without ORM and clock."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    :param int id: of its row
    :param str basis: the date that it counts from
    :param int days: after that date; negative before it
    :param str condition: what must hold beside being open, see ``public.link.plan.step``
    """

    id: int
    basis: str
    days: int
    condition: str = "open"


def next_step(steps, bases, done, holds, today):
    """Return the step that comes next for one document, and the day on which it does.

    One step comes after the other, with the pauses of the plan: who is late already when a
    plan is switched on begins with its first words. A step before a date is left out once
    that date is there; of several that are due, the last one counts.

    :param list[Step] steps: of one plan
    :param dict bases: dates of the document by basis; ``None`` where it has none
    :param dict done: days on which steps were done for this document, by step and date
        that they counted from
    :param holds: a function of a step's condition
    :param today: the seller's day
    :return: `Step` and day, or ``None`` when nothing more comes
    :rtype: tuple | None
    """
    # The numbers differ, so that steps are never compared.
    dated = sorted(
        [
            (bases[step.basis] + timedelta(step.days), number, step)
            for number, step in enumerate(steps)
            if bases.get(step.basis)
        ]
    )
    last = -1
    if done:
        for place, (_day, _number, step) in enumerate(dated):
            if (step.id, bases[step.basis]) in done:
                last = place
    before = None
    for day, _number, step in dated[last + 1 :]:
        base = bases[step.basis]
        if step.days < 0:
            if (
                today < base
                and holds(step.condition)
                and (before is None or day <= today)
            ):
                before = step, day
            continue
        if before:
            break
        if holds(step.condition):
            return step, max(day, _after_pause(dated, last, done, bases, step, day))
    return before


def _after_pause(dated, last, done, bases, step, day):
    """Return the earliest day that keeps the plan's pause after the step before."""
    if last < 0:
        return day
    earlier, _number, previous = dated[last]
    if previous.days < 0 or previous.basis != step.basis:
        return day
    return done[previous.id, bases[previous.basis]] + (day - earlier)


def may_send(now, zones, first, last, weekends):
    """Tell whether it is a time for mails in every one of some time zones.

    :param datetime now: in UTC, naive
    :param zones: names of time zones; unknown ones count as UTC
    :param float first: the hour from which mails may leave, 0 to 24
    :param float last: the hour at which that ends
    :param bool weekends: whether they may leave on Saturdays and Sundays
    :rtype: bool
    """
    for local in _locals(now, zones):
        hour = local.hour + local.minute / 60
        if not first <= hour < last:
            return False
        if local.weekday() >= SATURDAY and not weekends:
            return False
    return True


def closing(now, zones, last):
    """Return when the time for mails ends today, in the first of some time zones.

    :param datetime now: in UTC, naive
    :param zones: names of time zones; unknown ones count as UTC
    :param float last: the hour at which it ends, up to 24
    :return: in UTC, naive
    :rtype: datetime
    """
    ends = []
    for local in _locals(now, zones):
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        # By the wall clock: on days on which clocks change, too.
        end = midnight.replace(tzinfo=None) + timedelta(hours=last)
        ends.append(end.replace(tzinfo=local.tzinfo).astimezone(ZoneInfo("UTC")))
    return min(ends).replace(tzinfo=None)


def _locals(now, zones):
    """Yield what the clocks of some time zones show.

    :param datetime now: in UTC, naive
    """
    for name in zones:
        try:
            zone = ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        yield now.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
