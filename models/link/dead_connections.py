# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Idle connections that a PostgreSQL has left dead.

Core's pool tries one (``reset``) before it lends it, and takes another when that raises
``OperationalError``. After a crash of PostgreSQL psycopg2 raises the more general
``DatabaseError``: then each dead connection cost one request a bare page, without our
headers, although PostgreSQL was back. Wrapped once a process.
"""

import psycopg2

from odoo.sql_db import PsycoConnection


def _reset(self):
    try:
        return super(PsycoConnection, self).reset()
    except psycopg2.OperationalError:
        raise
    except psycopg2.DatabaseError as error:
        raise psycopg2.OperationalError(str(error)) from error


if "reset" not in vars(PsycoConnection):
    PsycoConnection.reset = _reset
