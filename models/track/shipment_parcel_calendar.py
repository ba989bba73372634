# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The expected day of a parcel as a calendar file."""

from odoo import fields, models

from ...tools.calendar_file import calendar_file


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    def _public_calendar(self):
        """Return an iCalendar file with the expected day; empty where none is expected.

        It holds no link: calendars are shared.

        :rtype: bytes
        """
        if not (days := self._calendar_days()):
            return b""
        company = self.company_id.sudo()  # its name, which the page shows
        title = self.env._(
            "Parcel from %(company)s, %(number)s",
            company=company.name,
            number=self.number,
        )
        return calendar_file(
            [(f"parcel-{self.id}@public-links", *days, title)], fields.Datetime.now()
        )
