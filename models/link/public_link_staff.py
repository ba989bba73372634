# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What documents tell staff: whether a link can be sent, and why it does not open."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize, email_split

from ...tools.formatting import day

# How many documents of a list are asked which purpose to propose.
PROPOSAL_SAMPLE = 20


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # === HOOKS OF THE DOCUMENT === #

    def _public_link_kind(self):
        """Hook: return the kind of the document, as its recipient would call it."""
        return self.env._("Document")

    def _public_link_title(self):
        """Return kind and number of the document."""
        return f"{self._public_link_kind()} {self.display_name}"

    # === WHAT CAN BE SENT === #

    def _public_link_offered(self):
        """Return the purposes that all these documents offer, the shortest first.

        :rtype: list[str]
        """
        known = self.env["public.link.registry"]._known().purposes
        return [code for code in known if code in self._public_link_purposes]

    def _public_link_proposed(self, offered=None):
        """Return the purpose to propose: the shortest one that can be done now; for many
        documents the one that can be done on most.

        :param list[str] offered: those to choose from; by default all that are offered
        :rtype: str | bool
        """
        offered = self._public_link_offered() if offered is None else offered
        with self[:PROPOSAL_SAMPLE]._public_asked_together(offered) as sample:
            ready = {
                purpose: sum(not one._public_link_blockers(purpose) for one in sample)
                for purpose in offered
            }
        # The first of equals; none where no purpose can be done on any document.
        return max(offered, key=ready.get, default=False)

    def _public_link_send_problems(self, purpose, partners):
        """Hook: return what keeps a link from being mailed: the gate, then addresses.

        :param str purpose: the purpose to send
        :param partners: the recipients
        :return: what is wrong and how to fix it
        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        blockers = self._public_link_blockers(purpose)
        problems = [(row.staff, row.fix) for row in blockers]
        if not any(row.code == "blocked" for row in blockers):
            # The gate looks at the customer; recipients may be other contacts.
            problems += [
                (
                    self.env._("Links are switched off for %s.", partner.display_name),
                    self.env._("Switch them on again on the contact."),
                )
                for partner in partners
                if partner.public_links_blocked
                or partner.commercial_partner_id.public_links_blocked
            ]
        if not partners:
            problems.append(
                (
                    self.env._("Nobody would get the link."),
                    self.env._("Choose a recipient, or set the document's customer."),
                )
            )
        return problems + [
            row for row in map(self._public_link_mail_problem, partners) if row
        ]

    def _public_link_mail_problem(self, partner):
        """Return why a contact cannot get mail and the fix, or ``None``."""
        name, address = partner.display_name, (partner.email or "").strip()
        if not address:
            return (
                self.env._("%s has no mail address.", name),
                self.env._("Add one on the contact, or copy the link instead."),
            )
        if email_normalize(address):
            return None
        if len(email_split(address)) > 1:
            return (
                self.env._("%s has more than one mail address.", name),
                self.env._("Keep one on the contact; a link belongs to one recipient."),
            )
        return (
            self.env._(
                "The mail address “%(mail)s” of %(name)s is not valid.",
                mail=address,
                name=name,
            ),
            self.env._("Correct it on the contact, like name@example.com."),
        )

    # === WHY CAN THE CUSTOMER NOT ...? === #

    def _public_link_diagnosis(self):
        """Hook: explain what the customer can and cannot do by link now, and why.

        :return: rows of ``purpose``, ``level`` (ok, warn or bad), ``code``, ``text``
            and ``fix``
        :rtype: list[dict]
        """
        self.ensure_one()
        rows = []
        labels = dict(self.env["public.link.registry"]._selection_purpose())
        # A contact without a page of its own still shows the switches.
        purposes = self._public_link_offered() or ["portal"]
        with self._public_asked_together(purposes) as asked:
            found = [(one, asked._public_link_blockers(one)) for one in purposes]
        for purpose, blockers in found:
            label = labels[purpose]
            rows += [
                self._public_link_row(label, "bad", row.code, row.staff, row.fix)
                for row in blockers
            ]
            if not blockers:
                text = self.env._("Can be opened by link now.")
                rows.append(self._public_link_row(label, "ok", "ready", text, ""))
            # The gate is asked as superuser; who may send depends on the user.
            own = self.sudo(False)
            if not own._public_link_may_send(purpose):
                refusal = own._public_link_refusal(purpose)
                rows.append(self._public_link_row(label, "warn", "sender", *refusal))
        for partner in self._public_link_recipients()[self.id]:
            if problem := self._public_link_mail_problem(partner):
                label = self.env._("Mail address")
                rows.append(self._public_link_row(label, "bad", "mail", *problem))
        rows += self._public_link_diagnosis_jobs()
        return rows + self._public_link_diagnosis_links()

    @staticmethod
    def _public_link_row(label, level, code, text, fix):
        return {
            "purpose": label,
            "level": level,
            "code": code,
            "text": text,
            "fix": fix,
        }

    def _public_link_diagnosis_jobs(self):
        """Say what was to be done for the document in the background, and waits."""
        # sudo: of this document, which the user may read
        jobs = (
            self.env["public.link.job"]
            .sudo()
            .search(
                [("document_model", "=", self._name), ("document_id", "=", self.id)]
            )
        )
        return [
            self._public_link_row(
                job.label,
                "bad",
                "waits",
                job._staff_sentence(),
                self.env._("A manager can have it tried at once, in Background Jobs."),
            )
            for job in jobs.filtered("attempts")
        ]

    def _public_link_diagnosis_links(self):
        """Say what is wrong with the latest link of each recipient and purpose."""
        # Not as superuser: a contact's links may be on documents that the user cannot read.
        Link = self.env["public.link"].sudo(False)
        links = Link.search(self._public_link_domain() & Link._sent_domain(), limit=100)
        if not links:
            return [
                self._public_link_row(
                    self.env._("Link"),
                    "warn",
                    "never_sent",
                    self.env._("No link was sent yet."),
                    self.env._("Press “Send Portal Link”."),
                )
            ]
        rows, seen = [], set()
        for link in links:  # the latest first
            key = (link.res_model, link.res_id, link.purpose, link.partner_id.id)
            if key not in seen:
                seen.add(key)
                rows += link._diagnosis()
        return rows

    # === ACTIONS === #

    def action_public_link_diagnosis(self):
        """Open the explanation of what the customer can and cannot do by link."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why can't the customer open it?"),
            "res_model": "public.link.diagnosis",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }


