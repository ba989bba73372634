# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our pages against Odoo's own papers, on documents with every feature of core's."""

from .case import TruthCase
from .features import possible
from .known import known
from .plan import Planner
from .run import Run

# A fixed seed: the same documents each time. New ones are drawn by scripts/truth.
SEED, BATCHES, SIZE = 19, 8, 10


class TestTruth(TruthCase):
    def test_pages_say_what_odoo_says(self):
        """T1, T2, T3, T4, T5, T6, T7, T8, T9"""
        planner, run = Planner(self.env, SEED), Run(self.worlds, self.page)
        for _number in range(BATCHES):
            run.batch(planner.batch(SIZE))
        gone, new = known(run.found)
        self.assertFalse(new, f"Not known before:\n{run.report()}")
        self.assertFalse(gone, "Mended? Take it out of known.py.")
        self.assertFalse(run.rare(possible(self.env)), "Too few documents have it.")
        self.assertLess(len(planner.unmet()), 30, "Pairs that no document has.")
