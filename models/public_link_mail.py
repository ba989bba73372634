# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from .. import placeholders
from ..purposes import MODELS


class PublicLink(models.Model):
    """How links get into mails: a placeholder is stored, the URL is sent."""

    _inherit = "public.link"

    def _placeholder(self):
        """Return the absolute URL that stands for this link in what is stored.

        At sending it becomes the link's URL in the mail to its own recipient. In the
        chatter it leads staff to the document.

        :rtype: str
        """
        self.ensure_one()
        # A preview's link is not made yet, and nothing ever takes its place.
        return self._placeholder_base() + placeholders.for_link(self.id or "preview")

    @api.model
    def _placeholder_base(self):
        # sudo: the server's own address
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return base.rstrip("/")

    @api.model
    def _placeholder_target(self, placeholder):
        """Return the document that a placeholder is about, and the link it names.

        :param placeholder: `placeholders.Placeholder`
        :return: the document, as superuser and possibly empty; the purpose; the link
        """
        link = self.sudo().browse(placeholder.link).exists()  # the caller checks whose
        model = link.res_model or placeholder.model
        if model not in MODELS:
            return None, "", link
        res_id = link.res_id or placeholder.document
        document = self.env[model].sudo().browse(res_id).exists()
        return document, link.purpose or placeholder.purpose, link

    @api.model
    def _placeholder_url(self, placeholder, partner=None):
        """Return what a reader gets in place of a placeholder.

        Nobody ever gets the link of somebody else: its own recipient gets the link, any
        other customer their own one of the same document, if there is one, and else a
        page that says to ask the seller. A dead link is sent too; its page says so.

        :param placeholder: `placeholders.Placeholder`
        :param partner: `res.partner` that the mail goes to; none for a bare address
        :return: a URL, or ``None`` for staff, for whom the placeholder works as it is
        """
        document, purpose, named = self._placeholder_target(placeholder)
        if document and partner:
            own = named if named.partner_id == partner else named.browse()
            own = own or self.sudo().search(  # the reader's own links
                Domain("res_model", "=", document._name)
                & Domain("res_id", "=", document.id)
                & Domain("purpose", "=", purpose)
                & Domain("partner_id", "=", partner.id)
                & Domain("parent_id", "=", False),
                order="id desc",
            )
            if own:
                return (own.filtered(lambda link: link.state == "active") or own)[
                    0
                ]._url()
        if partner and not partner.partner_share:
            return None
        company = document._public_link_company() if document else self.env.company
        return self._stranger_url(company)

    @api.model
    def _stranger_url(self, company):
        """Return the page for whom no link was made: it says whom to ask."""
        return f"{self._placeholder_base()}/link/ask/{company.id}"

    def _note_sent(self):
        """Write down that the last mail with these links has left."""
        # sudo: the date alone of a message that its reader may not see
        fresh = self.filtered(
            lambda link: (
                not link.sent_at or link.sent_at < link.sudo().mail_message_id.date
            )
        )
        fresh.sent_at = fields.Datetime.now()
        fresh._record("sent")
