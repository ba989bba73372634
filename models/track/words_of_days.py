# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Days and hours as people say them: "today", "Monday", "Nov 27"."""

import datetime
import re

import babel.dates

from odoo import fields
from odoo.tools.misc import babel_locale_parse, get_lang

# How locales call their pattern of a day with its weekday, the longest first.
DAY_SKELETONS = ("MMMMEEEEd", "MMMMEd", "MMMEd")


def local_day(env, value):
    """Return the day of a UTC time in the reader's zone; ``None`` for nothing.

    :rtype: datetime.date
    """
    if not value:
        return None
    return fields.Datetime.context_timestamp(env["res.lang"], value).date()


def short_day(env, value):
    """Return a date without its year: "Nov 27"; "" for nothing."""
    return _written(env, value, "MMMd") if value else ""


def day_in_words(env, value):
    """Return a date as one would say it: "Monday" within a week, else with its date."""
    days = (value - _today(env)).days
    if 1 < days < 7:
        return _written(env, value, "EEEE", pattern=True)
    return full_day(env, value)


def full_day(env, value):
    """Return a date with its weekday: "Friday, November 27"; with its year where that is
    another one.

    Written out: an abbreviation's full stop would meet that of the sentence.
    """
    if value.year != _today(env).year:
        return _written(env, value, "full", pattern=True)
    locale = babel_locale_parse(get_lang(env).code)
    skeletons = locale.datetime_skeletons
    name = next(name for name in DAY_SKELETONS if name in skeletons)
    pattern = re.sub("E+|c+", "EEEE", str(skeletons[name].pattern))
    pattern = re.sub("[ML]{3,}", lambda found: found[0][0] * 4, pattern)
    return _written(env, value, pattern, pattern=True)


def day_heading(env, value):
    """Return the heading of a day's scans: "Today, Friday, November 27"."""
    days = (_today(env) - value).days
    if days == 0:
        return env._("Today, %s", full_day(env, value))
    if days == 1:
        return env._("Yesterday, %s", full_day(env, value))
    return full_day(env, value)


def hour(env, value):
    """Return the time of day, without seconds, as the clock of a naive datetime shows it."""
    locale = babel_locale_parse(get_lang(env).code)
    return babel.dates.format_time(value, "short", locale=locale)


def zone_city(env):
    """Return the city that the reader's time zone is named after, in their language:
    "New York", "Brüssel"; "UTC" where there is none."""
    zone = env.context.get("tz") or "UTC"
    if "/" not in zone:
        return zone
    locale = babel_locale_parse(get_lang(env).code)
    return babel.dates.get_timezone_location(zone, locale=locale, return_city=True)


def _today(env):
    return fields.Date.context_today(env["res.lang"])


def _written(env, value, skeleton, pattern=False):
    locale = babel_locale_parse(get_lang(env).code)
    if isinstance(value, datetime.datetime):
        value = value.date()
    if pattern:
        return babel.dates.format_date(value, skeleton, locale=locale)
    return babel.dates.format_skeleton(skeleton, value, locale=locale)
