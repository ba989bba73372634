# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What track pages show of scans."""

from datetime import datetime

from babel.core import get_global

from odoo import fields, models
from odoo.tools import groupby
from odoo.tools.misc import babel_locale_parse, get_lang

from ...carriers.words import tells_of_people
from ...tools.formatting import day
from ...tools.states import status
from .shipment_parcel_steps import FAILED
from .words_of_days import day_heading, hour


class ShipmentParcelEvent(models.Model):
    _inherit = "shipment.parcel.event"

    def _local_time(self):
        """Return when the scan was, as the clock showed it there; in the reader's zone where
        only UTC is known; ``None`` where the carrier gave no time.

        :rtype: datetime.datetime
        """
        if self.occurred_at and not self._is_local():
            return fields.Datetime.context_timestamp(self, self.occurred_at)
        return self.occurred_local and datetime.fromisoformat(self.occurred_local)

    def _local_day(self):
        at = self._local_time()
        return at.date() if at else None

    def _is_local(self):
        """Tell whether the clock at the place of the scan is known."""
        return bool(self.occurred_local) and self.time_kind in (
            "date_only",
            "naive",
            "offset",
        )

    def _public_time(self):
        """Return day and time of the scan.

        :rtype: str
        """
        at = self._local_time()
        if not at:
            return self.env._("time not given")
        if self.time_kind == "date_only":
            return day(self.env, at.date())
        return f"{day(self.env, at.date())}, {hour(self.env, at)}"

    def _public_place(self):
        """Return city and country of the scan; never a street.

        :rtype: str
        """
        return place(self.env, self.city, self.country, self.state_name)

    def _public_scan(self, people=(), handed_over=None):
        """Return the scan as the page shows it.

        :param people: names and streets that no text may hold
        :param datetime handed_over: when it was delivered; what carriers write from then on
            may say to whom
        """
        text = self.message or ""
        if self.source != "manual":
            after = handed_over and self.sort_at >= handed_over
            if after or tells_of_people(text, self.state, people):
                # The text may name somebody, in any language: ours is shown instead.
                text = ""
        words = status(self.env, "parcel", self.state)["label"] if self.state else ""
        at = self._local_time()
        return {
            "text": text or words or self.env._("Scanned"),
            "place": self._public_place(),
            "time": hour(self.env, at) if at and self.time_kind != "date_only" else "",
            "by_hand": self.source == "manual",
            "bad": self.state in FAILED,
        }

    def _public_days(self, people=(), handed_over=None):
        """Return these scans by day, in their order."""
        env, days = self.env, []
        for when, events in groupby(self, lambda event: event._local_day()):
            heading = day_heading(env, when) if when else env._("Time not given")
            scans = [event._public_scan(people, handed_over) for event in events]
            days.append({"day": heading, "scans": scans})
        return days


def place(env, city, country, state=""):
    """Return city, state and country as one text, the country in the reader's words."""
    city = (city or "").strip()
    if city.isupper() and len(city) > 3:
        city = city.title()
    code = (country or "").strip()
    alias = get_global("territory_aliases").get(code.upper(), [code])
    locale = babel_locale_parse(get_lang(env).code)
    country = locale.territories.get(alias[0].upper(), code)
    return ", ".join(part for part in (city, (state or "").strip(), country) if part)
