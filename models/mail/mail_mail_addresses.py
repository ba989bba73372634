# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Several mail addresses in one field are several recipients, each with links of its own.

"anna@example.com, bob@example.com": Odoo sends both one mail. Here each address gets a mail
of its own. Its links hang on the contact's link, and end with it.
"""

from odoo import api, models
from odoo.tools import email_normalize_all, formataddr, html2plaintext

from ...tools import placeholders

# In the context while a mail's copies are made: who has several addresses is filled in
# afterwards, address by address.
EACH, ADDRESS = "public_link_each_address", "public_link_address"


class PublicLink(models.Model):
    _inherit = "public.link"

    def _reader_links(self, document, purpose, partner, named):
        address = self.env.context.get(ADDRESS)
        if not address:
            return super()._reader_links(document, purpose, partner, named)
        # The contact's own link was made for no address, since it has several.
        whole = self.with_context(**{ADDRESS: None})
        shared = whole._reader_links(document, purpose, partner, named)
        live = shared.filtered(lambda link: link.state == "active")[:1]
        return live._for_address(address) if live else shared

    def _for_address(self, address):
        """Return the link of one of the addresses that this link's recipient has.

        :param str address: normalised
        :return: a link that ends with this one
        :rtype: `public.link`
        """
        self.ensure_one()
        same = {
            "expires_at": self.expires_at,
            "mail_message_id": self.mail_message_id.id,
        }
        # sudo: the mail's writer was asked for this link; it is one of its readers'
        links = self.sudo()
        there = links.child_ids.filtered(
            lambda link: (
                link.email == address
                and link.purpose == self.purpose
                and (link.res_model, link.res_id) == (self.res_model, self.res_id)
                and not link.revoked_at
                and not link.key_id.retired_at
            )
        )[:1]
        if there:
            there.write(same)
            return there
        return links._create_links(
            [(links._document(), links.partner_id)],
            links.purpose,
            links.channel,
            parent_id=links.id,
            email=address,
            **same,
        )


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _several_addresses(self, partner):
        """Return the addresses of a reader who has more than one, else none.

        :param partner: `res.partner`, or nothing
        """
        addresses = email_normalize_all(partner.email or "") if partner else []
        addresses = list(dict.fromkeys(addresses))
        return addresses if len(addresses) > 1 else []

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        later = self.env.context.get(EACH) and self._several_addresses(partner)
        if later:
            self = self.with_context(public_link_unfilled=True)
        return super()._personalize_outgoing_body(
            body, partner, doc_to_followers=doc_to_followers
        )

    def _prepare_outgoing_list(self, *args, **kwargs):
        each = self.with_context(**{EACH: True})
        results = super(MailMail, each)._prepare_outgoing_list(*args, **kwargs)
        return [row for values in results for row in self._for_each_address(values)]

    def _for_each_address(self, values):
        """Return what is sent to each address of a reader, see ``_prepare_outgoing_list``.

        :param dict values: of one outgoing mail
        """
        partner = values.get("partner_id")
        addresses = self._several_addresses(partner)
        if not addresses:
            return [values]
        body = values["body"]
        if not placeholders.find(body):
            return [values]
        links = self.env["public.link"]
        rows = []
        for address in addresses:
            own = links.with_context(**{ADDRESS: address})
            filled = placeholders.fill(
                body, lambda one, own=own: own._placeholder_url(one, partner)
            )
            rows.append(
                values
                | {
                    "body": filled,
                    "body_alternative": html2plaintext(filled),
                    "email_to": [formataddr((partner.name or "", address))],
                    "email_to_normalized": [address],
                    "email_to_raw": address,
                }
            )
        return rows
