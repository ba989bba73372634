# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Staff share messages of a document's chatter with its customer, and remove them."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.formatting import paragraphs


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_readers(self):
        """Return the contacts who can read the messages: those with a link, else the
        customer."""
        # sudo: the recipients of links, for users who may write on the document
        links = (
            self.env["public.link"]
            .sudo()
            .search(
                # Of a contact: links of its portal, not all that it has received.
                Domain("res_model", "=", self._name)
                & Domain("res_id", "in", self.ids)
                & self.env["public.link"]._sent_domain()
                & Domain("purpose", "in", ("approve", "view", "portal"))
            )
        )
        live = links.filtered(lambda link: link.state == "active")
        return live.partner_id or self._public_link_customer()

    def _public_link_share(self, message):
        """Show a message of staff, and its files, on the customer's page.

        :param message: `mail.message` of this document
        """
        self.check_access("write")
        if message.is_internal or message.subtype_id.internal:
            raise UserError(
                self.env._(
                    "Customers never see internal notes. Write them a message instead."
                )
            )
        text = "\n".join(paragraphs(message.body))
        base_values = self._public_message_values(message)
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
        # sudo: rows are written by the system, after the check above
        return self.env["public.link.message"].sudo().create(rows)

    def action_public_link_share(self, message_id):
        """Show an earlier message on the customer's page. Called from the chatter.

        :param int message_id: a `mail.message` of this document
        """
        self.ensure_one()
        if not self.env.user.has_group("public_links.group_user"):
            raise AccessError(self.env._("You are not allowed to do this."))
        message = self.message_ids.filtered(lambda row: row.id == message_id)
        there = self._public_link_shared(message).filtered(
            lambda row: not row.withdrawn_at
        )
        if not message or there or not self._public_link_share(message):
            raise UserError(self.env._("There is nothing new to show in this message."))
        return self.env["public.link"]._tell(
            self.env._("The customer's page shows it now.")
        )

    def _public_link_shared(self, message):
        """Return what customers see, or saw, of a message."""
        # sudo: rows are written by the system, whoever shared them
        return (
            self.env["public.link.message"]
            .sudo()
            .search(
                Domain(self._public_message_field, "in", self.ids)
                & Domain("message_id", "in", message.ids)
            )
        )

    def action_public_link_answer(self):
        """Open the composer: the answer is mailed, and shown on the customer's page."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the Customer"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": self._public_link_readers().ids,
                "default_public_link_shared": True,
                "default_subject": self.display_name,
            },
        }


# On each model itself: `mail.thread` comes before the mixin, and does not call super().
class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_handed_over(self):
        self.public_link_message_ids.filtered(
            lambda row: not row.withdrawn_at
        )._withdraw()
        return super()._public_link_handed_over()

    def _message_update_content(self, message, /, *, body, **kwargs):
        # Customers see what staff have corrected or deleted in the chatter.
        rows = self._public_link_shared(message).filtered(
            lambda row: not row.by_customer
        )
        result = super()._message_update_content(message, body=body, **kwargs)
        rows._apply_edit(message, body)
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _message_update_content(self, message, /, *, body, **kwargs):
        rows = self._public_link_shared(message).filtered(
            lambda row: not row.by_customer
        )
        result = super()._message_update_content(message, body=body, **kwargs)
        rows._apply_edit(message, body)
        return result
