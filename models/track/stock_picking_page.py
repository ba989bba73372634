# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What track pages show of orders and deliveries."""

from odoo import models
from odoo.tools import SQL

from ...tools.states import status
from ..link.public_link_together import read_where
from .shipment_parcel_page import PARCEL_FIELDS


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_track_values(self, link):
        """Return what the track page shows, see ``page_values.TrackPage``.

        Called as superuser, in the recipient's language and zone.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: dict
        """
        env = self.env
        pickings = self._public_tracked()
        parcels = pickings._public_parcel_rows()
        blocks = parcels._public_blocks() if parcels else []
        if len(blocks) == 1:
            title = env._("Your parcel")
        else:
            title = env._("Your parcels") if blocks else env._("Your delivery")
        return {
            "kind": "track",
            "title": title,
            "number": self.name,
            "pdf_url": "",
            "about": self._public_track_about(),
            **self._public_track_answer(pickings, parcels, blocks),
            "parcels": blocks,
            "zone": env._("Times are those of %s.", env.context.get("tz") or "UTC")
            if any(block["scans"] or block["last_check"] for block in blocks)
            else "",
            "footer": self._public_footer(link),
        }

    def _public_track_about(self):
        """Return the order or delivery that the parcels belong to, in words."""
        return self._public_link_title()

    def _public_track_answer(self, pickings, parcels, blocks):
        """Return the first lines of the page: state, headline and sentence."""
        env = self.env
        if len(blocks) == 1:
            names = ("status", "headline", "sentence", "advice", "steps", "notes")
            return {name: blocks[0][name] for name in names}
        if blocks:
            sentence = env._("Your delivery comes in %s parcels.", len(parcels))
            if len(parcels) > len(blocks):
                sentence += " " + env._(
                    "%s of them are shown here, those with problems first.", len(blocks)
                )
            return {
                "status": blocks[0]["status"],
                "headline": parcels._delivered_of(),
                "sentence": sentence,
                "advice": "",
                "steps": [],
                "notes": [],
            }
        own, sentence = pickings._public_own_state()
        return {
            "status": own,
            "headline": sentence,
            "sentence": "",
            "advice": ""
            if own["code"] == "cancelled"
            else env._("As soon as there is a tracking number, it shows up here."),
            "steps": [],
            "notes": [],
        }


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _public_parcel_rows(self):
        """Return the parcels of these deliveries with the fields that pages show."""
        # sudo: the delivery's gate decides whether its parcels are shown
        Parcel = self.env["shipment.parcel"].sudo()
        ids = self._public_read("parcels") if self else ()
        return Parcel.browse(ids).sudo(self.env.su)

    def _public_read_parcels(self):
        return read_where(
            self.env["shipment.parcel"].sudo(),  # as above
            PARCEL_FIELDS,
            SQL("active AND picking_id = ANY (%s)", self.ids),
            SQL("id"),
        )

    def _public_own_state(self):
        """Return how Odoo says that these deliveries stand, without any carrier.

        :return: a ``page_values.Status`` and a sentence
        """
        env, picking = self.env, self[:1]
        if not picking:
            return (
                status(env, "delivery", "preparing"),
                env._("We are getting it ready for you."),
            )
        own = status(env, *picking._public_stock_state())
        return own, picking._public_sentence()

    def _public_state(self):
        return self._public_parcel_states().get(self.id) or super()._public_state()

    def _public_parcel_states(self):
        """Return how the carriers say that these deliveries stand, where they say
        anything and that may be shown.

        :return: kind and code by id, see ``public.link.mixin._public_state``
        :rtype: dict[int, tuple[str, str]]
        """
        if not (self and self.company_id._public_links_settings()["show_tracking"]):
            return {}
        parcels = self._public_parcel_rows().grouped("picking_id")
        worst = {picking.id: rows._worst().state for picking, rows in parcels.items()}
        return {
            picking_id: ("parcel", code)
            for picking_id, code in worst.items()
            if code != "unknown"
        }
