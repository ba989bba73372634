# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What follows when a customer announces a bank transfer: a mail that says where to pay."""

import base64
import logging

from odoo import models

from ...tools.formatting import money, page_day
from .payment_transaction_receipt import receipt_preview
from .public_link_mixin import MANUAL

_logger = logging.getLogger(__name__)


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        changed = super()._update_state(allowed_states, target_state, state_message)
        if target_state == "pending":
            for transaction in changed.filtered(
                lambda tx: (
                    tx.public_link_id
                    and tx.provider_code in MANUAL
                    and tx._public_link_is_transfer()
                )
            ):
                # An error of a mail must not undo the announcement.
                try:
                    with self.env.cr.savepoint():
                        transaction._public_link_mail_transfer()
                except Exception:
                    _logger.exception("Telling of %s failed.", transaction.reference)
        return changed

    def _public_link_mail_transfer(self):
        """Mail the bank details to the link's recipient, else to who is billed."""
        template = self.env.ref(
            "public_links.mail_template_transfer", raise_if_not_found=False
        )
        link = self.public_link_id.sudo()  # its recipient, whoever tells of the payment
        partner = link.partner_id or self.partner_id
        document = self._public_link_history_document()
        if not (template and partner.email and document):
            return
        bank = self._public_transfer_bank()
        code = bank["code"].partition("base64,")[2] if bank else ""
        files = []
        if code:
            files.append(
                (self.env._("Code for banking apps.png"), base64.b64decode(code))
            )
        link._queue_mail(
            template.sudo(),
            self,
            document,
            partner,
            preview=receipt_preview,
            attachments=files,
        )

    def _public_transfer_bank(self):
        """Return how this transfer is made, see ``page_values.Bank``; or ``None``."""
        link = self.public_link_id.sudo()  # as above
        document = (link._document() or self._public_link_documents()).with_env(
            self.env(su=True)  # account and reference, which the customer is told
        )
        if not document:
            return None
        return document[:1]._public_pay_bank_values(self.amount, self)

    def _public_transfer_values(self):
        """Return what the mail says, in the environment's language.

        :return: intro, facts, words: plain values
        :rtype: dict
        """
        self.ensure_one()
        env, bank = self.env, self._public_transfer_bank()
        amount = money(env, self.amount, self.currency_id)
        facts = (
            [(row["label"], row["value"]) for row in bank["rows"]]
            if bank
            else [
                (env._("Reference"), self._public_link_communication()),
                (env._("Amount"), amount),
            ]
        )
        transfer = self.company_id._public_pay_transfer()
        return {
            "intro": env._(
                "You announced a transfer of %(amount)s on %(date)s for %(documents)s."
                " We are waiting for it, and email your receipt when it is here.",
                amount=amount,
                date=page_day(env, self.last_state_change),
                documents=self._public_receipt_titles(),
            ),
            "facts": [{"label": label, "value": value} for label, value in facts],
            "words": list(transfer.words) if transfer else [],
        }

    def _public_link_communication(self):
        """Return the reference that core gives a transfer."""
        if hasattr(self, "_get_communication"):
            return self._get_communication()
        return self.reference
