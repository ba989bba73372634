# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The lock under which an action changes a document: one action at a time.

Several links may lead to one document, so the document is locked, not the link. A row
lock is not enough: under REPEATABLE READ a transaction that waited for it goes on with
the snapshot from before. So an advisory lock of the session is taken, and then a new
transaction is begun.
"""
# The commits are the point of this file.
# pylint: disable=invalid-commit

import hashlib
from contextlib import ExitStack, contextmanager

import psycopg2.errors

from odoo.tools import SQL

# How many seconds a second action waits for the first.
PATIENCE = 6


class Busy(Exception):
    """Somebody else acts on the document, and did not finish in time."""


@contextmanager
def document_lock(*documents, patience=PATIENCE):
    """Run the body of the ``with`` statement alone on these documents, on a new snapshot.

    The transaction is committed before the lock is taken and before it is released; an
    exception rolls back. PostgreSQL must be reached without a pooler that shares one
    connection between transactions: they would share the lock, too.

    :param documents: recordsets; the cursor of the first is used
    :param float patience: how many seconds to wait for the lock
    :raise Busy: when it was not free in that time; nothing was done then
    """
    cr = documents[0].env.cr
    with ExitStack() as locks:
        cr.commit()
        # Always in the same order, so that no two transactions wait for each other.
        keys = {_key(document) for records in documents for document in records}
        for key in sorted(keys):
            locks.enter_context(_held(cr, key, patience))
        # The snapshot is older than what happened during the wait.
        cr.rollback()
        try:
            yield
            # Before the release: who gets the lock next must see these changes.
            cr.commit()
        except BaseException:
            cr.rollback()
            raise


def _key(document):
    name = f"public_links,{document._name},{document.id}".encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)


@contextmanager
def _held(cr, key, patience):
    timeout = f"{int(patience * 1000)}ms"
    cr.execute(SQL("SELECT set_config('lock_timeout', %s, true)", timeout))
    try:
        cr.execute(SQL("SELECT pg_advisory_lock(%s)", key), log_exceptions=False)
    except psycopg2.errors.LockNotAvailable:
        cr.rollback()
        raise Busy from None
    cr.commit()
    try:
        yield
    finally:
        cr.execute(SQL("SELECT pg_advisory_unlock(%s)", key))
