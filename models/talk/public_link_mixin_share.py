# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Staff share messages of a document's chatter with its customer, and remove them."""

from odoo import Command, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import placeholders
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

    def _public_link_share(self, message, readers=None):
        """Show a message of staff, and its files, on the customer's page.

        :param message: `mail.message` of this document
        :param readers: `res.partner` on whose pages it stands; ``None`` for all of them
        """
        self.check_access("write")
        if message.is_internal or message.subtype_id.internal:
            raise UserError(
                self.env._(
                    "Customers never see internal notes. Write them a message instead."
                )
            )
        # The links in it are others' than the reader's, or have no sense on a page.
        text = placeholders.strip("\n".join(paragraphs(message.body)), "").strip()
        base_values = self._public_message_values(message)
        if readers is not None:
            base_values |= {
                "addressed": True,
                "reader_ids": [Command.set(readers.ids)],
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
        if rows:
            self._public_link_news_done(("comment", "file"))
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

    def action_public_link_unshare(self, message_id):
        """Take back from the customer's page what it shows of a message. Called from the
        chatter.

        :param int message_id: a `mail.message` of this document
        """
        self.ensure_one()
        message = self.message_ids.filtered(lambda row: row.id == message_id)
        rows = self._public_link_shown_rows(message).filtered(
            lambda row: not row.withdrawn_at
        )
        if not rows:
            raise UserError(self.env._("No page of a customer shows this message."))
        return rows.with_env(self.env).action_withdraw()

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

    def action_public_link_messages(self):
        """Open what the pages of this document show of its conversation."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link_message"
        )
        return action | {"domain": [(self._public_message_field, "=", self.id)]}

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

    def _public_link_handed_over(self):
        # sudo: rows are written by the system, whoever changes the customer
        rows = self.env["public.link.message"].sudo()
        if self._public_message_field:
            rows.search(
                Domain(self._public_message_field, "in", self.ids)
                & Domain("withdrawn_at", "=", False)
            )._withdraw()
        return super()._public_link_handed_over()

    def _public_link_shown_rows(self, message):
        """Return what customers see, or saw, of a message of staff: it follows what staff
        correct or delete in the chatter."""
        return self._public_link_shared(message).filtered(
            lambda row: not row.by_customer
        )
