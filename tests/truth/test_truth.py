# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our pages against Odoo's own papers, on documents with every feature of core's."""

from .case import TruthCase
from .cases import by_house
from .features import possible
from .known import gone, unknown
from .plan import Planner
from .run import Run

# A fixed seed: the same documents each time. New ones are drawn by scripts/truth.
SEED, BATCHES, SIZE = 19, 8, 10
# Pairs of features that may be missing in so few documents, of 2,700.
UNMET = 30


class TestTruth(TruthCase):
    def test_pages_say_what_odoo_says(self):
        """Issue 13. An ID of ``known.py`` is cited here from its mend on."""
        planner, run = Planner(self.env, SEED), Run(self.worlds, self.page)
        for cases in by_house():
            run.batch([plan for _name, plan in cases])
        for _number in range(BATCHES):
            run.batch(planner.batch(SIZE))
        self.assertFalse(unknown(run.found), f"Not known before:\n{run.report()}")
        self.assertFalse(gone(run.found), "Mended? Take it out of known.py.")
        self.assertFalse(run.rare(possible(self.env)), "Too few documents have it.")
        self.assertLess(len(planner.unmet()), UNMET, "Pairs that no document has.")
