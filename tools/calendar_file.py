# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whole days as a calendar file (RFC 5545), which every calendar takes."""

from datetime import timedelta

# Octets of a line, without its end (RFC 5545, 3.1).
LINE = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_file(events, stamp):
    """Return the calendar file of some whole days.

    :param events: tuples of a unique name, the first and last day, and what they are called
    :param stamp: when it is made, a `datetime` in UTC
    :rtype: bytes
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//public_links//EN"]
    for name, first, last, title in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{name.translate(ESCAPED)}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            # The day after the last one, as the format has it.
            f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{title.translate(ESCAPED)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _folded(line):
    """Return a line in parts that are short enough, none of which cuts a character."""
    parts, part = [], b""
    for char in line:
        octets = char.encode()
        # Each further part begins with a blank.
        if len(part) + len(octets) > LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part])