class PublicLink(models.Model):
    _inherit = "public.link"

    def _sent_domain(self):
        """Return the domain of links that were sent: not derived, and not printed."""
        return Domain("parent_id", "=", False) & Domain("channel", "!=", "qr")

    def _diagnosis(self):
        """Return what is wrong with this link, as rows of the document's diagnosis."""
        self.ensure_one()
        env = self.env
        who = self.partner_id.display_name or env._("QR code")
        label = env._("Link of %s", who)
        key_retired = self.sudo().key_id.retired_at  # keys are the superuser's alone
        row = self.env["public.link.mixin"]._public_link_row
        rows = []
        if self.revoked_at or key_retired:
            reasons = dict(self._fields["revoked_reason"]._description_selection(env))
            text = env._(
                "Revoked on %(date)s. %(reason)s",
                date=day(env, self.revoked_at or key_retired),
                reason=reasons.get(self.revoked_reason, ""),
            )
            fix = env._("If the recipient may have it again, send a new link.")
            return [row(label, "bad", "revoked", text, fix)]
        if not self._is_young():
            text = env._("Expired on %s.", day(env, self.expires_at))
            fix = env._(
                "Send it again: that gives a fresh link. Its life is a setting."
            )
            rows.append(row(label, "bad", "expired", text, fix))
        if self.mail_state in ("failed", "bounced"):
            text = (
                env._("The mail to %s bounced.", self.email)
                if self.mail_state == "bounced"
                else env._("The mail to %s could not be sent.", self.email)
            )
            text = f"{text} {self.mail_failure or ''}".strip()
            rows.append(row(label, "bad", self.mail_state, text, self.mail_fix))
        elif self.mail_state == "queued":
            text = env._("The mail to %s waits in the queue.", self.email)
            fix = env._(
                "It leaves within the hour; else check the outgoing mail server."
            )
            rows.append(row(label, "warn", "queued", text, fix))
        elif not rows and self.sent_at and not self.opened_first:
            text = env._(
                "Sent to %(mail)s on %(date)s, never opened.",
                mail=self.email,
                date=day(env, self.sent_at),
            )
            fix = env._(
                "Ask whether the address is right and to look into the spam folder; or"
                " copy the link and hand it over."
            )
            rows.append(row(label, "warn", "unopened", text, fix))
        if not rows:
            text = env._("Works until %s.", day(env, self.expires_at))
            rows.append(row(label, "ok", "alive", text, ""))
        return rows
