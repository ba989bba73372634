"""Try what may go wrong between two servers and a replica; run by `benchmarks/cluster`.

In an Odoo shell on the primary, as a third server. Writes "status" into PL_CLUSTER, and
the table into PL_DOCS if that is set.
"""

import base64
import json
import os
import re
import signal
import statistics
import subprocess
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import requests

FOLDER = Path(os.environ["PL_CLUSTER"])
FRONT, A, B = (os.environ[name] for name in ("PL_FRONT", "PL_A", "PL_B"))
ACCESS = re.compile(r'"(\w+) (\S+) HTTP/1\.[01]" (\d+) .* (ro->rw|ro|rw)\s*$', re.M)
FIRST = iter(range(2, 250))
rows = []


def note(what, result, good=True):
    rows.append((what, result, "yes" if good else "**no**"))
    print(f"{'' if good else 'NOT AS IT SHOULD BE: '}{what}: {result}", flush=True)


def visitor():
    """Return a session with an address of its own: the proxy limits each of them."""
    session = requests.Session()
    adapter = requests.adapters.HTTPAdapter()
    address = f"127.0.0.{next(FIRST)}"
    adapter.init_poolmanager(10, 10, source_address=(address, 0))
    session.mount("http://", adapter)
    return session


def get(url, **options):
    return visitor().get(url, timeout=60, **options)


def wait(done, seconds=60):
    start = time.monotonic()
    while time.monotonic() < start + seconds:
        try:
            if done():
                return time.monotonic() - start
        except (requests.RequestException, psycopg2.Error):
            pass
        time.sleep(0.02)
    raise SystemExit("It did not come to this.")


def ask_replica(statement):
    connection = psycopg2.connect(
        host=FOLDER / "sock",
        port=os.environ["PL_REPLICA_PORT"],
        user="odoo",
        dbname=env.cr.dbname,  # noqa: F821  # the shell's
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchone()[0]
    connection.close()
    return found


@contextmanager
def held_back():
    """Let the replica stay at this moment, as under load or a long query."""
    ask_replica("SELECT pg_wal_replay_pause()")
    wait(lambda: ask_replica("SELECT pg_get_wal_replay_pause_state()") == "paused")
    try:
        yield
    finally:
        ask_replica("SELECT pg_wal_replay_resume()")
        caught_up()


def caught_up():
    env.cr.execute("SELECT pg_current_wal_lsn()")  # noqa: F821
    lsn = env.cr.fetchone()[0]  # noqa: F821
    env.cr.commit()  # noqa: F821
    wait(lambda: ask_replica(f"SELECT pg_last_wal_replay_lsn() >= '{lsn}'::pg_lsn"))


def commit(env):
    """Commit, and tell the other servers which caches are old, as a request does."""
    env.cr.commit()
    env.registry.signal_changes()


def postgres(name, action):
    command = [os.environ["PL_CTL"], "-s", "-w", "-D", f"{FOLDER}/{name}"]
    if os.geteuid() == 0:
        user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        command = [*user, "--", *command]
    more = ["-m", "immediate"] if action == "stop" else ["-l", f"{FOLDER}/{name}.log"]
    subprocess.run([*command, *more, action], cwd="/", check=True)


def path_of(url):
    return url.removeprefix(FRONT)


def make_quote(env, number):
    """Return a quotation that waits for an answer, and the path of its link."""
    partner = env["res.partner"].create(
        {"name": f"Cluster {number}", "email": f"cluster{number}@example.com"}
    )
    product = env["product.product"].create({"name": "Lamp", "type": "service"})
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "require_signature": False,
            "require_payment": False,
            "order_line": [(0, 0, {"product_id": product.id, "price_unit": 10})],
        }
    )
    order.state = "sent"
    link = env["public.link"]._issue(order, "approve")
    return order, link


def form(server, path, action, session=None, **data):
    """Send a form of a page, as it was shown by a server, and do not follow."""
    session = session or visitor()
    page = session.get(server + path, timeout=60)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page.text)
    return send(server, path, action, session, seen=seen and seen[1], **data)


def send(server, path, action, session=None, **data):
    session = session or visitor()
    return session.post(
        f"{server}{path}/{action}", data=data, timeout=60, allow_redirects=False
    )


