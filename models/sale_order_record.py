# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


def refuse_forged(records, vals_list, names):
    """Keep from everybody but the system what it says of a customer's answer.

    :param records: whatever is written to
    :param list vals_list: the values to be written
    :param set names: fields that are the system's
    :raise UserError: if a user tries
    """
    if not records.env.su and any(names & set(vals) for vals in vals_list):
        raise UserError(
            records.env._("What customers answered by link cannot be entered by hand.")
        )


class SaleOrderRecord(models.AbstractModel):
    """What belongs to an order: whoever may not read the order reads none of it."""

    _name = "public.link.order.record"
    _description = "Belongs to an Order with Public Links"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            orders = self.env["sale.order"]._search([])
            domain = Domain(domain) & Domain("order_id", "in", orders)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self or result:
            return result
        wanted = "read" if operation == "read" else "write"
        orders = self.sudo().order_id.sudo(False)  # which orders, to check these
        hidden = orders._check_access(wanted)
        if not hidden:
            return result
        # sudo: which rows are of the hidden orders
        rows = self.sudo().filtered(lambda row: row.order_id in hidden[0].sudo())

        def error():
            return AccessError(
                self.env._("This belongs to an order that you may not use like that.")
            )

        return (rows.sudo(False), error)
