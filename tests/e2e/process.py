# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A process that a test starts, and that never outlives it."""

import ctypes
import resource
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress

import requests

PR_SET_PDEATHSIG = 1


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _in_child():
    """End with the test's process, and without the limit that Odoo gives its own."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


class Process:
    """Start by ``start()``, end by ``stop()``; ``output()`` is what it printed."""

    def __init__(self, command, name, **options):
        self.command, self.name, self.options = command, name, options
        self.log = tempfile.NamedTemporaryFile(prefix=f"{name.lower()}-", suffix=".log")
        self.popen = None

    def is_ready(self):
        """Tell whether it answers."""
        raise NotImplementedError

    def start(self, seconds=60):
        self.popen = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            preexec_fn=_in_child,
            **self.options,
        )
        deadline = time.monotonic() + seconds
        while self.popen.poll() is None and time.monotonic() < deadline:
            with suppress(requests.RequestException):
                if self.is_ready():
                    return
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"{self.name} did not start:\n{self.output()}")

    def stop(self):
        if self.popen and self.popen.poll() is None:
            self.popen.terminate()
            try:
                self.popen.wait(15)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()

    def output(self):
        with open(self.log.name, encoding="utf-8", errors="replace") as log:
            return log.read()[-8000:]