def try_pages(links):
    """Each page through the proxy, and which database served it."""
    for label, url in links:
        answers = [get(url).status_code for _number in range(4)]
        if set(answers) != {200}:
            note(f"{label} by the proxy", answers, False)
    time.sleep(0.5)
    by_route = {}
    for name in ("a", "b"):
        text = (FOLDER / f"{name}.log").read_text(encoding="utf-8")
        for _method, path, status, mode in ACCESS.findall(text):
            found = re.match(r"/link/(view|pay|track|approve|return|portal)/", path)
            if found and status == "200":
                by_route.setdefault(found[1], Counter())[mode] += 1
    shown = ", ".join(
        f"{purpose} {'/'.join(sorted(modes))}"
        for purpose, modes in sorted(by_route.items())
    )
    good = by_route and all(set(modes) == {"ro"} for modes in by_route.values())
    note("Each page, four times through the proxy: 200, read from", shown, bool(good))


def try_lag(env, order, path):
    """How long after a commit on one server a page of the other shows it."""
    times = []
    for number in range(10):
        order.name = f"CL{number:05d}"
        commit(env)
        start = time.monotonic()
        wait(lambda: order.name in get(B + path).text)
        times.append((time.monotonic() - start) * 1000)
    note(
        "Changed on one server, shown by the other: ten times, requests included",
        f"median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms",
        max(times) < 2000,
    )


def try_held_back(env):
    """What customers see while the replica does not move."""
    _order, link = make_quote(env, "held")
    _order2, other = make_quote(env, "held2")
    _order3, third = make_quote(env, "held3")
    commit(env)
    caught_up()
    path, others, thirds = link._path(), other._path(), third._path()
    for server in (A, B):
        for one in (path, others, thirds):
            get(server + one)
    forms = {
        one: re.search(r'name="seen" value="(\w+)"', get(A + one).text)[1]
        for one in (path, others, thirds)
    }
    with held_back():
        _new, fresh = make_quote(env, "fresh")
        commit(env)
        answer = get(B + fresh._path())
        note("A link that the replica does not know yet opens", answer.status_code,
             answer.status_code == 200)  # fmt: skip
        said = form(A, path, "comment", text="Is it green?")
        page = get(B + said.headers.get("Location", "/"))
        note("A comment sent by one server is on the page that the other answers",
             f"{said.status_code}, then {page.status_code}",
             said.status_code == 303 and "Is it green?" in page.text)  # fmt: skip
        said = send(A, path, "approve", seen=forms[path], accept="1")
        page = get(B + said.headers.get("Location", "/"))
        note("After approving there, the other server shows what was done",
             f"{said.status_code}, then {page.status_code}",
             said.status_code == 303 and "Thank you" in page.text)  # fmt: skip
        other._revoke()
        commit(env)
        answer = send(B, others, "approve", seen=forms[others], accept="1")
        note(
            "A revoked link acts no more", answer.status_code, answer.status_code == 410
        )
        stale = get(B + others).status_code
        company = env["res.company"].browse(third.company_id.id)
        company.public_links_enabled = False
        commit(env)
        answer = send(B, thirds, "approve", seen=forms[thirds], accept="1")
        note("With public links turned off none acts", answer.status_code,
             answer.status_code == 410)  # fmt: skip
        company.public_links_enabled = True
        commit(env)
        key = env["public.link.key"].search([], order="id desc", limit=1)
        env["public.link.key"]._rotate()
        key._retire()
        commit(env)
        answer = send(B, thirds, "approve", seen=forms[thirds], accept="1")
        note("A link of a retired key acts no more", answer.status_code,
             answer.status_code == 410)  # fmt: skip
        note("Meanwhile a page of a revoked link, read from the replica, says", stale)
    closed = [get(server + one).status_code for server in (A, B) for one in (others, thirds)]  # fmt: skip
    note("As soon as the replica has caught up, those pages say", closed,
         set(closed) == {410})  # fmt: skip


