# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's wizard for payment links: it makes public links instead."""

from odoo import models
from odoo.exceptions import AccessError


class PaymentLinkWizard(models.TransientModel):
    _inherit = "payment.link.wizard"

    def _compute_link(self):  # pylint: disable=missing-return
        ours = self.filtered(lambda wizard: wizard._public_link_document() is not None)
        super(PaymentLinkWizard, self - ours)._compute_link()
        for wizard in ours:
            wizard.link = wizard._public_link_url()

    def _compute_warning_message(self):  # pylint: disable=missing-return
        super()._compute_warning_message()
        for wizard in self:
            document = wizard._public_link_document()
            if document is None or wizard.warning_message:
                continue
            purpose = document._public_link_pay_purpose()
            blockers = document._public_link_blockers(purpose)
            if not document._public_link_may_send(purpose):
                refusal = document._public_link_refusal(purpose)
                wizard.warning_message = " ".join(refusal)
            elif blockers:
                wizard.warning_message = f"{blockers[0].staff} {blockers[0].fix}"

    def _public_link_document(self):
        """Return the document if its mails carry public links, or ``None``."""
        if self.res_model not in ("sale.order", "account.move") or not self.res_id:
            return None
        document = self.env[self.res_model].browse(self.res_id)
        return document if document._public_link_in_mails() else None

    def _public_link_url(self):
        """Return the customer's own link in place of the portal's permanent one.

        Its page asks for what is due at that time; the wizard's amount is not used.

        :return: a URL, or ``False`` if the document cannot be shown now
        """
        document = self._public_link_document()
        purpose = document._public_link_pay_purpose()
        if document._public_link_blockers(purpose):
            return False
        try:
            link = self.env["public.link"]._issue(document, purpose, channel="copy")
        except AccessError:
            return False
        return link[:1]._url() if link else False
