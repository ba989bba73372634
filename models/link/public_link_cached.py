# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When what pages know from a cache is forgotten: here, and nowhere else.

Settings, keys, names: plain values that methods with ``ormcache`` keep for all requests.
"""

from odoo import api, models

FORGET = "public_links.forget_cached"


def forget_cached(env):
    """Empty the caches of plain values, now and once the change is committed.

    Until then another request of this process may read, and keep, what was. Odoo tells
    the other processes after the commit by itself.
    """
    postcommit, forget = env.cr.postcommit, env.registry.clear_cache
    forget()

    def forget_again():
        postcommit.data.pop(FORGET, None)
        forget()

    # Once a transaction, however many records it changes.
    if not postcommit.data.get(FORGET):
        postcommit.data[FORGET] = True
        postcommit.add(forget_again)


class PublicLinkCached(models.AbstractModel):
    _name = "public.link.cached"
    _description = "What Public Pages Know from a Cache"

    # Fields that no page knows anything of.
    _public_uncached_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        forget_cached(self.env)  # an id can come again after a rollback
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
