# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Emptying the caches from which pages know plain values: settings, keys, names.

All of it is done here. The caches are those of methods with ``ormcache``.
"""

from odoo import api, models

FORGET = "public_links.forget_cached"


def forget_cached(env):
    """Empty the caches of plain values, now and once the change is committed.

    Twice, since until the commit another request of this process may read the old values
    and cache them. Other processes are told by Odoo after the commit.
    """
    postcommit, forget = env.cr.postcommit, env.registry.clear_cache
    forget()

    def forget_again():
        postcommit.data.pop(FORGET, None)
        forget()

    # Registered once in a transaction, however many records it changes.
    if not postcommit.data.get(FORGET):
        postcommit.data[FORGET] = True
        postcommit.add(forget_again)


class PublicLinkCached(models.AbstractModel):
    _name = "public.link.cached"
    _description = "What Public Pages Know from a Cache"

    # Fields that no cached value depends on.
    _public_uncached_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        forget_cached(self.env)  # after a rollback, an id may be used again
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() - self._public_uncached_fields:
            forget_cached(self.env)
        return result

    def unlink(self):
        result = super().unlink()
        forget_cached(self.env)
        return result
