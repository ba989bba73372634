# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One at a time: the lock under which an action changes a document.

Several links may lead to one document, so it is the document that is locked. A row lock
would not do: under REPEATABLE READ the one who waited goes on with what it had read
before. Hence an advisory lock of the session, then a fresh snapshot.
"""
# The commits are the point of this file.
# pylint: disable=invalid-commit

import hashlib
from contextlib import ExitStack, contextmanager

import psycopg2.errors

from odoo.tools import SQL

# Seconds that a second action waits for the first one.
PATIENCE = 6


class Busy(Exception):
    """Somebody else acts on the document, and did not finish in time."""


@contextmanager
def document_lock(*documents, patience=PATIENCE):
    """Be the only one who acts on these documents, on a fresh snapshot.

    What the transaction did before is committed, what is done inside is committed before
    the lock is given back; an exception rolls back. Connections must be the server's own:
    a pooler that shares one between transactions would share the lock too.

    :param documents: recordsets; the cursor of the first is used
    :param float patience: seconds to wait for whoever was first
    :raise Busy: when they were not enough; nothing has happened
    """
    cr = documents[0].env.cr
    with ExitStack() as locks:
        cr.commit()
        # In one order, so that no two wait for each other.
        keys = {_key(document) for records in documents for document in records}
        for key in sorted(keys):
            locks.enter_context(_held(cr, key, patience))
        # The wait has aged the snapshot.
        cr.rollback()
        try:
            yield
            # Before the lock is given back, or the next one would not see it.
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
