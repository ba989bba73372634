# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What staff show of an order's history to its customer, and take back."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..formatting import paragraphs


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_readers(self):
        """Return the contacts who have a link to a page with messages, or the customer."""
        # sudo: whom it was sent to; whoever writes on the order may know
        links = (
            self.env["public.link"]
            .sudo()
            .search(
                self._public_link_domain()
                & self.env["public.link"]._sent_domain()
                & Domain("purpose", "in", ("approve", "view"))
            )
        )
        live = links.filtered(lambda link: link.state == "active")
        return live.partner_id or self._public_link_customer()

    def _public_link_share(self, message):
        """Show a message of staff, and its files, on the customer's page.

        :param message: `mail.message` of this order
        """
        self.check_access("write")
        if message.is_internal or message.subtype_id.internal:
            raise UserError(
                self.env._(
                    "Customers never see internal notes. Write them a message instead."
                )
            )
        text = "\n".join(paragraphs(message.body))
        base_values = {
            "order_id": self.id,
            "author_id": message.author_id.id,
            "message_id": message.id,
        }
        rows = [{**base_values, "kind": "comment", "text": text}] if text else []
        rows += [
            {
                **base_values,
                "kind": "file",
                "attachment_id": attachment.id,
                "size": attachment.file_size,
            }
            for attachment in message.attachment_ids
        ]
        # sudo: rows are the system's own, after the check above
        return self.env["public.link.message"].sudo().create(rows)

    def _public_link_handed_over(self):
        self.public_link_message_ids.filtered(
            lambda row: not row.withdrawn_at
        )._withdraw()
        self._public_link_proofs()._ask_anew()
        self.order_line._public_link_reopen()
        self._public_link_forget_answer()
        return super()._public_link_handed_over()

    def action_public_link_share(self, message_id):
        """Show an earlier message on the customer's page: one click in the history.

        :param int message_id: a `mail.message` of this order
        """
        self.ensure_one()
        if not self.env.user.has_group("public_links.group_user"):
            raise AccessError(self.env._("You are not allowed to do this."))
        message = self.message_ids.filtered(lambda row: row.id == message_id)
        # sudo: what customers see already, whoever shared it
        there = self.sudo().public_link_message_ids.filtered(
            lambda row: row.message_id == message and not row.withdrawn_at
        )
        if not message or there or not self._public_link_share(message):
            raise UserError(self.env._("There is nothing new to show in this message."))
        return self.env["public.link"]._tell(
            self.env._("The customer's page shows it now.")
        )

    def _message_update_content(self, message, /, *, body, **kwargs):
        # What staff correct or delete in the history does not live on for customers.
        rows = self.sudo().public_link_message_ids.filtered(  # rows are the system's
            lambda row: row.message_id == message and not row.by_customer
        )
        result = super()._message_update_content(message, body=body, **kwargs)
        texts = rows.filtered(lambda row: row.kind == "comment")
        if body is not None:
            texts.text = "\n".join(paragraphs(message.body))
        texts.filtered(lambda row: not row.text)._withdraw()
        return result

    def action_public_link_answer(self):
        """Open the composer, so that the customer gets the answer and sees it online."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the Customer"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "sale.order",
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": self._public_link_readers().ids,
                "default_public_link_shared": True,
                "default_subject": self.name,
            },
        }
