# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is told and what is left when something goes away under a real server.

Run by ``scripts/faults``, on a PostgreSQL that may be stopped; docs/FAULTS.md is the table
of what these tests show.
"""

import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg2
import requests

from odoo.fields import Command

from ..common.base import HEADERS
from ..e2e.server import ServerCase

PATIENCE = 30  # seconds
HOLD = "public_links_hold"


def wait_for(done, what):
    """Wait until a function returns something true, and return that."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(psycopg2.Error):
            if found := done():
                return found
        time.sleep(0.05)
    raise AssertionError(f"It did not come to this: {what}")


class FaultCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        hold = tempfile.TemporaryDirectory(prefix="public-links-")
        cls.addClassCleanup(hold.cleanup)
        cls.before_release = Path(hold.name) / "hold"
        os.environ["PUBLIC_LINKS_HOLD"] = str(cls.before_release)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.addCleanup(self.before_release.unlink, missing_ok=True)
        self.addCleanup(self.postgres, "start")

    # === FAULTS === #

    def postgres(self, action):
        """Start PostgreSQL, or stop it as a power cut does; nothing if it is so already."""
        folder = os.environ["PL_FAULTS_PG"]
        command = [os.environ["PL_FAULTS_CTL"], "-s", "-w", "-D", f"{folder}/data"]
        if os.geteuid() == 0:
            user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            command = [*user, "--", *command]
        running = not subprocess.run([*command, "status"], cwd="/").returncode
        if action == "stop" and running:
            subprocess.run([*command, "-m", "immediate", "stop"], cwd="/", check=True)
        if action == "start" and not running:
            subprocess.run(
                [*command, "-l", f"{folder}/log", "start"], cwd="/", check=True
            )

    def kill_workers(self):
        """End every worker at once, as the system does when memory is short."""
        workers = psutil.Process(self.odoo.popen.pid).children()
        self.assertTrue(workers)
        for worker in workers:
            worker.send_signal(signal.SIGKILL)

    @contextmanager
    def slow(self, table):
        """Let every new row of a table take its time, to be caught in the act."""
        trigger = (
            f"CREATE OR REPLACE FUNCTION {HOLD}() RETURNS trigger AS $$ BEGIN"
            f" PERFORM pg_sleep(60); RETURN NEW; END $$ LANGUAGE plpgsql;"
            f" CREATE TRIGGER {HOLD} BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {HOLD}()"
        )
        with self.env() as env:
            env.cr.execute(trigger)
        try:
            yield
        finally:
            self.postgres("start")
            wait_for(lambda: self._quick(table), "the trigger is gone")

    def _quick(self, table):
        with self.env() as env:
            env.cr.execute(f"DROP TRIGGER IF EXISTS {HOLD} ON {table}")
        return True

    def wait_until_caught(self):
        def caught():
            with self.env() as env:
                env.cr.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                )
                return env.cr.fetchone()[0]

        wait_for(caught, "the request is in the middle of it")

    # === THE CUSTOMER === #

    def quote(self):
        """Return the id of a quotation that waits, and the path of its approve link."""
        with self.env() as env:
            shop = self.in_shop(env)
            product = shop["product.product"].create(
                {"name": "Lamp", "type": "service", "company_id": self.company_id}
            )
            line = {"product_id": product.id, "price_unit": 10, "tax_ids": False}
            order = shop["sale.order"].create(
                {
                    "partner_id": self.make_customer(env).id,
                    "company_id": self.company_id,
                    "require_signature": False,
                    "require_payment": False,
                    "order_line": [Command.create(line)],
                }
            )
            order.state = "sent"
            return order.id, self.make_link(env, order, "approve")._path()

    def get(self, path):
        return requests.get(f"{self.odoo.url}{path}", timeout=PATIENCE)

    def seen(self, path):
        return re.search(r'name="seen" value="([0-9a-f]+)"', self.get(path).text)[1]

    def post(self, path, **options):
        return requests.post(
            f"{self.odoo.url}{path}",
            timeout=2 * PATIENCE,
            allow_redirects=False,
            **options,
        )

    def approve(self, path, seen):
        return self.post(f"{path}/approve", data={"seen": seen, "accept": "1"})

    @contextmanager
    def meanwhile(self, act, *arguments):
        """Let a customer act while something happens; what became of it is yielded."""
        result = []

        def run():
            try:
                result.append(act(*arguments))
            except requests.RequestException as error:
                result.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield result
        finally:
            thread.join(3 * PATIENCE)
        self.assertTrue(result)

    def order(self, order_id):
        with self.env() as env:
            order = env["sale.order"].browse(order_id)
            return order.state, len(order.public_link_approval_ids)

    def assertCalm(self, response, status):
        """Our page and headers, and nothing of what went wrong."""
        self.assertEqual(response.status_code, status, response.text[:500])
        for name, value in HEADERS.items():
            self.assertEqual(response.headers.get(name), value)
        self.assertNotIn("Set-Cookie", response.headers)
        for part in ("Traceback", "psycopg2", "server closed", "Odoo"):
            self.assertNotIn(part, response.text)

    def assertApproved(self, response):
        self.assertEqual(response.status_code, 303, response.text[:500])
        self.assertIn("said=approved", response.headers["Location"])


