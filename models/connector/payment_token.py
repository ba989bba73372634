# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Brand and expiry of saved cards, asked from Stripe."""

import logging
from datetime import date, timedelta

from odoo import api, fields, models

from ...tools.stripe_answers import UNREADABLE

_logger = logging.getLogger(__name__)

FRESH = timedelta(days=1)


class PaymentToken(models.Model):
    _inherit = "payment.token"

    @api.model
    def _cron_public_link_look_up(self):
        """Ask Stripe once a day for brand and expiry of the cards that pages show."""
        partners = self.env["res.partner"].search(
            [("public_link_card_id", "!=", False)]
        )
        cards = partners.public_link_card_id.filtered(
            lambda card: (
                card.active
                and card.provider_code == "stripe"
                and card.stripe_payment_method
                and (
                    not card.public_link_checked_at
                    or card.public_link_checked_at < fields.Datetime.now() - FRESH
                )
            )
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(cards))
        for card in cards:
            card._public_link_look_up()
            if not cron._commit_progress(1):
                break

    def _public_link_look_up(self):
        """Ask Stripe for brand and expiry; without an answer, known values are kept."""
        self.ensure_one()
        self.public_link_checked_at = fields.Datetime.now()
        try:
            method = self.provider_id._public_link_stripe().v1.payment_methods.retrieve(
                self.stripe_payment_method
            )
            card = method.to_dict()["card"]
            first = date(card["exp_year"], card["exp_month"], 1)
        except UNREADABLE as error:
            _logger.warning(
                "Stripe did not tell about saved card %s: %s", self.id, type(error)
            )
            return
        self.public_link_expiry = fields.Date.end_of(first, "month")
        self.public_link_brand = BRANDS.get(
            card.get("brand"), (card.get("brand") or "").title()
        )


# The usual spelling of brands, by Stripe's names.
BRANDS = {
    "amex": "American Express",
    "diners": "Diners Club",
    "eftpos_au": "eftpos",
    "jcb": "JCB",
    "unionpay": "UnionPay",
    "unknown": "",
}
