# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our pages against Odoo's own papers, on documents with every feature of core's."""

from .case import TruthCase
from .cases import by_house
from .features import possible
from .plan import Planner
from .run import Run

# A fixed seed: the same documents each time. New ones are drawn by scripts/truth.
SEED, BATCHES, SIZE = 21, 5, 16
# Pairs of features that may be missing in so few documents, of 2,900.
UNMET = 30


class TestTruth(TruthCase):
    def test_pages_say_what_odoo_says(self):
        """F66; T1 to T9, T10, T12, T14, T16, T18: see ``cases.py``."""
        planner, run = Planner(self.env, SEED), Run(self.worlds, self.page)
        for cases in by_house(self.env):
            run.batch([plan for _name, plan in cases])
        for _number in range(BATCHES):
            run.batch(planner.batch(SIZE))
        self.assertFalse(run.found, f"\n{run.report()}")
        self.assertFalse(run.rare(possible(self.env)), "Too few documents have it.")
        self.assertLess(len(planner.unmet()), UNMET, "Pairs that no document has.")
