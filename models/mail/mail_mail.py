# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Placeholders in outgoing mails: links are issued when a mail is made, and put in when it
is sent."""

from collections import defaultdict

from odoo import api, models
from odoo.tools.misc import clean_context

from ...tools import placeholders
from ...tools.registry import DAYS_MAX, DAYS_MIN

# What the buttons of mails open. Other purposes, by which somebody answers for something,
# are for those whom staff chose.
BUTTONS = frozenset(("view", "track"))


# In the context of core's Send: how many days the links of its mail are to work.
DAYS = "public_link_days"


def chosen_days(value):
    """Return a lifetime that came in by a context or JSON, or ``None``.

    :param value: anything
    :rtype: int or None
    """
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and DAYS_MIN <= value <= DAYS_MAX else None


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        promised = self.env.context.get("public_link_promised", False)
        mails = super().create(
            [
                {"public_link_promised": promised, **self._without_public_tokens(vals)}
                for vals in vals_list
            ]
        )
        if not self.env.context.get("public_links_joined"):
            mails._withhold_public_links()
            mails._issue_public_links()
        mails._send_what_waits()
        return mails

    def write(self, vals):
        return super().write(self._without_public_tokens(vals))

    @api.model
    def _without_public_tokens(self, vals):
        return self.env["public.link"]._stored_values(
            vals, "body", "body_html", "failure_reason"
        )

    # === ISSUE === #

    def _issue_public_links(self):
        """Issue the links that these mails ask for, one for each customer who gets them.

        Only links of the document that a mail is about are issued; a placeholder of another
        document is replaced by a link that its reader has already, if there is one.
        """
        found = [(mail, placeholders.find(mail.body_html)) for mail in self]
        found = [(mail, wanted) for mail, wanted in found if wanted]
        if not found:
            return
        documents = self._public_link_documents()
        batches = defaultdict(dict)
        for mail, wanted in found:
            document = documents.get((mail.model, mail.res_id))
            if document is None:
                continue
            chosen, followers = mail._public_link_readers(document)
            for purpose in mail._public_link_purposes(wanted):
                batch = batches[mail.model, purpose, "mail"]
                if chosen:
                    batch[mail.res_id] = batch.get(mail.res_id, chosen) | chosen
                batch = batches[mail.model, purpose, "follower"]
                if followers and purpose in BUTTONS:
                    batch[mail.res_id] = batch.get(mail.res_id, followers) | followers
        named = {placeholder.link for _mail, wanted in found for placeholder in wanted}
        # sudo: the link's state is written by the system
        links = self.env["public.link"].sudo().browse(named - {0}).exists()
        # Who is chosen by name goes first: they may follow the document as well.
        for (model, purpose, channel), partners in batches.items():
            links |= self._issue_public_link_batch(model, purpose, partners, channel)
        self._join_public_links(found, links)
        self.browse().concat(*(mail for mail, _wanted in found))._add_what_is_beside(
            links
        )

    def _public_link_purposes(self, wanted):
        """Return the purposes that this mail has placeholders for, of its own document."""
        own = {
            placeholder.purpose
            for placeholder in wanted
            if (placeholder.model, placeholder.document) == (self.model, self.res_id)
        }
        # A customer's answer also goes to other customers, and may hold placeholders that
        # the customer wrote. It only brings them the purposes that buttons of mails have.
        others = own - BUTTONS
        return (
            own
            if others and self.mail_message_id._public_link_by_staff()
            else own - others
        )

    def _public_link_documents(self):
        """Return the documents of these mails that links can open, by model and id."""
        known = self.env["public.link.registry"]._known().documents
        found = {}
        for model, mails in self.grouped("model").items():
            if model in known:
                # sudo: whose document it is decides who may act on it
                documents = self.env[model].sudo().browse(set(mails.mapped("res_id")))
                found |= {(model, one.id): one for one in documents.exists()}
        return found

    def _public_link_readers(self, document):
        """Return who of this mail's readers gets a link.

        :param document: what the mail is about, as superuser
        :return: the customer's own contacts and whom staff chose by name; and who merely
            follows the document, or was added by a customer's answer
        :rtype: tuple[`res.partner`, `res.partner`]
        """
        customer = document._public_link_customer()
        # An employee may be the customer, and then is one here.
        readers = self.recipient_ids.filtered(
            lambda one: one.partner_share or one == customer
        )
        message = self.mail_message_id
        named = message.partner_ids if self.is_notification else readers
        chosen = message._public_link_chosen(document, readers, named)
        return chosen, readers - chosen

    @api.model
    def _issue_public_link_batch(self, model, purpose, partners, channel):
        # sudo: the writer's right was checked before; here the gate is asked
        documents = self.env[model].sudo().browse(partners).exists()
        documents = documents.filtered(
            lambda document: (
                purpose in document._public_link_purposes
                and not document._public_link_blockers(purpose)
            )
        )
        links = self.env["public.link"].sudo()  # as above
        if not documents:
            return links
        # Not by keywords: they would add to the context, which is to be replaced.
        # pylint: disable=context-overridden
        links = links.with_context(clean_context(self.env.context))._issue(
            documents, purpose, partners, channel=channel
        )
        days = chosen_days(self.env.context.get(DAYS))
        usual = documents._public_link_company()._public_links_days(purpose)
        if days and len(documents) == 1 and days != usual:
            links._set_days(days)
        return links

    @api.model
    def _join_public_links(self, found, links):
        """Write on the links by which message they are sent.

        :param found: pairs of a mail and its placeholders
        :param links: `public.link`, of any of these mails
        """
        named, own = {}, defaultdict(links.browse)
        for link in links:
            named[link.id] = link
            own[link.purpose, link.res_model, link.res_id] |= link
        for mail, wanted in found:
            for link_id, *document in wanted:
                for link in named.get(link_id) or own[tuple(document)]:
                    if link.partner_id in mail.recipient_ids:
                        link.mail_message_id = mail.mail_message_id

    # === SENDING === #

    def _send_what_waits(self):
        """Have those of these mails sent soon that core would leave to its hourly queue.

        It does so for all that scheduled actions, automations and fetched mails post; for
        customers and staff, what they did is done only when they read of it.
        """
        if self.env.context.get("mail_notify_force_send", True):
            return
        known = self.env["public.link.registry"]._known().documents
        ours = self.filtered(
            lambda mail: (
                mail.model in known
                and mail.state == "outgoing"
                and not mail.scheduled_date
            )
        )
        ours._send_soon()

    def _send_soon(self):
        """Have Odoo's mail queue run after the commit, within seconds."""
        if self:
            # sudo: the queue's cron is the system's own
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        body = super()._personalize_outgoing_body(
            body, partner, doc_to_followers=doc_to_followers
        )
        if self.env.context.get("public_link_unfilled"):
            return body
        links = self.env["public.link"]
        return placeholders.fill(
            body, lambda placeholder: links._placeholder_url(placeholder, partner)
        )

    def _prepare_outgoing_list(self, *args, **kwargs):
        results = super()._prepare_outgoing_list(*args, **kwargs)
        # Mail servers log headers, so they must not hold tokens.
        stranger = self.env["public.link"]._stranger_url(self.env.company)
        for values in results:
            values["subject"] = placeholders.strip(values["subject"], stranger)
            values["headers"] = {
                name: placeholders.strip(value, stranger)
                for name, value in (values["headers"] or {}).items()
            }
        return results

    def _postprocess_sent_message(self, success_pids, success_emails, **kwargs):
        partners = [partner.id for partner in success_pids]
        if partners and self.mail_message_id:
            # sudo: the link's state is written by the system
            self.env["public.link"].sudo().search(
                [
                    ("mail_message_id", "in", self.mail_message_id.ids),
                    ("partner_id", "in", partners),
                ]
            )._note_sent()
        return super()._postprocess_sent_message(success_pids, success_emails, **kwargs)
