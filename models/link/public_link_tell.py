# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How staff are told what a customer did by link: messages and activities."""

from markupsafe import Markup

from odoo import SUPERUSER_ID, models


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_acting(self):
        """Hook: return the document in the environment in which actions of customers run.

        That is the superuser, not the visitor, in the language of the staff who read it.
        """
        user = self._public_link_responsible()
        company = self._public_link_company()
        context = {
            "lang": user.lang or company.partner_id.lang or "en_US",
            "tz": user.tz or company.partner_id.tz or "UTC",
            "allowed_company_ids": company.ids,
        }
        # Superuser: the gate has allowed the action; the public user has no rights.
        return self.with_env(
            self.env(user=SUPERUSER_ID, su=True, context=context)
        ).with_company(company)

    def _public_link_author(self, link):
        """Return the contact who is the author of what comes in by this link."""
        return link.partner_id or self._public_link_customer()

    def _public_link_tell(
        self, link, summary, text, attachments=(), activity=True, kind=""
    ):
        """Post a note about what a customer did by link, and give the seller an activity.

        :param link: `public.link`
        :param str summary: in a few words, for the activity and the mail's subject
        :param str text: plain text
        :param attachments: `ir.attachment`
        :param bool activity: whether the seller has something to do
        :param str kind: what it was, for the banner on the document: approved, rejected,
            change, comment, file, or a kind of another slice, see ``_public_link_todo``
        :return: the message
        """
        user = self._public_link_seller()
        # Plain text of strangers: escaped, with its line breaks.
        body = Markup("<br/>").join(text.splitlines())
        message = self.message_post(
            # What has happened: mails about one document would all be called alike.
            subject=summary,
            body=body,
            author_id=self._public_link_author(link).id,
            message_type="comment",
            # A note: followers who are customers do not get it.
            subtype_xmlid="mail.mt_note",
            partner_ids=user.partner_id.ids,
            attachment_ids=[attachment.id for attachment in attachments],
        )
        if activity:
            self._public_link_activity(user, summary, body, kind)
        return message

    def _public_link_seller(self):
        """Hook: return the user who is told: an active one, since others read nothing."""
        people = self._public_link_responsible()
        people += self._public_link_company().public_links_user_id
        return people.filtered("active")[:1] or self.env.ref("base.user_admin")

    def _public_link_activity(self, user, summary, note, kind=""):
        """Schedule an activity for the seller, unless the same one is open already."""
        there = self.activity_ids.filtered(
            lambda one: one.summary == summary and one.user_id == user
        )[:1]
        if there:
            there.note = Markup("%s<hr/>%s") % (there.note or "", note)
            return
        # The message has notified the seller: no mail about the activity.
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=summary,
            note=note,
            public_link_kind=kind or False,
        )
