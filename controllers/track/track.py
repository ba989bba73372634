# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.http import Controller
from odoo.tools.mimetypes import guess_mimetype

from .. import base, responses
from ..base import public_route


def track_page(link, document):
    """Return what the page of a delivery's, or an order's, parcels shows."""
    return (
        "public_links.track_page",
        document._public_track_values(link),
        {"permissions": {"clipboard-write": "(self)"}},
    )


class TrackController(Controller):
    @public_route("track")
    def track(self, link, document):
        """Show the parcels of a delivery or order, and of nothing else."""
        return base.log_visit(base.show(link, document), link)

    @public_route("track", "picture/<int:number>")
    def picture(self, link, document, number):
        """Serve the picture of a product that is on its way."""
        content = document._public_tracked()._public_track_picture(number)
        if not content:
            return responses.unknown()
        return responses.file(content, guess_mimetype(content), "picture")

    @public_route("track", "calendar/<int:number>")
    def calendar(self, link, document, number):
        """Serve the day on which a parcel is expected, for a calendar."""
        parcels = document._public_tracked()._public_parcel_rows()
        parcel = parcels.filtered(lambda row: row.id == number)
        content = parcel._public_calendar() if parcel else b""
        if not content:
            return responses.unknown()
        return responses.file(content, "text/calendar", "delivery.ics")
