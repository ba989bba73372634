# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asks providers about parcels: on a schedule, in batches, within their rate limits."""

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

# New parcels are registered one by one; this many between two commits.
REGISTER_SIZE = 10
# Of an account whose requests are counted, so many parcels are compared.
MOST_WAITING = 1000
# After this many errors in a row a provider is not asked again until the next run.
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
                bool(parcel.last_success_at),
            )
            for parcel in parcels
        ]
        known = [row for row in rows if row.tracker_id or not adapter.has_ids]
        new = [row for row in rows if row not in known]
        results = []
        try:
            if known:
                results += adapter.fetch(known)
            if new:
                results += adapter.register(new)
        except CarrierError as error:
            return results + error.results, error
        except Exception as error:
            # An answer that the adapter does not understand must not stop the others.
            _logger.exception("%s answered what its adapter cannot read.", self.name)
            return results, CarrierError(f"unreadable answer ({type(error).__name__})")
        return results, None

    def _ask_for(self, parcels):
        """Ask the provider and store what it says, in this transaction."""
        adapter = self._adapter()
        results, error = self._ask(parcels, adapter)
        self._note_calls(adapter)
        self._record_answers(parcels, results, error)

    def _record_answers(self, parcels, results, error):
        """Store a provider's answers, and on the other parcels that there was none.

        :param parcels: `shipment.parcel` that were asked for
        :param list results: `TrackResult` that came
        :param error: what ended the asking, or ``None``
        """
        by_key = {result.key: result for result in results}
        parcels._known_scans()
        for parcel in parcels:
            result = by_key.get(parcel.id)
            if result is None:
                if error is None:
                    # Asked for without an error, and not in the answer.
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
            self.write(
                {
                    "rest_until": fields.Datetime.now() + pause,
                    "rest_reason": str(error)[:200],
                }
            )
        else:
            for parcel in missed:
                parcel._failed(error)

    def _pause(self, error):
        """Pause an account whose key is not accepted, and tell its responsible."""
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
        """Store an answer, and plan the next check.

        :param result: `carriers.base.TrackResult`
        :param str source: poll or webhook
        :param bool careful: in a savepoint: an error is stored on the parcel, not raised
        :return: whether it could be stored
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
        if not self.registered_at:
            values["registered_at"] = now
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
        """Store an error on this parcel, and plan the next check later each time."""
        self._note_error(error)
        self.fail_count += 1
        # S311: not for cryptography, it spreads requests over time.
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
        # sudo: which accounts can be asked, not their keys
        ids = self.env["shipment.tracking.account"].sudo().search(accounts).ids
        return Domain("next_check_at", "<=", now) & Domain("account_id", "in", ids)

    @api.model
    def _next_batch(self, leave_out, adapters, skip):
        """Return the next batch: parcels of one account that have been due for longest."""
        order = "next_check_at, id"
        due = self._due_domain(leave_out) & Domain("id", "not in", list(skip))
        first = self.search(due, order=order, limit=1)
        if not first:
            return first
        account = first.account_id
        if account.id not in adapters:
            adapters[account.id] = account._adapter()
        adapter, same = adapters[account.id], Domain("account_id", "=", account.id)
        size = adapter.batch_size
        if adapter.has_ids:
            new = not first.tracker_id
            size = min(size, REGISTER_SIZE) if new else size
            same &= Domain("tracker_id", "=" if new else "!=", False)
        if not account.daily_limit:
            return self.search(due & same, order=order, limit=size)
        # Not all can be asked for: those that arrive soonest come first.
        waiting = self.search(due & same, order=order, limit=MOST_WAITING)
        return waiting.sorted(lambda parcel: parcel._urgency())[:size]

    def _urgency(self):
        """Return what sorts parcels by how soon their reader waits for news."""
        soon = self.state in ("out_for_delivery", "attempt_failed")
        day = self.eta_to or fields.Date.today() + timedelta(days=7)
        new = not self.last_checked_at
        return not soon, not new, day, self.next_check_at, self.id

    @api.model
    def _cron_poll(self):
        """Ask for every parcel that is due, those that have been due for longest first.

        No row is locked during a request: the answer is stored in a transaction of its own.
        Parcels that somebody else is writing to stay due.
        """
        cron = self.env["ir.cron"]
        adapters, failures, allowances, resting, skip = {}, {}, {}, set(), set()
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
            allowed = allowances.setdefault(account.id, account._calls_allowed())
            if allowed is not None and allowed < 1:
                resting.add(account.id)
                continue
            # Ends the transaction, since the request may take long.
            cron._commit_progress()
            asked = {parcel.id: parcel.number for parcel in batch}
            results, error = account._ask(batch, adapters[account.id])
            # A new snapshot: the data may have changed during the request.
            self.env.cr.rollback()
            if allowed is not None:
                allowances[account.id] -= adapters[account.id].requests_sent
            account._note_calls(adapters[account.id])
            left = self._record_batch(account, asked, results, error, skip)
            failures[account.id] = failures.get(account.id, 0) + 1 if error else 0
            told = isinstance(error, (RateLimited, Unauthorized))
            if told or failures[account.id] >= PATIENCE:
                resting.add(account.id)
        if left > 0:
            # Parcels that are still due wait for the next run.
            cron._commit_progress(remaining=0)

    @api.model
    def _record_batch(self, account, asked, results, error, skip):
        """Store the answers in a new transaction, and commit it.

        :param dict asked: the numbers that were asked for, by parcel's id
        :param set skip: gets the parcels that somebody else is writing to
        :return: the time that is left
        """
        batch = self.browse(asked)
        # Not of parcels that were deleted, archived or got another number meanwhile.
        locked = batch.try_lock_for_update(allow_referencing=True)
        skip.update((batch - locked).ids)
        kept = locked.filtered(lambda row: row.active and row.number == asked[row.id])
        account._record_answers(kept, results, error)
        return self.env["ir.cron"]._commit_progress(len(batch))
