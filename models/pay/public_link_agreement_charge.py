# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charges by agreement: what was announced, when, and what became of it."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import day, money
from ...tools.states import selection
from ...tools.theme import LIGHT, readable
from ..link.public_link_job import Kind
from .states import STATES

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

# Between the moment the announcement leaves, and the charge.
NOTICE = timedelta(days=3)
# An announcement that has not left after this time never counts.
UNSENT = timedelta(days=4)
# Reasons after which an invoice is left to staff: it is not announced again.
GIVEN_UP = ("link", "unsent")


class PublicLinkAgreementCharge(models.Model):
    """One charge of one invoice: announced, then charged once, or not.

    The system alone writes. The rows stay, as a record of what was announced and charged.
    """

    _name = "public.link.agreement.charge"
    _description = "Charge by Agreement"
    _order = "id desc"
    _rec_name = "document_name"

    agreement_id = fields.Many2one(
        "public.link.agreement",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    invoice_id = fields.Many2one(
        "account.move", readonly=True, index="btree_not_null", ondelete="set null"
    )
    document_name = fields.Char("Number", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    due_on = fields.Date(readonly=True, help="When it is due by the invoice's terms.")
    charge_on = fields.Date(
        "Charged From",
        required=True,
        readonly=True,
        help="The day that the announcement names: it is charged then or shortly after,"
        " never before.",
    )
    announced_at = fields.Datetime("Announced On", required=True, readonly=True)
    sent_at = fields.Datetime(
        "Announcement Sent On",
        readonly=True,
        help="The three days begin when the email has left.",
    )
    message_id = fields.Many2one(
        "mail.message",
        "Announcement",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    link_id = fields.Many2one(
        "public.link", readonly=True, index="btree_not_null", ondelete="set null"
    )
    state = fields.Selection(
        selection(STATES, "charge"),
        required=True,
        readonly=True,
        default="announced",
        index=True,
    )
    why = fields.Selection(
        [
            ("off", "Paying by agreement, or by link, is switched off."),
            ("copy", "This database is a copy."),
            ("ended", "The agreement has ended."),
            ("moved", "Contact, card and customer do not belong together any more."),
            (
                "blocked",
                "The customer or contact is archived, or links are off for it.",
            ),
            ("no_mail", "The contact has no valid email address."),
            ("settled", "Nothing is left to charge, or the invoice was reset."),
            ("currency", "It is not in the agreement's currency."),
            ("disputed", "It is disputed, or blocked for payment."),
            ("processing", "A payment is in progress."),
            ("announced", "The customer announced a bank transfer."),
            ("gate", "It cannot be paid online now."),
            ("ceiling", "It is above the ceiling that the customer agreed to."),
            ("tried", "It was charged, or tried, before."),
            ("credits", "The customer's open credit covers it."),
            ("card", "The card cannot be charged: removed, expired or not offered."),
            ("changed", "Its amount or day changed: it is announced anew."),
            ("link", "The link of the announcement was ended."),
            ("unsent", "The announcement did not arrive."),
        ],
        "Why Not",
        readonly=True,
    )
    transaction_id = fields.Many2one(
        "payment.transaction",
        "Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    charged_at = fields.Datetime("Charge Asked for at", readonly=True)

    # Two workers announce, and charge, one of them.
    _live_unique = models.UniqueIndex(
        "(invoice_id) WHERE state IN ('announced', 'checking')"
    )

    def _is_given_up(self):
        """Tell whether this invoice is left to staff, see ``GIVEN_UP``."""
        return self.state == "dropped" and self.why in GIVEN_UP

    # === ANNOUNCING === #

    @api.model
    def _announce(self, agreement, invoice):
        """Announce the charge of an invoice by mail, with a link to stop it.

        :param agreement: `public.link.agreement`
        :param invoice: `account.move`, as superuser
        :return: the new row; empty where there is nothing to announce it with
        """
        template = self.env.ref(
            "public_links.mail_template_charge", raise_if_not_found=False
        )
        if not template:
            _logger.error("Charges by agreement: the email template was deleted.")
            return self.browse()
        company, partner = invoice.company_id, agreement.partner_id
        due, today = invoice._public_pay_due(), company._public_links_today()
        charge_on = max(due.until or today, today + NOTICE)
        link = self.env["public.link"]._issue(invoice, "pay", partner)
        # The page by which it is stopped must be there until then.
        if link.expires_at.date() <= charge_on:
            link._extend((charge_on - today).days + NOTICE.days)
        charge = self.create(
            {
                "agreement_id": agreement.id,
                "company_id": company.id,
                "invoice_id": invoice.id,
                "document_name": invoice.name,
                "amount": due.now,
                "currency_id": invoice.currency_id.id,
                "due_on": due.until or today,
                "charge_on": charge_on,
                "announced_at": fields.Datetime.now(),
                "link_id": link.id,
            }
        )
        mail = link._queue_mail(
            template.sudo(),  # rendered for the customer, whoever starts the job
            charge,
            invoice,
            partner,
            preview=lambda one: one._announcement_values()["intro"],
        )
        message = mail.mail_message_id
        charge.message_id = message
        # What becomes of the mail stands on the link, as of any other.
        link.mail_message_id = message
        return charge

    def _announcement_values(self):
        """Return what the mail says, in the environment's language.

        :return: intro, facts, stop: plain values
        :rtype: dict
        """
        self.ensure_one()
        env, agreement = self.env, self.agreement_id
        amount = self._announcement_amount()
        title = self.invoice_id._public_link_title()
        facts = [
            (env._("Amount"), amount),
            (env._("For"), title),
            (env._("Card"), agreement.card_label),
            (env._("Charged on"), day(env, self.charge_on)),
        ]
        return {
            "intro": env._(
                "As you agreed on %(agreed)s, we will charge %(amount)s for %(title)s to"
                " your card %(card)s on %(date)s or shortly after.",
                agreed=day(env, agreement.agreed_at),
                amount=amount,
                title=title,
                card=agreement.card_label,
                date=day(env, self.charge_on),
            ),
            "facts": [{"label": label, "value": value} for label, value in facts],
            "stop": env._(
                "You need not do anything. If you do not want this, or something is wrong,"
                " open the page below before then: there you can stop it at once, pay in"
                " another way, or tell us."
            ),
        }

    def _announcement_amount(self):
        """Return the amount, for the mail's subject."""
        return money(self.env, self.amount, self.currency_id)

    def _announcement_accent(self):
        """Return the colour of the button, dark enough for white text on it."""
        return readable(self.company_id._public_links_accent(), LIGHT, -1)

    @api.model
    def _note_left(self, messages, partners):
        """Note that announcements have left: their three days begin.

        :param messages: `mail.message` that was sent
        :param partners: ids of the `res.partner` who got it
        """
        waiting = self.search(
            [("message_id", "in", messages.ids), ("sent_at", "=", False)]
        )
        waiting.filtered(
            lambda one: one.agreement_id.partner_id.id in partners
        ).sent_at = fields.Datetime.now()

    def _is_undelivered(self):
        """Tell whether the customer has not got the announcement, and will not."""
        if not self.sent_at:
            return self.announced_at < fields.Datetime.now() - UNSENT
        # sudo: what became of our own mail
        notifications = self.message_id.sudo().notification_ids
        return bool(
            notifications.filtered(
                lambda one: (
                    one.res_partner_id == self.agreement_id.partner_id
                    and one.notification_status in ("bounce", "exception", "canceled")
                )
            )
        )

    # === ENDS === #

    def _drop(self, why):
        """Note that these are not charged.

        :param str why: a value of the field
        """
        self.write({"state": "dropped", "why": why})
        for charge in self.filtered(lambda one: one._is_given_up()):
            charge._tell_given_up()

    def _tell_given_up(self):
        charge = self._for_staff()
        env = charge.env
        words = dict(charge._fields["why"]._description_selection(env))
        charge._tell_staff(
            env._("%s was not charged", charge.document_name),
            env._(
                "%(amount)s was to be charged by agreement for %(document)s, but was"
                " not: %(why)s It is not announced again: ask the customer to pay.",
                amount=money(env, charge.amount, charge.currency_id),
                document=charge.document_name,
                why=words.get(charge.why, ""),
            ),
        )

    def _fall_back(self):
        """Ask for the money by a normal pay mail, and tell staff, after a charge failed."""
        charge = self._for_staff()
        env, payment = charge.env, charge.transaction_id
        reasons = payment._fields["public_link_refusal"]._description_selection(env)
        why = dict(reasons).get(payment.public_link_refusal)
        charge._tell_staff(
            env._("The card was not charged for %s", charge.document_name),
            env._(
                "%(amount)s was to be charged by agreement to %(card)s, but was not:"
                " %(why)s. It is not tried again. The customer gets a pay link by"
                " email: make sure that it is paid.",
                amount=money(env, charge.amount, charge.currency_id),
                card=charge.agreement_id.card_label,
                why=why or env._("the payment failed"),
            ),
        )
        self.env["public.link.job"]._attempt_within(
            "agreement_failed", self, self.invoice_id
        )

    def _for_staff(self):
        """Return this charge in the language of who looks after the invoice."""
        lang = self.invoice_id._public_link_acting().env.lang
        return self.with_context(lang=lang)

    def _tell_staff(self, summary, text):
        """Give who looks after the invoice an activity.

        :param str summary: in a few words
        :param str text: plain text
        """
        if self.invoice_id:
            document = self.invoice_id._public_link_acting()
            user = document._public_link_seller()
            document._public_link_activity(user, summary, text)

    def _mail_failed(self):
        """Mail the normal pay link, which says why it comes."""
        invoice, partner = self.invoice_id, self.agreement_id.partner_id
        if not invoice or not partner.email or invoice._public_link_blockers("pay"):
            return
        link = self.env["public.link"]._issue(invoice, "pay", partner)
        env = self.with_context(lang=link._mail_lang(invoice, partner)).env
        link._send_mails(
            note=env._(
                "We could not charge your card %s as agreed: nothing was charged. Please pay"
                " by this link. We do not try the card again for this invoice.",
                self.agreement_id.card_label,
            ),
            queue=True,
        )


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, **kwargs):
        partners = {partner.id for partner in success_pids}
        if partners and self.mail_message_id:
            # sudo: what was announced is noted by the system, whoever runs the queue
            charges = self.env["public.link.agreement.charge"].sudo()
            charges._note_left(self.mail_message_id, partners)
        return super()._postprocess_sent_message(success_pids, success_emails, **kwargs)


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "agreement_failed": Kind(
            label=_lt("The pay link after a charge by agreement failed"),
            run="_mail_failed",
            promised=True,
        ),
    }
