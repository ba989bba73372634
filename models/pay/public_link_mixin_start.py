# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a payment of an order or invoice begins, and how it is booked."""

import logging

from odoo import fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

LANDING = "/link/pay/return"
# Providers that recognise a payment by its reference. Others create another payment each
# time that they are asked, and the first one would be lost.
REUSABLE = ("custom", "demo", "paypal", "stripe")


class PublicLink(models.Model):
    _inherit = "public.link"

    def _public_pay_same_payer(self, link):
        """Tell whether another link is in the hands of who holds this one.

        :param link: `public.link`
        """
        return self == link or bool(
            self.partner_id
            and self.partner_id == link.partner_id
            and self.email == link.email
            and "qr" not in (self.channel, link.channel)
        )


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_settle(self):
        """Book payments that the providers have confirmed, so that the balance is current.

        Core books them by a scheduled action, minutes later.

        :return: whether something was booked
        :rtype: bool
        """
        waiting = self._public_pay_transactions().filtered(
            lambda tx: tx.state == "done" and not tx.is_post_processed
        )
        for transaction in waiting:
            try:
                with self.env.cr.savepoint():
                    transaction._post_process()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception:
                # It stays in progress, and blocks other payments meanwhile.
                _logger.exception("%s could not be booked.", transaction.reference)
        return bool(waiting)

    def _public_pay_start(self, link, choice, provider, method, flow, save):
        """Return the one transaction by which an amount is paid with a new method.

        All browsers of one payer get the same one as long as document, amount and method
        are the same, so that a balance is not paid twice. A payment that was begun with
        another method, or by somebody else, is withdrawn first; if its provider has taken money meanwhile, that payment is
        returned, which is no draft any more.

        :param link: the `public.link` by which it is paid
        :param str choice: "now" or "whole"
        :param provider: `payment.provider`, one of ``_public_pay_options``
        :param method: `payment.method`, the same
        :param str flow: "redirect" or "direct"
        :param bool save: whether the customer asked to save the card
        :rtype: `payment.transaction`
        """
        amount = self._public_pay_due().amount(choice)
        tokenize = bool(
            save and provider.allow_tokenization and method.support_tokenization
        )
        wanted = {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "operation": f"online_{flow}",
            "tokenize": tokenize,
            "currency_id": self.currency_id.id,
            "partner_id": self._public_pay_partner().id,
        }
        begun = self._public_pay_transactions().filtered(
            lambda tx: tx._public_link_open()
        )
        for transaction in begun:
            fits = self._public_pay_fits(transaction, wanted, amount)
            if fits and transaction.public_link_id._public_pay_same_payer(link):
                # Who pays gets the receipt, and is offered to keep the card.
                if transaction.public_link_id != link:
                    transaction.public_link_id = link
                return transaction
            transaction._public_link_withdraw()
            if transaction.state in ("pending", "authorized", "done"):
                return transaction
        return self.env["payment.transaction"].create(
            self._public_pay_create_values(link, amount, provider, wanted)
        )

    def _public_pay_fits(self, transaction, wanted, amount):
        """Tell whether a payment that was begun earlier can be continued."""
        documents = self._public_pay_values()
        return (
            transaction.state == "draft"
            and transaction.provider_code in REUSABLE
            and bool(transaction.public_link_id)
            and transaction.landing_route == LANDING
            and self.currency_id.compare_amounts(transaction.amount, amount) == 0
            and all(
                (value.id if isinstance(value, models.BaseModel) else value)
                == wanted[name]
                for name, value in ((name, transaction[name]) for name in wanted)
            )
            and all(
                set(transaction[name].ids) == set(commands[0][2])
                for name, commands in documents.items()
            )
        )

    def _public_pay_may_save(self, link):
        """Tell whether a card can be saved with a payment: for the customer whose document
        it is, by one of their own people, and nobody else.

        :param link: the `public.link` by which it is paid
        """
        payer, customer = link.partner_id, self._public_pay_partner()
        return bool(
            link.company_id._public_links_settings()["save_card"]
            and payer
            and payer.commercial_partner_id == customer.commercial_partner_id
        )

    def _public_pay_create_values(self, link, amount, provider, values):
        documents = self._public_pay_values()
        reference = self.env["payment.transaction"]._compute_reference(
            provider.code, prefix=self._public_pay_reference(), **documents
        )
        return {
            "reference": reference,
            "amount": amount,
            "landing_route": LANDING,
            "public_link_id": link.id,
            "public_link_started_at": fields.Datetime.now(),
            **values,
            **documents,
        }

    def _public_pay_reference(self):
        """Return the beginning of the payment's reference; core's own by default."""
        return None
