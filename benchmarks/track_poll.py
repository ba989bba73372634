"""Polls 10,000 parcels at providers on loopback; run in Odoo's shell by ``benchmarks/track``."""
# ruff: noqa: F821  (env is the shell's)

import json
import os
import random
import sys
import time

sys.path.insert(0, os.environ["PL_TRACK_TOOLS"])
import fake_carrier as fake

from odoo import fields

TOTAL = int(os.environ["PL_TRACK_PARCELS"])
NEW = TOTAL // 20
LATENCY = 0.02
# In batches with ids of their own, in batches by number, and one by one. Not DHL: a free key
# lasts for 250 requests a day, one every five seconds.
PROVIDERS = ("easypost", "aftership", "17track", "shippo")
cr = env.cr
server = fake.FakeCarrier(latency=LATENCY)
server.knows_all = True
Parcel = env["shipment.parcel"]


def rows(query):
    cr.execute(query)
    return cr.fetchall()


def make():
    """Make accounts, and deliveries with one parcel each, in one go."""
    accounts = [
        env["shipment.tracking.account"].create(
            {
                "name": provider,
                "provider": provider,
                "api_key": fake.KEY,
                "webhook_secret": "secret",
                "base_url": server.url,
            }
        )
        for provider in PROVIDERS
    ]
    kind = env["stock.warehouse"].search([], limit=1).out_type_id
    partner = env["res.partner"].create({"name": "Load", "email": "load@example.com"})
    pickings = env["stock.picking"].create(
        [
            {"partner_id": partner.id, "picking_type_id": kind.id}
            for _number in range(TOTAL)
        ]
    )
    parcels = Parcel.create(
        [
            {
                "picking_id": picking.id,
                "number": f"LOAD{place:08}",
                "account_id": accounts[place % len(accounts)].id,
                "carrier_code": "usps",
            }
            for place, picking in enumerate(pickings)
        ]
    )
    # The others were registered on the days before.
    ago = fields.Datetime.subtract(fields.Datetime.now(), days=1)
    parcels[NEW:].write({"last_success_at": ago, "registered_at": ago})
    for parcel in parcels[NEW:]:
        shipment = server.get(parcel.number)
        server.registered.setdefault(parcel.account_id.provider, set()).add(
            parcel.number
        )
        if parcel.account_id._adapter_class().has_ids:
            prefix = "trk_" if parcel.account_id.provider == "easypost" else ""
            parcel.tracker_id = prefix + shipment.id
    cr.commit()
    return accounts


def spoil(generator, requests):
    """Let some of the next requests fail, in every way but silence, which costs 20 s."""
    modes = ["500", "502", "garbage", "cut", "list"]
    server.failures = []
    for _number in range(requests):
        if generator.random() < 0.04:
            server.fail(generator.choice(modes))
        elif generator.random() < 0.01:
            server.fail(generator.choice(("429", "503")), retry_after=60)
        else:
            server.fail("200")


class Passing(list):
    """Failures of which "200" means none."""

    def pop(self, place=-1):
        failure = super().pop(place)
        return None if failure and failure["mode"] == "200" else failure


def round_(title, faults):
    """Run the cron every quarter of an hour, on a clock that is turned by hand."""
    generator = random.Random(7)
    started, asked, runs, longest = time.monotonic(), len(server.seen), 0, 0.0
    work = time.process_time()
    while True:
        [(due,)] = rows(
            "SELECT count(*) FROM shipment_parcel WHERE next_check_at <= now() at time zone 'utc'"
        )
        if not due and runs:
            [(waiting,)] = rows(
                "SELECT count(*) FROM shipment_parcel WHERE fail_count > 0"
            )
            if not waiting:
                break
        if faults:
            spoil(generator, 4000)
            server.failures = Passing(server.failures)
        begin = time.monotonic()
        Parcel._cron_poll()
        longest = max(longest, time.monotonic() - begin)
        runs += 1
        server.failures = []
        # What failed is due a quarter of an hour, or more, later.
        rows(
            "UPDATE shipment_parcel SET next_check_at = next_check_at - interval '30 minutes' WHERE fail_count > 0 RETURNING 1"
        )
        rows("UPDATE shipment_tracking_account SET rest_until = NULL RETURNING 1")
        cr.commit()
        env.invalidate_all()
        if runs > 400:
            raise SystemExit("It never finishes.")
    took = time.monotonic() - started
    work = (time.process_time() - work) * 1000 / TOTAL
    requests = len(server.seen) - asked
    wrong = check()
    note(
        {
            "what": "round",
            "title": title,
            "parcels": TOTAL,
            "seconds": took,
            "cpu": work,
            "requests": requests,
            "runs": runs,
            "longest": longest,
            "wrong": wrong,
        }
    )


def note(row):
    with open(os.environ["PL_TRACK_RESULTS"], "a") as file:
        file.write(json.dumps(row) + "\n")
    print(row, flush=True)


def check():
    """Return how many scans are missing or doubled."""
    expected = sum(len(one.scans) for one in server.shipments.values())
    [(found, kinds)] = rows(
        "SELECT count(*), count(DISTINCT (parcel_id, message)) FROM shipment_parcel_event"
    )
    return abs(expected - found) + abs(found - kinds)


accounts = env["shipment.tracking.account"].union(*make())
# What Odoo does on the side in a new database is not what is measured.
ours = ("ir_cron_track_poll", "ir_cron_track_webhook")
crons = [env.ref(f"public_links.{name}").id for name in ours]
env["ir.cron"].search([("id", "not in", crons)]).active = False
cr.commit()
round_("first: one in twenty is registered, three scans each", faults=False)
for title, faults in (
    ("next: one new scan each", False),
    ("next: the same, 4 % of answers broken, 1 % busy", True),
):
    for shipment in server.shipments.values():
        shipment.add("in_transit", f"Scan {len(shipment.scans) + 1}")
    rows(
        "UPDATE shipment_parcel SET next_check_at = now() at time zone 'utc' RETURNING 1"
    )
    cr.commit()
    env.invalidate_all()
    round_(title, faults)
data = [
    {
        "provider": account.provider,
        "path": f"/link/webhook/{account.provider}/{account.webhook_path}",
        "secret": account._signing_secret(),
        "numbers": account.parcel_ids.mapped("number"),
    }
    for account in accounts
]
with open(os.environ["PL_TRACK_DATA"], "w") as file:
    json.dump(data, file)
server.stop()
