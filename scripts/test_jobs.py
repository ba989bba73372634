"""A pytest plugin for tests, which may run at the same time, as jobs of pytest-xdist.

What is loaded before the first test stays: the garbage collector need not look at it
again each time. In the full house that is most of what there is, and a sixth of the time.

Each job has the filestore of its own database. pytest-odoo lets all share one. There one
job's collection of garbage removes what another's database refers to, and servers that
tests start look for their own.

Each job knows its database by name. pytest-odoo sets a filter as well, by which every
request that a test sends would first list the server's databases.

The seller's people, whom every class needs, are made once in a job's database.

In jobs the classes that take longest begin first (``tests/slow.txt``), then those with the
most tests, so that no job is left with a long one when the others are done.
"""

import contextlib
import gc
from collections import Counter
from pathlib import Path

import pytest
import pytest_odoo

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import get_db_name
from odoo.tools import config

pytest_odoo._shared_filestore = lambda _original, _name: contextlib.nullcontext()

SLOW = Path(__file__).parents[1] / "tests" / "slow.txt"


def pytest_collection_modifyitems(config, items):
    if not hasattr(config, "workerinput"):
        return
    lines = SLOW.read_text(encoding="utf-8").splitlines()
    slow = [line for line in lines if line and not line.startswith("#")]
    place = {name: number for number, name in enumerate(slow)}
    tests = Counter(item.cls for item in items)

    def key(item):
        return place.get(item.cls.__name__, len(slow)), -tests[item.cls]

    items.sort(key=key)


@pytest.fixture(scope="session", autouse=True)
def loaded(request, load_registry):
    if hasattr(request.config, "workerinput"):
        config["dbfilter"] = ""
    from odoo.addons.public_links.tests.common.base import STAFF, make_users

    with Registry(get_db_name()).cursor() as cr:
        make_users(api.Environment(cr, SUPERUSER_ID, {}), **STAFF)
    gc.collect()
    gc.freeze()
