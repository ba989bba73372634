"""A pytest plugin: each job of pytest-xdist has the filestore of its own database.

pytest-odoo lets all share one. There one job's collection of garbage removes what
another's database refers to, and servers that tests start look for their own.
"""

import contextlib

import pytest_odoo

pytest_odoo._shared_filestore = lambda _original, _name: contextlib.nullcontext()
