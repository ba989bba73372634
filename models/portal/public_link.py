# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How portal links are sent: by staff, or with the first quotation or invoice."""

import logging

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.translate import LazyTranslate

from ..link.public_link_job import Kind

_logger = logging.getLogger(__name__)
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

    def _public_link_send_notices(self, purpose, partners):
        notices = super()._public_link_send_notices(purpose, partners)
        if len(self) != 1 or not purpose:
            return notices
        # sudo: whether the customer had a portal link; nothing else is shown
        Link = self.env["public.link"].sudo()
        for partner in partners:
            link = Link.new(
                {
                    "purpose": purpose,
                    "res_model": self._name,
                    "res_id": self.id,
                    "partner_id": partner.id,
                    "commercial_partner_id": partner.commercial_partner_id.id,
                    "company_id": self._public_link_company().id,
                }
            )
            if link._portal_guest():
                text = self.env._(
                    "%s also gets the link to their customer portal, in a separate email.",
                    partner.display_name,
                )
                notices.append(text)
        return notices


class ResPartner(models.Model):
    _inherit = "res.partner"

    public_portal_exists = fields.Boolean(
        "Has a Portal Link",
        compute="_compute_public_portal_exists",
        groups="public_links.group_user",
    )

    def _compute_public_portal_exists(self):
        Link = self.env["public.link"]
        rows = []
        if Link.has_access("read"):
            rows = Link._read_group(
                Domain("partner_id", "in", self.ids)
                & Domain("purpose", "=", "portal")
                & Domain("revoked_at", "=", False),
                ["partner_id"],
            )
        found = {partner.id for (partner,) in rows}
        for partner in self:
            partner.public_portal_exists = partner._origin.id in found

    def action_public_link_send(self):
        action = super().action_public_link_send()
        action["name"] = self.env._("Send Portal Access")
        return action

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
        # Most bring none: of thousands of reminders none does.
        for link in self.filtered(lambda link: link._may_bring_portal()):
            self.env["public.link.job"]._attempt_within(
                "portal", link, link._document()
            )
        return result

    def _may_bring_portal(self):
        """Tell, without asking the database, whether a portal link may come with this."""
        settings = self.company_id._public_links_settings()
        if not (settings.get("portal_enabled") and settings.get("portal_auto")):
            return False
        return self.purpose in FIRST.get(self.res_model, ()) and not self.parent_id

    def _mail_brings_more(self):
        if super()._mail_brings_more():
            return True
        settings = self.company_id._public_links_settings()
        return bool(settings.get("portal_enabled") and settings.get("portal_auto"))

    def _mail_beside(self):
        # sudo: whose portal it is; the mail's writer was asked for the document
        portal = self.sudo()._portal_beside()
        if not portal:
            return super()._mail_beside()
        words = self.env._(
            "From now on you find your quotations, orders, invoices and payments with"
            " %(seller)s in one place, without a password. Keep this link, it is yours"
            " alone:",
            seller=self.company_id.name,
        )
        return portal, words

    def _portal_beside(self):
        if not self._portal_guest():
            return self.browse()
        try:
            with self.env.cr.savepoint():
                return self._portal_of_guest()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:  # pylint: disable=broad-except
            # The mail goes out all the same, and the portal follows it.
            _logger.exception("The mail with link %s brings no portal", self.id)
            return self.browse()

    def _follow_with_portal(self):
        """Send the customer their portal link after the first quotation or invoice, once,
        where that mail did not bring it: one that went to several readers."""
        self._portal_of_guest()._send_mails(queue=True)

    def _portal_of_guest(self):
        """Return the portal link that comes with this link, possibly empty.

        Customers who have ever had one, even a revoked one, get none automatically.
        """
        partner = self._portal_guest()
        if not partner:
            return self.browse()
        partner = partner.with_company(self.company_id)
        if partner._public_link_send_problems("portal", partner):
            return self.browse()
        return self._issue(partner, "portal")

    def _portal_guest(self):
        """Return the contact who is to get a portal link after this link was sent.

        :rtype: `res.partner`, possibly empty
        """
        nobody = self.env["res.partner"]
        if not self._may_bring_portal():
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
                # One whose mail never left, or went to a wrong address, is none.
                "|",
                "|",
                ("sent_at", "!=", False),
                ("mail_message_id", "=", False),
                ("revoked_reason", "not in", (False, "address")),
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
