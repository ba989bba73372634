# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL

from ...tools.blockers import Blocker
from ...tools.formatting import address, counted, day, page_day, quantity
from ...tools.senders import SALES, WAREHOUSE, Senders
from ..link.public_link_read import fetch_ids, fetch_where
from ..link.public_link_reference import fetch_known
from ..link.public_link_together import Read
from .lines import CODE

# Kinds of transfers that go to customers: from us, or from a supplier straight to them.
TO_CUSTOMERS = ("outgoing", "dropship")


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "public.link.mixin"]

    _public_fields = (
        "carrier_id",
        "carrier_tracking_ref",
        "company_id",
        "date_done",
        "location_dest_id",
        "location_id",
        "name",
        "partner_id",
        "picking_type_code",
        "sale_id",
        "scheduled_date",
        "state",
    )

    def _public_goes_out(self):
        """Tell whether this transfer goes to a customer.

        Not what comes from one: it has the type of the delivery where returns have none of
        their own, as drop shipments at first. Nor what one warehouse sends to another, or
        back to a supplier, by the same type.
        """
        fetch_known(self.location_id | self.location_dest_id)
        place = self.location_dest_id
        return (
            self.picking_type_code in TO_CUSTOMERS
            and self.location_id.usage != "customer"
            and (
                place.usage == "customer"
                # To the customer's own company, which is on this database, too.
                or (place.usage == "transit" and not place.company_id)
            )
        )

    def _public_link_kind(self):
        return self.env._("Delivery")

    def _public_link_customer(self):
        return self.partner_id or self.sale_id.partner_shipping_id

    def _public_link_responsible(self):
        return (
            self.user_id
            or self.sale_id.user_id
            or self.sale_id.team_id.user_id
            or super()._public_link_responsible()
        )

    def _public_link_report(self):
        return "stock.action_report_delivery"

    def _public_link_senders_view(self):
        return Senders(
            (SALES, WAREHOUSE),
            self.env._("Only sales and warehouse people may send a delivery."),
        )

    def _public_link_blockers_view(self):
        """Return why this delivery cannot be shown."""
        env = self.env
        blockers = []
        if not self._public_goes_out():
            blockers.append(
                Blocker(
                    "not_visible",
                    env._("There is nothing to see here."),
                    env._("This transfer does not go to a customer."),
                    env._("Send links of deliveries only."),
                )
            )
        elif self.state == "draft":
            blockers.append(
                Blocker(
                    "not_visible",
                    env._("This delivery is being prepared. We will keep you posted."),
                    env._("The delivery is a draft."),
                    env._("Press “Mark as Todo” on it first."),
                )
            )
        if not self.company_id._public_links_settings()["deliveries"]:
            blockers.append(
                Blocker(
                    "disabled",
                    env._("This link has been switched off."),
                    env._("Deliveries are not shown by link."),
                    env._("Switch them on in Settings, Public Links."),
                )
            )
        return blockers

    def _public_values(self, link):
        env = self.env
        fetch_known(self.carrier_id)
        [delivery] = self._public_delivered()
        order = self.sale_id
        fetch_ids(order, ("name", "client_order_ref"))
        settings = self.company_id._public_links_settings()
        tracking = settings["show_tracking"]
        return {
            "kind": "delivery",
            "title": env._("Delivery %s", self.name),
            "number": self.name,
            "status": delivery["status"],
            "headline": "",
            "sentence": delivery["sentence"],
            "actions": [],
            "pdf_url": self._public_pdf_url(link),
            "lines": self._public_lines(),
            "show_prices": False,
            "totals": [],
            "deliveries": [delivery]
            if tracking and (delivery["parcels"] or delivery["packages"])
            else [],
            "addresses": [
                {"label": env._("Delivered to"), "lines": address(self.partner_id)}
            ]
            if settings["show_addresses"]
            else [],
            "facts": [
                {"label": label, "value": value}
                for label, value in (
                    (env._("Your order"), order.name or ""),
                    (env._("Your reference"), order.client_order_ref or ""),
                    (env._("Shipped"), day(env, self.date_done)),
                )
                if value
            ],
            "terms": [],
            "footer": self._public_footer(link),
        }

    def _public_lines(self):
        """Return what was, or will be, shipped; internal references are left out."""
        moves = fetch_where(
            self.env["stock.move"],
            ("product_id", "product_uom", "product_uom_qty", "quantity", "state"),
            SQL("picking_id = %s AND state != 'cancel'", self.id),
            SQL("sequence, id"),
        )
        fetch_known(moves.product_uom)
        products = moves.product_id.with_context(display_default_code=False)
        names = {product.id: product.display_name for product in products}
        lines = []
        for move in moves:
            units = move.quantity if move.state == "done" else move.product_uom_qty
            text, unit = quantity(self.env, units), move.product_uom.name
            lines.append(
                {
                    "kind": "item",
                    "name": names[move.product_id.id],
                    "description": "",
                    "quantity": counted(self.env, text, unit, units),
                }
            )
        return lines

    def _public_delivery_reads(self):
        """Hook: return what ``_public_delivered`` reads, see ``_public_page_plans``."""
        reads = [(self, "packages")] if self else []
        # What is in the only one stands on the page anyway.
        return [*reads, (self, "contents")] if len(self) > 1 else reads

    def _public_read_contents(self):
        # Named as on the order; what is only a part of what was ordered, a kit's, by itself.
        return Read(
            SQL(
                """
                SELECT json_build_array(
                       move.picking_id, move.product_id, bought.name,
                       COALESCE(model.name->>%(lang)s, model.name->>'en_US'),
                       SUM(CASE WHEN move.state = 'done' THEN move.quantity
                           ELSE move.product_uom_qty END)::float8)
                  FROM stock_move move
                  JOIN product_product product ON product.id = move.product_id
                  JOIN product_template model ON model.id = product.product_tmpl_id
                  LEFT JOIN sale_order_line bought
                    ON bought.id = move.sale_line_id
                   AND bought.product_id = move.product_id
                 WHERE move.picking_id = ANY (%(ids)s) AND move.state != 'cancel'
                 GROUP BY move.picking_id, move.product_id, bought.name, model.name
                HAVING SUM(CASE WHEN move.state = 'done' THEN move.quantity
                           ELSE move.product_uom_qty END) > 0
                 ORDER BY move.picking_id, MIN(move.sequence), MIN(move.id)
                """,
                ids=self.ids,
                lang=self.env.lang or "en_US",
            ),
            lambda rows: rows,
        )

    def _public_read_packages(self):
        done = self.filtered(lambda picking: picking.state == "done")
        # By SQL: the ORM would need four statements.
        sql = SQL(
            """
            SELECT json_build_array(rel.stock_picking_id, history.package_name)
              FROM stock_package_history_stock_picking_rel rel
              JOIN stock_package_history history
                ON history.id = rel.stock_package_history_id
             WHERE rel.stock_picking_id = ANY (%s)
             UNION ALL
            SELECT json_build_array(line.picking_id, package.name)
              FROM stock_move_line line
              JOIN stock_package package ON package.id = line.result_package_id
             WHERE line.picking_id = ANY (%s)
            """,
            # Of done deliveries, packages are in the history only.
            done.ids,
            (self - done).ids,
        )
        return Read(sql, lambda rows: rows)

    def _public_delivered(self):
        """Hook: return these deliveries as orders, invoices and their own pages show them.

        Others set ``headline``, where they know when a delivery comes.

        :rtype: list[page_values.Delivery]
        """
        if not self:
            return []
        packages = {picking.id: set() for picking in self}
        for picking_id, name in self._public_read("packages"):
            packages[picking_id].add(name)
        parcels, goods = self._public_parcels(), self._public_contents()
        return [
            picking._public_delivery(
                packages[picking.id], parcels[picking.id], goods[picking.id]
            )
            for picking in self
        ]

    def _public_contents(self):
        """Return what is in each of several deliveries; nothing where there is one.

        :return: lists of ``page_values.Good`` without pictures, by the delivery's id
        :rtype: dict[int, list[dict]]
        """
        goods = {picking.id: [] for picking in self}
        if len(self) < 2:
            return goods
        for picking_id, product, bought, named, units in self._public_read("contents"):
            name = CODE.sub("", bought or named or "", count=1).partition("\n")[0]
            amount = f"{quantity(self.env, units)} ×"
            goods[picking_id].append(
                {"product": product, "name": name, "quantity": amount, "picture": ""}
            )
        return goods

    def _public_delivery(self, packages, parcels, goods):
        """Return this delivery, see ``page_values.Delivery``.

        :param set packages: their names
        :param list parcels: see ``_public_parcels``
        :param list goods: see ``_public_contents``
        :rtype: dict
        """
        return {
            "number": self.name,
            "status": self._public_status(),
            "headline": "",
            "sentence": self._public_sentence(),
            "packages": sorted(packages),
            "parcels": parcels,
            "goods": goods,
        }

    def _public_state(self):
        """Hook: see ``public.link.mixin``."""
        return self._public_stock_state()

    def _public_stock_state(self):
        """Return kind and code of how the delivery stands in Odoo, without any carrier."""
        if self.state == "cancel":
            return "delivery", "cancelled"
        return "delivery", "shipped" if self.state == "done" else "preparing"

    def _public_sentence(self):
        """Return when it left, or will leave, in one sentence."""
        env = self.env
        if self.state == "done":
            return env._("Left us on %s.", page_day(env, self.date_done))
        if self.state == "cancel":
            return env._("This delivery will not be sent.")
        return env._("Planned for %s.", page_day(env, self.scheduled_date))

    def _public_parcels(self):
        """Hook: return carrier, number and the carrier's own page of each parcel of each
        delivery.

        :rtype: dict[int, list[dict[str, str]]]
        """
        return {picking.id: [] for picking in self}
