"""A pytest plugin: each job of pytest-xdist has the filestore of its own database.

With pytest-odoo all jobs share one: the garbage collection of one job then removes files of
another job's database, and servers that tests start do not find theirs.
"""

import contextlib

import pytest_odoo

pytest_odoo._shared_filestore = lambda _original, _name: contextlib.nullcontext()
