# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.states import selection
from .states import STATES

OPEN = ("requested", "authorized", "received", "inspecting")
OUTCOMES = [
    ("return", "Return"),
    ("replacement", "Replacement"),
    ("refund", "Refund only"),
]
# What customers may ask for in place of what goes back, money first.
WISHES = [
    ("refund", "Money back"),
    ("exchange", "The same item again"),
    ("credit", "A credit for the next order"),
]
# The fields that staff may write. The others hold what the customer asked for, or are
# written by the buttons. For items see ``ReturnRequestLine.write``.
EDITABLE = {"line_ids", "user_id", "staff_note", "send_by"}


class ReturnRequest(models.Model):
    """A return that a customer has asked for, and its state.

    It is carried out by core's transfers and credit notes, which name the request.
    """

    _name = "return.request"
    _description = "Return"
    _inherit = ["mail.thread", "mail.activity.mixin", "public.link.exported"]
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char("Number", required=True, readonly=True, copy=False)
    order_id = fields.Many2one(
        "sale.order",
        "Original Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who asked for it, and gets the emails about it.",
    )
    commercial_partner_id = fields.Many2one(
        related="order_id.partner_id.commercial_partner_id",
        string="Commercial Entity",
        store=True,
        index=True,
    )
    by_customer = fields.Boolean("Requested by Link", readonly=True)
    link_id = fields.Many2one(
        "public.link",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="sales_team.group_sale_salesman",
    )
    user_id = fields.Many2one("res.users", "Responsible", tracking=True)
    state = fields.Selection(
        selection(STATES, "return"),
        required=True,
        readonly=True,
        default="requested",
        index=True,
        tracking=True,
        group_expand=True,
    )
    state_since = fields.Datetime(
        "In This State Since", readonly=True, default=fields.Datetime.now
    )
    outcome = fields.Selection(
        OUTCOMES, required=True, readonly=True, default="return", tracking=True
    )
    wish = fields.Selection(
        WISHES,
        "Customer Wants",
        required=True,
        readonly=True,
        default="refund",
        help="What the customer asked for, as far as the settings offer a choice.",
    )
    send_by = fields.Date(
        tracking=True,
        help="Until when the customer is asked to send the items. Set when the return is"
        " authorized, from the settings; give more time here.",
    )
    line_ids = fields.One2many("return.request.line", "request_id", "Items")
    note = fields.Text("Customer's Note", readonly=True)
    staff_note = fields.Text("Internal Note")
    cancelled_by_customer = fields.Boolean(readonly=True)
    # The terms at the time of the request.
    policy = fields.Text("Policy Accepted", readonly=True)
    fee_percent = fields.Float("Restocking Fee (%)", readonly=True)
    shipping = fields.Selection(
        [("customer", "Customer"), ("company", "Company")],
        "Shipping Paid By",
        readonly=True,
    )
    estimate_untaxed = fields.Monetary("Price", readonly=True)
    estimate_fee = fields.Monetary("Restocking Fee", readonly=True)
    estimate_tax = fields.Monetary("Taxes", readonly=True)
    estimate_total = fields.Monetary("Estimated Refund", readonly=True)

    is_stale = fields.Boolean(
        "Stale", compute="_compute_is_stale", search="_search_is_stale"
    )

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "Another return has this number."
    )

    # === COMPUTE METHODS === #

    def _stale_before(self, company):
        days = company.sudo().public_links_return_stale_days  # only this number
        return fields.Datetime.subtract(fields.Datetime.now(), days=days)

    @api.depends("state", "state_since")
    def _compute_is_stale(self):
        for request in self:
            request.is_stale = (
                request.state in OPEN
                and request.state_since
                and request.state_since < self._stale_before(request.company_id)
            )

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        stale = Domain("state", "in", OPEN) & Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("state_since", "<", self._stale_before(company))
            for company in self.env.companies
        )
        return stale if True in value else ~stale

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            order = self.env["sale.order"].browse(vals["order_id"])
            numbers = self.env["ir.sequence"].with_company(order.company_id)
            vals["name"] = numbers.next_by_code("return.request")
        return super().create(vals_list)

    def write(self, vals):
        theirs = {
            name
            for name in vals
            if name not in EDITABLE and not name.startswith(("message_", "activity_"))
        }
        if theirs and not self.env.su:
            raise UserError(
                self.env._("Change a return with its buttons, not by hand.")
            )
        if "state" in vals:
            vals = {"state_since": fields.Datetime.now(), **vals}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _never_unlink(self):
        raise UserError(self.env._("A return cannot be deleted. Cancel it instead."))


