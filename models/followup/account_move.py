# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from ..pay.public_link_mixin import MANUAL
from .public_link_plan import GROUPS


class AccountMove(models.Model):
    _inherit = "account.move"

    public_link_followup_ids = fields.One2many(
        "public.link.followup.line",
        "invoice_id",
        "Follow-Ups",
        groups=GROUPS,
    )

    def _public_followup_stops(self):
        """Return which of these invoices are paid, being paid, announced, disputed, or
        charged by agreement."""
        stops = super()._public_followup_stops()
        for invoice in self:
            if invoice.payment_state == "blocked" or invoice._public_is_disputed():
                stops[invoice.id] = "disputed"
            elif invoice.state != "posted" or invoice._public_pay_booked():
                stops[invoice.id] = "settled"
        paying = self.browse(self._public_followup_paying())
        for invoice in paying.filtered(lambda one: one.id not in stops):
            # Few: each is asked what its page says.
            if invoice._public_pay_in_progress(invoice._public_pay_transactions()):
                stops[invoice.id] = "processing"
            elif invoice._public_pay_open_transfers():
                stops[invoice.id] = "announced"
            elif invoice._public_pay_state():
                stops[invoice.id] = "settled"
        rest = self.filtered(lambda one: one.id not in stops)
        for invoice in self.env["public.link.agreement"]._charged(rest):
            stops[invoice] = "charged"
        return stops

    def _public_followup_paying(self):
        """Return the ids of those of these invoices, or of their orders, that have
        payments which may still bring money."""
        # SQL: one statement for any number, over two ways from invoice to payment.
        self.env.flush_all()
        orders = self._public_sale_lines()
        rows = self.env.execute_query(
            SQL(
                """
                WITH paying AS (
                    SELECT tx.id FROM payment_transaction tx
                      JOIN payment_provider provider ON provider.id = tx.provider_id
                     WHERE (tx.operation IS NULL
                            OR tx.operation NOT IN ('refund', 'validation'))
                       AND (tx.state IN ('pending', 'authorized', 'done')
                            OR (tx.state = 'draft' AND tx.public_link_charged_at IS NOT NULL))
                       AND (tx.is_post_processed IS NOT TRUE OR provider.code IN %(manual)s
                            OR tx.state != 'done'))
                SELECT rel.invoice_id FROM account_invoice_transaction_rel rel
                  JOIN paying ON paying.id = rel.transaction_id
                 WHERE rel.invoice_id = ANY (%(ids)s)
                UNION
                SELECT item.move_id FROM sale_order_transaction_rel rel
                  JOIN paying ON paying.id = rel.transaction_id
                  JOIN sale_order_line line ON line.order_id = rel.sale_order_id
                  JOIN sale_order_line_invoice_rel billed ON billed.order_line_id = line.id
                  JOIN account_move_line item ON item.id = billed.invoice_line_id
                 WHERE item.move_id = ANY (%(ids)s) AND line.id IN (%(orders)s)
                """,
                ids=self.ids,
                manual=MANUAL,
                orders=orders,
            )
        )
        return [move for (move,) in rows]

    def action_public_link_followups(self):
        """Open the follow-ups of this invoice."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link_followup"
        )
        return action | {
            "domain": [("line_ids.invoice_id", "in", self.ids)],
            "context": {},
        }

    def action_public_link_pause(self):
        """Pause the reminders of this invoice."""
        return self.env["public.link.plan.exception"]._action_new(invoice_id=self.id)
