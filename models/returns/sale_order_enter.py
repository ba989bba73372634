# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Returns that staff enter for a customer who called, or stands at the counter."""

from markupsafe import Markup, escape

from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _return_enter(self, lines, note="", wish="refund", partner=None):
        """Create a return as the customer could by link: by the same gate and checks, to the
        same states, with the same mails.

        Called by a user who may decide about returns.

        :param list lines: see ``_return_ask``
        :param str note: what the customer said about the whole return
        :param str wish: see ``_return_ask``
        :param partner: the `res.partner` who asks for it; by default the order's customer
        :rtype: `return.request`
        :raise UserError: with what stands in the way; nothing was created
        """
        self.ensure_one()
        self.check_access("read")
        self.env["return.request"].check_access("write")
        user = self.env.user
        # sudo: deliveries and invoices decide what can come back, whoever enters it
        order = self.sudo()
        if blockers := order._return_blockers():
            said = f"{blockers[0].staff} {blockers[0].fix}"
            raise UserError(said)
        chosen = order._return_checked(lines)
        wish = order._return_checked_wish(wish)
        request = order._public_link_acting()._return_create(
            chosen,
            note,
            wish=wish,
            partner_id=(partner or order._public_link_customer()).id,
        )
        request._log_entered(user)
        request._start()
        return request.with_env(self.env)


class ReturnRequest(models.Model):
    _inherit = "return.request"

    def _log_entered(self, user):
        """Log in the order's chatter who has entered this return, and what comes back."""
        text = self.env._(
            "Return %(name)s entered by %(user)s:", name=self.name, user=user.name
        )
        rows = Markup("<br/>").join(escape(row) for row in self._rows_in_words())
        self.order_id.message_post(
            body=escape(text) + Markup("<br/>") + rows,
            author_id=user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )
