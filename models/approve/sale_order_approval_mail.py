# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail that brings the customer the certificate of an answer."""

import base64

from odoo import fields, models

from ...tools.formatting import money


class SaleOrderApproval(models.Model):
    _inherit = "sale.order.approval"

    def _mail_certificate(self):
        """Mail the certificate to the signer, at the address that the link went to.

        Not to the address that was typed, which may be anybody's.
        """
        signer = self.partner_id
        template = self.env.ref(
            "public_links.mail_template_certificate", raise_if_not_found=False
        )
        if self.certificate_mailed or not signer.email or not template:
            return
        files = [(self._filename(), base64.b64decode(self.certificate))]
        if self.pdf:
            files.append((f"{self.order_name}.pdf", base64.b64decode(self.pdf)))
        # sudo: the mail is the system's
        self.link_id._queue_mail(
            template.sudo(),
            self,
            self.order_id,
            signer,
            preview=type(self)._mail_gist,
            attachments=files,
        )
        self.certificate_mailed = fields.Datetime.now()

    def _mail_subject(self):
        """Return the subject of the certificate's mail."""
        if self.kind == "rejection":
            return self.env._("You declined %s", self.order_name)
        return self.env._("Your approval of %s", self.order_name)

    def _mail_gist(self):
        """Return what the mail is about in one sentence."""
        if self.kind == "rejection":
            return self.env._("You declined %s. This is your record.", self.order_name)
        if self.kind == "order":
            return self.env._(
                "You approved %(document)s, %(amount)s. This is your record.",
                document=self.order_name,
                amount=money(self.env, self.amount_total, self.currency_id),
            )
        return self.env._("You answered on %s. This is your record.", self.order_name)
