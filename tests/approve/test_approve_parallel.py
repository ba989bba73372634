# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from odoo import Command
from odoo.tests import get_db_name, tagged
from odoo.tools import config

from ..common.base import CommittedCase, own_environment

TOGETHER = 10
LAUNCHER = Path(__file__).resolve().parents[2] / "scripts" / "launch.py"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@tagged("post_install", "-at_install")
class TestParallelApprovals(CommittedCase):
    """A real server with a process a request, real commits; all of it is removed."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            partner = env["res.partner"].create(
                {"name": "Ten at once", "email": "ten@example.com"}
            )
            product = env["product.product"].create(
                {"name": "Ten at once", "type": "consu", "list_price": 10}
            )
            order = env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "require_signature": False,
                    "require_payment": False,
                    "order_line": [Command.create({"product_id": product.id})],
                }
            )
            order.state = "sent"
            links = env["public.link"]._issue(order, "approve")
            self.ids = {
                "partner": partner.id,
                "product": product.id,
                "order": order.id,
            }
            self.path = links._path()
        self.port = free_port()
        self._serve()

    def _serve(self):
        command = [
            sys.executable,
            str(LAUNCHER),
            "server",
            *("-c", config["config"]),
            *("-d", get_db_name()),
            *("--http-port", str(self.port)),
            *("--gevent-port", str(free_port())),
            *("--workers", str(TOGETHER)),
            *("--max-cron-threads", "0"),
        ]
        self.server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.addCleanup(self._stop)
        deadline = time.monotonic() + 120
        while True:
            try:
                self.assertEqual(self._ask(self.path)[0], 200)
                return
            except OSError:
                self.assertIsNone(self.server.poll(), "The server ended.")
                self.assertLess(time.monotonic(), deadline, "No server in time.")
                time.sleep(0.3)

    def _stop(self):
        os.killpg(self.server.pid, signal.SIGTERM)
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(20)

    def _ask(self, path, data=None):
        """Return status, address and text of an answer, redirects not followed."""
        body = data and urllib.parse.urlencode(data).encode()
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body)
        try:
            with urllib.request.build_opener(_NoRedirect).open(
                asked, timeout=60
            ) as page:
                return page.status, "", page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", ""), ""

    def _forget(self):
        with own_environment(self.registry) as env:
            order = env["sale.order"].browse(self.ids.get("order")).exists()
            if order:
                # Evidence is for ever; this one is a test's.
                env.cr.execute(
                    "DELETE FROM sale_order_approval WHERE order_id = %s", [order.id]
                )
                order.invalidate_recordset()
                order._action_cancel()
                order.picking_ids.unlink()
                order.unlink()
            env["product.product"].browse(
                self.ids.get("product")
            ).product_tmpl_id.unlink()
            env["res.partner"].browse(self.ids.get("partner")).unlink()

    def test_ten_approvals_at_once_confirm_once(self):
        """S12, A61, F7: ten processes, one confirmation; nobody gets an error"""
        text = self._ask(self.path)[2]
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', text).group(1)
        form = {"seen": seen, "accept": "1", "name": "Ten"}
        with ThreadPoolExecutor(TOGETHER) as pool:
            answers = list(
                pool.map(
                    lambda _number: self._ask(f"{self.path}/approve", form),
                    range(TOGETHER),
                )
            )
        self.assertEqual({status for status, _location, _text in answers}, {303})
        said = [
            re.search(r"said=(\w+)", location).group(1)
            for _status, location, _text in answers
        ]
        self.assertEqual(said.count("approved"), 1, said)
        self.assertLessEqual(set(said), {"approved", "closed", "changed", "busy"})
        with own_environment(self.registry) as env:
            order = env["sale.order"].browse(self.ids["order"])
            self.assertEqual(order.state, "sale")
            self.assertEqual(len(order.public_link_approval_ids), 1)
            self.assertEqual(len(order.picking_ids), 1)
            self.assertEqual(len(order.picking_ids.move_ids), 1)
            self.assertEqual(len(order.activity_ids), 1)
