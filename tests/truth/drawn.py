# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents from a new seed, for as long as one asks: run by scripts/truth, not in CI."""

import os
import random
import sys
import time

from .case import TruthCase
from .features import possible
from .plan import Planner
from .run import Run

SIZE = 10


class TestDrawn(TruthCase):
    def test_pages_say_what_odoo_says(self):
        """Issue 13: the judge finds nothing."""
        seed = int(os.environ.get("PL_TRUTH_SEED") or random.randrange(10**6))
        planner, run = Planner(self.env, seed), Run(self.worlds, self.page)
        say(f"Seed {seed}")
        started, seconds = time.monotonic(), float(os.environ["PL_TRUTH_SECONDS"])
        only = {int(one) for one in os.environ.get("PL_TRUTH_ONLY", "").split()}
        left = set(only)
        while (left or not only) and time.monotonic() < started + seconds:
            plans = planner.batch(SIZE)
            if only:
                plans = [plan for plan in plans if plan.seed in left]
                left -= {plan.seed for plan in plans}
                say(f"Left: {left}")
                if not plans:
                    continue
            run.batch(plans)
            if sys.stdout.isatty():
                say(
                    f"\r{run.documents} documents, {len(run.found)} differences", end=""
                )
        until = time.monotonic() + seconds / 4
        for found in run.found.values():
            if time.monotonic() < until:
                run.smallest(found, until)
        say(
            f"\n{run.documents} documents from seed {seed}"
            f" in {time.monotonic() - started:.0f} s, with"
            f" {len(possible(self.env))} features;"
            f" {len(planner.unmet())} pairs of them did not meet"
        )
        say(run.report() or "No difference.")
        self.assertFalse(run.found, f"{len(run.found)} kinds of differences")


def say(text, end="\n"):
    sys.stdout.write(text + end)
    sys.stdout.flush()
