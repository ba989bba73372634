"""Counts what became of the webhooks; run in Odoo's shell by ``benchmarks/track``."""
# ruff: noqa: F821  (env is the shell's)

import json
import os

with open(os.environ["PL_TRACK_DATA"]) as file:
    sent = json.load(file)["sent"]
env.cr.execute(
    """SELECT count(*), count(*) FILTER (WHERE state = 'pending'),
              count(*) FILTER (WHERE state = 'failed'),
              extract(epoch FROM max(write_date) - max(create_date))
         FROM shipment_tracking_webhook"""
)
kept, left, failed, delay = env.cr.fetchone()
env.cr.execute(
    """SELECT count(*), count(DISTINCT (parcel_id, message))
         FROM shipment_parcel_event WHERE message LIKE 'Hook %%'"""
)
scans, different = env.cr.fetchone()
print(
    "| Events sent | Kept once | Waiting | Failed | Scans | Doubled | Done after the last |"
)
print("| --: | --: | --: | --: | --: | --: | --: |")
print(
    f"| {sent} | {kept} | {left} | {failed} | {scans} | {scans - different} |"
    f" {max(delay or 0, 0):.0f} s |"
)
