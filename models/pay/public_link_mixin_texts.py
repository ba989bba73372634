# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers and staff read where an order or invoice cannot be paid."""

from odoo import models

from ...tools.blockers import Blocker


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_blocker(self, code):
        """Hook: return what page and staff are told of a reason, by its code."""
        env = self.env
        customer, staff, fix = {
            "voided": (
                env._(
                    "This was cancelled: please do not pay it. If you have paid already,"
                    " please contact us."
                ),
                env._("It is cancelled."),
                env._("Send a new document if something is to be paid."),
            ),
            "paid": (
                env._("This is paid, thank you. There is nothing more to do."),
                env._("It is paid already."),
                env._("Nothing is to be done."),
            ),
            "nothing_due": (
                env._("There is nothing to pay, and nothing for you to do."),
                env._("There is no open balance."),
                env._("Nothing is to be done."),
            ),
            "not_accepted": (
                env._(
                    "There is nothing to pay yet: this quotation is not accepted. Tell us if"
                    " you want to order."
                ),
                env._("A quotation is paid after it was accepted."),
                env._(
                    "Confirm it, or switch on “Accept and Pay” in Settings, Public Links."
                ),
            ),
            "expired_quote": (
                env._(
                    "This quotation is no longer valid. Please ask us for a new one."
                ),
                env._("The quotation has expired."),
                env._("Set a later date and send it again."),
            ),
            "by_invoice": (
                env._(
                    "This order is paid by its invoice: please use the link that came with"
                    " the invoice, or ask us for it."
                ),
                env._(
                    "It is billed together with another order, to another customer, or in"
                    " another currency."
                ),
                env._("Send a pay link of the invoice."),
            ),
            "not_signed": (
                env._("This quotation asks for your signature before it is paid."),
                env._("The quotation asks for a signature before it is paid."),
                env._("Let the customer sign it, or untick “Online signature” on it."),
            ),
            "processing": (
                env._(
                    "A payment is being processed: please do not pay again. This page shows"
                    " by itself when it has arrived."
                ),
                env._("A payment is in progress."),
                env._(
                    "Wait for it. If it hangs, look it up at the provider, then confirm or"
                    " cancel the transaction on the document."
                ),
            ),
            "payments_off": (
                env._(
                    "Online payment is switched off at the moment. Please ask us how to"
                    " pay."
                ),
                env._("Online payment of invoices is switched off."),
                env._("Switch it on in Settings, Invoicing, Online Payments."),
            ),
            "currency": (
                env._("Online payment is not possible here. Please ask us how to pay."),
                env._("The document's currency is switched off."),
                env._("Activate the currency in Invoicing, Configuration, Currencies."),
            ),
            "provider": (
                env._(
                    "Online payment is not possible at the moment. Please ask us how to"
                    " pay."
                ),
                env._(
                    "No payment provider is ready for this customer, currency and amount."
                ),
                env._(
                    "Switch on and publish a provider in Invoicing, Configuration, Payment"
                    " Providers, and allow it in Settings, Public Links."
                ),
            ),
        }[code]
        return Blocker(code, customer, staff, fix, page="state")
