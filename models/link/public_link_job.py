# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What could not be done in the background, and is tried again."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL
from odoo.tools.misc import format_datetime
from odoo.tools.translate import LazyTranslate

from ...tools.pauses import pause
from ...tools.tables import entry

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# Who opens a page brings forward what it waits for, but not more often than this.
HURRY = timedelta(minutes=5)
# After so many failures, a quarter of an hour, somebody is told: what passes by itself
# within minutes is nobody's work.
TELL_AT = 5
# While it is being done nobody else begins: longer than a server lets a job run.
RUNNING = timedelta(minutes=3)
BATCH = 100
INTERRUPTED = _lt("The server was stopped while it was being done.")
CONFLICT = _lt("Somebody else changed it at the same moment.")
FAILED = _lt("“%s” does not succeed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of what is done in the background.

    :param label: what staff read, lazy
    :param run: the record's method that does it, and raises if it cannot; one that returns
        has done it, or nobody waits for it any more
    :param bool promised: whether a customer was told that it comes: then staff get an
        activity when it still fails after a while
    :param int days: how long it is tried by itself
    """

    label: Any
    run: str
    promised: bool = False
    days: int = 30


class PublicLinkJob(models.Model):
    """Something that was to be done in the background, and failed, or was interrupted.

    Nothing else has a row: who does something for the first time calls ``_attempt``, which
    keeps a row only of what did not succeed. It is tried again with growing pauses, and
    listed for staff, who read why and may have it tried at once.
    """

    _name = "public.link.job"
    _description = "Background Job That Waits"
    _order = "next_try, id"
    _rec_name = "document_name"

    # By code. Each slice adds a table of its own, other addons likewise: see tools/tables.py.
    _job_kinds = {}

    kind = fields.Char(required=True, readonly=True)
    label = fields.Char("What", compute="_compute_label")
    res_model = fields.Char("Waiting Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Waiting Record", model_field="res_model", required=True, readonly=True
    )
    document_model = fields.Char(readonly=True)
    document_id = fields.Many2oneReference(
        "Number", model_field="document_model", readonly=True
    )
    document_name = fields.Char("Document", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    attempts = fields.Integer("Tries", readonly=True)
    next_try = fields.Datetime(
        readonly=True,
        index=True,
        help="Empty: it was tried often enough, and is waiting for you.",
    )
    error = fields.Char("Why It Waits", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _record_unique = models.UniqueIndex("(res_model, res_id, kind)")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_label(self):
        for job in self:
            kind = job._kind()
            # None: of an addon that was uninstalled.
            job.label = self.env._(kind.label) if kind else job.kind

    def _kind(self):
        """Return the `Kind` of this job, ``None`` if its addon was uninstalled."""
        return entry(self, "_job_kinds", self.kind)

    # === TRYING === #

    @api.model
    def _of(self, kind, record):
        """Return the row of what waits, possibly empty.

        :param str kind: see ``_job_kinds``
        :param record: whose method does it
        """
        return self.search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("kind", "=", kind),
            ]
        )

    @api.model
    def _waiting(self, kind):
        """Return the ids of the records of a kind that wait here, for a domain.

        :param str kind: see ``_job_kinds``
        :rtype: SQL
        """
        return SQL("(SELECT res_id FROM public_link_job WHERE kind = %s)", kind)

    @api.model
    def _plan(self, kind, record, document=None):
        """Have something done soon, by the scheduled action alone.

        :param str kind: see ``_job_kinds``
        :param record: whose method does it
        :param document: what staff know it by, if it is not the record
        """
        self._row(kind, record, document)
        self._wake()

    @api.model
    def _row(self, kind, record, document=None):
        document = document or record
        company = getattr(document, "_public_link_company", None)
        return self._of(kind, record) or self.create(
            {
                "kind": kind,
                "res_model": record._name,
                "res_id": record.id,
                "document_model": document._name,
                "document_id": document.id,
                "document_name": document.display_name,
                "company_id": company().id if company else False,
                "next_try": fields.Datetime.now(),
            }
        )

    @api.model
    def _attempt(self, kind, record, document=None):
        """Do something now; if it fails, it is tried again later.

        Called by a scheduled action, it commits before: a worker that is killed meanwhile
        leaves a row, and what kills workers does not keep the others from being served.

        :param str kind: see ``_job_kinds``
        :param record: whose method does it
        :param document: what staff know it by, if it is not the record
        :return: whether it was done
        :rtype: bool
        """
        alone = bool(self.env.context.get("ir_cron_progress_id"))
        job = self._row(kind, record, document) if alone else self._of(kind, record)
        if alone and not job._begin():
            return False
        run = getattr(record, entry(self, "_job_kinds", kind).run)
        try:
            with self.env.cr.savepoint():
                run()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            if not alone:
                raise
            self.env.cr.rollback()
            job.exists()._lost()
            return False
        except Exception as error:
            _logger.warning("%s of %s failed.", kind, record, exc_info=True)
            self.env.invalidate_all()
            job = job or self._row(kind, record, document)
            job._failed(str(error) or type(error).__name__, job.attempts + (not alone))
            return False
        job._done()
        return True

    @api.model
    def _attempt_within(self, kind, record, document=None):
        """Do the same inside somebody else's transaction: nothing is committed.

        :raise Exception: only where that transaction must be run again
        """
        # sudo: what waits is the system's own, whoever did what it follows from
        jobs = self.sudo().with_context(ir_cron_progress_id=False)
        return jobs._attempt(kind, record, document)

    def _begin(self):
        """Count a try before it is made, and keep others from making it too.

        :return: whether it may be made now
        :rtype: bool
        """
        if not self.try_lock_for_update():
            return False
        attempts = self.attempts + 1
        later = max(pause(attempts, FIRST_PAUSE, LONGEST_PAUSE), RUNNING)
        self.write(
            {
                "attempts": attempts,
                "error": self.env._(INTERRUPTED),
                "next_try": fields.Datetime.now() + later,
            }
        )
        if attempts > TELL_AT:
            self._tell()
        self.env["ir.cron"]._commit_progress()
        return bool(self.try_lock_for_update())

    def _lost(self):
        """Hook: note that somebody else changed the same at the same moment, so that
        nothing was done: it is tried again soon.

        Extended for what leaves the database, and is done whatever is rolled back.
        """
        for job in self:
            job.error = self.env._(CONFLICT)
            job.next_try = fields.Datetime.now() + FIRST_PAUSE
            job._wake(job.next_try)
            self.env["ir.cron"]._commit_progress()

    def _failed(self, why, attempts):
        """Note why it failed, and when it is tried again.

        :param str why: what staff read
        :param int attempts: how often it was tried
        """
        self.ensure_one()
        now = fields.Datetime.now()
        values = {"attempts": attempts, "error": why[:500], "next_try": False}
        if self.create_date > now - timedelta(days=self._kind().days):
            values["next_try"] = now + pause(attempts, FIRST_PAUSE, LONGEST_PAUSE)
            self._wake(values["next_try"])
        self.write(values)
        if attempts >= TELL_AT:
            self._tell()

    def _done(self):
        # Staff need not see to it any more.
        self.activity_id.unlink()
        self.unlink()

    def _hurry(self):
        """Have it tried now, because somebody waits for it; not more often than ``HURRY``."""
        now = fields.Datetime.now()
        for job in self:
            due = job.next_try and job.next_try <= now
            if not due and job.write_date < now - HURRY:
                job.next_try = now
                job._wake()

    @api.model
    def _wake(self, at=None):
        # sudo: the system's own cron
        self.env.ref("public_links.ir_cron_again").sudo()._trigger(at)

    # === CRON === #

    @api.model
    def _cron_again(self):
        """Try again what is due, the longest due first."""
        self._find()
        cron = self.env["ir.cron"]
        due = self.search([("next_try", "<=", fields.Datetime.now())], limit=BATCH)
        cron._commit_progress(remaining=len(due))
        for job in due:
            job.exists()._again()
            if not cron._commit_progress(1):
                break

    @api.model
    def _find(self):
        """Hook: plan what failed without a word to us."""

    def _again(self):
        """Hook: try once more. What is gone, or of an addon that is gone, needs nothing.

        Extended for what must not be done twice when a server was stopped in the middle.
        """
        if not self:
            return
        model = self.env.get(self.res_model)
        record = model.browse(self.res_id).exists() if model is not None else None
        if not record or not self._kind():
            self._done()
            return
        self._attempt(
            self.kind, record.with_context(allowed_company_ids=self.company_id.ids)
        )

    # === STAFF === #

    def _tell(self):
        """Give who is responsible an activity when what was promised still fails.

        One of a kind at a time: when a mail server is away, a hundred would help nobody.
        """
        kind = self._kind()
        if not kind.promised or self.activity_id:
            return
        told = [("kind", "=", self.kind), ("company_id", "=", self.company_id.id)]
        if self.search_count([*told, ("activity_id", "!=", False)], limit=1):
            return
        model = self.env.get(self.document_model)
        document = (
            model.browse(self.document_id).exists() if model is not None else None
        )
        if not document or not hasattr(document, "_public_link_seller"):
            return
        user = document._public_link_seller()
        env = self.with_context(lang=user.lang).env
        failed = env._(FAILED)
        self.activity_id = document.activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=user.id,
            summary=failed % env._(kind.label),
            note=env._(
                "It was promised to the customer, and is tried again by itself. See in"
                " Public Links, Configuration, Background Jobs, what keeps it."
            ),
        )

    def _staff_sentence(self):
        """Return why it waits, how often it was tried, and when it is tried again."""
        if not self.next_try:
            return self.env._(
                "Waits: %(why)s Tried %(count)s times; no longer tried automatically.",
                why=self.error,
                count=self.attempts,
            )
        return self.env._(
            "Waits: %(why)s Tried %(count)s times; tried again at %(when)s.",
            why=self.error,
            count=self.attempts,
            when=format_datetime(self.env, self.next_try),
        )

    def action_again(self):
        """Try the selected ones now."""
        self.check_access("read")
        # sudo: nobody has write access; the time of the next try is all that is written
        self.sudo().next_try = fields.Datetime.now()
        self._wake()

    def action_open(self):
        """Open the document that it is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.document_model,
            "res_id": self.document_id,
            "views": [(False, "form")],
        }
