# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The return purpose of orders: gate, button, quota."""

from odoo import models
from odoo.tools import SQL

from ...tools.senders import SALES, WAREHOUSE, Senders
from ..link.public_link_together import read_where
from .return_request import OPEN


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === GATE === #

    def _public_link_senders_return(self):
        return Senders(
            (SALES, WAREHOUSE),
            self.env._("Only sales and warehouse people may send this for a return."),
        )

    def _public_link_blockers_return(self):
        """Return why nothing of this order can be returned now."""
        hidden = [
            blocker
            for blocker in self._public_link_blockers_view()
            if blocker.code == "not_visible"
        ]
        if hidden:
            return hidden
        blockers = self._return_blockers()
        if self._public_link_switched_on("return"):
            return blockers
        # The company's switch is checked for every purpose elsewhere.
        return [row for row in blockers if row.code != "returns_off"]

    def _public_link_switched_on(self, purpose):
        """Override: what goes back already is shown, whatever the switch says now."""
        if super()._public_link_switched_on(purpose):
            return True
        enabled = self.company_id._public_links_settings()["enabled"]
        return purpose == "return" and enabled and self._return_under_way()

    def _return_under_way(self):
        """Tell whether a return of this order was asked for and is not completed.

        :rtype: bool
        """
        # sudo: only whether there are any; by the field, which is read for all at once
        requests = self.sudo().return_request_ids
        return any(request.state in OPEN for request in requests)

    def _public_page_plans(self, purpose):
        plans = super()._public_page_plans(purpose)
        if purpose == "view" and self.state == "sale":
            plans.append(iter([[(self, "return_requests")]]))
        return plans

    def _public_read_return_requests(self):
        def by_order(requests):
            field, grouped = (
                self._fields["return_request_ids"],
                requests.grouped("order_id"),
            )
            for order in self:
                field._insert_cache(order, [grouped.get(order, requests.browse())._ids])
            return requests._ids

        return read_where(
            self.env["return.request"].sudo(),  # as in ``_return_under_way``
            ("order_id", "state"),
            SQL("order_id = ANY (%s)", self.ids),
            SQL("id DESC"),
            keep=by_order,
        )

    def _public_link_leads(self, purpose):
        """Override: lead to the return page for the state of earlier returns, too."""
        if super()._public_link_leads(purpose):
            return True
        if purpose != "return":
            return False
        # sudo: only whether the page has something to show
        order = self.sudo()
        blockers = order._public_link_blockers(purpose)
        states = all(row.page == "state" for row in blockers)
        # Without a delivery there are no requests: saves the query for them.
        waits = any(row.code == "not_delivered" for row in blockers)
        return states and not waits and bool(order.return_request_ids)

    def _public_action_label_return(self):
        """Return what the button on the view page says."""
        if self._public_link_blockers("return"):
            return self.env._("See your returns")
        return self.env._("Return something")

    def _public_link_room(self):
        photos = self.return_request_ids.line_ids.photo_ids
        return super()._public_link_room() - sum(photos.mapped("file_size"))

    def _public_return_known(self, link, once):
        """Tell whether this form was received before, since it was sent twice.

        :param link: `public.link`
        :param str once: the form's random identifier
        """
        return bool(once) and any(
            row.link_id == link and row.public_link_once == once
            for row in self.return_request_ids
        )
