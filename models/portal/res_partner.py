# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The portal of a contact: the gate, who may send it, and when its links end."""

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools.translate import LazyTranslate

from ...tools.blockers import Blocker
from ...tools.senders import INVOICING, Senders
from .portal_moves import MOST

_lt = LazyTranslate(__name__)

# Who may send a portal link can open it, and so see all documents of the customer.
SENDERS = (
    "sales_team.group_sale_salesman_all_leads",
    INVOICING,
    "public_links.group_manager",
)


class PublicLink(models.Model):
    _inherit = "public.link"

    def _dead_reason(self):
        reason = super()._dead_reason()
        if reason or self.purpose != "portal":
            return reason
        # Here, and not in the gate, so that links derived from the portal end with it.
        contact = self.env["res.partner"].browse(self.res_id)
        contact.fetch(contact._public_fields)
        contact.commercial_partner_id.fetch(["active", "public_portal_off"])
        if contact._public_portal_is_off():
            return "blocked"
        if contact._public_portal_archived() or not self.partner_id.active:
            return "disabled"
        # A contact that has moved to another customer must not open that one's documents,
        # nor one that belongs to another of our companies now this company's.
        same = contact.commercial_partner_id == self.commercial_partner_id
        here = contact.company_id in (self.company_id, contact.company_id.browse())
        return None if same and here else "revoked"

    _announced = {
        "pick": (
            "warn",
            _lt("Please tick the invoices that you would like to pay first."),
        ),
        "pick_less": (
            "warn",
            _lt("That was too many at once. Please tick at most %s.", MOST),
        ),
        "pick_currency": (
            "warn",
            _lt(
                "These invoices are in different currencies. Please pay those of one"
                " currency at a time."
            ),
        ),
        "profile_saved": ("ok", _lt("Saved. Thank you for telling us.")),
        "profile_same": ("info", _lt("There was nothing to change.")),
        "address_added": ("ok", _lt("The delivery address is there now.")),
        "address_saved": ("ok", _lt("The delivery address is saved.")),
        "address_removed": ("ok", _lt("The delivery address is removed.")),
        "tick_box": (
            "warn",
            _lt("Please tick the box first. Nothing was changed."),
        ),
        "card_default": (
            "ok",
            _lt("Done. When we ask you to pay, you can choose this card."),
        ),
        "card_removed": ("ok", _lt("The card is removed.")),
        "card_in_use": (
            "warn",
            _lt(
                "A payment with this card is on its way. Please remove it once that"
                " is done."
            ),
        ),
    }


class ResPartner(models.Model):
    _inherit = "res.partner"

    _public_fields = (
        "active",
        "commercial_partner_id",
        "company_id",
        "name",
        "public_portal_off",
    )

    public_portal_off = fields.Boolean(
        "Portal Off",
        tracking=True,
        help="No portal link of this contact opens; set on a company, none of its"
        " contacts' does. Links to single documents stay.",
    )

    def _public_link_senders_portal(self):
        return Senders(
            SENDERS,
            self.env._(
                "A portal shows all documents of a customer: its links are for those"
                " who see the documents of everybody in sales or in invoicing."
            ),
        )

    def _public_link_check_sender(self):
        # Users who may not send portal links do not see or end them, either.
        senders = self._public_link_senders("portal")
        if not senders.include(self.env.user):
            raise AccessError(senders.refusal)

    def _public_partners(self):
        return self + self.commercial_partner_id

    def _public_link_blockers_portal(self):
        """Return why the portal of this contact cannot be opened now."""
        if self._public_portal_is_off():
            return [
                Blocker(
                    "portal_off",
                    self.env._("This link has been switched off."),
                    self.env._("The portal is switched off for this customer."),
                    self.env._("Press “Enable Portal Access” on the contact."),
                )
            ]
        if not self._public_portal_archived():
            return []
        return [
            Blocker(
                "archived",
                self.env._("This link has been switched off."),
                self.env._("The contact, or its company, is archived."),
                self.env._("Unarchive it, if it is a customer again."),
            )
        ]

    def _public_portal_is_off(self):
        return self.public_portal_off or self.commercial_partner_id.public_portal_off

    def _public_portal_archived(self):
        return not (self.active and self.commercial_partner_id.active)

    def _public_link_send_problems(self, purpose, partners):
        problems = super()._public_link_send_problems(purpose, partners)
        if purpose != "portal":
            return problems
        customer = self.commercial_partner_id
        return problems + [
            (
                self.env._("%s is no contact of this customer.", stranger.display_name),
                self.env._("Send the portal to the customer's own contacts only."),
            )
            for stranger in partners
            if stranger.commercial_partner_id != customer
        ]

    def _public_link_responsible(self):
        return (
            self.user_id
            or self.commercial_partner_id.user_id
            or super()._public_link_responsible()
        )
