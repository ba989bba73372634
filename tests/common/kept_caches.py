# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Caches that outlive a test, to mix into a test class."""

from unittest.mock import patch

from odoo.orm.registry import _CACHES_BY_KEY


class KeptCaches:
    """Keeps routes, compiled templates, fields, rights and lists of assets for the next test
    of a class.

    Core empties every cache after each test, since what the test did is undone. To make
    these again was half of the time of a page. They come from code, from views and from
    settings that tests rarely change; whoever changes one empties the cache, in a test as
    in production, and then nothing is kept.
    """

    KEPT = ("assets", "groups", "routing", "stable", "templates")

    def setUp(self):
        kept = {}
        # Cleanups run the last first: this one after core's, which empties all.
        self.addCleanup(self._put_back, kept)
        super().setUp()
        emptied = set()

        def watch(method, default):
            original = getattr(self.registry, method)

            def empty(*names):
                for name in names or default:
                    emptied.update(_CACHES_BY_KEY[name])
                original(*names)

            self.startPatcher(patch.object(self.registry, method, empty))

        watch("clear_cache", ("default",))
        watch("clear_all_caches", _CACHES_BY_KEY)

        def keep():
            caches = self._caches()
            kept.update(
                {
                    name: list(caches[name].snapshot.items())
                    for name in self.KEPT
                    if name not in emptied
                }
            )

        self.addCleanup(keep)

    def _caches(self):
        return self.registry._Registry__caches  # the ORM's own, by name

    def _put_back(self, kept):
        for name, items in kept.items():
            for key, value in items:
                self._caches()[name][key] = value
