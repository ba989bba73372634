# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""wkhtmltopdf that is missing, hangs, or writes something else; ours and others' reports."""

import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from pypdf import PdfWriter

from odoo.exceptions import UserError
from odoo.tests import mute_logger

from odoo.addons.base.models import ir_actions_report as core

from ...models.link import ir_actions_report as ours
from ...models.link.wkhtmltopdf import NoPdf
from ..common.base import PublicLinkCase

HANGS = "sleep 60 & echo $! > {folder}/child; wait"
RUBBISH = 'for last; do :; done; echo "no PDF" > "$last"'
CUT = 'for last; do :; done; printf "%s" "%PDF-1.4 cut" > "$last"'
EMPTY = ":"
CRASHES = "kill -SEGV $$"
WRITES = 'for last; do :; done; cp {folder}/good.pdf "$last"'


class TestWkhtmltopdf(PublicLinkCase):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.order = self.make_order()
        store = self.env["public.link.pdf"].with_context(
            lang="en_US", force_report_rendering=True
        )
        store._order_pdf(self.order, "v1")
        self.row = store._find(self.order, "v1")
        self.startPatcher(patch.object(ours, "SECONDS", 2))

    def program(self, script):
        """Let core find this shell script in place of wkhtmltopdf."""
        path = Path(self.folder.name) / "wkhtmltopdf"
        path.write_text("#!/bin/bash\n" + script.format(folder=self.folder.name))
        path.chmod(0o755)
        found = core._wkhtml()._replace(state="ok", bin=str(path))
        return patch.object(core, "_wkhtml", lambda: found)

    def is_alive(self, number):
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return False
        return state[0] != "Z"

    def test_one_that_hangs_is_ended_with_all_that_it_started(self):
        """R2, F62: a job of ours does not wait without end"""
        start = time.monotonic()
        with self.program(HANGS), self.assertRaises(NoPdf) as caught:
            self.row._rendered()
        self.assertLess(time.monotonic() - start, 20)
        self.assertIn("2 seconds", str(caught.exception))
        child = int((Path(self.folder.name) / "child").read_text())
        for _number in range(50):
            if not self.is_alive(child):
                break
            time.sleep(0.1)
        self.assertFalse(self.is_alive(child))

    def test_what_it_writes_is_looked_at(self):
        """R2, F62: something else, a part, nothing; the disk may be full"""
        for script in (RUBBISH, CUT, EMPTY):
            with self.subTest(script), self.program(script):
                with self.assertRaises(NoPdf):
                    self.row._rendered()
        with self.program(CRASHES), mute_logger(core.__name__):
            with self.assertRaises(UserError):
                self.row._rendered()
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        writer.write(f"{self.folder.name}/good.pdf")
        with self.program(WRITES):
            self.assertTrue(self.row._rendered().startswith(b"%PDF-"))

    @mute_logger("odoo.addons.public_links.models.link.public_link_job")
    def test_one_that_is_missing_is_found_when_it_is_there_again(self):
        """R2, F62: core looks for it once a process"""
        core._wkhtml.cache_clear()
        self.addCleanup(core._wkhtml.cache_clear)
        with patch.object(core, "find_in_path", side_effect=OSError):
            self.row._render()
            self.assertEqual(core._wkhtml().state, "install")
        job = self.env["public.link.job"].search([])
        self.assertIn("Wkhtmltopdf", job.error)
        self.row._render()
        self.assertEqual(self.row.state, "ready")
        self.assertFalse(job.exists())

    def test_other_reports_of_the_server_are_left_alone(self):
        """R2: they have core's own function, without an end or a look"""
        with self.program(RUBBISH):
            with patch.object(core.subprocess, "run", wraps=core.subprocess.run) as one:
                content = self.env["ir.actions.report"]._run_wkhtmltopdf(["<p>x</p>"])
        self.assertEqual(content, b"no PDF\n")
        self.assertNotIn("timeout", one.call_args.kwargs)
