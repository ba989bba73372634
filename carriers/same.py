# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells whether two scans are the same one, told in two ways.

A provider answers with other times than its webhooks send: with an offset, in UTC, or with
none at all; an older version of it knows no event ids; a text is corrected, or the place
named, later. So a scan is known by its id, or by what happened there at that moment.
"""

from datetime import timedelta

_DATE = len("2026-11-20")
# Offsets from UTC are made of these.
_STEP, _FARTHEST = timedelta(minutes=15), timedelta(hours=14)


class Known:
    """The scans of one parcel that are there already."""

    def __init__(self):
        self._ids, self._groups, self.count = set(), {}, 0

    def add(self, key, when, code, message, city):
        """Note a scan.

        :param str key: the provider's id, as ``Scan.dedupe_key`` writes it
        :param tuple when: UTC, local time (naive datetimes or ``None``), raw text
        """
        self.count += 1
        self._ids.add(key)
        group = self._groups.setdefault(_said(code), [])
        group.append((when, _said(message), _said(city)))

    def has(self, key, when, code, message, city):
        """Tell whether a scan is among those that were added; same arguments."""
        if key in self._ids:
            return True
        said, there = _said(message), _said(city)
        return any(
            _agree(said, other) and _agree(there, place) and _same_time(when, then)
            for then, other, place in self._groups.get(_said(code), ())
        )


def _agree(one, other):
    # What is empty is told later, or was left out.
    return one == other or not one or not other


def _said(text):
    return " ".join((text or "").casefold().split())


def _same_time(one, other):
    (utc, local, raw), (other_utc, other_local, other_raw) = one, other
    if utc and other_utc:
        return utc.replace(microsecond=0) == other_utc.replace(microsecond=0)
    if local and other_local:
        if local == other_local:
            return True
        if min(len(raw), len(other_raw)) <= _DATE:
            return False
        if utc or other_utc:
            # One of them has no zone: they may be the same in some zone.
            apart = abs((utc or local) - (other_utc or other_local))
            return apart <= _FARTHEST and not apart % _STEP
        return False
    return not local and not other_local and raw == other_raw
