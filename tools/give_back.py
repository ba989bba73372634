# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How an amount is divided, so that the parts are together what was divided."""


def spread(amount, weights, rounded):
    """Return the parts of an amount in proportion to weights; their sum is the amount.

    :param float amount: what is divided, rounded
    :param list[float] weights: none below 0; all 0: nothing is divided
    :param rounded: rounds an amount to the currency
    :rtype: list[float]
    """
    whole = sum(weights)
    if whole <= 0:
        return [0.0] * len(weights)
    parts, reached = [], 0.0
    done = rounded(0.0)
    for weight in weights:
        reached += weight
        upto = rounded(amount * min(reached / whole, 1.0))
        parts.append(rounded(upto - done))
        done = upto
    return parts


def portion(amount, units, before, count, rounded):
    """Return what some units have of the amount of all units.

    The portions of consecutive units, whatever their numbers, are together the amount.

    :param float amount: of all units
    :param float units: how many there are
    :param float before: how many of them had their portion earlier
    :param float count: how many have it now
    :param rounded: rounds an amount to the currency
    :rtype: float
    """
    if units <= 0:
        return 0.0
    until = rounded(amount * min((before + count) / units, 1.0))
    return rounded(until - rounded(amount * min(before / units, 1.0)))


def capped(amount, left):
    """Return an amount, or what is left where that is less; it never turns its sign."""
    return max(min(amount, left), 0.0) if amount > 0 else amount
