# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Events of webhooks: a queue that is worked off by a scheduled action."""

import logging
import time
from collections import defaultdict
from datetime import timedelta
from itertools import chain

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...carriers.base import comparable
from ..link.public_link_job import Kind
from ..link.public_link_purge import purge

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

BATCH = 100
ATTEMPTS = 3
KEEP = timedelta(days=30)
# The scheduled action is triggered at once, and then at most once in this time.
WINDOW = 2.0  # seconds
# So long it looks for more once it has found nothing: longer than nobody wakes it, and than
# an event takes to be stored. Nothing else would wake it: a thread of Odoo's that runs jobs
# sleeps up to a minute when a trigger lies in the future.
LINGER, LOOK_EVERY = WINDOW + 1.0, 0.2  # seconds
# After so long it tries again what waited for a parcel that somebody else was writing to.
AGAIN_AFTER = 1.0  # seconds
_woken = defaultdict(float)


class ShipmentTrackingWebhook(models.Model):
    """An event of a provider: stored once, and worked off right after its receipt."""

    _name = "shipment.tracking.webhook"
    _description = "Tracking Webhook"
    _order = "id desc"
    _rec_name = "event_id"

    account_id = fields.Many2one(
        "shipment.tracking.account", required=True, index=True, ondelete="cascade"
    )
    event_id = fields.Char(required=True)
    # May hold names and signatures: emptied once the event is worked off.
    body = fields.Text()
    state = fields.Selection(
        [("pending", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="pending",
    )
    attempts = fields.Integer()
    error = fields.Char()

    _event_unique = models.UniqueIndex("(account_id, event_id)")
    _pending_index = models.Index("(id) WHERE state = 'pending'")

    @api.model
    def _receive(self, account_id, event_id, body):
        """Store an event, to be worked off soon. An event that is sent twice is stored once.

        :param int account_id: the account with whose secret it was signed
        :param str event_id: the provider's own
        :param str body: JSON
        :return: whether it is new
        :rtype: bool
        """
        # It may come twice at the same moment: the ORM has no ON CONFLICT DO NOTHING.
        query = SQL(
            """
            INSERT INTO shipment_tracking_webhook
                (account_id, event_id, body, state, attempts,
                 create_uid, create_date, write_uid, write_date)
            VALUES (%(account)s, %(event)s, %(body)s, 'pending', 0,
                    %(uid)s, %(now)s, %(uid)s, %(now)s)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            account=account_id,
            event=event_id,
            body=body,
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )
        try:
            self.env.cr.execute(query, log_exceptions=False)
        except SerializationFailure:
            # The same event was committed meanwhile, or a conflict: tried again.
            self.env.cr.rollback()
            if self.search_count(
                [("account_id", "=", account_id), ("event_id", "=", event_id)]
            ):
                return False
            raise
        rows = self.env.cr.fetchall()
        if rows:
            self._trigger_processing()
        return bool(rows)

    @api.model
    def _trigger_processing(self):
        """Trigger the scheduled action, but not once for each of many events."""
        now, name = time.monotonic(), self.env.cr.dbname
        if now - _woken[name] < WINDOW:
            return  # It is still looking.
        _woken[name] = now
        # sudo: the system's own cron
        self.env.ref("public_links.ir_cron_track_webhook").sudo()._trigger()

    # === WORK === #

    @api.model
    def _cron_process(self):
        """Work off the events, the oldest first, in batches."""
        cron, pending = self.env["ir.cron"], Domain("state", "=", "pending")
        left = cron._commit_progress(remaining=self.search_count(pending))
        # Only as a job of its own: it commits, and so sees what others store meanwhile.
        alone = bool(self.env.context.get("ir_cron_progress_id"))
        # Left out are what could not be kept, and for a while those whose parcel somebody
        # else was writing to. Not what is older: of two events that are stored at the same
        # moment, the second may be seen first.
        failed, held, quiet_since = set(), set(), time.monotonic()
        held_since = quiet_since
        while left > 0:
            if alone and time.monotonic() - held_since > AGAIN_AFTER:
                held, held_since = set(), time.monotonic()
            others = Domain("id", "not in", [*failed, *held])
            rows = self.search(pending & others, order="id", limit=BATCH)
            if rows:
                self._process_batch(rows)
                waiting = rows.filtered(lambda row: row.state == "pending")
                for row in waiting:
                    (failed if row.attempts else held).add(row.id)
                left = cron._commit_progress(len(rows))
                if waiting != rows:
                    quiet_since = time.monotonic()
            elif not alone or time.monotonic() - quiet_since > LINGER:
                break
            else:
                time.sleep(LOOK_EVERY)
                left = cron._commit_progress()
        if left > 0:
            cron._commit_progress(remaining=0)
        job = self.env.ref("public_links.ir_cron_track_webhook")
        if left <= 0:
            # The time was used up. Even if there is nothing now: who stores an event in the
            # next moment believes that somebody is looking.
            job._trigger()
        elif self.search_count(pending, limit=1):
            job._trigger(fields.Datetime.now() + timedelta(seconds=30))

    @api.model
    def _process_batch(self, rows):
        # All at once is three times as fast, but an error undoes all: then one by one.
        careful = False
        for attempt in range(ATTEMPTS):
            try:
                with self.env.cr.savepoint():
                    rows._process(careful)
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # They stay pending: only a new transaction sees the other one's changes.
                self.env.cr.rollback()
                if attempt == ATTEMPTS - 1:
                    _logger.info("Webhooks wait for another transaction.")
            except Exception:
                if careful:
                    raise
                _logger.info("Webhooks are taken one by one.", exc_info=True)
                careful = True

    def _process(self, careful=True):
        """Store what these events say on the parcels of their accounts.

        :param bool careful: each event in a savepoint, so that errors concern one only
        """
        read = [(row, row._results()) for row in self]
        found = self._parcels(read)
        everything = self.env["shipment.parcel"].union(*chain(*found.values()))
        locked = everything.try_lock_for_update(allow_referencing=True)
        everything.invalidate_recordset()
        locked._known_scans()
        done = self.browse()
        for row, results in read:
            if results is None:
                continue
            pairs = [
                (parcel, result)
                for result, parcels in zip(results, found[row], strict=True)
                for parcel in parcels
            ]
            if any(parcel not in locked for parcel, _result in pairs):
                continue  # It waits for its turn.
            taken = [
                parcel.with_prefetch(locked._ids)._record_answer(
                    result, "webhook", careful
                )
                for parcel, result in pairs
            ]
            if all(taken):
                done |= row
            else:
                row._mark_failed()
        done._mark_done()
        for account in self.account_id:
            account.last_webhook_at = fields.Datetime.now()

    def _results(self):
        """Return what the event says, or ``None`` when it cannot be read."""
        try:
            _event_id, results = self.account_id._adapter().parse_webhook(
                (self.body or "").encode()
            )
        except Exception as error:
            self.write(
                {"state": "failed", "body": False, "error": type(error).__name__}
            )
            return None
        return results

    def _parcels(self, read):
        """Return the parcels that results are about; never those of another account.

        They are found by tracker id. The number counts only for parcels that have no tracker
        id yet, since it may have been another parcel's before.

        :param list read: pairs of an event and its results, or ``None``
        :return: for each event the parcels of each of its results
        :rtype: dict
        """
        Parcel, found = self.env["shipment.parcel"], {}
        for account in self.account_id:
            mine = [
                (row, told or []) for row, told in read if row.account_id == account
            ]
            results = [result for _row, told in mine for result in told]
            own = Domain("account_id", "=", account.id)
            references = [result.tracker_id for result in results if result.tracker_id]
            known = Parcel.search(own & Domain("tracker_id", "in", references))
            known = known.grouped("tracker_id")
            unknown = Parcel._open_by_number(
                account, [result.number for result in results]
            )
            for row, told in mine:
                found[row] = [
                    known.get(result.tracker_id)
                    or unknown.get(comparable(result.number), Parcel)
                    for result in told
                ]
        return found

    def _mark_done(self):
        self.write({"state": "done", "body": False, "error": False})

    def _mark_failed(self):
        self.attempts += 1
        if self.attempts >= ATTEMPTS:
            self.write({"state": "failed", "error": "not kept"})
            # From here with growing pauses, and where staff see it.
            # sudo: what waits is the system's own
            self.env["public.link.job"].sudo()._plan(
                "tracking_webhook", self, self.account_id
            )

    def _try_again(self):
        """Try to keep what could not be kept so far, as long as it matters.

        :raise UserError: if it still cannot be kept
        """
        results = self._results() if self.state == "failed" and self.body else None
        parcels = self.env["shipment.parcel"]
        if results:
            parcels = parcels.union(*self._parcels([(self, results)])[self])
        if all(
            parcel.last_success_at and parcel.last_success_at > self.create_date
            for parcel in parcels
        ):
            # It was done, or the provider has answered since.
            self._mark_done()
            return
        self._process(careful=True)
        if self.state != "done":
            raise UserError(self.env._("The answer could not be kept."))

    @api.autovacuum
    def _gc_webhooks(self):
        """Delete events that are so old that no provider sends them again."""
        limit = fields.Datetime.now() - KEEP
        return purge(self, [("create_date", "<", limit), ("state", "!=", "pending")])


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "tracking_webhook": Kind(
            label=_lt("What a tracking service told us"), run="_try_again"
        ),
    }
