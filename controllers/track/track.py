# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.http import Controller

from .. import base
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
