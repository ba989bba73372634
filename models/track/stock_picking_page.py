# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What track pages show of orders and deliveries."""

import base64

from odoo import models
from odoo.tools import SQL

from ...tools.formatting import quantity
from ...tools.states import needs_care, status
from ..link.public_link_read import fetch_ids
from ..link.public_link_together import Read, read_where
from .shipment_parcel_page import PARCEL_FIELDS
from .words_of_days import zone_city


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
        blocks = parcels._public_blocks(link) if parcels else []
        if len(blocks) == 1:
            title = env._("Your parcel")
        else:
            title = env._("Your parcels") if blocks else env._("Your delivery")
        known = any(block["goods"] for block in blocks)
        unpacked = {} if known else pickings._public_goods(link)
        return {
            "kind": "track",
            "title": title,
            "number": self.name,
            "pdf_url": "",
            **self._public_track_answer(pickings, parcels, blocks),
            "parcels": blocks,
            "heading": env._("Your %s parcels", len(parcels)),
            "goods": [
                good
                for of_picking in unpacked.values()
                for goods in of_picking.values()
                for good in goods
            ],
            "facts": [*self._public_track_where(pickings), *_shared(blocks)],
            "zone": self._public_track_zone(blocks),
            "footer": self._public_footer(link),
        }

    def _public_track_where(self, pickings):
        """Return which order it is, in the customer's words."""
        env, orders = self.env, pickings.sale_id
        if orders:
            fetch_ids(orders, ("client_order_ref", "name"))
        values = (
            (env._("Your order"), ", ".join(orders.mapped("name"))),
            (
                env._("Your order number"),
                ", ".join(filter(None, orders.mapped("client_order_ref"))),
            ),
        )
        rows = [{"label": label, "value": value} for label, value in values if value]
        # A delivery without an order has no other name.
        return rows or [{"label": env._("Delivery"), "value": self.name}]

    def _public_track_zone(self, blocks):
        """Return whose times the page shows."""
        env = self.env
        zone = zone_city(env)
        local = any(block["local_time"] for block in blocks)
        if local and any(block["zone_time"] for block in blocks):
            return env._(
                "Times are those of the place, where the carrier says them, else those of"
                " %s.",
                zone,
            )
        if local:
            return env._("Scans have the time of their place.")
        if any(block["days"] or block["last_check"] for block in blocks):
            return env._("Times are those of %s.", zone)
        return ""

    def _public_track_answer(self, pickings, parcels, blocks):
        """Return the first lines of the page: state, headline and sentence."""
        env = self.env
        if len(blocks) == 1:
            names = (
                "status",
                "headline",
                "sentence",
                "advice",
                "ask",
                "steps",
                "notes",
            )
            return {name: blocks[0][name] for name in names}
        if blocks:
            first, many = blocks[0], len(parcels)
            shown = parcels._public_worst_first()[:1]
            headline, sentence = parcels._public_together(shown)
            if many > len(blocks):
                more = env._(
                    "%s of them are shown here, those with problems first.", len(blocks)
                )
                sentence = f"{sentence} {more}".strip()
            bad = needs_care(first["status"])
            if bad:
                # What is wrong, and what to do, stands in the first card.
                sentence = f"{first['sentence']} {sentence}".strip()
            return {
                "status": first["status"],
                "headline": headline or first["headline"],
                "sentence": sentence,
                "advice": first["advice"] if bad else "",
                "ask": first["ask"],
                "steps": [],
                "notes": first["notes"],
            }
        own, sentence = pickings._public_own_state()
        return {
            "status": own,
            "headline": sentence,
            "sentence": "",
            "advice": ""
            if own["code"] == "cancelled"
            else env._("As soon as there is a tracking number, it shows up here."),
            "ask": False,
            "steps": [],
            "notes": [],
        }


def _shared(blocks):
    """Return the facts that hold of all parcels: where one was seen last is told by its
    own scans."""
    first, *others = blocks or [{"facts": []}]
    return [
        fact for fact in first["facts"] if all(fact in one["facts"] for one in others)
    ]


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

    # === GOODS === #

    def _public_goods(self, link):
        """Return what is in these deliveries, by delivery and package.

        :param link: `public.link`, whose path leads to the pictures
        :return: lists of ``page_values.Good`` by the id of a package, ``False`` where it is
            in none, by the delivery's id
        :rtype: dict[int, dict]
        """
        rows = self._public_read("goods") if self else []
        products = self.env["product.product"].browse({row[2] for row in rows})
        products = products.with_context(display_default_code=False, bin_size=True)
        names = {product.id: product.display_name for product in products}
        pictured = {product.id for product in products if product.image_128}
        path = link._path("picture") if link.id else ""
        goods = {}
        for picking_id, package_id, product_id, amount in rows:
            of_picking = goods.setdefault(picking_id, {})
            shown = path and product_id in pictured
            of_picking.setdefault(package_id or False, []).append(
                {
                    "name": names[product_id],
                    "quantity": f"{quantity(self.env, amount)} ×",
                    "picture": f"{path}/{product_id}" if shown else "",
                }
            )
        return goods

    def _public_read_goods(self):
        # By SQL: what was moved, with the package that it left in, else what was asked for.
        sql = SQL(
            """
            SELECT json_build_array(line.picking_id,
                                    COALESCE(history.package_id, line.result_package_id),
                                    line.product_id, sum(line.quantity))
              FROM stock_move_line line
              JOIN stock_picking picking ON picking.id = line.picking_id
              LEFT JOIN stock_package_history history
                ON history.id = line.package_history_id
             WHERE line.picking_id = ANY (%(ids)s) AND picking.state = 'done'
             GROUP BY line.picking_id, COALESCE(history.package_id, line.result_package_id),
                      line.product_id
             UNION ALL
            SELECT json_build_array(move.picking_id, NULL, move.product_id,
                                    sum(move.product_uom_qty))
              FROM stock_move move
              JOIN stock_picking picking ON picking.id = move.picking_id
             WHERE move.picking_id = ANY (%(ids)s) AND move.state != 'cancel'
               AND picking.state != 'done'
             GROUP BY move.picking_id, move.product_id
            """,
            ids=self.ids,
        )
        return Read(sql, lambda rows: sorted(rows, key=lambda row: (row[0], row[2])))

    def _public_track_picture(self, number):
        """Return the picture of a product of these deliveries.

        :param int number: the product's id, as a browser sent it
        :rtype: bytes
        """
        moves = self.move_ids.filtered(lambda move: move.product_id.id == number)
        return base64.b64decode(moves[:1].product_id.image_128 or b"")
