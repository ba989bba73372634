# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a page may show of a saved card, and contacts that have it as their default."""

import re

from odoo import fields, models


def last_four(details):
    """Return the last four digits of a card, or "" where the details are no card's number.

    Some providers store a mail address or a name there, which pages must not show.

    :param str details: ``payment_details`` of a `payment.token`
    """
    found = re.fullmatch(r"[A-Z]{0,2}[\dxX*•.\s-]*?(\d{4})", (details or "").strip())
    return found[1] if found else ""


class PaymentToken(models.Model):
    _inherit = "payment.token"

    public_link_brand = fields.Char("Card Brand", readonly=True)
    public_link_expiry = fields.Date(
        "Card Expires",
        readonly=True,
        help="The last day on which the card can be used.",
    )
    public_link_checked_at = fields.Datetime("Card Looked Up On", readonly=True)

    # === WHAT IS SHOWN === #

    def _public_link_expired(self):
        """Tell whether the card is known to have expired.

        :rtype: bool
        """
        expiry = self.public_link_expiry
        return bool(expiry and expiry < fields.Date.context_today(self))

    def _public_link_last_four(self):
        """Return the last four digits, or "" where there are none, see ``last_four``."""
        return last_four(self.payment_details)

    def _public_link_brand_name(self):
        return self.public_link_brand or self.payment_method_id.name or ""

    def _public_link_label(self):
        """Return how the customer recognises the card, like "Visa 4242"."""
        return " ".join(
            filter(
                None, [self._public_link_brand_name(), self._public_link_last_four()]
            )
        )

    def _public_link_card_values(self):
        """Return what a page shows of the card: brand, last four digits, expiry.

        :rtype: dict
        """
        env, last_four = self.env, self._public_link_last_four()
        expiry = self.public_link_expiry
        return {
            "brand": self._public_link_brand_name(),
            "title": env._("ending in %s", last_four)
            if last_four
            else env._("Your saved card"),
            "note": env._("Your saved card, expires %s", expiry.strftime("%m/%y"))
            if expiry
            else (env._("Your saved card") if last_four else ""),
            "label": self._public_link_label(),
        }

    # === END OF LIFE === #

    def _handle_archiving(self):
        self._public_link_leave_contacts()
        return super()._handle_archiving()

    def unlink(self):
        self._public_link_leave_contacts()
        return super().unlink()

    def _public_link_leave_contacts(self):
        # sudo: contacts whose default card it is, archived ones too, whoever ends it
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        partners.search(
            [("public_link_card_id", "in", self.ids)]
        )._public_link_drop_card()
