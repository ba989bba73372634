# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Responses of public pages, and work that is done after a response.

Responses that ``ir.http`` needs, too, are defined in ``models/link/error_pages.py``;
controllers import all of them from here.
"""

import contextlib
import logging
import random
import threading
import time
import weakref

from odoo import SUPERUSER_ID, api
from odoo.http import Response, content_disposition, request
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..models.link.error_pages import (  # noqa: F401
    dead,
    dead_values,
    failure,
    json_failure,
    json_rpc,
    method_not_allowed,
    public_user_id,
    redirect,
    render,
    unknown,
    unreadable,
    visitor_env,
)
from ..tools import uploads
from ..tools.assets import asset, assets  # noqa: F401
from ..tools.document_lock import is_lost
from ..tools.headers import CSP, secure  # noqa: F401

_logger = logging.getLogger(__name__)


def cacheable(body, content_type):
    """Return a response that everybody may cache: its URL changes with its content."""
    response = secure(Response(body, content_type=content_type))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def file(content, kind, name):
    """Return a file: pictures and PDFs are shown, all else is downloaded.

    :param bytes content: of the file
    :param str kind: its media type
    :param str name: its name; may have been chosen by a stranger
    """
    shown = kind in uploads.SHOWN
    response = Response(
        content, content_type=kind if shown else "application/octet-stream"
    )
    response.headers["Content-Disposition"] = content_disposition(
        uploads.clean_name(name), disposition_type="inline" if shown else "attachment"
    )
    return secure(response)


def json_result(values):
    """Return the JSON-RPC answer to a payment form whose request was carried out.

    :param dict values: what core's script goes on with
    """
    return json_rpc({"result": values})


# === AFTER THE RESPONSE === #

# How often work is tried, and the longest first pause in seconds: each next may be twice
# as long. Eight requests at once from one house get through, in a few seconds at worst.
ATTEMPTS = 8
PAUSE = 0.05
# Work that is not done yet. Its response holds the only reference: when Odoo serves a
# request again and drops the first response, its work is dropped, too.
_pending = weakref.WeakSet()


# Seconds between tries when the database is away, for work that a visitor was promised.
PAUSES = (1, 2, 4, 8)


class _Work:
    def __init__(self, database, work, promised):
        self.database, self.work = database, work
        self.pauses = list(PAUSES if promised else ())

    def __call__(self):
        try:
            with _without_url_on_thread():
                self._do()
        except Exception:
            _logger.exception("Work after a public page failed.")
        finally:
            _pending.discard(self)

    def _do(self):
        while True:
            try:
                return _in_own_transaction(self.database, self.work)
            except Exception as error:
                if not self.pauses or not is_lost(error):
                    raise
            time.sleep(self.pauses.pop(0))


def after_response(response, work, promised=False):
    """Do some work after the response was sent, in a transaction of its own.

    Pages are served from a read-only transaction; their log entries are written in this
    way. An error is logged, and the visitor notices nothing.

    :param response: the response about to be returned
    :param work: a function with one argument, an environment of the superuser
    :param bool promised: whether the response says that it is done: then it is tried again
        for a while when the database is away
    """
    call = _Work(request.db, work, promised)
    _pending.add(call)
    response.call_on_close(call)
    return response


@contextlib.contextmanager
def _without_url_on_thread():
    """Remove the URL of the last request from the thread, for as long as work is done.

    Odoo leaves it there, and ``website`` would read it as a host name, for which a URL
    with a token is too long.
    """
    thread = threading.current_thread()
    url = thread.__dict__.pop("url", None)
    try:
        yield
    finally:
        if url is not None:
            thread.url = url


def _in_own_transaction(database, work, attempts=ATTEMPTS):
    """Do some work in a transaction of its own, again when another one was in its way.

    Of many at once each attempt lets at least one through; the pauses keep the others from
    meeting again.
    """
    for attempt in range(attempts):
        try:
            with Registry(database).cursor() as cr:
                work(api.Environment(cr, SUPERUSER_ID, {}))
            return
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            if attempt == attempts - 1:
                raise
            # Chance only keeps them apart.
            time.sleep(random.uniform(0, PAUSE * 2**attempt))  # noqa: S311


def pending_work():
    """Return how many pieces of work are not done yet. For tests.

    :rtype: int
    """
    return len(_pending)
