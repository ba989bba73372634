# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, models
from odoo.tools import email_normalize
from odoo.tools.translate import LazyTranslate

from ..link.public_link_rate import network

_lt = LazyTranslate(__name__)

PER_ADDRESS = (10, timedelta(hours=1))
PER_LINK = (3, timedelta(days=1))
# Why no new link was mailed, for staff, by what ended the old one.
UNMAILED = {
    "disabled": _lt("Links are switched off."),
    "blocked": _lt("Links are switched off for this customer."),
    "expired": _lt(
        "The link has expired, and it cannot be mailed: the contact's address is not the"
        " one it was sent to, or the document cannot be shown now."
    ),
}


class PublicLink(models.Model):
    """What happens when a customer asks for a new link."""

    _inherit = "public.link"

    def _request_new(self, address):
        """Answer "Request a new link"; the visitor is told the same in every case.

        An expired link whose gate is still open is mailed afresh, to the recipient on
        file only, and only while the contact's address is the one it was sent to. For
        a link that staff ended or switched off they get an activity, and nobody gets a
        mail: a wrong recipient must not get it back.

        :param str address: the client's address, for the rate limit
        :return: what was done: mailed, staff, limited, ignored
        :rtype: str
        """
        self.ensure_one()
        # The system answers, not the visitor: every step below checks the link itself.
        link = self.with_user(SUPERUSER_ID).sudo()
        while link.parent_id:
            link = link.parent_id
        rate = self.env["public.link.rate"]
        outcome = "limited"
        by_address = rate._allow("request", network(address), *PER_ADDRESS)
        if rate._allow("request", f"link {link.id}", *PER_LINK) and by_address:
            outcome = link._answer_request()
        if outcome == "limited":
            # Asking on and on leaves one line.
            values = {"kind": "requested", "reason": outcome, "user_id": False}
            self.env["public.link.event"]._log_open(link, values)
        else:
            link._record("requested", reason=outcome, user_id=False)
        return outcome

    def _answer_request(self):
        document = self._document()
        if not document:
            return "ignored"
        reason = self._dead_reason()
        if reason == "expired" and self._may_be_mailed_again(document):
            fresh = self._issue(
                document, self.purpose, self.partner_id, channel="request"
            )
            fresh._send_mails(queue=True)
            return "mailed"
        if reason == "revoked" or reason in UNMAILED:
            self._tell_staff(document, reason)
            return "staff"
        return "ignored"

    def _may_be_mailed_again(self, document):
        partner = self.partner_id
        blockers = document._public_link_blockers(self.purpose)
        return (
            self.email
            and partner.active
            and email_normalize(partner.email or "") == self.email
            and not any(blocker.page == "gone" for blocker in blockers)
        )

    def _tell_staff(self, document, reason):
        user = document._public_link_responsible() or self.env.ref("base.user_admin")
        # In the language of who reads it, not of who asks.
        self = self.with_context(lang=user.lang)
        env = self.env
        summary = env._("A customer asks for a new link")
        states = dict(self._fields["revoked_reason"]._description_selection(env))
        if reason == "revoked":
            why = states.get(self.revoked_reason, "")
        else:
            why = env._(UNMAILED[reason])
        # Escaped: a name is no markup.
        note = Markup("%s") % env._(
            "%(recipient)s opened a link to %(document)s that no longer works and asks for"
            " a new one. %(why)s Nothing was mailed: send a link if that is right.",
            recipient=self.partner_id.display_name or env._("Somebody"),
            document=self.document_name,
            why=why,
        )
        open_ones = document.activity_ids.filtered(
            lambda activity: activity.summary == summary
        )
        if open_ones:
            return
        document.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=summary,
            note=note,
        )
