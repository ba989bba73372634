# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How follow-ups are written: rows, links, words, mails; activities for letters and calls."""

import logging
from collections import defaultdict

from odoo import Command, api, fields, models

from ...tools.formatting import money

_logger = logging.getLogger(__name__)
ACTIVITY = {
    "call": "mail.mail_activity_data_call",
    "letter": "mail.mail_activity_data_todo",
}


class PublicLinkFollowup(models.Model):
    _inherit = "public.link.followup"

    @api.model
    def _write_all(self, company, letters):
        """Write some letters: rows, links, and mails in the queue.

        What staff have broken in the words of one step keeps back that step alone.

        :param company: `res.company`
        :param list letters: see ``public.link.plan._letters``
        """
        if not letters:
            return
        followups = self._create_rows(company, letters)
        mailed = followups.filtered(lambda one: one.channel == "mail")
        mailed._issue_links()
        for followup in followups - mailed:
            followup._schedule()
        mailed = mailed.filtered("link_ids")
        words = mailed._rendered()
        broken = mailed.filtered(lambda one: one.id not in words)
        (mailed - broken)._make_mails(words)
        # Of what has no link, or no words, nothing was sent: its steps are still open.
        (followups - mailed).filtered(lambda one: one.channel == "mail").unlink()
        broken.unlink()

    def _create_rows(self, company, letters):
        now, today = fields.Datetime.now(), company._public_links_today()
        steps = self.env["public.link.plan.step"]
        vals_list = []
        for rows in letters:
            first = rows[0]
            step = steps.browse(first.step.id)
            person = self.env["res.partner"].browse(first.recipient)
            vals_list.append(
                {
                    "company_id": company.id,
                    "plan_id": first.plan,
                    "kind": first.kind,
                    "step_id": step.id,
                    "step_name": step.name,
                    "customer_id": first.customer,
                    "partner_id": first.recipient,
                    "email": person.email_normalized,
                    "channel": step.channel,
                    "sent_at": now,
                    "asked_amount": sum(one.company_amount for one in rows),
                    "line_ids": [
                        Command.create(self._line_values(company, one, today))
                        for one in rows
                    ],
                }
            )
        return self.create(vals_list)

    @api.model
    def _line_values(self, company, row, today, state="sent"):
        """Return the values of a line.

        :param row: `Found`
        :param today: the company's day
        """
        step = self.env["public.link.plan.step"].browse(
            row.step.id if row.step else False
        )
        return {
            "company_id": company.id,
            ("invoice_id" if row.kind == "invoice" else "order_id"): row.document,
            "document_name": row.name,
            "step_id": step.id,
            "step_name": step.name,
            "base": row.base,
            "done_on": today,
            "state": state,
            "amount": row.amount,
            "currency_id": row.currency,
            "late": row.late,
        }

    # === WORDS === #

    def _rendered(self):
        """Return subject and words of these follow-ups, each in its reader's language.

        :return: by id; those whose words could not be written are missing
        :rtype: dict[int, dict]
        """
        groups = defaultdict(self.browse)
        for followup in self:
            lang = self.env["public.link"]._mail_lang(
                followup.line_ids[:1]._document(), followup.partner_id
            )
            groups[followup.step_id, lang] |= followup
        words = {}
        for (step, lang), followups in groups.items():
            try:
                with self.env.cr.savepoint():
                    subjects, bodies = (
                        # sudo: templates are staff's, the system writes by them
                        step.template_id.sudo()._render_field(
                            name, followups.ids, set_lang=lang
                        )
                        for name in ("subject", "body_html")
                    )
            except Exception as error:
                _logger.warning(
                    "The words of %s cannot be written.", step, exc_info=True
                )
                self.env.invalidate_all()
                step.error = str(error)[:300]
                continue
            if step.error:
                step.error = False
            for followup in followups:
                words[followup.id] = {
                    "lang": lang,
                    # In one line: a mail server takes no other.
                    "subject": " ".join((subjects[followup.id] or "").split())
                    or followup._headline(),
                    "words": bodies[followup.id],
                }
        return words

    def _headline(self):
        """Return in one line what this is about, for subjects: names and amounts."""
        env = self.env
        lines = self.line_ids
        if len(lines) == 1:
            document = lines._document()
            return env._(
                "%(document)s: %(amount)s",
                document=document._public_link_title(),
                amount=money(env, lines.amount, lines.currency_id),
            )
        sums = defaultdict(float)
        for line in lines.filtered("invoice_id"):
            sums[line.currency_id] += line.amount
        amounts = [money(env, amount, currency) for currency, amount in sums.items()]
        if len(amounts) and len(lines.filtered("order_id")) == 0:
            return env._(
                "%(count)s invoices: %(amounts)s",
                count=len(lines),
                amounts=", ".join(amounts),
            )
        return ", ".join(lines.mapped("document_name"))

    # === MAILS === #

    def _make_mails(self, words):
        """Put a mail for each of these follow-ups into Odoo's queue.

        :param dict words: see ``_rendered``
        """
        if not self:
            return
        vals_list = []
        waiting = self._wait_for_files()
        later = self._not_due_yet()
        for followup in self:
            said = words[followup.id]
            reader = followup.with_context(lang=said["lang"])
            block = reader.env["ir.qweb"]._render(
                "public_links.followup_block",
                {"block": reader._block_values(later.get(followup.id, ()))},
            )
            body = (said["words"] or "") + block
            followup.write({"subject": said["subject"], "body": body})
            vals_list.append(followup._mail_values(said, body))
        # sudo: mails are a technical model, as in core. The context says that the links
        # get their message below, and not by `mail.mail`.
        Mail = self.env["mail.mail"].sudo().with_context(public_links_joined=True)
        mails = Mail.create(vals_list)
        self.env["mail.notification"].sudo().create(  # as in core's composer
            [
                {**values, "res_partner_id": followup.partner_id.id}
                for followup, values in zip(
                    self, mails._get_notification_values(), strict=True
                )
            ]
        )
        for followup, mail in zip(self, mails, strict=True):
            followup.message_id = mail.mail_message_id
            followup.link_ids.mail_message_id = mail.mail_message_id
        mails.filtered(lambda mail: not mail.scheduled_date)._send_soon()
        waiting._fetch_files_soon()

    def _mail_values(self, said, body):
        link = self.link_ids[:1]
        document = self.line_ids._document() if len(self.line_ids) == 1 else None
        record = document or self.customer_id
        sender = self.company_id.email_formatted
        values = link._mail_values(
            {
                "subject": said["subject"],
                "body_html": body,
                "lang": said["lang"],
                "email_from": sender,
                "preview": self.with_context(lang=said["lang"])._headline(),
            },
            record._public_link_mail_author(),
        )
        return values | {
            "model": record._name,
            "res_id": record.id,
            "reply_to": record._notify_get_reply_to(default=sender)[record.id],
            "recipient_ids": [Command.link(self.partner_id.id)],
            "public_link_followup_id": self.id,
            "scheduled_date": self.files_until,
        }

    # === ACTIVITIES === #

    def _schedule(self):
        """Give who looks after the documents an activity: to write or to call."""
        document = self.line_ids[:1]._document()
        user = document._public_link_seller()
        here = self.with_context(lang=user.lang)
        subject = here._headline()
        rows = [
            f"{line.document_name}: {money(here.env, line.amount, line.currency_id)}"
            f" {line.with_env(here.env)._note()}"
            for line in self.line_ids
        ]
        self.write({"subject": subject, "body": "<br/>".join(rows)})
        (document if len(self.line_ids) == 1 else self.customer_id).activity_schedule(
            ACTIVITY[self.channel],
            user_id=user.id,
            summary=subject,
            note=self.body,
        )


class PublicLinkPlanStep(models.Model):
    _inherit = "public.link.plan.step"

    error = fields.Char(
        "Template Error",
        readonly=True,
        copy=False,
        help="What is wrong in the template. Nothing is sent by this step until it is"
        " mended.",
    )
