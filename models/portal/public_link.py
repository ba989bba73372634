# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How portal links are sent: by staff, or with the first quotation or invoice."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..link.public_link_job import Kind

_lt = LazyTranslate(__name__)

# The models and purposes of the first link, after which a portal link is sent.
FIRST = {"sale.order": ("view", "approve"), "account.move": ("view", "pay")}


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def action_public_link_send_pay(self):
        """Open the send wizard for pay links."""
        action = self.action_public_link_send()
        action["name"] = self.env._("Send Payment Link")
        action["context"]["default_purpose"] = "pay"
        return action

    def action_public_link_send_portal(self):
        """Open the send wizard for the portals of these documents' customers."""
        self.check_access("read")
        # sudo: the customers of the documents; the wizard checks the user's rights
        customers = self.env["res.partner"].concat(
            *(document._public_link_customer() for document in self.sudo())
        )
        if not customers:
            raise UserError(
                self.env._("No customer is set. Set one, then send the portal link.")
            )
        action = customers.sudo(False).action_public_link_send()
        action["name"] = self.env._("Send Portal Access")
        action["context"]["default_purpose"] = "portal"
        return action


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_public_link_preview(self, purpose="portal"):
        return super().action_public_link_preview(purpose)

    def action_public_portal_disable(self):
        """Switch the portal off for these contacts; links to single documents stay."""
        self._public_portal_switch(True)

    def action_public_portal_enable(self):
        """Switch the portal on again for these contacts."""
        self._public_portal_switch(False)

    def _public_portal_switch(self, off):
        self.env["public.link"]._check_can_send(self)
        # Raises AccessError for users who may not write to contacts.
        self.write({"public_portal_off": off})


class PublicLink(models.Model):
    _inherit = "public.link"

    def action_portal_generate(self):
        """Open the dialog that asks for contacts to send portal links to."""
        self._check_can_send(self.env["res.partner"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Generate Portal Links"),
            "res_model": "public.link.generate",
            "views": [(False, "form")],
            "target": "new",
        }

    # === WITH THE FIRST QUOTATION OR INVOICE === #

    def _note_sent(self):
        result = super()._note_sent()
        # The mail was sent: an error here must not make Odoo send it again.
        for link in self:
            self.env["public.link.job"]._attempt_within(
                "portal", link, link._document()
            )
        return result

    def _follow_with_portal(self):
        """Send the customer their portal link with the first quotation or invoice, once.

        Customers who have ever had one, even a revoked one, get none automatically.
        """
        partner = self._portal_guest()
        if not partner:
            return
        partner = partner.with_company(self.company_id)
        if partner._public_link_send_problems("portal", partner):
            return
        self._issue(partner, "portal")._send_mails(queue=True)

    def _portal_guest(self):
        """Return the contact who is to get a portal link after this link was sent.

        :rtype: `res.partner`, possibly empty
        """
        nobody = self.env["res.partner"]
        settings = self.company_id._public_links_settings()
        if not (settings.get("portal_enabled") and settings.get("portal_auto")):
            return nobody
        if self.purpose not in FIRST.get(self.res_model, ()) or self.parent_id:
            return nobody
        document = self._document()
        # Only the customer: other recipients of a document must not see all the others.
        if not document or document._public_link_customer() != self.partner_id:
            return nobody
        first = {"sale.order": ("draft", "sent"), "account.move": ("posted",)}
        if document.state not in first[self.res_model]:
            return nobody
        if self.res_model == "account.move" and document.move_type != "out_invoice":
            return nobody
        had = self.search_count(
            [
                ("purpose", "=", "portal"),
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        return nobody if had else self.partner_id


class PublicLinkEvent(models.Model):
    _inherit = "public.link.event"

    kind = fields.Selection(
        selection_add=[("profile", "Contact data changed")],
        ondelete={"profile": "cascade"},
    )


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "portal": Kind(
            label=_lt("The portal link after a customer's first document"),
            run="_follow_with_portal",
        ),
    }
