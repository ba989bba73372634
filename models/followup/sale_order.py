# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from ..approve.sale_order import OPEN_STATES
from ..link.public_link_read import has_row
from .public_link_plan import GROUPS


class SaleOrder(models.Model):
    _inherit = "sale.order"

    public_link_followup_ids = fields.One2many(
        "public.link.followup.line",
        "order_id",
        "Follow-Ups",
        groups=GROUPS,
    )

    def _public_followup_stops(self):
        """Return which of these orders are answered, or have nothing to answer."""
        stops = super()._public_followup_stops()
        said = self._public_followup_heard()
        for order in self:
            state = order._public_link_approve_state()
            if order.public_link_change_asked or state in ("approved", "rejected"):
                stops[order.id] = "answered"
            elif state not in OPEN_STATES:
                stops[order.id] = "gate"
            elif order.id in said:
                stops[order.id] = "answered"
        return stops

    def _public_followup_heard(self):
        """Return the ids of those of these orders whose customer has said anything since
        they were offered: by page or by mail. Automatic answers are notes, which do not
        count.

        :rtype: set[int]
        """
        # SQL: four places for any number of orders. `mail.message` is read as the system:
        # only whether there is one.
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT orders.id FROM sale_order orders
                  JOIN res_partner customer ON customer.id = orders.partner_id
                  JOIN LATERAL (
                       SELECT COALESCE(orders.public_link_offer_since,
                              (SELECT min(link.create_date) FROM public_link link
                                WHERE link.res_model = 'sale.order'
                                  AND link.res_id = orders.id),
                              orders.create_date) AS at) since ON TRUE
                 WHERE orders.id = ANY (%(ids)s) AND (
                    %(by_page)s OR %(by_mail)s OR %(by_answer)s)
                """,
                ids=self.ids,
                by_page=has_row(
                    SQL(
                        """
                        public_link_message said
                         WHERE said.order_id = orders.id AND said.by_customer
                           AND said.create_date >= since.at
                        """
                    )
                ),
                by_mail=has_row(
                    SQL(
                        """
                        mail_message said
                          JOIN res_partner author ON author.id = said.author_id
                         WHERE said.model = 'sale.order' AND said.res_id = orders.id
                           AND said.message_type = 'email'
                           AND said.is_internal IS NOT TRUE
                           AND said.create_date >= since.at
                           AND author.commercial_partner_id
                               = customer.commercial_partner_id
                        """
                    )
                ),
                by_answer=has_row(
                    SQL(
                        """
                        public_link_followup_line line
                          JOIN public_link_followup sent ON sent.id = line.followup_id
                          JOIN mail_message said ON said.parent_id = sent.message_id
                          JOIN res_partner author ON author.id = said.author_id
                         WHERE line.order_id = orders.id
                           AND said.message_type = 'email'
                           AND said.is_internal IS NOT TRUE
                           AND author.commercial_partner_id
                               = customer.commercial_partner_id
                        """
                    )
                ),
            )
        )
        return {order for (order,) in rows}

    def action_public_link_followups(self):
        """Open the follow-ups of this order."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link_followup"
        )
        return action | {
            "domain": [("line_ids.order_id", "in", self.ids)],
            "context": {},
        }

    def action_public_link_pause(self):
        """Pause the follow-ups of this order."""
        return self.env["public.link.plan.exception"]._action_new(order_id=self.id)
