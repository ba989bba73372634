# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our pages against Odoo's own papers, on documents with every feature of core's."""

from ..common.base import PublicLinkCase
from .case import TruthCase
from .cases import by_house
from .features import possible
from .plan import Planner
from .run import Run

# A fixed seed: the same documents each time. New ones are drawn by scripts/truth.
SEED, BATCHES, SIZE = 21, 5, 16
# Pairs of features that may be missing in so few documents, of 2,900.
UNMET = 30


def draw(env):
    """Return the field's cases and drawn documents, those that are made together.

    :return: who has drawn them, and the batches
    :rtype: tuple[Planner, list[list[plan.Plan]]]
    """
    planner = Planner(env, SEED)
    cases = [[plan for _name, plan in cases] for cases in by_house(env)]
    # The cases first and last: every other batch is then half of the work.
    drawn = [planner.batch(SIZE) for _number in range(BATCHES)]
    return planner, [cases[0], *drawn, *cases[1:]]


class TestTruth(TruthCase):
    # Two classes, so that two jobs share the longest of all tests.
    part = 0

    def test_pages_say_what_odoo_says(self):
        """F66; T1 to T9, T10, T12, T14, T16, T18: see ``cases.py``."""
        run = Run(self.worlds, self.page)
        for plans in draw(self.env)[1][self.part :: 2]:
            run.batch(plans)
        self.assertFalse(run.found, f"\n{run.report()}")


class TestTruthRest(TestTruth):
    part = 1


class TestTruthDrawn(PublicLinkCase):
    def test_every_feature_is_judged_and_meets_the_others(self):
        """F66: in at least five documents each, and nearly all pairs in one."""
        planner, batches = draw(self.env)
        run = Run({}, None)
        for plans in batches:
            run.count(plans)
        self.assertFalse(run.rare(possible(self.env)), "Too few documents have it.")
        self.assertLess(len(planner.unmet()), UNMET, "Pairs that no document has.")
