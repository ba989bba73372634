# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How the nightly vacuum deletes rows of ours."""

from odoo.tools.constants import GC_UNLINK_LIMIT


def purge(model, domain, limit=GC_UNLINK_LIMIT):
    """Delete the oldest rows that a vacuum found, as many as core deletes at a time.

    Core commits after each call and calls again while more are left.

    :param model: an empty recordset, as superuser
    :param domain: which rows may go
    :param int limit: how many at most
    :return: how many were deleted, and whether more may be left, see `ir.autovacuum`
    :rtype: tuple[int, bool]
    """
    rows = model.search(domain, order="id", limit=limit)
    count = len(rows)
    rows.unlink()
    return count, count == limit
