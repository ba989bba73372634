# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Receipts and saved cards of the portal's payments."""

from odoo.http import Controller

from ...models.portal.portal_section import Portal
from .. import pdf, responses
from ..actions import action_route, said
from ..base import public_route
from .profile import at


class PortalPaymentsController(Controller):
    @public_route("portal", "payments/receipt/<int:number>")
    @at("payments")
    def payment_receipt(self, link, document, number):
        """Serve the receipt of one of the customer's payments."""
        payment = Portal(link, document).section("payments").payment(number)
        if not payment:
            return responses.unknown()
        payment = payment.with_context(prefetch_fields=True)
        transaction = payment.payment_transaction_id
        if transaction.state == "done":
            values, payment = transaction._public_receipt_values(), transaction
        else:
            values = payment._public_receipt_version()
        version = document._public_link_version(values)
        return pdf.stored(link, payment, version, values["title"])

    @action_route("portal", "payments/card/<int:number>/default", seen=False)
    @at("payments")
    def card_default(self, link, document, form, number):
        """Let pay links offer this card, with the customer's yes."""
        section = Portal(link, document).section("payments")
        card = section.cards().filtered(lambda one: one.id == number)
        if not card or not section.settings["card"] or card._public_link_expired():
            return responses.unknown()
        if form.get("sure") != "1":
            return said(link, "tick_box")
        trouble = document._public_link_try(
            lambda contact: contact._public_link_keep_card(card)
        )
        return said(link, trouble or "card_default")

    @action_route("portal", "payments/card/<int:number>/remove", seen=False)
    @at("payments")
    def card_remove(self, link, document, form, number):
        """Remove a saved card."""
        section = Portal(link, document).section("payments")
        card = section.cards().filtered(lambda one: one.id == number)
        if not card:
            return responses.unknown()
        if form.get("sure") != "1":
            return said(link, "tick_box")
        return said(link, document._public_link_remove_card(link, card))
