# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's own mails to customers (quote, invoice, confirmation, messages), as ours look.

Where such a mail carries a link of ours, its frame is ours: what it is, how much, until
when, one button, and then what staff or their template wrote. Core's layout stays in mails
without a link, and wherever a company has edited or replaced it.
"""

from odoo import api, models, tools

from ..link.public_link_mixin import FOLLOWERS, READERS

# Core's layouts by which documents are sent, and whether each mail is the document or a
# message about it.
LAYOUTS = {
    False: False,
    "mail.mail_notification_layout": False,
    "mail.mail_notification_layout_with_responsible_signature": True,
    "mail.mail_notification_light": True,
    # Of `account_peppol`: the second one, and a sentence, which ours has as well.
    "account_peppol.mail_notification_layout_with_responsible_signature_and_peppol": True,
}
DEFAULT = "mail.mail_notification_layout"


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_mail_button(self, leads):
        """Hook: return what the button says that core's mails about this have.

        It opens the page of the reader's view link.

        :param tuple leads: the purposes to which that link's page leads
        :rtype: str
        """
        known = self.env["public.link.registry"]._known().purposes["view"]
        company = self._public_link_company()
        words = self.env._(known.mail_button)
        return words % {"document": self._public_link_title(), "seller": company.name}

    def _public_mail_link(self):
        """Return a link that is not stored, for what mails about this document say: it
        knows the company, the words, and the look of its mails."""
        return self.env["public.link"].new(
            {
                "company_id": self._public_link_company().id,
                "res_model": self._name,
                "res_id": self.id,
                "purpose": "view",
            }
        )

    def _public_link_recipient_groups(self):
        groups = super()._public_link_recipient_groups()
        known = self.env["public.link.registry"]._known()
        for name, _is_member, data in groups:
            if data["has_button_access"] and "title" not in data["button_access"]:
                leads = known.leads("view", anybody=name == FOLLOWERS)
                # sudo: what is told is on the page that the button opens
                data["button_access"]["title"] = self.sudo()._public_mail_button(leads)
        return groups


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_by_email_render_layout(
        self, message, recipients_group, msg_vals=False, render_values=None
    ):
        """Override: our layout around mails that carry a link of ours."""
        layout = (msg_vals or {}).get("email_layout_xmlid", message.email_layout_xmlid)
        if not self._public_link_lays_out(layout, recipients_group):
            return super()._notify_by_email_render_layout(
                message, recipients_group, msg_vals, render_values
            )
        values = {**(render_values or {}), **recipients_group}
        # sudo: what is told is on the page that the button opens
        return self.sudo()._public_link_laid_out(
            message, LAYOUTS[layout or False], values
        )

    def _public_link_lays_out(self, layout, recipients_group):
        """Hook: tell whether a mail to some readers is in our layout.

        :param str layout: XML id of core's, or nothing for its default
        :param dict recipients_group: of core's notifications
        """
        layout = layout or False
        return (
            isinstance(self, self.env.registry["public.link.mixin"])
            and len(self) == 1
            and layout in LAYOUTS
            and recipients_group.get("notification_group_name") in READERS
            and recipients_group.get("has_button_access")
            and self._public_link_in_mails()
            and not self._public_link_layout_edited(layout or DEFAULT)
        )

    @api.model
    @tools.ormcache("layout", cache="templates")
    def _public_link_layout_edited(self, layout):
        """Tell whether a company has made a layout of core's its own.

        :param str layout: XML id of a view
        """
        # sudo: views are the administrator's, mails are written by everybody
        views = self.env["ir.ui.view"].sudo()
        view = self.env.ref(layout, raise_if_not_found=False)
        if not view:
            return False
        # What Odoo's own addons make of it is no company's choice; another's may be.
        # sudo: who wrote an addon
        modules = self.env["ir.module.module"].sudo()
        own = [
            ("state", "in", ("installed", "to upgrade")),
            ("author", "=like", "Odoo S.A.%"),
        ]
        known = {"public_links", *modules.search(own).mapped("name")}
        family, view = views.browse(), view.sudo()  # as above
        while view:  # a primary view and those that it is made from
            extensions = views.search(
                [("inherit_id", "=", view.id), ("mode", "=", "extension")]
            )
            family |= view | extensions
            view = view.inherit_id
        names = family.get_external_id()
        return any(
            one.arch_updated or names[one.id].partition(".")[0] not in known
            for one in family
        )

    def _public_link_laid_out(self, message, is_document, values):
        """Return a mail in our layout.

        :param message: `mail.message`
        :param bool is_document: whether the document itself is mailed: then it comes first
        :param dict values: of core's layout, with those of the readers' group
        """
        lang = values.get("lang") or self.env.lang
        here = self.with_context(lang=lang)
        amount, until = here._public_mail_gist("view")
        link = here._public_mail_link()
        button = values["button_access"]
        preview = f"{button['title']}."
        if message.subject != link._mail_subject():
            # A mailbox shows both in one line: nothing is said twice.
            headline = link._mail_headline() or here._public_link_title()
            preview = f"{headline}. {preview}"
        about = {
            "is_document": is_document,
            "title": here._public_link_title(),
            "amount": amount,
            "until": until and until[:1].upper() + until[1:],
            "button": button,
            "accent": link._mail_accent(),
            "signature": here._public_link_mail_signature(is_document, values),
            "peppol": (values.get("peppol_info") or {}).get("is_peppol_sent"),
        }
        body = here.env["ir.qweb"]._render(
            "public_links.mail_document",
            {
                "about": about,
                "message": message,
                "tracking_values": values.get("tracking_values") or [],
            },
            minimal_qcontext=True,
            lang=lang,
        )
        return link._in_layout(
            body,
            lang,
            message.subject or about["title"],
            preview if is_document else message.preview or preview,
        )

    def _public_link_mail_signature(self, is_document, values):
        """Return the signature that core's layout has, or ""."""
        if not values.get("email_add_signature"):
            return ""
        signature = values.get("signature")
        if is_document:
            seller = "user_id" in self._fields and self.user_id
            signature = seller and seller.signature
        return "" if tools.is_html_empty(signature) else signature
