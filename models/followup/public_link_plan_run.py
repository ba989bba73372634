# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The scheduled action: a few customers at a time, each committed before the next."""

import logging
from collections import defaultdict

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

from ...tools.followup import may_send

_logger = logging.getLogger(__name__)

BATCH = 100  # customers: what is found is found again for each batch, on a new snapshot
ORDER = {"invoice": 0, "item": 1, "quote": 2}


class PublicLinkPlan(models.Model):
    _inherit = "public.link.plan"

    @api.model
    def _cron_followups(self):
        """Write what is due now, and note what earlier follow-ups have brought."""
        cron = self.env["ir.cron"]
        # Before anything is planned: what did not arrive is due again.
        try:
            with self.env.cr.savepoint():
                self.env["public.link.followup"]._note_failed()
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            _logger.info("Somebody sends a failed follow-up again; noted next time.")
            self.env.cr.rollback()
        going = True
        for company in self.search([("enabled", "=", True)]).company_id:
            going = going and self.with_company(company)._run(company)
        if going:
            self.env["public.link.followup"]._note_results()
        cron._commit_progress()

    @api.model
    def _usual(self, company):
        """Return the plan that is used for each kind of document of a company."""
        usual = self.browse()
        for _kind, plans in self._in_use(company).grouped("kind").items():
            usual |= plans[0]
        return usual

    @api.model
    def _run(self, company):
        """Send what is due in a company now.

        :return: whether there was time for all of it
        :rtype: bool
        """
        cron = self.env["ir.cron"]
        plans = self._usual(company).filtered(lambda plan: not plan._waits_for_look())
        if not plans or not self._open_now(company):
            return True
        customers = list(
            dict.fromkeys(
                one.customer
                for plan in plans
                for one in plan._find()
                if one.step and not one.why
            )
        )
        cron._commit_progress(remaining=len(customers))
        for some in split_every(BATCH, customers):
            left = self._left_today(company)
            if not left:
                break
            if not self._send_some(company, plans, some, left):
                return True  # Somebody else does the same.
            if not cron._commit_progress(len(some)):
                return False
        return True

    @api.model
    def _send_some(self, company, plans, customers, left):
        """Write to some customers, or to none of them.

        :param plans: the company's usual ones
        :param customers: ids of commercial partners
        :param int left: how many mails may still be sent today
        :return: whether it could be done
        :rtype: bool
        """
        # What was read for the batch before is of an older snapshot.
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                found = self._found_for(company, plans, customers)
                letters = self._letters(company, found)[:left]
                self.env["public.link.followup"]._write_all(company, letters)
                self.env.flush_all()
        except (UniqueViolation, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            _logger.info("Another worker writes the same follow-ups.")
            self.env.cr.rollback()
            return False
        except Exception:
            # One customer must not keep the others from theirs.
            if len(customers) == 1:
                _logger.exception("Following up customer %s failed.", customers[0])
                return True
            return all(
                self._send_some(company, plans, [one], self._left_today(company))
                for one in customers
            )
        return True

    @api.model
    def _found_for(self, company, plans, customers=None):
        """Return what these plans find, with recipients and reasons."""
        found = [one for plan in plans for one in plan._find(customers)]
        self._judge(company, found)
        return found

    @api.model
    def _letters(self, company, found):
        """Return what is sent now: one letter a recipient, whatever its reasons.

        :param list[Found] found: judged
        :return: lists of rows, those that the letter's words are about first
        :rtype: list[list[Found]]
        """
        groups, channels = defaultdict(list), {}
        steps = self.env["public.link.plan.step"]
        for one in found:
            if one.why:
                continue
            if one.step:
                channels.setdefault(one.step.id, steps.browse(one.step.id).channel)
            channel = channels[one.step.id] if one.step else "mail"
            groups[one.recipient, channel, channel != "mail" and one.kind].append(one)
        letters = []
        people = self.env["res.partner"].browse({key[0] for key in groups})
        for (recipient, _channel, _kind), rows in groups.items():
            if not any(one.step for one in rows):
                continue
            if not self._open_now(company, people.browse(recipient).tz):
                continue
            rows.sort(
                key=lambda one: (
                    ORDER[one.kind],
                    not one.step,
                    -(one.step.days if one.step else 0),
                    one.base,
                    one.document,
                )
            )
            letters.append(rows)
        return letters

    @api.model
    def _open_now(self, company, zone=None):
        """Tell whether mails may leave now, at the company's and at the reader's."""
        settings = company._public_links_settings()
        return may_send(
            fields.Datetime.now(),
            filter(None, (settings["tz"], zone)),
            settings["followup_from"],
            settings["followup_to"],
            settings["followup_weekends"],
        )

    @api.model
    def _left_today(self, company):
        """Return how many mails may still be sent on the company's day."""
        limit = company._public_links_settings()["followup_limit"]
        today = company._public_links_today()
        sent = self.env["public.link.followup.line"]._read_group(
            [
                ("company_id", "=", company.id),
                ("done_on", "=", today),
                ("state", "=", "sent"),
                ("followup_id.channel", "=", "mail"),
            ],
            [],
            ["followup_id:count_distinct"],
        )[0][0]
        return max(limit - sent, 0)
