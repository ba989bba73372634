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
import logging
from contextlib import ExitStack, contextmanager, suppress

import psycopg2.errors

from odoo.tools import SQL

_logger = logging.getLogger(__name__)

COMMITTING = "public_links_committing"
# How many seconds a second action waits for the first.
PATIENCE = 6


class Busy(Exception):
    """Somebody else acts on the document, and did not finish in time."""


class Unclear(Exception):
    """The connection broke while it was committed: nobody knows yet whether it is."""


def is_lost(error):
    """Tell whether an error says that the connection to the database is gone.

    :param Exception error: any
    :rtype: bool
    """
    if isinstance(error, psycopg2.extensions.TransactionRollbackError):
        return False
    # The general class: of a server that crashed, psycopg2 knows no code of an error.
    return type(error) is psycopg2.DatabaseError or isinstance(
        error, (Unclear, psycopg2.OperationalError, psycopg2.InterfaceError)
    )


@contextmanager
def document_lock(*documents, patience=PATIENCE):
    """Run the body of the ``with`` statement alone on these documents, on a new snapshot.

    The transaction is committed before the lock is taken and before it is released; an
    exception rolls back. PostgreSQL must be reached without a pooler that shares one
    connection between transactions: they would share the lock, too.

    :param documents: recordsets; the cursor of the first is used
    :param float patience: how many seconds to wait for the lock
    :raise Busy: when it was not free in that time; nothing was done then
    :raise Unclear: when the connection broke during the commit at the end
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
            cr.flush()
        except BaseException:
            # A connection that broke has rolled back already.
            with suppress(psycopg2.Error):
                cr.rollback()
            raise
        # Before the release: who gets the lock next must see these changes.
        _commit(cr)


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
        _release(cr, key)


def _commit(cr):
    """Commit, and tell what failed before it from what follows from it.

    :raise Unclear: when the connection broke meanwhile
    """
    # A commit forgets what was to be done after a rollback.
    cr.postrollback.data[COMMITTING] = True
    try:
        cr.commit()
    except Exception as error:
        if COMMITTING not in cr.postrollback.data:
            _logger.exception("What follows a commit failed.")
            _follow(cr)
            return
        if is_lost(error):
            raise Unclear from error
        cr.rollback()
        raise


def _follow(cr):
    """Do the rest of what follows a commit; each may fail by itself."""
    while True:
        try:
            return cr.postcommit.run()
        except Exception:
            _logger.exception("What follows a commit failed.")


def _release(cr, key):
    """Give a lock back. It ends with its connection: an error here must not hide that what
    was done under the lock is committed."""
    try:
        cr.execute(SQL("SELECT pg_advisory_unlock(%s)", key), log_exceptions=False)
    except psycopg2.Error:
        _logger.warning("A document's lock ends with its connection.", exc_info=True)
        # Should it live, it must not go back into the pool with the lock.
        with suppress(psycopg2.Error):
            cr.connection.close()
