# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http

from .. import actions, responses
from ..actions import action_route
from .pay import choice_of

# Outcomes after which the customer goes on with the payment form: nothing was charged.
TO_THE_FORM = ("confirm", "declined")


class PayCardController(http.Controller):
    @action_route("pay", "card", seen=False, gate=False, busy="paying")
    def card(self, link, document, form):
        """Charge the card on file, as the customer ticked and saw it.

        Amount, card and payer are the server's; what the form brings is compared.
        """
        choice, _typed = choice_of(link.env, form)
        code = document._public_pay_by_card(link, choice, form)
        return _answer(link, choice, code)

    @action_route("pay", "credit", seen=False, gate=False, busy="paying")
    def credit(self, link, document, form):
        """Use open credit, as the customer ticked and saw it; core reconciles."""
        return actions.said(link, document._public_pay_by_credit(link, form))

    @action_route("pay", "keep", seen=False, gate=False)
    def keep(self, link, document, form):
        """Offer the card that was just saved on this customer's next pay links."""
        card = document._public_pay_card_to_keep(link)
        if not card or form.get("card") != card._public_link_label():
            return actions.said(link, "changed")
        if form.get("keep") != "yes":
            return actions.said(link, "tick")
        link.partner_id._public_link_keep_card(card)
        return actions.said(link, "kept")


def _answer(link, choice, code):
    """Redirect to the page, which says how the charge ended."""
    query = f"?lang={link.env.lang}"
    if code:
        query += f"&said={code}"
    if choice != "now":
        query += f"&pay={choice}"
    if code in TO_THE_FORM:
        query += "&card=other"
    return responses.redirect(link._path() + query)
