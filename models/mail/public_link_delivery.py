# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How links reach their recipients by mail, and what became of the mail."""

from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, split_every

from ...tools.states import selection
from .mail_mail_taken import UNSURE
from .states import STATES

MAIL_STATES = {
    "queued": ("ready", "process", "pending"),
    "sent": ("sent",),
    "failed": ("exception", "canceled"),
    "bounced": ("bounce",),
}
BATCH = 200  # mails made in one go: their bodies take memory


class PublicLink(models.Model):
    _inherit = "public.link"

    document_title = fields.Char(
        "Title",
        compute="_compute_document_title",
        help="Kind and number of the document, as its recipient reads them.",
    )
    mail_state = fields.Selection(
        selection(STATES, "mail"),
        "Email",
        compute="_compute_mail_state",
        search="_search_mail_state",
        help="What became of the last email with the link. Empty: there was none.",
    )
    mail_failure = fields.Char("Why the Email Failed", compute="_compute_mail_state")
    mail_fix = fields.Char("What to Do", compute="_compute_mail_state")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "document_name")
    @api.depends_context("lang")
    def _compute_document_title(self):
        by_model = defaultdict(list)
        for link in self:
            by_model[link.res_model].append(link.res_id)
        titles = {}
        documents = self.env["public.link.registry"]._known().documents
        # Documents of an uninstalled addon: the name that was stored on the link.
        for model in by_model.keys() & set(documents):
            ids = by_model[model]
            # sudo: only kind and number; who may read the link may read the document
            for document in self.env[model].sudo().browse(ids).exists():
                titles[model, document.id] = document._public_link_title()
        for link in self:
            link.document_title = titles.get(
                (link.res_model, link.res_id), link.document_name
            )

    @api.depends("mail_message_id", "partner_id")
    def _compute_mail_state(self):
        # sudo: the state of the link's own mail, whoever sent it
        rows = (
            self.env["mail.notification"]
            .sudo()
            .search(
                Domain("mail_message_id", "in", self.mail_message_id.ids)
                & Domain("res_partner_id", "in", self.partner_id.ids)
                & Domain("notification_type", "=", "email")
            )
        )
        found = {(row.mail_message_id.id, row.res_partner_id.id): row for row in rows}
        names = {
            status: name for name, group in MAIL_STATES.items() for status in group
        }
        reasons = dict(rows._fields["failure_type"]._description_selection(self.env))
        for link in self:
            row = found.get((link.mail_message_id.id, link.partner_id.id))
            link.mail_state = row and names.get(row.notification_status)
            failed = link.mail_state in ("failed", "bounced")
            link.mail_failure = failed and (
                row.failure_reason or reasons.get(row.failure_type)
            )
            link.mail_fix = failed and self._mail_fix(row.failure_type)

    @api.model
    def _mail_fix(self, failure_type):
        """Return what staff can do about a mail that did not arrive.

        :param str failure_type: of `mail.notification`
        """
        if failure_type in ("mail_smtp", "mail_from_invalid", "mail_from_missing"):
            return self.env._(
                "Check the outgoing mail server. The email is sent again by itself."
            )
        if failure_type == UNSURE:
            return self.env._("Ask the recipient before you send it again.")
        return self.env._(
            "Correct the address on the contact, then send the link again."
        )

    def _search_mail_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = []
        if False in value:
            domains.append(~self._mail_domain(sum(MAIL_STATES.values(), ())))
        if statuses := sum((MAIL_STATES.get(state, ()) for state in value), ()):
            domains.append(self._mail_domain(statuses))
        return Domain.OR(domains)

    def _mail_domain(self, statuses):
        """Return the links whose own mail has one of the core's statuses.

        A mail to three recipients may have bounced for one of them, so message and
        recipient of the notification must both be the link's. A domain cannot compare two
        fields, hence SQL.
        """
        return Domain(
            "id",
            "in",
            SQL(
                """(
                SELECT link.id
                  FROM public_link link
                  JOIN mail_notification row
                    ON row.mail_message_id = link.mail_message_id
                   AND row.res_partner_id = link.partner_id
                 WHERE row.notification_type = 'email'
                   AND row.notification_status IN %s)""",
                statuses,
            ),
        )

    # === WHAT THE MAIL SAYS === #

    def _render_mail(self, lang=None, note=""):
        """Render the mail of each link in its recipient's language.

        :param str lang: a language for all of them instead
        :param str note: what staff add in their own words
        :return: by link id: subject, body, email_from
        :rtype: dict
        """
        template = self.env.ref(
            "public_links.mail_template_link", raise_if_not_found=False
        )
        if not template:
            raise UserError(
                self.env._(
                    "The email template “Public Links: Send a link” was deleted. Update"
                    " the Public Links app to get it back."
                )
            )
        installed = dict(self.env["res.lang"].get_installed())
        by_lang = defaultdict(list)
        for link in self:
            wanted = lang or link.partner_id.lang
            by_lang[wanted if wanted in installed else self.env.lang].append(link.id)
        rendered = defaultdict(dict)
        for code, ids in by_lang.items():
            for name in ("subject", "body_html", "email_from"):
                values = template._render_field(
                    name, ids, set_lang=code, add_context={"note": note}
                )
                for link_id, value in values.items():
                    rendered[link_id][name] = value
            for link in self.with_context(lang=code).browse(ids):
                preview = link._mail_preview(note)
                rendered[link.id] |= {"lang": code, "preview": preview}
        return rendered

    # === SEND === #

    def _send_mails(self, lang=None, note="", queue=False):
        """Mail each link to its recipient, each in a mail of its own.

        Messages and mails hold a placeholder; the token is put in when the mail is sent,
        and then the link is marked as sent.

        :param str lang: a language for all instead of the recipients' own
        :param str note: what staff add in their own words
        :param bool queue: leave the sending to Odoo's mail queue
        :return: the links that were mailed; where a recipient's address changed since
            the last mail, a new link in place of the old one
        :rtype: recordset of `public.link`
        """
        links = self._follow_addresses()
        mails = self.env["mail.mail"].sudo()  # mails are a technical model, as in core
        for ids in split_every(BATCH, links.ids):
            mails |= self.browse(ids)._create_mails(lang, note)
        if queue:
            mails._send_soon()
        else:
            mails.send_after_commit()
        return links

    def _follow_addresses(self):
        """Override: replace links that were mailed to an address of the past.

        Who reads the old mailbox must not have the link that is mailed to the new one.
        """
        links = super()._follow_addresses()
        moved = links.browse()
        for link in links:
            address = email_normalize(link.partner_id.email or "") or False
            if link.email == address:
                continue
            if link.mail_message_id and link.email:
                moved |= link
            else:
                link.email = address
        fresh = {}
        for purpose in set(moved.mapped("purpose")):
            old = moved.filtered(lambda link, purpose=purpose: link.purpose == purpose)
            fresh.update(zip(old.ids, old._regenerate(), strict=True))
        return self.browse().concat(*(fresh.get(link.id, link) for link in links))

    def _create_mails(self, lang, note):
        """Insert the messages, mails and notifications of these links in one batch."""
        rendered = self.sudo(False)._render_mail(lang, note)
        reply_to = self._reply_to()
        sender = self._mail_sender()
        authors = self._mail_authors()
        vals_list, beside = [], {}
        for link in self:
            text = rendered[link.id]
            there = link.with_context(lang=text.get("lang"))
            beside[link], more = there._mail_beside_html()
            text["body_html"] += more
            values = link._mail_values(
                rendered[link.id],
                sender.partner_id or authors[link.res_model, link.res_id],
            )
            vals_list.append(
                values | {"reply_to": reply_to[link.res_model, link.res_id]}
            )
        # sudo: as in core's composer. The context says that the links get their message
        # below, and not by `mail.mail`.
        Mail = self.env["mail.mail"].sudo().with_context(public_links_joined=True)
        mails = Mail.create(vals_list)
        self.env["mail.notification"].sudo().create(  # as in core's composer
            [
                {**values, "res_partner_id": link.partner_id.id}
                for link, values in zip(
                    self, mails._get_notification_values(), strict=True
                )
            ]
        )
        for link, mail in zip(self, mails, strict=True):
            (link | beside[link]).mail_message_id = mail.mail_message_id
            if sender:
                link.user_id = sender
        return mails

    def _mail_values(self, rendered, author):
        """Return the values of a mail to this link's recipient, except ``reply_to``.

        :param dict rendered: subject, body_html, lang, email_from
        :param author: `res.partner`
        """
        self.ensure_one()
        body = rendered["body_html"]
        return {
            "subject": rendered["subject"],
            "body": body,
            "body_html": self._in_layout(
                body, rendered["lang"], rendered["subject"], rendered.get("preview")
            ),
            "email_from": rendered["email_from"],
            "author_id": author.id,
            "model": self.res_model,
            "res_id": self.res_id,
            "message_type": "email_outgoing",
            # Not of an internal subtype, or Odoo takes an answer for a note.
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id(
                "public_links.mt_link"
            ),
            "is_internal": True,
            "recipient_ids": [Command.link(self.partner_id.id)],
            "is_notification": True,
            "auto_delete": True,
            "record_company_id": self.company_id.id,
            "record_alias_domain_id": self.company_id.alias_domain_id.id,
            "public_link_promised": True,
        }

    def _queue_mail(self, template, record, document, partner, preview, attachments=()):
        """Queue a mail to a customer about something, in the customer's language.

        :param template: `mail.template` of the record's model, as superuser
        :param record: what the mail is about, for which the template is rendered
        :param document: the document in whose chatter the mail is shown
        :param partner: `res.partner`, the recipient
        :param preview: a function of the record in the reader's language that returns
            what mailboxes show beside the subject
        :param attachments: name and content of each file
        :rtype: `mail.mail`
        """
        lang = self._mail_lang(document, partner)
        body, subject = (
            template._render_field(name, record.ids, set_lang=lang)[record.id]
            for name in ("body_html", "subject")
        )
        rendered = {
            "subject": subject,
            "body_html": body,
            "lang": lang,
            "preview": preview(record.with_context(lang=lang)),
        }
        return self._queue_rendered(rendered, document, partner, attachments)

    def _mail_lang(self, document, partner):
        """Return the language in which a contact reads, or else the document's company."""
        installed = dict(self.env["res.lang"].get_installed())
        if partner.lang in installed:
            return partner.lang
        settings = document._public_link_company()._public_links_settings()
        return settings["lang"] or self.env.lang

    def _queue_rendered(self, rendered, document, partner, attachments=()):
        """Queue a mail to a customer.

        :param dict rendered: subject, body_html, lang and preview
        :param document: the document in whose chatter the mail is shown
        :param partner: `res.partner`, the recipient
        :param attachments: name and content of each file
        :rtype: `mail.mail`
        """
        sender = document._public_link_company().email_formatted
        values = self._mail_values(
            rendered | {"email_from": sender}, document._public_link_mail_author()
        )
        values |= {
            "model": document._name,
            "res_id": document.id,
            "reply_to": document._notify_get_reply_to(default=sender)[document.id],
            "recipient_ids": [Command.link(partner.id)],
            "attachment_ids": [
                Command.create(
                    {
                        "name": name,
                        "raw": content,
                        "res_model": document._name,
                        "res_id": document.id,
                    }
                )
                for name, content in attachments
            ],
        }
        # sudo: mails are a technical model, as in core. With a recipient, the link is in
        # the mail already, and its own message is another one: see the context.
        mails = self.env["mail.mail"].sudo()
        mails = mails.with_context(public_links_joined=bool(self.partner_id))
        mail = mails.create([values])
        self.env["mail.notification"].sudo().create(  # as in core's composer
            [
                {**one, "res_partner_id": partner.id}
                for one in mail._get_notification_values()
            ]
        )
        mail._send_soon()
        return mail

    def _in_layout(self, body, lang, subject="", preview=""):
        """Return the body in our mail layout with the company's logo and contact.

        :param str lang: the reader's language
        :param str subject: of the mail
        :param str preview: what mailboxes show beside the subject
        """
        link = self.with_context(lang=lang)
        return link.env["mail.render.mixin"]._render_encapsulate(
            "public_links.mail_layout",
            body,
            add_context={
                "company": link.company_id,
                "look": link._mail_look(subject, preview or ""),
                "model_description": link._document_kind(),
                "record_name": link.document_name,
                "lang": lang,
            },
        )

    def _document_kind(self):
        """Return the kind of the document, in the reader's language."""
        document = self.env[self.res_model].sudo().browse(self.res_id)  # its kind alone
        return document._public_link_kind()
