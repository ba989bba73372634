# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a mail tells before it is opened, and how it looks."""

from odoo import api, fields, models

from ...tools.theme import DARK, LIGHT, READABLE_ON_DARK, readable


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_mail_gist(self, purpose):
        """Hook: return what a mail with a link to this says at first.

        :param str purpose: what the link opens
        :return: an amount, and by when something is to be done, in the reader's words;
            each may be ""
        :rtype: tuple[str, str]
        """
        return "", ""


class PublicLink(models.Model):
    _inherit = "public.link"

    mail_amount = fields.Char(
        "Amount in Emails",
        compute="_compute_mail_gist",
        help="How much, as the subject of emails with the link says.",
    )
    mail_until = fields.Char(
        "Date in Emails",
        compute="_compute_mail_gist",
        help="Until when, as the subject of emails with the link says.",
    )

    def _mail_button(self):
        """Return what the button in the mail says, see ``Purpose.mail_button``."""
        return self._mail_words("mail_button")

    def _mail_subject(self):
        """Return the subject of the mail: document, amount and date, where there are any,
        else see ``Purpose.mail_subject``."""
        return self._mail_headline() or self._mail_words("mail_subject")

    def _mail_words(self, what):
        known = self.env["public.link.registry"]._known().purposes.get(self.purpose)
        # Staff may look at the template with a link whose addon was uninstalled.
        if not known:
            return self.document_title
        words = self.env._(getattr(known, what))
        return words % {"document": self.document_title, "seller": self.company_id.name}

    def _mail_accent(self):
        """Return the company's accent colour, dark enough for white text on it."""
        return readable(self.company_id._public_links_accent(), LIGHT, -1)

    @api.depends("res_model", "res_id", "purpose")
    @api.depends_context("lang")
    def _compute_mail_gist(self):
        known = self.env["public.link.registry"]._known().documents
        gists = {}
        for model, links in self.grouped("res_model").items():
            if model not in known:
                continue
            # sudo: what is told is in the document that the link opens
            documents = (
                self.env[model].sudo().browse(set(links.mapped("res_id"))).exists()
            )
            by_id = documents.grouped("id")
            gists |= {
                link: by_id[link.res_id]._public_mail_gist(link.purpose)
                for link in links
                if link.res_id in by_id
            }
        for link in self:
            link.mail_amount, link.mail_until = gists.get(link, ("", ""))

    def _mail_headline(self):
        """Return what the mail is about in one line: document, amount, date."""
        amount, when = self.mail_amount, self.mail_until
        title = self.document_title
        if amount and when:
            return self.env._(
                "%(document)s: %(amount)s, %(when)s",
                document=title,
                amount=amount,
                when=when,
            )
        if amount or when:
            return self.env._(
                "%(document)s: %(what)s", document=title, what=amount or when
            )
        return ""

    def _mail_preview(self, note=""):
        """Return what mailboxes show beside the subject.

        :param str note: what staff add in their own words
        """
        first = (note or "").strip().splitlines()[:1]
        return first[0][:200] if first else f"{self._mail_button()}."

    def _mail_look(self, title="", preview=""):
        """Return the values of ``public_links.mail_layout``, in the reader's language.

        :param str title: the mail's subject
        :param str preview: what mailboxes show beside it
        :rtype: dict
        """
        env, company = self.env, self.company_id
        settings = company._public_links_settings()
        who, hours = settings["contact_name"], settings["contact_hours"]
        accent, version = settings["accent"], settings["logo_version"]
        contact = ""
        if who and hours:
            contact = env._("%(name)s reads it: %(hours)s.", name=who, hours=hours)
        elif who:
            contact = env._("%s reads it.", who)
        # sudo: the address that the company's papers bear
        address = company.sudo().partner_id
        place = " ".join(filter(None, (address.zip, address.city)))
        parts = [company.name, address.street, place]
        return {
            "title": title,
            "preview": preview,
            "accent": readable(accent, LIGHT, -1),
            "dark": readable(accent, DARK, 1, READABLE_ON_DARK),
            "logo": version and f"/link/logo/{company.id}/{version}",
            "contact": contact,
            "phone": settings["contact_phone"] or settings["company_phone"],
            "footer": " · ".join(filter(None, parts)),
        }
