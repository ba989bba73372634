# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What documents tell staff: whether a link can be sent, and why it does not open."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, email_split

from ...tools.formatting import day

# How many documents of a list are asked which purpose to propose.
PROPOSAL_SAMPLE = 20
# In the context the gate is asked of documents as they will be once they are sent. The value
# is an object, so that no RPC call can set it.
AS_SENT = {"public_link_as_sent": object()}


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
        """Hook: return the purpose to propose: the shortest one that can be done now; for many
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
                self.env._("%s has no email address.", name),
                self.env._("Add one on the contact, or copy the link instead."),
            )
        if email_normalize(address):
            return None
        if len(email_split(address)) > 1:
            return (
                self.env._("%s has more than one email address.", name),
                self.env._("Keep one on the contact; a link belongs to one recipient."),
            )
        return (
            self.env._(
                "The email address “%(mail)s” of %(name)s is not valid.",
                mail=address,
                name=name,
            ),
            self.env._("Correct it on the contact, like name@example.com."),
        )

    # === BEING SENT === #

    def _public_link_as_sent(self):
        """Return these documents as they will be once their links are sent: drafts are not
        drafts any more. Only gates look at that."""
        return self.with_context(**AS_SENT)

    def _public_link_is_as_sent(self):
        """Tell whether the gate is asked of these documents as they will be once sent."""
        asked = self.env.context.get("public_link_as_sent")
        return asked is AS_SENT["public_link_as_sent"]

    def _public_link_being_sent(self, purpose):
        """Hook: change these documents as sending them does, before links are issued.

        :param str purpose: the purpose that the user sends, as `_sendable` allows
        """

    def _public_link_send_notices(self, purpose, partners):
        """Hook: return what else happens if links of these documents are sent.

        :param str purpose: the purpose to send
        :param partners: the recipients; empty for many documents
        :return: sentences
        :rtype: list[str]
        """
        return []

    def _public_link_send_summary(self, partners, days):
        """Return who gets which link by core's mail of this document, as HTML for staff.

        :param partners: the mail's recipients
        :param int days: how long the links are to work; 0 for the setting's
        """
        self.ensure_one()
        # sudo: pages ask the gate as superuser, and the result must be the same
        asked = self.sudo()._public_link_as_sent()
        problems = [
            {"text": row.staff, "fix": row.fix}
            for row in asked._public_link_blockers("view")
        ]
        if not self._public_link_may_send("view"):
            text, fix = self._public_link_refusal("view")
            problems.append({"text": text, "fix": fix})
        until = asked._public_link_lifetime("view")["expires_at"]
        usual = self._public_link_company()._public_links_days("view")
        if days and days != usual:
            until = fields.Datetime.add(fields.Datetime.now(), days=days)
        customer = self._public_link_customer()
        people = partners.filtered(lambda one: one.partner_share or one == customer)
        rows = [
            {
                "name": partner.display_name,
                "problem": " ".join(self._public_link_mail_problem(partner) or ()),
            }
            for partner in people
        ]
        company = self._public_link_company().sudo()  # its settings
        return self.env["ir.qweb"]._render(
            "public_links.staff_send_summary",
            {
                "rows": rows,
                "problems": problems,
                "until": day(self.env, until),
                "qr": company.public_links_qr,
            },
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
                label = self.env._("Email address")
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
                env._("The email to %s bounced.", self.email)
                if self.mail_state == "bounced"
                else env._("The email to %s could not be sent.", self.email)
            )
            text = f"{text} {self.mail_failure or ''}".strip()
            rows.append(row(label, "bad", self.mail_state, text, self.mail_fix))
        elif self.mail_state == "queued":
            text = env._("The email to %s waits in the queue.", self.email)
            fix = env._(
                "It is sent within the hour; otherwise check the outgoing mail server."
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
