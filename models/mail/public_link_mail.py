# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Placeholders of links, and the tokens that they stand for."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, hmac

from ...tools import placeholders, tokens
from ..link.public_link_open import UnknownLink


class PublicLink(models.Model):
    """In stored texts a placeholder stands for the link; the mail that is sent has the
    URL."""

    _inherit = "public.link"

    def _placeholder(self):
        """Return the absolute URL that stands for this link in stored texts.

        In the mail to the link's recipient the link takes its place. In the chatter it
        leads staff to the document.

        :rtype: str
        """
        self.ensure_one()
        # The link of a preview has no id, and its placeholder is never replaced.
        return self._placeholder_base() + placeholders.for_link(self.id or "preview")

    @api.model
    def _placeholder_target(self, placeholder):
        """Return the document and the link that a placeholder stands for.

        :param placeholder: `placeholders.Placeholder`
        :return: the document, as superuser and possibly empty; the purpose; the link
        """
        link = self.sudo().browse(placeholder.link).exists()  # the caller checks rights
        model = link.res_model or placeholder.model
        if model not in self.env["public.link.registry"]._known().documents:
            return None, "", link
        res_id = link.res_id or placeholder.document
        document = self.env[model].sudo().browse(res_id).exists()
        return document, link.purpose or placeholder.purpose, link

    @api.model
    def _placeholder_url(self, placeholder, partner=None):
        """Return the URL that replaces a placeholder in a mail to one reader.

        Nobody gets the link of somebody else: the recipient of the link gets it, another
        customer their own link of the same document, or else a page that says to ask the
        seller. Dead links are put in, too; their page says why.

        :param placeholder: `placeholders.Placeholder`
        :param partner: `res.partner` that the mail goes to; none for a bare address
        :return: a URL, or ``None`` for staff, for whom the placeholder itself works
        """
        document, purpose, named = self._placeholder_target(placeholder)
        if document and partner:
            own = self._reader_links(document, purpose, partner, named)
            if own:
                return (own.filtered(lambda link: link.state == "active") or own)[
                    0
                ]._url()
        if partner and not partner.partner_share:
            return None
        company = document._public_link_company() if document else self.env.company
        return self._stranger_url(company)

    @api.model
    def _reader_links(self, document, purpose, partner, named):
        """Hook: return the links of one reader that may take a placeholder's place.

        Those that were made for another mail address do not count.

        :param document: what the placeholder opens
        :param str purpose: of the placeholder
        :param partner: `res.partner` that the mail goes to
        :param named: the `public.link` that the placeholder names, or none
        :rtype: `public.link`
        """
        address = email_normalize(partner.email or "") or False
        return named.filtered(
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

    @api.model
    def _without_tokens(self, text):
        """Return a text with placeholders in place of the links in it.

        Called before texts are stored: an answer may quote the mail with the link, and
        staff may paste a link. Others who read the message must not get it.

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
        """Return values to store, with tokens in these fields replaced by placeholders."""
        found = {
            name: self._without_tokens(vals[name]) for name in names if vals.get(name)
        }
        return {**vals, **found}

    @api.model
    def _stranger_url(self, company):
        """Return the URL of the page for readers without a link: it says whom to ask."""
        proof = self._stranger_proof(company)
        return f"{self._placeholder_base()}/link/ask/{company.id}/{proof}"

    @api.model
    def _stranger_proof(self, company):
        """Return a proof for that URL: else strangers could list the companies by number."""
        # sudo: hmac reads the database's secret, which stays here
        return hmac(self.sudo().env, "public_links.ask", str(company.id))[:32]

    def _note_sent(self):
        """Hook: mark these links as sent, since the mail with them has left."""
        # sudo: the date of the message, which the user may not be able to read
        fresh = self.filtered(
            lambda link: (
                not link.sent_at or link.sent_at < link.sudo().mail_message_id.date
            )
        )
        fresh.sent_at = fields.Datetime.now()
        fresh._plan_pdfs()
        fresh._record("sent")
