# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a mail server has taken, or may have taken, is not sent once more.

Core knows of a mail only that it failed. Where the connection breaks after the last line
of a mail, the server may have it; and where one of several readers got it, all of them
would get it again.
"""

import logging
from contextvars import ContextVar
from smtplib import SMTP, SMTPServerDisconnected

from odoo import api, fields, models
from odoo.tools import email_normalize_all

_logger = logging.getLogger(__name__)

# The failure of a mail that may have arrived: never tried again by itself.
UNSURE = "mail_unsure"
ANOTHER = "public_link_another_connection"
FAILURE = {
    "selection_add": [(UNSURE, "It may have arrived")],
    "ondelete": {UNSURE: "set null"},
}
# Whether a mail server took something, or may have, since whoever asks set it to False. It
# is no row: it outlives what is rolled back.
HANDED_OVER = ContextVar("public_link_handed_over", default=False)


class MaybeTaken(Exception):
    """The connection broke when the server had the whole mail, or may have had it."""


class CutOff(Exception):
    """The connection broke within a mail: without its end the server cannot have it."""


class Watch:
    """Which addresses' mails a server has taken, by one connection.

    ``taken`` and ``unsure`` are those of the present mail, see ``begin``.

    :param SMTP session: an open connection
    """

    def __init__(self, session):
        self.session, self.any = session, False
        self.under_way = self.whole = False
        self.begin()
        self._send, self._send_message = session.send, session.send_message
        session.send, session.send_message = self.send, self.send_message

    def begin(self):
        """Begin with another mail."""
        self.taken, self.unsure = set(), set()

    def end(self):
        """Leave the connection as it was."""
        del self.session.send, self.session.send_message

    def send(self, data):
        # smtplib sends commands as texts, and the mail itself, with its end, as bytes.
        is_mail = isinstance(data, bytes)
        self.under_way = self.under_way or is_mail
        result = self._send(data)
        self.whole = self.whole or is_mail
        return result

    def send_message(self, message, sender, readers):
        self.under_way = self.whole = False
        try:
            refused = self._send_message(message, sender, readers)
        except SMTPServerDisconnected as error:
            if not self.under_way:
                raise
            self.any = True
            # Other errors than core expects, which undoes what was sent before.
            if not self.whole:
                raise CutOff(str(error)) from error
            self.unsure.update(readers)
            HANDED_OVER.set(True)
            raise MaybeTaken(str(error)) from error
        self.any = True
        self.taken.update(set(readers) - set(refused))
        return refused


class MailMail(models.Model):
    _inherit = "mail.mail"

    failure_type = fields.Selection(**FAILURE)

    def _send(
        self, auto_commit=False, raise_exception=False, smtp_session=None, **values
    ):
        """Override: note for mails of ours what the server has taken.

        Core gives up all mails of a connection that breaks; after the commit of a request
        it then also forgets which of them were sent. The others get another connection.
        """
        values |= {"auto_commit": auto_commit, "raise_exception": raise_exception}
        real = isinstance(smtp_session, SMTP)
        # What core sends of our documents, too: their readers have links of ours.
        known = self.env["public.link.registry"]._known().documents
        if not real or not any(
            mail.public_link_promised or mail.model in known for mail in self
        ):
            return super()._send(smtp_session=smtp_session, **values)
        watch, left = Watch(smtp_session), self.browse()
        try:
            for place, mail in enumerate(self):
                watch.begin()
                try:
                    super(MailMail, mail)._send(smtp_session=smtp_session, **values)
                except SMTPServerDisconnected:
                    if not watch.any:
                        raise
                    # Of several readers some may have it.
                    mail._note_taken(watch.taken, watch.unsure)
                    left = self[place:].exists()
                    left = left.filtered(lambda one: one.failure_type != UNSURE)
                    break
                mail._note_taken(watch.taken, watch.unsure)
                if auto_commit:
                    # As core does after each mail: what left must not be forgotten.
                    self.env.cr.commit()  # pylint: disable=invalid-commit
                if watch.unsure:
                    left = self[place + 1 :]
                    break
        finally:
            watch.end()
        if left:
            left._send_by_another_connection(
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                post_send_callback=values.get("post_send_callback"),
            )
        return True

    def _send_by_another_connection(self, **values):
        self.mark_outgoing()
        if self.env.context.get(ANOTHER):
            # Twice is no accident: a server that hangs would be asked for each of them.
            self._send_soon()
            return
        try:
            self.with_context(**{ANOTHER: True}).send(**values)
        except SMTPServerDisconnected:
            _logger.info("The connection broke again: the mails wait in the queue.")
            self.exists().filtered(
                lambda mail: mail.state == "exception" and mail.failure_type != UNSURE
            ).mark_outgoing()

    def _note_taken(self, taken, unsure):
        """Keep those from getting this mail again who have it, or may have it.

        :param set taken: addresses
        :param set unsure: addresses
        """
        mail = self.exists()
        reached = taken | unsure
        if not mail or mail.state != "exception" or not reached:
            return
        why = self.env._(
            "The connection broke when the mail server had it: it may have arrived."
        )
        if not unsure:
            why = self.env._("It arrived at one of the addresses, and not at another.")
        addresses = {
            one: set(email_normalize_all(one.email or "")) for one in mail.recipient_ids
        }
        there = mail.recipient_ids.filtered(lambda one: addresses[one] & reached)
        rest = mail.recipient_ids - there
        notifications = mail.mail_message_id.notification_ids.filtered(
            lambda row: row.mail_mail_id == mail and row.res_partner_id in there
        )
        failed = {"failure_type": UNSURE, "failure_reason": why}
        notifications.filtered(
            lambda row: not addresses[row.res_partner_id] <= taken
        ).write(failed | {"notification_status": "exception"})
        if not rest:
            # Staff may send it again, to those only who may not have it.
            sure = there.filtered(lambda one: addresses[one] <= taken)
            if sure and there - sure:
                notifications.filtered(
                    lambda row: row.res_partner_id in sure
                ).mail_mail_id = False
                failed |= {"recipient_ids": (there - sure).ids}
                failed |= {"email_to": False, "email_cc": False}
            mail.write(failed)
            return
        # What becomes of the mail is from now on what becomes of it for the rest.
        notifications.mail_mail_id = False
        mail.write({"recipient_ids": rest.ids, "email_to": False, "email_cc": False})
        if unsure and not mail.public_link_promised:
            # Nobody has tried them yet, and nobody else would: see mail_mail_again.py.
            mail.mark_outgoing()
            mail._send_soon()


class MailNotification(models.Model):
    _inherit = "mail.notification"

    failure_type = fields.Selection(**FAILURE)


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, *args, **kwargs):
        result = super().send_email(*args, **kwargs)
        HANDED_OVER.set(True)
        return result
