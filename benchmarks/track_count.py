"""Counts what became of the webhooks; run in Odoo's shell by ``benchmarks/track``."""
# ruff: noqa: F821  (env is the shell's)

import json
import os

# An event is stored in one second and worked off in a transaction that began in another.
env.cr.execute(
    """SELECT count(*), count(*) FILTER (WHERE state = 'pending'),
              count(*) FILTER (WHERE state = 'failed'),
              extract(epoch FROM max(write_date) - max(create_date)),
              extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (
                  ORDER BY write_date - create_date)),
              extract(epoch FROM percentile_disc(0.99) WITHIN GROUP (
                  ORDER BY write_date - create_date)),
              extract(epoch FROM max(write_date - create_date))
         FROM shipment_tracking_webhook WHERE event_id != 'evt_warm'"""
)
kept, left, failed, *delays = env.cr.fetchone()
after, half, most, slowest = (max(float(delay or 0), 0.0) for delay in delays)
env.cr.execute(
    """SELECT count(*), count(DISTINCT (parcel_id, message))
         FROM shipment_parcel_event WHERE message LIKE 'Hook %%'"""
)
scans, different = env.cr.fetchone()
env.cr.execute(
    """SELECT account.provider, count(DISTINCT hook.id), (
                  SELECT count(*) FROM shipment_parcel_event event
                    JOIN shipment_parcel parcel ON parcel.id = event.parcel_id
                   WHERE parcel.account_id = account.id AND event.message LIKE 'Hook %%')
         FROM shipment_tracking_webhook hook
         JOIN shipment_tracking_account account ON account.id = hook.account_id
        WHERE hook.state = 'done' AND hook.event_id != 'evt_warm' GROUP BY account.id ORDER BY account.provider"""
)
row = {
    "what": "kept",
    # Of each provider: events that were worked off, and the scans of them.
    "providers": env.cr.fetchall(),
    "kept": kept,
    "left": left,
    "failed": failed,
    "scans": scans,
    "doubled": scans - different,
    "after": after,
    "half": half,
    "most": most,
    "slowest": slowest,
}
with open(os.environ["PL_TRACK_RESULTS"], "a") as file:
    file.write(json.dumps(row) + "\n")
print(row, flush=True)
