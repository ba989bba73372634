# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A QR code on the invoice by which it is paid."""

from odoo import models

from ..documents import public_link_qr

# Blockers that do not matter: the PDF is made before the invoice is sent, and a payment
# in progress may fail.
PASSING = {"not_visible", "processing"}


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_link_qr_pay(self):
        """Return the QR code by which this invoice is paid, as a data URI.

        :return: an image, or ``False`` where the report carries none
        """
        company = self._public_link_company().sudo()  # its settings
        if not company.public_links_pay_qr or not self.id or self.state != "posted":
            return False
        if self.display_link_qr_code and self._public_link_in_mails():
            return False  # core prints a QR code, which leads to the same page
        document = self.sudo()  # the gate, whoever prints
        blockers = document._public_link_blockers("pay")
        if {blocker.code for blocker in blockers} - PASSING:
            return False
        if document._public_pay_state():
            return False
        link = self._public_link_qr_link("pay")
        return public_link_qr.qr_data_uri(link._url()) if link else False

    def _public_link_qr_bank(self):
        """Return core's code for banking apps as a data URI, for the invoice's report.

        :return: an image, or ``False`` where the report carries none
        """
        company = self._public_link_company().sudo()  # its settings
        if not company.public_links_pay_qr or not self.id or self.state != "posted":
            return False
        if self.display_qr_code:
            return False  # core prints it
        document = self.sudo()  # the account that customers are told, whoever prints
        if document._public_pay_state():
            return False
        account = document._public_pay_account()
        if not account:
            return False
        amount = document._public_pay_due().now
        reference = document._public_pay_remittance(None)
        return document._public_pay_code(account, amount, reference) or False
