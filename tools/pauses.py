# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long what failed waits until it is tried again: longer each time."""

import random


def pause(failures, first, longest, chance=None):
    """Return the pause after some failures in a row.

    :param int failures: 1 after the first
    :param timedelta first: the pause after the first failure; each later one is twice as long
    :param timedelta longest: no pause is longer
    :param float chance: between 0 and 1; by default drawn. It keeps what failed together
        from coming back together
    :rtype: timedelta
    """
    if chance is None:
        chance = random.random()  # noqa: S311 - it spreads work, and keeps no secret
    return min(first * 2 ** min(failures - 1, 20) * (0.75 + chance / 2), longest)
