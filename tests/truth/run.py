# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Makes drawn documents in batches, judges them, and gathers what differs."""

import logging
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field, replace

from .compare import Finding
from .draft import Draft
from .features import FEATURES, HOUSES
from .judge import Judge
from .make import make
from .world import look_at_the_clock

_logger = logging.getLogger(__name__)


@dataclass
class Found:
    """A kind of difference: how often, and the smallest document that has it."""

    finding: Finding
    plan: object
    count: int = 0
    features: set = field(default_factory=set)  # of any document that has it


class Run:
    """Judges drawn documents.

    :param worlds: what ``make_world`` returned, by the name of a seller
    :param get: see ``Judge``
    """

    def __init__(self, worlds, get):
        self.worlds, self.get = worlds, get
        self.found, self.had, self.documents = {}, Counter(), 0

    def batch(self, plans):
        """Make documents of one house and judge them; nothing of them is left.

        :param list plans: `plan.Plan`s
        """
        self.count(plans)
        for plan, findings in zip(plans, self.judged(plans), strict=True):
            for finding in findings:
                found = self.found.setdefault(finding.kind, Found(finding, plan))
                found.count += 1
                found.features |= plan.features | plan.house
                if len(plan.features) < len(found.plan.features):
                    found.finding, found.plan = finding, plan

    def count(self, plans):
        """Note what these documents have."""
        self.documents += len(plans)
        for plan in plans:
            self.had.update(plan.features | plan.house)

    def judged(self, plans):
        """Return the findings of each plan.

        :rtype: list[list[Finding]]
        """
        house = plans[0].house
        world = self.worlds["abroad" if "seller_abroad" in house else "seller"]
        env = world.env
        with env.cr.savepoint() as savepoint:
            for name in sorted(house):
                HOUSES[name].change(world)
            look_at_the_clock(world)
            drafts = self._made(world, plans)
            judge = Judge(world, self.get)
            judge.look_ahead(drafts)
            findings = [self._judged(judge, draft) for draft in drafts]
            env.flush_all()
            savepoint.rollback()
        env.invalidate_all()
        env.registry.clear_cache()
        return findings

    def _made(self, world, plans):
        drafts = [Draft(world, plan.kind, plan.features, plan.seed) for plan in plans]
        make(drafts)
        return drafts

    def _judged(self, judge, draft):
        # Each request empties the cache: what is read then is of this document alone.
        draft.document = draft.document.with_prefetch()
        try:
            return list(
                {finding.kind: finding for finding in judge.judge(draft)}.values()
            )
        except Exception as error:
            # A page or a paper that the judge cannot read is a finding as well.
            text = "".join(traceback.format_exc().splitlines(True)[-12:])
            _logger.info("Not judged: %s", text)
            return [
                Finding(f"not judged: {type(error).__name__}: {error}"[:200], text, "")
            ]

    def smallest(self, found, until):
        """Take features from a document as long as it still shows the difference.

        :param Found found: is changed
        :param float until: when to stop, as ``time.monotonic`` has it
        """
        size = len(found.plan.features)
        while size and time.monotonic() < until:
            # Half of them at once, then a quarter, at last each by itself.
            size = min(size, len(found.plan.features)) // 2 or 1
            plan, names = found.plan, sorted(found.plan.features)
            smaller = [
                replace(plan, features=plan.features - set(names[place : place + size]))
                for place in range(0, len(names), size)
            ]
            findings = self.judged(smaller) if smaller else []
            for one, judged in zip(smaller, findings, strict=True):
                same = [two for two in judged if two.kind == found.finding.kind]
                if same:
                    found.plan, found.finding = one, same[0]
                    break
            else:
                size -= size == 1

    def report(self):
        """Return what was found as text, the most frequent first.

        :rtype: str
        """
        lines = []
        for found in sorted(self.found.values(), key=lambda one: -one.count):
            plan = found.plan
            lines += [
                f"{found.count:4d} x {found.finding.kind}",
                f"       Odoo: {found.finding.paper}",
                f"       page: {found.finding.page}",
                f"       smallest: {plan.kind} of {', '.join(sorted(plan.features)) or '-'}"
                f" (seed {plan.seed}; {', '.join(sorted(plan.house))})",
            ]
        return "\n".join(lines)

    def rare(self, possible, least=5):
        """Return the features that too few documents had.

        :param possible: names
        :rtype: list[str]
        """
        names = [name for name in FEATURES if name in possible] + list(HOUSES)
        return [name for name in names if self.had[name] < least]
