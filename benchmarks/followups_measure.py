"""Plan, write and send follow-ups, and time it; run in an Odoo shell by benchmarks/followups.

PL_BENCH_STEP says which part: "plan", "idle", "send" or "rest". What it took is added to
PL_BENCH_RESULTS, a line of JSON each.
"""

import json
import os
import resource
import time
from contextlib import contextmanager
from pathlib import Path

from odoo import Command

from odoo.addons.public_links.models.followup import public_link_plan_run

PART = int(os.environ["PL_BENCH_PART"])
# How many mails of each kind are compared, and how many take turns.
SENT, TURN = max(2_000 // PART, 20), max(100 // PART, 10)
STEP = os.environ["PL_BENCH_STEP"]
# Else a small part would be done in one transaction, with nothing to interrupt.
public_link_plan_run.BATCH = min(public_link_plan_run.BATCH, 1_000 // PART)


def note(what, **values):
    with Path(os.environ["PL_BENCH_RESULTS"]).open("a") as file:
        print(json.dumps({"what": what, "at": time.time(), **values}), file=file)


def megabytes():
    """Return how much memory this process had at the most until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def measured(what):
    before, start, cpu = megabytes(), time.monotonic(), time.process_time()
    note(f"{what} began")
    values = {}
    yield values
    note(
        what,
        seconds=time.monotonic() - start,
        # Of this process alone: says more than the clock where others work, too.
        cpu=time.process_time() - cpu,
        mb=megabytes(),
        grown=megabytes() - before,
        **values,
    )


def plan(env):
    """What is due is planned and written; what was written before an interruption stays."""
    with measured("plan"):
        env["public.link.plan"]._run(env.company)
        env.cr.commit()


def idle(env):
    """The scheduled action finds nothing to do."""
    count = env["public.link.followup"].search_count([])
    for what in ("idle", "idle again"):
        env.invalidate_all()
        with measured(what):
            env["public.link.plan"]._cron_followups()
    if env["public.link.followup"].search_count([]) != count:
        raise SystemExit("There was something to do.")


def send(env):
    """As many of core's mails and of ours leave by core's queue, some of each by turns."""
    Mail = env["mail.mail"]
    ours = Mail.search(
        [("public_link_followup_id", "!=", False)], limit=SENT, order="id"
    )
    # The same mails to the same people about the same records, without links: as core's
    # composer leaves them in the queue, notification included.
    core = Mail.with_context(public_links_joined=True).create(
        [
            {
                "subject": mail.subject,
                "body_html": mail.body_html.replace("/link/", "/elsewhere/"),
                "model": mail.model,
                "res_id": mail.res_id,
                "email_from": mail.email_from,
                "reply_to": mail.reply_to,
                "recipient_ids": [Command.set(mail.recipient_ids.ids)],
                "is_notification": True,
                "auto_delete": True,
            }
            for mail in ours
        ]
    )
    env["mail.notification"].create(
        [
            {**values, "res_partner_id": mail.recipient_ids.id}
            for mail, values in zip(core, core._get_notification_values(), strict=True)
        ]
    )
    env.cr.commit()
    took, queues = {"core": 0.0, "ours": 0.0}, {"core": core.ids, "ours": ours.ids}
    cpu = dict(took)
    # The first of each are not counted: they load what all of them need.
    for place in range(0, SENT, TURN):
        for whose, ids in queues.items():
            env.invalidate_all()
            start, used = time.monotonic(), time.process_time()
            Mail.process_email_queue(ids[place : place + TURN])
            if place:
                took[whose] += time.monotonic() - start
                cpu[whose] += time.process_time() - used
    note("send", mails=SENT - TURN, mb=megabytes(), cpu=cpu, **took)


def rest(env):
    """All that waits leaves, as the scheduled action lets it."""
    Mail = env["mail.mail"]
    with measured("rest"):
        while Mail.search_count([("state", "=", "outgoing")], limit=1):
            Mail.process_email_queue()
            env.invalidate_all()
            env.cr.commit()


def count(env):
    """What there is in the end, beside what has arrived."""
    Followup = env["public.link.followup"]
    sent = Followup.search([("state", "=", "sent")])
    doubled = env["public.link.followup.line"]._read_group(
        [("state", "=", "sent"), ("step_id", "!=", False)],
        ["invoice_id"],
        having=[("__count", ">", 1)],
    )
    inbox = [
        line.split()
        for line in Path(os.environ["PL_INBOX"]).read_text().splitlines()
        if line
    ]
    arrived = {}
    for number, _to in inbox:
        arrived[number] = arrived.get(number, 0) + 1
    expected = {one.message_id.message_id: one.email for one in sent}
    people = {}
    for number, to in set(map(tuple, inbox)):
        if number in expected:
            people.setdefault(to, set()).add(number)
    note(
        "count",
        followups=len(sent),
        invoices=len(sent.line_ids),
        people=len(set(expected.values())),
        doubled_rows=len(doubled),
        lost=sum(1 for number in expected if number not in arrived),
        doubled=sum(1 for numbers in people.values() if len(numbers) > 1),
        again=sum(1 for number in expected if arrived.get(number, 0) > 1),
    )


globals()[STEP](env)  # noqa: F821  # of Odoo's shell
