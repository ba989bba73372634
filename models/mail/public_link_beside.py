# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What one mail brings beside its own link, so that nobody gets two at once."""

from markupsafe import Markup

from odoo import models
from odoo.tools.mail import append_content_to_html

# As in the mails' own template: clients know no stylesheets.
BESIDE = Markup(
    '<div style="margin: 24px 0 0 0; padding: 16px 0 0 0; border-top: 1px solid #d9dde3;'
    ' font-size: 16px; line-height: 24px;"><p style="margin: 0 0 10px 0;">%s</p>'
    '<p style="margin: 0;"><a href="%s" style="font-weight: bold;">%s</a></p></div>'
)


class PublicLink(models.Model):
    _inherit = "public.link"

    def _mail_beside(self):
        """Hook: return what else the first mail with this link brings to its recipient.

        The mail goes out whatever happens here: an extension raises nothing.

        :return: another `public.link` of the same recipient, possibly empty, and a
            sentence in the reader's language
        :rtype: tuple
        """
        return self.browse(), ""

    def _mail_brings_more(self):
        """Hook: tell whether ``_mail_beside`` may have something.

        Asked for each of any number of mails: it asks nothing of the database where that
        is switched off.

        :rtype: bool
        """
        return False

    def _mail_beside_html(self):
        """Return that link, and what the mail says of it as HTML; both may be empty."""
        self.ensure_one()
        if not self._mail_brings_more():
            return self.browse(), ""
        other, words = self._mail_beside()
        if not other:
            return other, ""
        label = other.with_context(lang=self.env.lang)._mail_button()
        return other, BESIDE % (words, other._placeholder(), label)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _add_what_is_beside(self, links):
        """Let mails to one reader bring what else is theirs.

        A mail to several has one body, in which others would read of it.

        :param links: `public.link` that were issued for these mails
        """
        first = {
            (link.res_model, link.res_id, link.partner_id): link
            for link in links.sorted("id", reverse=True)
            if link._mail_brings_more()
        }
        for mail in self if first else ():
            link = first.get((mail.model, mail.res_id, mail.recipient_ids))
            if not link:
                continue
            lang = link._mail_lang(link._document(), link.partner_id)
            other, html = link.with_context(lang=lang)._mail_beside_html()
            if other:
                mail.body_html = append_content_to_html(
                    mail.body_html, html, plaintext=False
                )
                other.mail_message_id = mail.mail_message_id
