# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Returns in the portal, and their states."""

from odoo.tools import SQL

from .portal_list import ListSection

SETTLED = SQL("state IN ('closed', 'cancelled')")


class Returns(ListSection):
    code, kind, sequence = "returns", "return", 55
    model, date = "return.request", "create_date"
    switches = ("portal_shipments",)
    has_pdf = False

    def label(self):
        return self.env._("Returns")

    def of_customer(self):
        # By the order's customer, whichever contact has asked.
        return SQL(
            "order_id IN (SELECT id FROM sale_order WHERE company_id = %s AND %s)",
            self.portal.company.id,
            super().of_customer(),
        )

    def visible(self):
        return SQL("TRUE")

    def closes(self, record):
        return False

    def fields(self):
        return ("create_date", "name", "order_id", "state")

    def found(self, pattern):
        return SQL(
            "(name ILIKE %s OR order_id IN"
            " (SELECT id FROM sale_order WHERE name ILIKE %s))",
            pattern,
            pattern,
        )

    def tabs(self):
        return {
            "all": (self.env._("All"), SQL("TRUE")),
            "open": (self.env._("Open"), SQL("NOT %s", SETTLED)),
            "settled": (self.word("return", "closed"), SETTLED),
        }

    def rows(self, records):
        records.order_id.fetch(["name"])
        return [self.row(one) for one in records]

    def row(self, record, state=None):
        row = super().row(record, state)
        row["amount"] = ""
        row["sentence"] = self.env._("Your order %s", record.order_id.name)
        return row

    def people_of(self, record):
        return record.order_id._public_partners()

    def targets(self, record, purpose):
        return record.order_id if purpose == "return" else record.order_id.browse()

    def document(self, link, record):
        shown = record._public_return_row(link)
        order = self.env._("Packing slip, labels, and what else can be done")
        leads = record.order_id._public_link_leads("return")
        action = {
            "code": "return",
            "label": order,
            "url": link._form_path("to/return"),
            "method": "post",
            "primary": True,
        }
        values = {
            "title": shown["title"],
            # Slip, labels and cancelling are on the page of the order's return link.
            "request": shown | {"slip_url": "", "labels": [], "cancel_url": ""},
            "actions": [action] if leads else [],
        }
        return "public_links.portal_return", self.around(values), {}