class TestPostgresGoes(FaultCase):
    def test_in_the_middle_of_an_approval(self):
        """R5, S12: nothing of it is left, the page does not claim to know, and it can be
        done again"""
        order_id, path = self.quote()
        seen = self.seen(path)
        with self.slow("sale_order_approval"):
            with self.meanwhile(self.approve, path, seen) as result:
                self.wait_until_caught()
                self.postgres("stop")
        self.assertCalm(result[0], 503)
        self.assertIn("do not know yet", result[0].text)
        self.assertEqual(self.order(order_id), ("sent", 0))
        self.assertApproved(self.approve(path, self.seen(path)))
        self.assertEqual(self.order(order_id), ("sale", 1))

    def test_between_a_commit_and_the_answer(self):
        """R5: what was committed is answered so"""
        order_id, path = self.quote()
        seen = self.seen(path)
        self.before_release.touch()
        with self.meanwhile(self.approve, path, seen) as result:
            wait_for(lambda: self.order(order_id) == ("sale", 1), "it is committed")
            self.postgres("stop")
            self.before_release.unlink()
        self.assertApproved(result[0])
        self.postgres("start")
        self.assertEqual(self.order(order_id), ("sale", 1))
        self.assertCalm(wait_for(lambda: self.get(path), "it answers"), 200)

    def test_before_a_request_begins(self):
        """R5: those that find none never reach us; afterwards all is as before"""
        _order_id, path = self.quote()
        self.assertCalm(self.get(path), 200)
        self.postgres("stop")
        response = self.get(path)
        self.assertIn(response.status_code, (404, 500, 503))
        self.assertNotIn("Traceback", response.text)
        self.postgres("start")
        self.assertCalm(self.get(path), 200)


class TestWorkersGo(FaultCase):
    def test_in_the_middle_of_an_approval(self):
        """F62, S12: nothing of it is left, the lock is free"""
        order_id, path = self.quote()
        seen = self.seen(path)
        with self.slow("sale_order_approval"):
            with self.meanwhile(self.approve, path, seen) as result:
                self.wait_until_caught()
                self.kill_workers()
            self.assertIsInstance(result[0], requests.RequestException)
            # PostgreSQL notices when it wants to answer.
            with self.env() as env:
                env.cr.execute(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                    " WHERE wait_event = 'PgSleep'"
                )
        self.assertEqual(self.order(order_id), ("sent", 0))
        self.assertApproved(self.approve(path, self.seen(path)))
        self.assertEqual(self.order(order_id), ("sale", 1))

    def test_in_the_middle_of_a_payment(self):
        """F62, S16: the customer pays once, by the payment that was begun"""
        with self.env() as env:
            invoice = self.make_invoice(env)
            number = invoice.name
            path = self.make_link(env, invoice)._path()
        self.stripe.trouble("slow", r"POST /v1/payment_intents", seconds=5)
        with self.meanwhile(self.pay, path) as result:
            wait_for(
                lambda: [
                    one
                    for one in self.stripe.state()["requests"]
                    if "payment_intents" in str(one)
                ],
                "Stripe is asked",
            )
            self.kill_workers()
        self.assertIsInstance(result[0], requests.RequestException)
        self.stripe.trouble()
        answer = self.pay(path).json()
        self.assertIn("client_secret", answer["result"])
        with self.env() as env:
            payments = env["payment.transaction"].search(
                [("reference", "=like", f"{number}%")]
            )
            self.assertEqual(payments.mapped("state"), ["draft"])
            intents = self.stripe.intents(payments.reference)
        self.assertEqual(len({one["id"] for one in intents}), 1)

    def pay(self, path):
        """Begin a payment as the form of the page does."""
        html = self.get(path).text
        route = re.search(r'data-transaction-route="([^"]+)"', html)[1]
        return self.post(
            route.replace("&amp;", "&"),
            json={
                "jsonrpc": "2.0",
                "id": 1,
                "params": {
                    "amount": 100.0,
                    "provider_id": self.provider_id,
                    "payment_method_id": self.method_id,
                    "flow": "direct",
                    "tokenization_requested": False,
                },
            },
        )


class TestDiskIsFull(FaultCase):
    @contextmanager
    def full(self):
        disk = os.environ.get("PL_FAULTS_DISK")
        if not disk:
            self.skipTest("This user may mount no small disk.")
        filler = Path(disk) / "filler"
        with filler.open("wb") as file, suppress(OSError):
            while file.write(b"x" * 2**16):
                file.flush()
        try:
            yield
        finally:
            filler.unlink()

    def test_while_files_are_sent(self):
        """F62, S15: none is half there, and the same file is taken afterwards"""
        order_id, path = self.quote()

        def send():
            content = f"{order_id} ".encode() * 100_000
            return self.post(
                f"{path}/upload", files=[("files", ("notes.txt", content))]
            )

        with self.full():
            response = send()
            self.assertCalm(response, 500)
            self.assertIn("Nothing was changed", response.text)
            self.assertCalm(self.get(path), 200)
        response = send()
        self.assertEqual(response.status_code, 303, response.text[:500])
        self.assertIn("said=files_sent", response.headers["Location"])
        with self.env() as env:
            messages = env["sale.order"].browse(order_id).public_link_message_ids
            self.assertEqual(len(messages), 1)
            self.assertGreater(messages.attachment_id.file_size, 200_000)
