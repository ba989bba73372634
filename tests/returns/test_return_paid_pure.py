# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged
from odoo.tools import float_round

from ...tools.give_back import capped, portion, spread

CENTS = st.integers(-10_000_000, 10_000_000).map(lambda number: number / 100)
COUNTS = st.lists(st.integers(1, 40), min_size=1, max_size=8)
WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=30)


def rounded(amount):
    return float_round(amount, precision_rounding=0.01)


@tagged("post_install", "-at_install")
class TestReturnPaidPure(BaseCase):
    """T14: the parts of what was paid are together what was paid."""

    @given(CENTS, WEIGHTS)
    def test_the_shares_of_a_discount_are_the_discount(self, amount, weights):
        """T14"""
        parts = spread(amount, weights, rounded)
        self.assertEqual(len(parts), len(weights))
        whole = amount if sum(weights) > 0 else 0.0
        self.assertAlmostEqual(sum(parts), whole, 4)
        for part in parts:
            self.assertGreaterEqual(part * amount, 0)

    @given(CENTS, COUNTS)
    def test_returns_in_steps_give_back_exactly_what_was_paid(self, amount, counts):
        """T14: however many at a time; and never more on the way"""
        units, before, given_back = sum(counts), 0, 0.0
        for count in counts:
            given_back += portion(amount, units, before, count, rounded)
            before += count
            self.assertLessEqual(abs(given_back), abs(amount) + 1e-6)
        self.assertAlmostEqual(given_back, amount, 4)
        self.assertEqual(portion(amount, units, before, 5, rounded), 0)

    @given(CENTS, CENTS)
    def test_no_more_is_given_than_is_left(self, amount, left):
        """T14"""
        found = capped(amount, left)
        self.assertLessEqual(found, max(amount, 0))
        if amount > 0:
            self.assertLessEqual(found, max(left, 0))
            self.assertGreaterEqual(found, 0)
