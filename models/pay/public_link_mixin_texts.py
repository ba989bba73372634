# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers and staff read where an order or invoice cannot be paid."""

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.blockers import Blocker
from ...tools.tables import entry

_lt = LazyTranslate(__name__)


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # By the code of a reason: what the customer reads, what staff read, what staff can
    # do. Another slice or addon gives its own class of this model a table of this name.
    _pay_reasons = {
        "voided": (
            _lt(
                "This was cancelled: please do not pay it. If you have paid already,"
                " please contact us."
            ),
            _lt("It is cancelled."),
            _lt("Send a new document if something is to be paid."),
        ),
        "paid": (
            _lt("This is paid, thank you. There is nothing more to do."),
            _lt("It is paid already."),
            _lt("There is nothing to do."),
        ),
        "nothing_due": (
            _lt("There is nothing to pay, and nothing for you to do."),
            _lt("There is no open balance."),
            _lt("There is nothing to do."),
        ),
        "not_accepted": (
            _lt(
                "There is nothing to pay yet: this quotation is not accepted. Tell us if"
                " you want to order."
            ),
            _lt("A quotation is paid after it was accepted."),
            _lt("Confirm it, or switch on “Accept and Pay” in Settings, Public Links."),
        ),
        "revised_quote": (
            _lt("This quotation is being changed. We will send you the new version."),
            _lt("The quotation was changed since it was sent."),
            _lt("Send it again, so that the customer pays for what they were sent."),
        ),
        "unsent_quote": (
            _lt("This quotation is being prepared. We will send it to you."),
            _lt("The quotation was never sent."),
            _lt("Send it by email, or mark it as sent."),
        ),
        "expired_quote": (
            _lt("This quotation is no longer valid. Please ask us for a new one."),
            _lt("The quotation has expired."),
            _lt("Set a later date and send it again."),
        ),
        "by_invoice": (
            _lt(
                "This order is paid by its invoice: please use the link that came with"
                " the invoice, or ask us for it."
            ),
            _lt(
                "It is billed together with another order, to another customer, or in"
                " another currency."
            ),
            _lt("Send a pay link of the invoice."),
        ),
        "not_signed": (
            _lt("This quotation asks for your signature before it is paid."),
            _lt("The quotation asks for a signature before it is paid."),
            _lt("Let the customer sign it, or untick “Online signature” on it."),
        ),
        "processing": (
            _lt(
                "A payment is being processed: please do not pay again. This page shows"
                " by itself when it has arrived."
            ),
            _lt("A payment is in progress."),
            _lt(
                "Wait for it. If it hangs, look it up at the provider, then confirm or"
                " cancel the transaction on the document."
            ),
        ),
        "payments_off": (
            _lt(
                "Online payment is switched off at the moment. Please ask us how to"
                " pay."
            ),
            _lt("Online payment of invoices is switched off."),
            _lt("Switch it on in Settings, Invoicing, Online Payments."),
        ),
        "currency": (
            _lt("Online payment is not possible here. Please ask us how to pay."),
            _lt("The document's currency is switched off."),
            _lt("Activate the currency in Invoicing, Configuration, Currencies."),
        ),
        "provider": (
            _lt(
                "Online payment is not possible at the moment. Please ask us how to"
                " pay."
            ),
            _lt("No payment provider is ready for this customer, currency and amount."),
            _lt(
                "Switch on and publish a provider in Invoicing, Configuration, Payment"
                " Providers, and allow it in Settings, Public Links."
            ),
        ),
    }

    def _public_pay_blocker(self, code):
        """Return what page and staff are told of a reason, see ``_pay_reasons``.

        :param str code: one that some table has
        :rtype: Blocker
        """
        words = map(self.env._, entry(self, "_pay_reasons", code))
        return Blocker(code, *words, page="state")
