# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, hmac

from ...tools import placeholders, tokens
from ..link.public_link_open import UnknownLink


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
    def _placeholder_target(self, placeholder):
        """Return the document that a placeholder is about, and the link it names.

        :param placeholder: `placeholders.Placeholder`
        :return: the document, as superuser and possibly empty; the purpose; the link
        """
        link = self.sudo().browse(placeholder.link).exists()  # the caller checks whose
        model = link.res_model or placeholder.model
        if model not in self.env["public.link.registry"]._known().documents:
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
            # Whoever reads another mailbox than a link was made for gets none of it.
            address = email_normalize(partner.email or "") or False
            own = named.filtered(
                lambda link: link.partner_id == partner and link.email == address
            ) or self.sudo().search(  # the reader's own links
                Domain("res_model", "=", document._name)
                & Domain("res_id", "=", document.id)
                & Domain("purpose", "=", purpose)
                & Domain("partner_id", "=", partner.id)
                & Domain("email", "=", address)
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
    def _without_tokens(self, text):
        """Return a text with placeholders in place of links, before it is stored.

        An answer quotes the mail with the link in it, staff paste a link that they
        copied: the link must not reach whoever else reads the message.

        :param str text: HTML or plain text, or nothing
        """
        if not isinstance(text, str) or "eyJ" not in text:
            return text

        def placeholder(purpose, token):
            try:
                return self._find(token, purpose)._placeholder()
            except UnknownLink:
                return None

        return type(text)(tokens.replace(str(text), placeholder))

    @api.model
    def _stored_values(self, vals, *names):
        """Return values to store, without tokens in these fields."""
        found = {
            name: self._without_tokens(vals[name]) for name in names if vals.get(name)
        }
        return {**vals, **found}

    @api.model
    def _stranger_url(self, company):
        """Return the page for whom no link was made: it says whom to ask."""
        proof = self._stranger_proof(company)
        return f"{self._placeholder_base()}/link/ask/{company.id}/{proof}"

    @api.model
    def _stranger_proof(self, company):
        """Return what keeps strangers from asking for one company after the other."""
        # sudo: hmac reads the database's secret, which stays here
        return hmac(self.sudo().env, "public_links.ask", str(company.id))[:32]

    def _note_sent(self):
        """Hook: write down that the last mail with these links has left."""
        # sudo: the date alone of a message that its reader may not see
        fresh = self.filtered(
            lambda link: (
                not link.sent_at or link.sent_at < link.sudo().mail_message_id.date
            )
        )
        fresh.sent_at = fields.Datetime.now()
        fresh._record("sent")
