# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Follow-ups when they leave: what was paid meanwhile is not asked for, and each reader has
an address to opt out."""

import re

from odoo import fields, models

from ..mail.mail_mail_again import NotSent
from .res_partner import OPT_OUT_FOR

_OPT_OUT = re.compile(
    rf"{re.escape(OPT_OUT_FOR)}(?P<company>\d{{1,18}})/(?P<kind>[a-z]{{1,20}})"
)


class MailMail(models.Model):
    _inherit = "mail.mail"

    public_link_followup_id = fields.Many2one(
        "public.link.followup",
        "Follow-Up of Public Links",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def send(self, *args, **kwargs):
        """Override: leave out follow-ups that are not needed any more."""
        waiting = self.filtered(
            lambda mail: mail.public_link_followup_id and mail.state == "outgoing"
        )
        # sudo: whether they are paid, whoever runs the queue
        followups = waiting.sudo().public_link_followup_id
        over = followups._over()
        (followups - over)._leave_without_files()
        if over:
            over._drop()
            dropped = waiting.filtered(
                lambda mail: mail.public_link_followup_id.id in over._ids
            )
            dropped.write(
                {
                    "state": "cancel",
                    "failure_reason": self.env._("Not needed any more."),
                }
            )
            dropped.mail_message_id.sudo().notification_ids.write(  # as core cancels
                {"notification_status": "canceled"}
            )
        if waiting:
            # A conflict must show before the mail server has anything.
            self.env.flush_all()
        return super().send(*args, **kwargs)

    def _public_link_send_again(self):
        """Override: not at night, whenever the mail server is back.

        :raise NotSent: then it is tried again later
        """
        followup = self.public_link_followup_id
        if followup and self.state == "exception":
            company, zone = followup.company_id, followup.partner_id.tz
            if not self.env["public.link.plan"]._open_now(company, zone):
                raise NotSent(
                    self.env._("It waits for the hours in which follow-ups leave.")
                )
        return super()._public_link_send_again()

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        """Override: put in the reader's own address to opt out."""
        body = super()._personalize_outgoing_body(
            body, partner, doc_to_followers=doc_to_followers
        )
        return self._public_link_with_optout(body, partner)

    def _public_link_with_optout(self, body, partner):
        """Return a body with the reader's own address in place of what stands for it."""
        if not body or OPT_OUT_FOR not in body or not partner:
            return body
        companies = self.env["res.company"]

        def fill(found):
            company = companies.browse(int(found["company"]))
            return partner._public_optout_path(company, found["kind"])

        return type(body)(_OPT_OUT.sub(fill, body))

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Override: mail programs offer the same address beside the sender (RFC 2369)."""
        results = super()._prepare_outgoing_list(*args, **kwargs)
        found = _OPT_OUT.search(self.body_html or "")
        # Not of answers that quote one of our mails.
        if not found or not self.public_link_promised:
            return results
        base = self.env["public.link"]._placeholder_base()
        company = self.env["res.company"].browse(int(found["company"]))
        for values in results:
            partner = values.get("partner_id")
            if partner:
                path = partner._public_optout_path(company, found["kind"])
                values["headers"] = {
                    **(values["headers"] or {}),
                    "List-Unsubscribe": f"<{base}{path}>",
                }
        return results


class PublicLinkFollowup(models.Model):
    _inherit = "public.link.followup"

    def _over(self):
        """Return those of these follow-ups that must not leave any more: something in them
        was paid, answered or paused since they were written.

        They are written anew, without it, by the next run.
        """
        if not self:
            return self
        lines = self.line_ids
        stops = {}
        for documents in (lines.invoice_id, lines.order_id):
            stops |= {
                (documents._name, document): why
                for document, why in documents._public_followup_stops().items()
            }
        paused = self._paused_since()
        over = self._not_theirs() | self._covered()
        for line in lines:
            document = line._document()
            invoice = line.invoice_id
            why = stops.get((document._name, document.id))
            if (
                invoice
                and invoice.currency_id.compare_amounts(
                    invoice.amount_residual, line.amount
                )
                < 0
            ):
                why = why or "settled"
            if line.followup_id.id in paused:
                why = why or "skipped"
            if why:
                over.setdefault(line.followup_id.id, why)
        for followup in self.filtered(lambda one: one.id in over):
            followup.why = self.env["public.link.mixin"]._public_followup_words(
                over[followup.id]
            )
        return self.filtered(lambda one: one.id in over)

    def _not_theirs(self):
        """Return which of these must not go to their recipient any more: another address,
        another customer, archived, or the address bounces now.

        :return: reasons by id
        :rtype: dict[int, str]
        """
        bouncing = self.env["public.link.plan"]._bouncing(self.partner_id)
        found = {}
        for followup in self:
            person, customer = followup.partner_id, followup.customer_id
            documents = (line._document() for line in followup.line_ids)
            if not (person.active and customer.active):
                found[followup.id] = "archived"
            elif person.email_normalized != followup.email or any(
                one.commercial_partner_id != customer
                for one in (person, *(one.partner_id for one in documents))
            ):
                # Its links, and what is attached, are of whom it was written to.
                found[followup.id] = "moved"
            elif person.id in bouncing:
                found[followup.id] = "bounced"
        return found

    def _covered(self):
        """Return which of these ask for what the customer's open credits cover by now.

        :return: reasons by id
        :rtype: dict[int, str]
        """
        found = {}
        for company, mine in self.grouped("company_id").items():
            customers = mine.filtered("line_ids.invoice_id").customer_id
            credits = self.env["public.link.plan"]._credits(company, customers.ids)
            for followup in mine if credits else ():
                bills = followup.line_ids.filtered("invoice_id")
                for currency, lines in bills.grouped("currency_id").items():
                    have = credits.get((followup.customer_id.id, currency.id), 0.0)
                    asked = sum(lines.mapped("amount"))
                    if have and currency.compare_amounts(have, asked) >= 0:
                        found[followup.id] = "credits"
        return found

    def _paused_since(self):
        """Return the ids of those whose customer or documents were paused or blocked since
        they were written."""
        paused = set()
        for followup in self:
            people = followup.partner_id | followup.customer_id
            if any(people.mapped("public_links_blocked")):
                paused.add(followup.id)
        rows = self.env["public.link.plan.exception"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("action", "=", "pause"),
                ("create_date", ">=", min(self.mapped("create_date"), default=False)),
            ]
        )
        for row in rows:
            for followup in self:
                if row.kind and row.kind not in followup._kinds():
                    continue
                lines = followup.line_ids
                if (
                    row.partner_id in followup.partner_id | followup.customer_id
                    if row.partner_id
                    else row.invoice_id in lines.invoice_id
                    if row.invoice_id
                    else row.order_id in lines.order_id
                ):
                    paused.add(followup.id)
        return paused

    def _kinds(self):
        return set(self.line_ids.step_id.plan_id.mapped("kind"))

    def _drop(self):
        """Note that these were not sent. Their steps are open again."""
        self.state = "dropped"
        self.line_ids.state = "dropped"
