# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""QR codes on reports: a link without a recipient for each document."""

import base64

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import qr

# With one of these blockers a report gets no QR code. Others do not matter: the PDF is
# made before a document is sent, and the page asks the gate again.
NEVER_PRINTED = ("disabled", "blocked", "not_offered")


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _issue_qr(self, documents, purpose):
        """Return a live link for each document's QR code, existing or new.

        It has no recipient: whoever has the paper can open it until it expires or is
        revoked. It is never a link that was mailed.

        :param documents: records of one model
        :param str purpose: one that the documents offer
        :return: the links, as superuser, in the order of the documents
        :rtype: recordset of `public.link`
        """
        # sudo: a report is printed by whoever may print it, the customer included
        self, documents = self.sudo(), documents.sudo()
        now = fields.Datetime.now()
        alive = self.search(
            self._live_domain(documents, purpose, now)
            & Domain("channel", "=", "qr")
            & Domain("partner_id", "=", False),
            order="id",
        )
        alive.filtered(lambda link: link._is_half_spent(now))._extend()
        found = {link.res_id: link for link in alive}
        nobody = self.env["res.partner"]
        missing = [
            (document, nobody) for document in documents if document.id not in found
        ]
        if missing:
            created = self._create_links(missing, purpose, "qr")
            found.update({link.res_id: link for link in created})
        return self.concat(*(found[document.id] for document in documents))


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_qr_link(self, purpose="view"):
        """Return the link for this document's QR code, or an empty recordset.

        :rtype: `public.link`
        """
        self.ensure_one()
        if self.env.context.get("public_link_no_qr"):
            return self.env["public.link"]
        if not self._public_link_may_print(purpose):
            return self.env["public.link"]
        document = self.sudo()  # settings and gate, whoever prints
        blockers = document._public_link_blockers(purpose)
        if any(blocker.code in NEVER_PRINTED for blocker in blockers):
            return self.env["public.link"]
        return self.env["public.link"]._issue_qr(document, purpose)

    def _public_link_qr(self):
        """Return the QR code for this document's report, as a data URI.

        :return: an image, or ``False`` where the report carries none
        """
        company = self._public_link_company().sudo()  # its settings
        if not company.public_links_qr or not self.id:
            return False
        link = self._public_link_qr_link()
        return qr_data_uri(link._url()) if link else False


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_link_qr(self):
        # Vendors' bills and drafts cannot be opened by link.
        if not self.is_sale_document(include_receipts=True) or self.state != "posted":
            return False
        return super()._public_link_qr()


def qr_data_uri(text):
    """Return a QR code as a PNG image, which wkhtmltopdf prints without a request.

    :rtype: str
    """
    image = qr.png(text, error_correction=qr.LOW, border=2, box_size=4)
    return "data:image/png;base64," + base64.b64encode(image).decode()
