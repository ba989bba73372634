# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our pages against Odoo's own papers, on documents with every feature of core's."""

from collections import defaultdict

from ..common.base import PublicLinkHttpCase
from .draft import Draft, make
from .features import FEATURES, possible
from .judge import Judge
from .world import make_world


class TestTruth(PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = make_world(cls.env)

    def test_first(self):
        import time
        t=time.time()
        drafts = []
        for name in possible(self.env):
            for kind in FEATURES[name].kinds:
                drafts.append(Draft(self.world, kind, {name}, len(drafts)))
        make(drafts)
        print("made", len(drafts), time.time()-t)
        judge = Judge(self.world, lambda link: self.open(link).text)
        kinds = defaultdict(list)
        for draft in drafts:
            for one in judge.judge(draft):
                kinds[one.kind].append((draft, one))
        print("judged", time.time()-t)
        for kind, found in sorted(kinds.items()):
            print(len(found), kind)
            for draft, one in found[:4]:
                print("     ", draft, one)
