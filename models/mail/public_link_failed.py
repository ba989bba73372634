# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Emails about a document that failed for good: receipts, certificates, news and others.

Those with a link have their state on the link. Of the others core has a red envelope in
the chatter, and no way to send them again.
"""

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools import placeholders


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_failed_mails(self):
        """Return the emails about these documents that we promised, and that failed.

        :rtype: `mail.mail`
        """
        # sudo: mails are a technical model; the caller checks who may ask
        return (
            self.env["mail.mail"]
            .sudo()
            .search(
                Domain("public_link_promised", "=", True)
                & Domain("state", "=", "exception")
                & Domain("model", "=", self._name)
                & Domain("res_id", "in", self.ids)
            )
        )

    def action_public_link_mails_again(self):
        """Send the emails about these documents again that failed.

        To the address that their readers have by now. Staff decide it for those, too, that
        may have arrived.

        :raise AccessError: where the user may send nothing of them
        """
        own = self._public_link_sendable("view")
        if not own:
            raise AccessError(" ".join(self._public_link_refusal("view")))
        links = self.env["public.link"]
        mails = own._public_link_failed_mails()
        if not mails:
            return links._tell(self.env._("No email about this has failed."), "info")
        mails._follow_readers()
        # What kept them from being tried again is over: staff say so.
        mails.write(
            {"state": "outgoing", "failure_type": False, "failure_reason": False}
        )
        mails._send_soon()
        return links._tell(
            self.env._("Emails that are sent again now: %s.", len(mails))
        )

    def _public_link_diagnosis(self):
        """Override: emails that failed and have no link that says so."""
        rows = super()._public_link_diagnosis()
        mails = self._public_link_failed_mails()
        # sudo: which messages have links, whoever may read those
        links = self.env["public.link"].sudo()
        told = links.search([("mail_message_id", "in", mails.mail_message_id.ids)])
        for mail in mails.filtered(
            lambda one: one.mail_message_id not in told.mail_message_id
        ):
            rows.append(
                self._public_link_row(
                    self.env._("Email"),
                    "bad",
                    "failed",
                    f"{mail.subject}: {mail.failure_reason or ''}".strip(),
                    links._mail_fix(mail.failure_type)
                    + " "
                    + self.env._("“Send Failed Emails Again” is in the Actions menu."),
                )
            )
        return rows


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _follow_readers(self):
        """Replace the links in these mails that were made for an address of the past."""
        wanted = set()
        for mail in self:
            wanted |= {one.link for one in placeholders.find(mail.body_html)}
        # sudo: the readers keep what they have, for the address that they have now
        links = self.env["public.link"].sudo().browse(wanted - {0}).exists()
        links.filtered(
            lambda link: (
                link.partner_id in self.recipient_ids and link.state == "active"
            )
        )._follow_addresses()
