# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens when a customer asks for a new link."""

from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, models
from odoo.tools import email_normalize_all
from odoo.tools.translate import LazyTranslate

from ..link.public_link_rate import network

_lt = LazyTranslate(__name__)

# A whole company may share an address. Only who holds a genuine link can ask, and each link
# has a limit of its own.
PER_ADDRESS = (60, timedelta(hours=1))
PER_LINK = (3, timedelta(days=1))
# Why no new link was mailed, for staff, by what ended the old one.
UNMAILED = {
    "disabled": _lt("Links are switched off."),
    "blocked": _lt("Links are switched off for this customer."),
    "expired": _lt(
        "The link has expired, and it cannot be emailed: the contact's address is not"
        " the one it was sent to, or the document cannot be shown now."
    ),
}


class PublicLink(models.Model):
    _inherit = "public.link"

    def _request_new(self, address):
        """Act on "Request a new link". The visitor is told the same in every case.

        An expired link whose gate is open is mailed anew, to its recipient, if the contact
        still has the address that it was sent to. For a link that staff have ended or
        switched off they get an activity, and no mail is sent: it may have been ended
        because it went to the wrong person.

        :param str address: the client's address, for the rate limit
        :return: what was done: mailed, staff, limited, ignored
        :rtype: str
        """
        self.ensure_one()
        # As the superuser: every step below checks the link itself.
        link = self.with_user(SUPERUSER_ID).sudo()
        # That of one of several addresses was mailed by itself.
        while link.parent_id and link.channel == "derived":
            link = link.parent_id
        rate = self.env["public.link.rate"]
        outcome = "limited"
        by_address = rate._allow("request", network(address), *PER_ADDRESS)
        if rate._allow("request", f"link {link.id}", *PER_LINK) and by_address:
            outcome = link._answer_request()
        if outcome == "limited":
            # Further requests are logged once.
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
            and self.email in email_normalize_all(partner.email or "")
            and not any(blocker.page == "gone" for blocker in blockers)
        )

    def _tell_staff(self, document, reason):
        user = document._public_link_responsible() or self.env.ref("base.user_admin")
        # In the language of the user who reads it.
        self = self.with_context(lang=user.lang)
        env = self.env
        summary = env._("A customer asks for a new link")
        states = dict(self._fields["revoked_reason"]._description_selection(env))
        if reason == "revoked":
            why = states.get(self.revoked_reason, "")
        else:
            why = env._(UNMAILED[reason])
        # % escapes the names.
        note = Markup("%s") % env._(
            "%(recipient)s opened a link to %(document)s that no longer works and asks"
            " for a new one. %(why)s No email was sent: send a link if that is right.",
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
