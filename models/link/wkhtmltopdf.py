# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An end to a wkhtmltopdf that hangs, for whoever asks for one.

Core waits for it without limit, in a function and not in a method. So the function is
wrapped once a process; a thread that asked for no limit gets core's own, unchanged.
"""

import contextlib
import os
import signal
import subprocess
from contextvars import ContextVar

from odoo.addons.base.models import ir_actions_report as core

_seconds = ContextVar("public_links_seconds", default=None)


class NoPdf(Exception):
    """No PDF came out. The text, which staff read, says why, in English as core's log."""


def look_again():
    """Have core look for wkhtmltopdf anew, if it did not find a good one: it looks once a
    process, and the program may be there, or mended, by now."""
    if core._wkhtml().state != "ok":
        core._wkhtml.cache_clear()


@contextlib.contextmanager
def in_time(seconds):
    """End each wkhtmltopdf that this thread starts meanwhile after so many seconds.

    :raise NoPdf: from within, when one was ended
    """
    before = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(before)


def whole(content):
    """Return a PDF that wkhtmltopdf has written.

    :param bytes content: what it wrote; when the disk is full, a part or nothing
    :raise NoPdf: if it is none, or cut off
    """
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise NoPdf("wkhtmltopdf wrote no whole PDF.")
    return content


def _limited(run):
    def wrapper(args):
        seconds = _seconds.get()
        return run(args) if seconds is None else _run(args, seconds)

    wrapper.public_links = True
    return wrapper


def _run(args, seconds):
    """Run it as core does, and end it with all that it started (it may be a script)."""
    # Core's own program and arguments.
    process = subprocess.Popen(  # noqa: S603
        [core._wkhtml().bin, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise NoPdf(f"wkhtmltopdf did not finish in {seconds:g} seconds.") from None
    finally:
        if process.returncode is None:
            _end(process)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def _end(process):
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    for pipe in (process.stdout, process.stderr):
        pipe.close()
    process.wait()


if not getattr(core._run_wkhtmltopdf, "public_links", False):
    core._run_wkhtmltopdf = _limited(core._run_wkhtmltopdf)
