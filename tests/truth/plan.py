# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which documents are drawn: so that features meet each other, from a seed."""

import itertools
import random
from collections import Counter
from dataclasses import dataclass, field

from .features import (
    ALL,
    CREDIT,
    FEATURES,
    HOUSES,
    INVOICE,
    ORDER,
    QUOTE,
    by_group,
    possible,
)

# Of so many drawn documents the one that shows most that is new is taken.
TRIES = 40
# An order has most features, and an invoice most of those of which a document has one.
TURNS = (ORDER, QUOTE, ORDER, INVOICE, ORDER, INVOICE, CREDIT)


@dataclass
class Plan:
    """A document to be made, see ``draft.Draft``."""

    kind: str
    features: frozenset
    seed: int
    house: frozenset = frozenset()


@dataclass
class Planner:
    """Draws documents, each with what was seen together least.

    :param env: decides what there can be
    :param int seed: of all that is drawn
    """

    env: object
    seed: int
    met: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self.random = random.Random(self.seed)
        self.kinds = {kind: possible(self.env, kind) for kind in ALL}
        self.turns = itertools.cycle(TURNS)

    def house(self):
        """Return settings of the seller, one of each group."""
        return max(
            (
                frozenset(
                    self.random.choice(names) for names in by_group(HOUSES).values()
                )
                for _try in range(TRIES)
            ),
            key=self._news,
        )

    def batch(self, size):
        """Return so many documents of one house.

        :rtype: list[Plan]
        """
        house = self.house()
        self._meet(house)
        return [self._document(house) for _number in range(size)]

    def _document(self, house):
        kind = next(self.turns)
        wanted = [pair for pair in self.unmet() if set(pair) <= set(self.kinds[kind])]
        features = max(
            (self._drawn(kind, wanted) for _try in range(TRIES)),
            key=lambda one: self._news(one, house),
        )
        self._meet(features, house)
        return Plan(kind, features, self.random.randrange(10**6), house)

    def _drawn(self, kind, wanted):
        """Return features at random, some of the pairs that are still wanted among them."""
        known = self.kinds[kind]
        names = [
            name
            for pair in self.random.sample(wanted, min(len(wanted), 4))
            for name in pair
        ]
        share = self.random.uniform(0.1, 0.4)
        for group in by_group(known).values():
            if self.random.random() < share:
                names.append(self.random.choice(group))
        beside = [FEATURES[name].beside for name in names]
        for group in filter(None, beside):
            names.append(self.random.choice(by_group(known)[group]))
        # One of a group: the first that was drawn.
        return frozenset({known[name].group: name for name in reversed(names)}.values())

    def _pairs(self, features, house=frozenset()):
        pairs = itertools.combinations(sorted(features), 2)
        return {*pairs, *itertools.product(sorted(features), sorted(house))}

    def _news(self, features, house=frozenset()):
        rare = sum(max(0, 6 - self.met[name]) ** 2 for name in features | house)
        return rare + sum(not self.met[pair] for pair in self._pairs(features, house))

    def _meet(self, features, house=frozenset()):
        self.met.update(features)
        self.met.update(house)
        self.met.update(self._pairs(features, house))

    def unmet(self):
        """Return the pairs of features that no document has had together.

        :rtype: list[tuple[str, str]]
        """
        pairs = set()
        for features in self.kinds.values():
            for one, other in itertools.combinations(sorted(features), 2):
                if features[one].group != features[other].group:
                    pairs.add((one, other))
            pairs.update(itertools.product(sorted(features), sorted(HOUSES)))
        return sorted(pair for pair in pairs if not self.met[pair])
