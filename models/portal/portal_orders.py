# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quotations and orders in the portal."""

from odoo import models
from odoo.tools import SQL

from ...tools.states import status
from ..documents.sale_order_shipping import COMING, SHIPPED
from ..link.public_link_read import has_row
from .portal_list import NAMED, ListSection

# Accepted by the customer: by link, or by core's signature.
ACCEPTED = SQL(
    "(public_link_answer = 'approved' OR state = 'sale' AND signed_on IS NOT NULL)"
)
REJECTED = SQL("state = 'cancel'")
# In SQL what ``sale.order._public_link_approve_state`` says: items or proofs wait. Where
# nothing is to be approved the state is empty: NULL would not keep lines from being looked at.
WAITING = SQL(
    """(id IN (SELECT order_id FROM sale_order_proof WHERE state = 'open')
        OR COALESCE(public_link_item_state, '') IN ('waiting', 'partial') AND %s)""",
    has_row(
        SQL(
            """sale_order_line line
         WHERE line.order_id = sale_order.id
           AND line.display_type IS NULL
           AND NOT COALESCE(line.is_downpayment, FALSE)
           AND line.product_uom_qty > 0
           AND COALESCE(line.public_link_state, '') != 'approved'"""
        )
    ),
)


class OrderSection(ListSection):
    model, date = "sale.order", "date_order"
    order = SQL("date_order DESC, id DESC")

    def found(self, pattern):
        return SQL("(name ILIKE %s OR client_order_ref ILIKE %s)", pattern, pattern)

    def waiting(self, condition, state, tab):
        """Return those that wait for the customer's word, see ``Section.attention``.

        :param SQL condition: which ones
        :param tuple state: kind and code of what their badges say
        :param str tab: where all of them are, if there are more
        """
        records = self.fetch(
            condition, order=SQL("validity_date NULLS LAST, id"), limit=NAMED + 1
        )
        waiting = [
            row
            | {
                "title": f"{record._public_link_kind()} {row['title']}",
                "date": "",
                "status": status(self.env, *state),
            }
            for record, row in zip(records, self.rows(records), strict=True)
        ]
        if len(waiting) > NAMED:
            waiting[NAMED] |= {
                "title": self.env._("More wait for your answer"),
                "url": self.portal.url(self.code, tab=tab),
                "sentence": "",
                "amount": "",
            }
        return waiting


class Estimates(OrderSection):
    code, kind, sequence = "estimates", "estimate", 20
    switches = ("portal_estimates", "quotes")

    def label(self):
        return self.env._("Quotations")

    def visible(self):
        # Not cancelled ones, except those that the customer has declined.
        states = SQL(
            "state = 'sent' OR state = 'cancel' AND public_link_answer = 'rejected'"
        )
        if self.settings["orders"]:
            states = SQL("%s OR state = 'sale' AND %s", states, ACCEPTED)
        return SQL("(%s)", states)

    def tabs(self):
        return {
            "all": (self.env._("All"), SQL("TRUE")),
            "pending": (
                self.word("quotation", "pending"),
                SQL("NOT COALESCE(%s, FALSE) AND NOT %s", ACCEPTED, REJECTED),
            ),
            "accepted": (
                self.word("quotation", "approved"),
                SQL("%s AND NOT %s", ACCEPTED, REJECTED),
            ),
            "rejected": (self.word("quotation", "rejected"), REJECTED),
        }

    def row(self, record, state=None):
        # An order was a quotation that was approved, or it is not listed here.
        if not state and record.state == "sale":
            state = ("quotation", "approved")
        row = super().row(record, state)
        if row["status"]["code"] in ("pending", "expired"):
            row["sentence"] = record._public_sentence()
        return row

    def attention(self):
        """Return the quotations that can be answered now, the most urgent first."""
        today = self.portal.company._public_links_today()
        condition = SQL(
            "state = 'sent' AND public_link_answer IS NULL"
            " AND public_link_revised IS NULL AND public_link_change_asked IS NULL"
            " AND (validity_date IS NULL OR validity_date >= %s)",
            today,
        )
        return self.waiting(condition, ("quotation", "pending"), "pending")


class Orders(OrderSection):
    code, kind, sequence = "orders", "order", 30
    switches = ("portal_orders", "orders")

    def label(self):
        return self.env._("Orders")

    def visible(self):
        return SQL("state = 'sale'")

    def tabs(self):
        return {
            "all": (self.env._("All"), SQL("TRUE")),
            "coming": (self.env._("Not yet shipped"), COMING),
            "shipped": (self.word("order", "shipped"), SHIPPED),
        }

    def rows(self, records):
        records._public_shipping_together()
        return super().rows(records)

    def attention(self):
        """Return the orders of which items or proofs wait for the customer."""
        if not self.portal.company._public_links_on("approve"):
            return []
        return self.waiting(WAITING, ("order", "pending"), "all")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_action_label_view(self):
        """Return the label of the button to comments, change requests and files."""
        settings = self.company_id._public_links_settings()
        if not any(settings[name] for name in ("messages", "changes", "uploads")):
            return ""
        return self.env._("Comments and files")
