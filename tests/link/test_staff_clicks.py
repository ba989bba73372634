# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The clicks that docs/STAFF.md promises, counted in the tours that it names."""

import re
from collections import Counter
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parents[2]
# | what | where | clicks | ... tour `name` |
ROW = re.compile(r"^\|[^|]+\|[^|]+\| (\d+) \|[^|]*tour `(\w+)`", re.MULTILINE)
TOUR = re.compile(r'tours"\)\.add\("(\w+)"')
CLICK = re.compile(r'run: "[^"]*\bclick\b')
# F46: at most so many clicks
MOST = {"public_links_draft": 2, "public_links_portal_access": 3}


@tagged("post_install", "-at_install")
class TestStaffClicks(BaseCase):
    def clicks(self):
        """Return how many steps of each tour are clicks."""
        counts = {}
        for path in ROOT.glob("static/tests/tours/*.js"):
            _before, *rest = TOUR.split(path.read_text())
            for name, steps in zip(rest[::2], rest[1::2], strict=True):
                counts[name] = len(CLICK.findall(steps))
        return counts

    def test_each_task_takes_the_clicks_that_are_promised(self):
        """F46, F48, F49: rows of one tour together, since it does one after the other"""
        promised = Counter()
        for number, tour in ROW.findall((ROOT / "docs/STAFF.md").read_text()):
            promised[tour] += int(number)
        clicks = self.clicks()
        self.assertGreaterEqual(len(promised), 8)
        for tour, number in promised.items():
            with self.subTest(tour):
                self.assertEqual(clicks.get(tour), number)
        for tour, most in MOST.items():
            self.assertLessEqual(promised[tour], most)
