# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo import models

from ..blockers import Blocker
from ..formatting import address, day, quantity


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "public.link.mixin"]

    _public_link_purposes = ("view",)

    def _public_link_kind(self):
        return self.env._("Delivery")

    def _public_link_customer(self):
        return self.partner_id or self.sale_id.partner_shipping_id

    def _public_link_blockers_view(self):
        """Return why this delivery cannot be shown."""
        env = self.env
        blockers = []
        if self.picking_type_code != "outgoing":
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
                    env._("Mark it as to do first."),
                )
            )
        if not self.company_id.public_links_deliveries:
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
        delivery = self._public_delivery()
        tracking = self.company_id.public_links_show_tracking
        return {
            "kind": "delivery",
            "title": env._("Delivery %s", self.name),
            "number": self.name,
            "status": delivery["status"],
            "headline": "",
            "sentence": delivery["sentence"],
            "actions": [],
            "pdf_url": self._public_pdf_url(link),
            "lines": [
                {
                    "kind": "item",
                    "name": move.product_id.display_name,
                    "description": "",
                    "quantity": f"{quantity(env, self._public_moved(move))}"
                    f" {move.product_uom.name}",
                }
                for move in self.move_ids
                if move.state != "cancel"
            ],
            "show_prices": False,
            "totals": [],
            "deliveries": [delivery]
            if tracking and (delivery["parcels"] or delivery["packages"])
            else [],
            "addresses": [
                {"label": env._("Delivered to"), "lines": address(self.partner_id)}
            ]
            if self.company_id.public_links_show_addresses
            else [],
            "facts": [
                {"label": label, "value": value}
                for label, value in (
                    (env._("Your order"), self.sale_id.name or ""),
                    (env._("Your reference"), self.sale_id.client_order_ref or ""),
                    (env._("Shipped"), day(env, self.date_done)),
                )
                if value
            ],
            "terms": [],
            "footer": self._public_footer(link),
        }

    @staticmethod
    def _public_moved(move):
        """Return what was, or will be, shipped of a move, in its own unit."""
        return move.quantity if move.state == "done" else move.product_uom_qty

    def _public_delivery(self):
        """Return this delivery as orders, invoices and its own page show it.

        :rtype: page_values.Delivery
        """
        env = self.env
        # Done pickings keep their packages in the history only.
        packages = self.package_history_ids.mapped("package_name") or (
            self.move_line_ids.result_package_id.mapped("name")
        )
        if self.state == "done":
            status = {"code": "shipped", "label": env._("Shipped"), "tone": "ok"}
            sentence = env._("Left us on %s.", day(env, self.date_done))
        elif self.state == "cancel":
            status = {"code": "cancelled", "label": env._("Cancelled"), "tone": "bad"}
            sentence = env._("This delivery will not be sent.")
        else:
            status = {"code": "preparing", "label": env._("Being prepared"), "tone": "info"}
            sentence = env._("Planned for %s.", day(env, self.scheduled_date))
        return {
            "number": self.name,
            "status": status,
            "sentence": sentence,
            "packages": sorted(set(packages)),
            "parcels": self._public_parcels(),
        }

    def _public_parcels(self):
        """Return carrier and number of each parcel, with the carrier's own page.

        The carrier's module is not asked: it may call the carrier, and a page must not.
        """
        carrier = self.carrier_id
        template = carrier.tracking_url or ""
        numbers = re.split(r"[,;\s]+", self.carrier_tracking_ref or "")
        return [
            {
                "carrier": carrier.name or "",
                "number": number,
                "url": template.replace("<shipmenttrackingnumber>", number)
                if template.startswith(("https://", "http://"))
                else "",
            }
            for number in numbers
            if number
        ]
