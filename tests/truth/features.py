# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What makes documents differ: one small function a feature, which changes a draft.

A draft says what will be made (``draft.Draft``); a document is made of many at once.
"""

from collections import defaultdict
from dataclasses import dataclass

QUOTE, ORDER, INVOICE, CREDIT = "quote", "order", "invoice", "credit"
SALE = (QUOTE, ORDER)
MOVES = (INVOICE, CREDIT)
ALL = SALE + MOVES


@dataclass(frozen=True)
class Feature:
    """A way in which documents differ.

    :param str name: what findings call it
    :param change: what changes a draft, or the world for a batch
    :param tuple kinds: of documents that may have it
    :param str group: at most one of a group is on a document
    :param tuple needs: names of models without which it cannot be
    :param str beside: the group of which another must be there
    """

    name: str
    change: object
    kinds: tuple
    group: str
    needs: tuple = ()
    beside: str = ""


# By name: those of documents, and the settings of the seller for a batch.
FEATURES, HOUSES = {}, {}


def feature(*kinds, group="", needs=(), beside=""):
    """List a function as a feature of documents of these kinds."""

    def register(change):
        name = change.__name__
        FEATURES[name] = Feature(
            name, change, kinds or ALL, group or name, needs, beside
        )
        return change

    return register


def house(group):
    """List a function as a setting that a batch of documents may have."""

    def register(change):
        HOUSES[change.__name__] = Feature(change.__name__, change, ALL, group)
        return change

    return register


def possible(env, kind=None):
    """Return the features that this database can have, by name.

    :param str kind: of what kind of document; all if it is empty
    """
    return {
        name: one
        for name, one in FEATURES.items()
        if (not kind or kind in one.kinds) and all(model in env for model in one.needs)
    }


def by_group(features):
    """Return the names of features by group."""
    groups = defaultdict(list)
    for one in features.values():
        groups[one.group].append(one.name)
    return dict(groups)
