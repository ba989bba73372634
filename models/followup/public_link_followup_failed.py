# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Follow-ups that did not arrive: what they were about is open again.

A mail that a server does not take is tried again for some days (`mail_mail_again`). When
nobody tries any more, the same step is written anew, after the usual pause: the second
reminder never comes first. To an address that bounces, nothing is written until it is
corrected.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..mail.mail_mail_again import LEFT_TO_STAFF
from ..mail.mail_mail_taken import UNSURE

# Bounces come within days.
BOUNCES = timedelta(days=30)


class PublicLinkFollowup(models.Model):
    _inherit = "public.link.followup"

    @api.model
    def _note_failed(self):
        """Note which follow-ups have failed for good, and open their steps again."""
        # sudo: mails are a technical model, as in core
        for mail in self.env["mail.mail"].sudo()._public_link_given_up():
            followup = mail.public_link_followup_id
            kinds = dict(mail._fields["failure_type"]._description_selection(self.env))
            followup._fail(mail.failure_reason or kinds.get(mail.failure_type))
            # Its links, and the days that it names, are of that day: it is written anew.
            mail.state = "cancel"
            # sudo: what waits is the system's own, and nobody need see to it any more
            self.env["public.link.job"].sudo()._of("mail", mail)._done()
        words = self.env["public.link.mixin"]._public_followup_words("bounced")
        self._bounced()._fail(words)

    def _bounced(self):
        """Return those of the last follow-ups that came back, and that nobody has read."""
        self.env.flush_all()
        # SQL: notifications by message; most follow-ups have none that bounced.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT followup.id FROM public_link_followup followup
                  JOIN mail_notification sent
                    ON sent.mail_message_id = followup.message_id
                   AND sent.res_partner_id = followup.partner_id
                 WHERE followup.state = 'sent' AND followup.opened IS NOT TRUE
                   AND followup.sent_at > %s AND sent.notification_status = 'bounce'
                """,
                fields.Datetime.now() - BOUNCES,
            )
        )
        return self.browse(dict.fromkeys(followup for (followup,) in rows))

    def _fail(self, why):
        """Note that these did not arrive. Their steps are open again.

        :param str why: what staff read
        """
        self.write({"state": "failed", "why": (why or "")[:500]})
        self.line_ids.write({"state": "failed"})


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _public_link_given_up(self):
        """Return mails of follow-ups that failed, and that nobody tries again by itself.

        What may have arrived is none of them.
        """
        failed = self.search(
            [("public_link_followup_id", "!=", False), ("state", "=", "exception")]
        ).filtered(
            lambda mail: (
                mail.public_link_followup_id.state == "sent"
                and mail.failure_type != UNSURE
            )
        )
        waiting = self.env["public.link.job"].search(
            [
                ("kind", "=", "mail"),
                ("res_id", "in", failed.ids),
                ("next_try", "=", False),
            ]
        )
        over = set(waiting.mapped("res_id"))
        return failed.filtered(
            lambda mail: mail.failure_type in LEFT_TO_STAFF or mail.id in over
        )