class ReturnRequestLine(models.Model):
    """One item of a return: quantities asked for, received and accepted."""

    _name = "return.request.line"
    _inherit = ["public.link.exported"]
    _description = "Item of a Return"
    _order = "id"
    _rec_name = "product_id"

    request_id = fields.Many2one(
        "return.request", required=True, readonly=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="request_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    partner_id = fields.Many2one(
        related="request_id.commercial_partner_id",
        string="Customer",
        store=True,
        index=True,
    )
    state = fields.Selection(related="request_id.state", store=True)
    outcome = fields.Selection(related="request_id.outcome", store=True)
    requested_on = fields.Datetime(
        "Requested On", related="request_id.create_date", store=True
    )
    order_line_id = fields.Many2one(
        "sale.order.line", "Order Item", required=True, readonly=True, index=True
    )
    move_id = fields.Many2one(
        "stock.move",
        "Delivered By",
        readonly=True,
        index="btree_not_null",
        help="Empty for a kit: its parts were delivered.",
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    category_id = fields.Many2one(
        related="product_id.categ_id", string="Product Category", store=True
    )
    lot_id = fields.Many2one(
        "stock.lot", "Lot or Serial Number", readonly=True, index="btree_not_null"
    )
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, readonly=True)
    quantity = fields.Float(
        "Asked For", digits="Product Unit", required=True, readonly=True
    )
    received_quantity = fields.Float("Arrived", digits="Product Unit", readonly=True)
    accepted_quantity = fields.Float(
        "Accepted",
        digits="Product Unit",
        help="What is credited. By default everything that arrived.",
    )
    reason_id = fields.Many2one("return.reason", required=True, readonly=True)
    condition = fields.Selection(
        [
            ("unopened", "Unopened"),
            ("opened", "Opened"),
            ("used", "Used"),
            ("damaged", "Damaged"),
        ],
        readonly=True,
    )
    note = fields.Text("Customer's Words", readonly=True)
    staff_note = fields.Char("Found at Inspection")
    photo_ids = fields.Many2many("ir.attachment", string="Photos", readonly=True)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "The quantity returned must be above zero."
    )
    _item_unique = models.UniqueIndex(
        "(request_id, order_line_id, COALESCE(move_id, 0), COALESCE(lot_id, 0))",
        "An item can be in a return only once.",
    )

    def write(self, vals):
        if not self.env.su:
            if set(vals) - {"accepted_quantity", "staff_note"}:
                raise UserError(
                    self.env._("What a customer asked for cannot be changed.")
                )
            if "accepted_quantity" in vals:
                self._check_accepted(vals["accepted_quantity"])
        return super().write(vals)

    def _check_accepted(self, quantity):
        for line in self:
            refund = line.outcome == "refund"
            most = line.quantity if refund else line.received_quantity
            if not 0 <= quantity <= most or line.state not in OPEN:
                raise UserError(
                    self.env._(
                        "“%(item)s”: %(count)s came. Accept no more than that, and no"
                        " less than nothing.",
                        item=line.product_id.display_name,
                        count=most,
                    )
                )

    def _item_key(self):
        """Return the key of the ``ReturnItem`` that the line is about."""
        if not self.move_id:
            return f"kit{self.order_line_id.id}"
        lot = f"lot{self.lot_id.id}" if self.lot_id else ""
        return f"move{self.move_id.id}{lot}"