def try_twice(env):
    """The same approval sent to both servers at once."""
    orders = [make_quote(env, f"twice{number}") for number in range(5)]
    commit(env)
    caught_up()
    answers = Counter()
    for _order, link in orders:
        path = link._path()
        seen = re.search(r'name="seen" value="(\w+)"', get(A + path).text)[1]
        threads = [
            threading.Thread(
                target=lambda server: answers.update(
                    [send(server, path, "approve", seen=seen, accept="1").status_code]  # noqa: B023
                ),
                args=[server],
            )
            for server in (A, B)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        env.cr.commit()
        env.invalidate_all()
    approved = env["sale.order.approval"].search(
        [("order_id", "in", [order.id for order, _link in orders])]
    )
    states = {order.state for order, _link in orders}
    note("Five quotations, each approved on both servers at once",
         f"{len(approved)} approvals, {dict(answers)}",
         len(approved) == 5 and states == {"sale"})  # fmt: skip


def try_stopping(links):
    """One server is stopped while customers read."""
    answers, stop = Counter(), threading.Event()
    urls = [url for label, url in links if label in ("Order", "Quotation", "Invoice")]

    def read():
        while not stop.is_set():
            for url in urls:
                try:
                    answers[get(url).status_code] += 1
                except requests.RequestException as error:
                    answers[type(error).__name__] += 1

    readers = [threading.Thread(target=read) for _number in range(4)]
    for reader in readers:
        reader.start()
    time.sleep(3)
    os.kill(int(os.environ["PL_SERVER_A"]), signal.SIGTERM)
    time.sleep(8)
    stop.set()
    for reader in readers:
        reader.join()
    note("One server is stopped under load; what customers got", dict(answers),
         set(answers) == {200})  # fmt: skip


def try_primary_away(links):
    """Only the replica is left."""
    urls = [(label, url) for label, url in links if label in ("Order", "Invoice", "Approve")]  # fmt: skip
    for _label, url in urls:
        get(B + path_of(url))
    postgres("primary", "stop")
    try:
        for label, url in urls:
            answer = get(B + path_of(url))
            safe = answer.headers.get("Referrer-Policy") == "no-referrer"
            note(f"The primary is away: {label.lower()} page",
                 f"{answer.status_code}{'' if safe else ', without our headers'}",
                 safe and answer.status_code in (200, 503))  # fmt: skip
        answer = send(FRONT, path_of(urls[0][1]), "comment", text="Hello?")
        safe = answer.headers.get("Referrer-Policy") == "no-referrer"
        note("The primary is away: a comment, by the proxy",
             f"{answer.status_code}{'' if safe else ', without our headers'}",
             safe and answer.status_code == 503)  # fmt: skip
    finally:
        postgres("primary", "start")
    seconds = wait(lambda: get(B + path_of(urls[0][1])).status_code == 200)
    note("Back again: pages open after", f"{seconds:.1f} s", seconds < 20)


def main(env):
    lines = (FOLDER / "links.txt").read_text(encoding="utf-8").splitlines()
    links = [line.rsplit(None, 1) for line in lines]
    for server in (A, B):
        wait(lambda: get(server + "/link/unknown").status_code == 404, 120)  # noqa: B023
    try_pages(links)
    order, link = make_quote(env, "lag")
    commit(env)
    caught_up()
    try_lag(env, order, link._path())
    try_twice(env)
    try_held_back(env)
    # Signed anew: the key of before is retired.
    renewed = renew(env, lines)
    commit(env)
    caught_up()
    try_stopping(renewed)
    try_primary_away(renewed)


def renew(env, lines):
    """Return the links of the demo once more, signed by the key of now."""
    found = []
    for line in lines:
        label, url = line.rsplit(None, 1)
        purpose, token = url.split("/link/")[1].split("/")
        body = token.split(".")[1]
        jti = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["jti"]
        link = env["public.link"].search([("jti", "=", jti)])
        new = env["public.link"]._issue(link._document(), purpose)
        found.append((label, FRONT + new._path()))
    return found


status = 1
try:
    main(env)  # noqa: F821  # the shell's
    status = int(any(good != "yes" for *_rest, good in rows))
finally:
    (FOLDER / "status").write_text(str(status))
table = ["| What | Result | As it should be |", "| --- | --- | --- |"]
table += [f"| {what} | {result} | {good} |" for what, result, good in rows]
print("\n".join(table))
if docs := os.environ.get("PL_DOCS"):
    text = Path(docs).read_text(encoding="utf-8")
    start, end = (
        "<!-- cluster: written by benchmarks/cluster --write -->\n",
        "<!-- end of cluster -->",
    )
    before, rest = text.split(start)
    after = rest.split(end)[1]
    new = f"{before}{start}\n" + "\n".join(table) + f"\n\n{end}{after}"
    Path(docs).write_text(new, encoding="utf-8")
