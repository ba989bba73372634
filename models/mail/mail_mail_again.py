# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mails of ours that could not be sent: core leaves them where they failed."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..link.public_link_job import Kind

_lt = LazyTranslate(__name__)

# Sending again does not help: staff correct the address, or the customer wants no mail.
ADDRESS = (
    "mail_bl",
    "mail_dup",
    "mail_email_invalid",
    "mail_email_missing",
    "mail_optout",
    "mail_spam",
)
BATCH = 500


class NotSent(Exception):
    """The mail server did not take a mail. The text is what it said."""


class MailMail(models.Model):
    _inherit = "mail.mail"

    # Links, receipts, certificates, news: what we told a customer to expect.
    public_link_promised = fields.Boolean(readonly=True)

    _public_link_failed_index = models.Index(
        "(id) WHERE public_link_promised AND state = 'exception'"
    )

    def _public_link_send_again(self):
        """Send a mail that failed. Meanwhile others may have sent, queued or cancelled it."""
        if self.state != "exception":
            return
        self.mark_outgoing()
        self.send()
        # Core deletes what was sent.
        if self.exists() and self.state == "exception":
            raise NotSent(self.failure_reason or "")


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        # A mail server refuses some mails for good, and says so each time.
        "mail": Kind(
            label=_lt("A mail"), run="_public_link_send_again", promised=True, days=3
        ),
    }

    @api.model
    def _find(self):
        """Override: mails that failed, whoever wanted to send them."""
        result = super()._find()
        domain = Domain("public_link_promised", "=", True)
        domain &= Domain("state", "=", "exception")
        domain &= Domain("failure_type", "not in", ADDRESS)
        domain &= Domain("id", "not in", self._waiting("mail"))
        for mail in self.env["mail.mail"].search(domain, order="id", limit=BATCH):
            known = self.env["public.link.registry"]._known().documents
            document = mail.model in known and self.env[mail.model].browse(mail.res_id)
            self._row("mail", mail, document and document.exists())
        return result
