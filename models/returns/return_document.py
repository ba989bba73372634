# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Buttons on orders, transfers, credit notes and contacts that open their returns."""

from odoo import api, fields, models

# The groups that work with returns.
STAFF = "sales_team.group_sale_salesman,stock.group_stock_user,account.group_account_invoice"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    return_request_ids = fields.One2many(
        "return.request", "order_id", "Returns by Link", copy=False, groups=STAFF
    )
    return_request_count = fields.Integer(
        "Number of Returns by Link",
        compute="_compute_return_request_count",
        groups=STAFF,
    )

    @api.depends("return_request_ids")
    def _compute_return_request_count(self):
        for order in self:
            order.return_request_count = len(order.return_request_ids)

    def action_open_returns(self):
        """Open the returns of these orders."""
        action = self.return_request_ids._action_open()
        if len(self) == 1:
            action["context"] = {"default_order_id": self.id}
        return action


class ReturnDocument(models.AbstractModel):
    """Inherited by the documents that carry a return out: transfers and credit notes."""

    _name = "return.document"
    _description = "Document of a Return"

    return_request_id = fields.Many2one(
        "return.request",
        "Return by Link",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def action_open_returns(self):
        """Open the returns that these documents carry out."""
        return self.return_request_id._action_open()


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "return.document"]


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "return.document"]


class ResPartner(models.Model):
    _inherit = "res.partner"

    return_request_count = fields.Integer(
        "Number of Returns by Link",
        compute="_compute_return_request_count",
        groups=STAFF,
    )

    @api.depends_context("uid")
    def _compute_return_request_count(self):
        for partner in self:
            partner.return_request_count = self.env["return.request"].search_count(
                partner._return_domain()
            )

    def _return_domain(self):
        return [("commercial_partner_id", "in", self.commercial_partner_id.ids)]

    def action_open_returns(self):
        """Open the returns of these customers."""
        returns = self.env["return.request"]
        return returns.search(self._return_domain())._action_open()


class ReturnRequest(models.Model):
    _inherit = "return.request"

    def _action_open(self):
        """Return the action that shows these returns."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_return_request"
        )
        action["context"] = {}
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action
