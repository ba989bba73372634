# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail of a changed quotation: written, and its PDF made, as it will be once sent.

Sending takes back what the customer chose and signed for the offer before (T11). Core
renders both when the dialog opens, which must not change the quotation: many dialogs are
closed again.
"""

from odoo import models

# In the context of the dialog that sends a changed quotation.
NEXT_VERSION = "public_link_next_version"
# Recipients may be made as contacts; they are not rendered on the side.
RECIPIENTS = {"email_cc", "email_to", "partner_to"}


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template(self, res_ids, render_fields, **kwargs):
        if not self._public_link_next_version(res_ids, render_fields):
            return super()._generate_template(res_ids, render_fields, **kwargs)
        self.env.flush_all()
        # In a transaction of its own, which is taken back.
        with self.env.registry.cursor() as cr:
            aside = self.with_env(self.env(cr=cr))
            # sudo: as when it is sent; the user may write to the quotation
            orders = aside.env["sale.order"].sudo().browse(res_ids)
            orders._public_link_offer_anew()
            result = super(MailTemplate, aside)._generate_template(
                res_ids, render_fields, **kwargs
            )
            cr.rollback()
        return result

    def _public_link_next_version(self, res_ids, render_fields):
        """Tell whether this renders the mail of a quotation that was changed."""
        if not self.env.context.get(NEXT_VERSION) or self.model != "sale.order":
            return False
        if RECIPIENTS & set(render_fields):
            return False
        orders = self.env["sale.order"].browse(res_ids)
        return orders.has_access("write") and any(
            order.state == "sent" and order.public_link_revised for order in orders
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_quotation_send(self):
        action = super().action_quotation_send()
        # Core may ask for the layout of papers first, and returns this action inside.
        inner = action.get("context", {}).get("report_action") or action
        if len(self) == 1 and inner.get("context", {}).get("mark_so_as_sent"):
            inner["context"] = {**inner["context"], NEXT_VERSION: True}
        return action
