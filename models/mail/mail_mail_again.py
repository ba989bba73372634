# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mails of ours that could not be sent: core leaves them where they failed."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..link.public_link_job import INTERRUPTED, Kind
from .mail_mail_taken import HANDED_OVER, UNSURE

_lt = LazyTranslate(__name__)

# Sending again does not help: staff correct the address, or the customer wants no mail. Or
# the mail has left, and may have arrived.
LEFT_TO_STAFF = (
    "mail_bl",
    "mail_dup",
    "mail_email_invalid",
    "mail_email_missing",
    "mail_optout",
    "mail_spam",
    UNSURE,
)
BATCH = 500


class NotSent(Exception):
    """The mail server did not take a mail. The text is what it said."""


class MailMail(models.Model):
    _inherit = "mail.mail"

    # Links, receipts, certificates, news: what we told a customer to expect.
    public_link_promised = fields.Boolean("Promised to the Customer", readonly=True)

    _public_link_failed_index = models.Index(
        "(id) WHERE public_link_promised AND state = 'exception'"
    )

    def _public_link_send_again(self):
        """Hook: send a mail that failed. Meanwhile others may have sent, queued or cancelled
        it.

        :raise NotSent: it is tried again later
        """
        if self.state != "exception":
            return
        HANDED_OVER.set(False)
        readers = self.recipient_ids
        self.mark_outgoing()
        self.send()
        # Core deletes what was sent.
        if not self.exists() or self.state != "exception":
            return
        # What a server has taken must not be forgotten with an error: see _note_taken.
        if self.failure_type != UNSURE and self.recipient_ids == readers:
            raise NotSent(self.failure_reason or "")


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        # A mail server refuses some mails for good, and says so each time.
        "mail": Kind(
            label=_lt("An email"), run="_public_link_send_again", promised=True, days=3
        ),
    }

    def _again(self):
        """Override: who was stopped while a mail was sent does not know whether it was."""
        stopped = self.kind == "mail" and self.error == self.env._(INTERRUPTED)
        mail = self.env["mail.mail"].browse(self.res_id).exists() if stopped else None
        if not mail or mail.state != "exception":
            return super()._again()
        failed = {"failure_type": UNSURE, "failure_reason": self.error}
        mail.write(failed)
        mail.mail_message_id.notification_ids.filtered(
            lambda row: row.notification_status == "exception"
        ).write(failed)
        self._done()

    def _lost(self):
        """Override: what a server may have is left as it was when the try began, and so to
        staff; see ``_again``."""
        handed = self.filtered(lambda job: job.kind == "mail" and HANDED_OVER.get())
        return super(PublicLinkJob, self - handed)._lost()

    @api.model
    def _find(self):
        """Override: mails that failed, whoever wanted to send them."""
        result = super()._find()
        domain = Domain("public_link_promised", "=", True)
        domain &= Domain("state", "=", "exception")
        domain &= Domain("failure_type", "not in", LEFT_TO_STAFF)
        domain &= Domain("id", "not in", self._waiting("mail"))
        for mail in self.env["mail.mail"].search(domain, order="id", limit=BATCH):
            known = self.env["public.link.registry"]._known().documents
            document = mail.model in known and self.env[mail.model].browse(mail.res_id)
            self._row("mail", mail, document and document.exists())
        return result
