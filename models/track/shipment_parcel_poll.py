# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ask providers how parcels stand: on a schedule, in batches, at their pace."""

import logging
import random
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...carriers.base import (
    CarrierError,
    Parcel,
    RateLimited,
    TrackResult,
    Unauthorized,
)
from ...carriers.schedule import FIRST_PAUSE, backoff

_logger = logging.getLogger(__name__)

# New parcels are registered one by one: so many between two commits.
REGISTER_SIZE = 10
# A provider that fails so often in a row is left alone until the next run.
PATIENCE = 3


class ShipmentTrackingAccount(models.Model):
    _inherit = "shipment.tracking.account"

    def _ask(self, parcels, adapter=None):
        """Ask the provider, and change nothing.

        :param parcels: `shipment.parcel` of this account
        :return: the results, and the error that ended the asking, if one did
        :rtype: tuple[list[TrackResult], CarrierError or None]
        """
        self.ensure_one()
        adapter = adapter or self._adapter()
        rows = [
            Parcel(
                parcel.id,
                parcel.number,
                parcel.carrier_code or "",
                parcel.tracker_id or "",
            )
            for parcel in parcels
        ]
        known = [row for row in rows if row.tracker_id]
        new = [row for row in rows if not row.tracker_id]
        results = []
        try:
            if known:
                results += adapter.fetch(known)
            if new:
                results += adapter.register(new)
        except CarrierError as error:
            return results + error.results, error
        except Exception as error:
            # An answer in a shape that nobody has seen yet must not stop the others.
            _logger.exception("%s answered what its adapter cannot read.", self.name)
            return results, CarrierError(f"unreadable answer ({type(error).__name__})")
        return results, None

    def _ask_for(self, parcels):
        """Ask the provider and take what it says, in this transaction."""
        results, error = self._ask(parcels)
        self._record_answers(parcels, results, error)

    def _record_answers(self, parcels, results, error):
        """Write down what a provider said, or that it did not.

        :param parcels: `shipment.parcel` that were asked for
        :param list results: what came
        :param error: what ended the asking, or ``None``
        """
        by_key = {result.key: result for result in results}
        parcels._known_scans()
        for parcel in parcels:
            result = by_key.get(parcel.id)
            if result is None:
                if error is None:
                    # It was asked, and nothing was said.
                    parcel._record_answer(TrackResult(number=parcel.number), "poll")
            elif result.error:
                parcel._failed(result.error)
            else:
                parcel._record_answer(result, "poll")
        if error is None:
            return
        _logger.info("Tracking account %s: %s", self.name, error)
        missed = parcels.filtered(lambda parcel: parcel.id not in by_key)
        if isinstance(error, Unauthorized):
            missed._note_error(error)
            self._pause(error)
        elif isinstance(error, RateLimited):
            missed._note_error(error)
            pause = error.retry_after
            pause = FIRST_PAUSE if pause is None else timedelta(seconds=max(pause, 1))
            self.rest_until = fields.Datetime.now() + pause
        else:
            for parcel in missed:
                parcel._failed(error)

    def _pause(self, error):
        """Stop asking with a key that is not accepted, and tell the owner."""
        if self.state == "paused":
            return
        self.write({"state": "paused", "paused_reason": str(error)[:200]})
        if self.user_id:
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=self.user_id.id,
                summary=self.env._("The tracking provider does not accept the key"),
                note=self.env._(
                    "No parcel of this account is asked for. Correct the key, then press"
                    " “Test Connection”."
                ),
            )


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    def _record_answer(self, result, source, careful=True):
        """Take an answer, and plan when to ask again.

        :param result: `carriers.base.TrackResult`
        :param str source: poll or webhook
        :param bool careful: a bad answer harms this parcel only, and raises nothing
        :return: whether it could be taken
        :rtype: bool
        """
        self.ensure_one()
        if not careful:
            self._record_answer_unguarded(result, source)
            return True
        try:
            with self.env.cr.savepoint():
                self._record_answer_unguarded(result, source)
        except Exception as error:
            if isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                raise
            _logger.exception("What was said of parcel %s could not be kept.", self.id)
            self._failed(self.env._("The answer could not be kept."))
            return False
        return True

    def _record_answer_unguarded(self, result, source):
        self._ingest(result, source)
        now = fields.Datetime.now()
        values = {"last_success_at": now, "fail_count": 0, "last_error": False}
        if source == "poll":
            values["last_checked_at"] = now
        self.write(values)
        self._plan_next_check()

    def _note_error(self, error):
        self.write(
            {
                "last_checked_at": fields.Datetime.now(),
                "last_error": str(error)[:200],
            }
        )

    def _failed(self, error):
        """Note a failure of this parcel, and ask again later and later."""
        self._note_error(error)
        self.fail_count += 1
        # S311: chance spreads requests, it keeps no secret.
        pause = backoff(self.fail_count, random.random())  # noqa: S311
        self.next_check_at = fields.Datetime.now() + pause

    # === CRON === #

    @api.model
    def _due_domain(self, leave_out=()):
        now = fields.Datetime.now()
        accounts = (
            Domain("state", "!=", "paused")
            & Domain("active", "=", True)
            & Domain("id", "not in", list(leave_out))
            & (Domain("rest_until", "=", False) | Domain("rest_until", "<=", now))
        )
        # sudo: accounts are told apart here, and not shown
        ids = self.env["shipment.tracking.account"].sudo().search(accounts).ids
        return Domain("next_check_at", "<=", now) & Domain("account_id", "in", ids)

    @api.model
    def _next_batch(self, leave_out, adapters, skip):
        """Return the parcels to ask for next: those of one account, the longest due."""
        order = "next_check_at, id"
        due = self._due_domain(leave_out) & Domain("id", "not in", list(skip))
        first = self.search(due, order=order, limit=1)
        if not first:
            return first
        account = first.account_id
        if account.id not in adapters:
            adapters[account.id] = account._adapter()
        new = not first.tracker_id
        size = adapters[account.id].batch_size
        same = Domain("account_id", "=", account.id) & Domain(
            "tracker_id", "=" if new else "!=", False
        )
        return self.search(
            due & same, order=order, limit=min(size, REGISTER_SIZE) if new else size
        )

    @api.model
    def _cron_poll(self):
        """Ask for every parcel that is due, the longest due first.

        Nothing is locked while a carrier takes its time: what it says is taken in a
        transaction of its own afterwards. A parcel that somebody else is writing to stays
        due.
        """
        cron = self.env["ir.cron"]
        adapters, failures, resting, skip = {}, {}, set(), set()
        left = cron._commit_progress(remaining=self.search_count(self._due_domain()))
        while left > 0:
            cooling = {
                id_ for id_, adapter in adapters.items() if adapter.ready_in() > 0.5
            }
            batch = self._next_batch(resting | cooling, adapters, skip)
            if not batch and cooling - resting:
                time.sleep(min(adapters[id_].ready_in() for id_ in cooling - resting))
                batch = self._next_batch(resting, adapters, skip)
            if not batch:
                break
            account = batch.account_id
            # Ends the transaction: the carrier may take its time.
            cron._commit_progress()
            asked = {parcel.id: parcel.number for parcel in batch}
            results, error = account._ask(batch, adapters[account.id])
            # What was read to ask is as old as the question: a fresh snapshot.
            self.env.cr.rollback()
            left = self._record_batch(account, asked, results, error, skip)
            failures[account.id] = failures.get(account.id, 0) + 1 if error else 0
            told = isinstance(error, (RateLimited, Unauthorized))
            if told or failures[account.id] >= PATIENCE:
                resting.add(account.id)
        if left > 0:
            # What is still due waits for the next run, not for another one right now.
            cron._commit_progress(remaining=0)

    @api.model
    def _record_batch(self, account, asked, results, error, skip):
        """Take the answers in a fresh transaction, which is committed.

        :param dict asked: the numbers that were asked for, by parcel's id
        :param set skip: gets the parcels that somebody else is writing to
        :return: the time that is left
        """
        batch = self.browse(asked)
        # Whoever deleted, archived or renumbered a parcel meanwhile was right.
        locked = batch.try_lock_for_update(allow_referencing=True)
        skip.update((batch - locked).ids)
        kept = locked.filtered(lambda row: row.active and row.number == asked[row.id])
        account._record_answers(kept, results, error)
        return self.env["ir.cron"]._commit_progress(len(batch))
