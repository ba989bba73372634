# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What belongs to an order or a contact: access follows the document's."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


def refuse_forged(records, vals_list, names):
    """Refuse values for fields that only the system may write.

    They hold what a customer has answered.

    :param records: the records that are written
    :param list vals_list: the values to be written
    :param set names: the fields
    :raise UserError: if a user writes one of them
    """
    if not records.env.su and any(names & set(vals) for vals in vals_list):
        raise UserError(
            records.env._("What customers answered by link cannot be entered by hand.")
        )


class SaleOrderRecord(models.AbstractModel):
    """Records that belong to a document: only who may read that may read them."""

    _name = "public.link.order.record"
    _inherit = ["public.link.exported"]
    _description = "Belongs to a Document with Public Links"

    # The fields that may hold the document; of each record one is set.
    _record_fields = ("order_id",)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            readable = Domain.OR(
                Domain(
                    name, "in", self.env[self._fields[name].comodel_name]._search([])
                )
                for name in self._record_fields
                if self.env[self._fields[name].comodel_name].has_access("read")
            )
            domain = Domain(domain) & readable
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self or result:
            return result
        wanted = "read" if operation == "read" else "write"
        rows = self.browse()
        for name in self._record_fields:
            # which documents, to check these
            documents = self.sudo()[name].sudo(False)
            hidden = documents and documents._check_access(wanted)
            if hidden:
                # sudo: which rows are of the hidden documents
                rows |= self.sudo().filtered(
                    lambda row, name=name, hidden=hidden: row[name] in hidden[0].sudo()
                )
        if not rows:
            return result

        def error():
            return AccessError(
                self.env._("This belongs to an order that you may not use in this way.")
            )

        return (rows.sudo(False), error)
