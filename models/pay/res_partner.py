# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which saved card a contact may be charged by link, and whether they agreed."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Only those who handle payments see the card.
GROUPS = "account.group_account_invoice"


class ResPartner(models.Model):
    _inherit = "res.partner"

    public_link_card_id = fields.Many2one(
        "payment.token",
        "Default Card",
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        groups=GROUPS,
        help="The one saved card that this contact can pay with by link, with a tick and"
        " a click. One of the contact's own company or family only.",
    )
    public_link_card_agreed = fields.Boolean(
        "Agreed to Card by Link",
        copy=False,
        tracking=True,
        groups=GROUPS,
        help="The contact has agreed that their pay links offer the default card. Tick it"
        " only when they did: whoever holds such a link can pay this contact's documents"
        " with the card.",
    )

    @api.constrains("public_link_card_id")
    def _check_public_link_card(self):
        # sudo: most staff may not read cards; the rule holds for all
        for partner in self.sudo().filtered("public_link_card_id"):
            card = partner.public_link_card_id
            if not card.active:
                raise ValidationError(
                    self.env._(
                        "The card of %s was archived. Choose another one.",
                        partner.display_name,
                    )
                )
            if not partner._public_link_owns(card):
                raise ValidationError(
                    self.env._(
                        "The card is another customer's. Choose one that %s saved.",
                        partner.display_name,
                    )
                )

    def _public_link_owns(self, card):
        """Tell whether a saved card is this customer's.

        :param card: `payment.token`
        :rtype: bool
        """
        return bool(
            card.partner_id
            and card.partner_id.commercial_partner_id == self.commercial_partner_id
        )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if any(vals.get("public_link_card_id") for vals in vals_list):
            partners._public_link_ask_expiry()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if vals.get("public_link_card_id"):
            self._public_link_ask_expiry()
        if vals.keys() & {"parent_id", "is_company"}:
            self._public_link_drop_foreign_cards()
        return result

    def _public_link_ask_expiry(self):
        # sudo: the scheduled action belongs to the system
        cron = self.env.ref("public_links.ir_cron_cards", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    def _public_link_drop_foreign_cards(self):
        """Remove default cards that belong to another customer since these contacts moved."""
        # sudo: most staff may not read cards; archived contacts move, too
        partners = self.sudo().with_context(active_test=False)
        with_card = partners.search(
            [
                ("public_link_card_id", "!=", False),
                "|",
                ("id", "child_of", self.ids),
                ("public_link_card_id.partner_id", "child_of", self.ids),
            ]
        )
        with_card.filtered(
            lambda partner: not partner._public_link_owns(partner.public_link_card_id)
        )._public_link_drop_card()

    def _public_link_drop_card(self):
        """Remove default card and consent: a new card needs a new consent."""
        self.write({"public_link_card_id": False, "public_link_card_agreed": False})

    def _public_link_keep_card(self, card):
        """Make a card the default, as the customer agreed by link.

        :param card: `payment.token`
        """
        self.ensure_one()
        self.write({"public_link_card_id": card.id, "public_link_card_agreed": True})
        self._message_log(
            body=self.env._(
                "Through one of their links, the customer chose %s as the card that"
                " their pay links offer.",
                card._public_link_label(),
            )
        )
