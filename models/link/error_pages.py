# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rendering of public pages, and the responses for errors.

Plain functions, which controllers and ``ir.http`` use. Error responses are returned, not
raised: Odoo sends raised ones without our headers.
"""

import contextlib
import logging
import re

import psycopg2.errors
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from odoo.http import Response, request
from odoo.sql_db import PoolError
from odoo.tools.misc import get_lang
from odoo.tools.translate import LazyTranslate

from ...tools.assets import assets
from ...tools.document_lock import is_lost
from ...tools.headers import secure
from .error_plain import AGAIN, plain, words
from .replica import PrimaryAway

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

WRONG = _lt("Something went wrong on our side")
NOTHING = _lt("Nothing was changed. Please try again in a few minutes.")
PAGE_AGAIN = _lt("Please try again in a few minutes.")
# A card may have been charged before the error.
UNCLEAR_PAYMENT = _lt(
    "Something went wrong on our side. We do not know yet whether your payment"
    " went through: please open your link again, it shows how things stand,"
    " before you pay once more."
)
UNCLEAR = _lt(
    "We do not know yet whether what you sent has arrived. Please open your link again in"
    " a few minutes: it shows how things stand."
)


INDENT = re.compile(r"\n\s+(?=<)")
# Parts of pictures that close themselves, in HTML too.
CLOSED = ("use", "path", "circle")


def render(env, template, page, status=200, **headers):
    """Render a public template from plain values.

    :param env: environment with the recipient's language
    :param str template: its XML id
    :param dict page: see ``page_values``
    :param int status: HTTP status
    :rtype: Response
    """
    # What indents the templates' own tags is a sixth of a page. Texts have none of it: a
    # "<" in them is written otherwise.
    html = INDENT.sub("\n", env["ir.qweb"]._render(template, {"page": page}))
    for tag in CLOSED:
        html = html.replace(f"></{tag}>", "/>")
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    return secure(response, **headers)


def redirect(location):
    """Return a redirect after an action (303, which browsers follow by GET)."""
    response = secure(Response(status=303))
    response.headers["Location"] = location
    return response


def dead(env, code, status, headline, sentence, **values):
    """Return the page of a link that does not open, or of an error.

    :param env: environment with a language
    :param str code: see ``page_values.DeadPage``
    :param int status: HTTP status
    :param str headline: what has happened, in a few words
    :param str sentence: what the visitor can do
    :param values: seller, request_url, request_label, refresh, languages
    """
    page = dead_values(env, code, headline, sentence) | values
    return render(env, "public_links.dead_page", page, status)


def dead_values(env, code, headline, sentence):
    """Return the values of a ``page_values.DeadPage`` without seller and buttons."""
    lang = get_lang(env)
    return {
        "lang": lang.code.replace("_", "-"),
        "direction": lang.direction,
        "title": headline,
        "assets": assets(),
        "languages": [],
        "seller": None,
        "preview": False,
        "announcement": None,
        "request_url": "",
        "request_label": "",
        "refresh": 0,
        "code": code,
        "headline": headline,
        "sentence": sentence,
    }


def visitor_env():
    """Return the environment of a visitor before a link is found: the public user, as
    superuser, in the browser's language."""
    env = request.env(user=public_user_id(request.env), su=True)
    lang = request.best_lang
    known = lang and request.env["res.lang"]._get_data(code=lang)
    return env(context={"lang": lang if known else get_lang(env).code})


def public_user_id(env):
    """Return the id of Odoo's public user, from the cache of XML ids."""
    return env["ir.model.data"]._xmlid_to_res_model_res_id("base.public_user")[1]


def unknown():
    """Return the answer (404) to a token that is not of a link; it says nothing else."""
    html = visitor_env()["public.link"]._unknown_page()
    return secure(Response(html, status=404, content_type="text/html; charset=utf-8"))


def method_not_allowed(allowed):
    """Return the answer (405) to an HTTP method that a route does not have.

    :param list allowed: the methods that it has
    """
    env = visitor_env()
    response = dead(
        env,
        "method",
        405,
        env._("This page cannot be used in this way"),
        env._("Please open the link from the email that you got."),
    )
    response.headers["Allow"] = ", ".join(allowed)
    return response


def unreadable(status):
    """Return the answer to a malformed request, which our own pages never send.

    :param int status: HTTP status, 4xx
    """
    env = visitor_env()
    return dead(
        env,
        "error",
        status,
        env._("This page cannot be used in this way"),
        env._("Please open the link from the email that you got."),
    )


def failure(exception):
    """Return a calm page for anything that went wrong below /link/.

    :param Exception exception: what was raised; Odoo logs it for staff
    """
    if answer := _answered():
        return answer
    # The error may have left the transaction unusable, and the page needs queries.
    with contextlib.suppress(psycopg2.Error):
        request.env.cr.rollback()
    try:
        return _failure(exception)
    except Exception:
        _logger.info("An error is answered without the database.", exc_info=True)
        return plain(WRONG, _sentence(exception))


def _failure(exception):
    if isinstance(exception, HTTPException) and exception.code in (404, 405):
        return (
            unknown() if exception.code == 404 else method_not_allowed(["GET", "HEAD"])
        )
    env = visitor_env()
    if isinstance(exception, RequestEntityTooLarge):
        return dead(
            env,
            "error",
            413,
            env._("That was too much at once"),
            env._("Please go back and send less, or smaller files."),
        )
    if isinstance(exception, HTTPException) and 400 <= (exception.code or 0) < 500:
        return unreadable(exception.code)
    lost = _is_lost(exception)
    sentence = env._(_sentence(exception))
    response = dead(env, "error", 503 if lost else 500, env._(WRONG), sentence)
    if lost:
        response.headers["Retry-After"] = str(AGAIN)
    return response


def _answered():
    """Return the answer of an action that was committed before the error, else ``None``."""
    return getattr(request, "public_link_committed", None)


def _is_lost(exception):
    return isinstance(exception, PoolError) or is_lost(exception)


def _sentence(exception):
    """Return, lazy, what is known of what the visitor sent."""
    if request.httprequest.method != "POST":
        return PAGE_AGAIN if _is_lost(exception) else NOTHING
    if isinstance(exception, PrimaryAway):
        return NOTHING
    if request.httprequest.path.startswith("/link/pay/"):
        return UNCLEAR_PAYMENT
    # Whether the last transaction was committed when the connection broke, only the
    # database knows.
    return UNCLEAR if _is_lost(exception) else NOTHING


def json_failure(exception):
    """Return the JSON-RPC error for a payment form whose request failed.

    Odoo's own answer holds a traceback; this one has a sentence for the customer alone.

    :param Exception exception: what was raised; its text is shown if it has a true
        attribute ``for_customer``
    """
    if answer := _answered():
        return answer
    with contextlib.suppress(psycopg2.Error):
        request.env.cr.rollback()
    # The texts of all other errors are written for staff.
    told = getattr(exception, "for_customer", False)
    message = str(exception) if told else _told(UNCLEAR_PAYMENT)
    kind = type(exception)
    error = {
        "code": 0,
        "message": message,
        "data": {
            "name": f"{kind.__module__}.{kind.__name__}" if told else "",
            "message": message,
            "debug": "",
        },
    }
    return json_rpc({"error": error})


def _told(text):
    """Return a lazy text in the visitor's language, with or without a database."""
    try:
        return visitor_env()._(text)
    except Exception:
        return words(text)


def json_rpc(values):
    """Return a JSON-RPC answer to a payment form.

    :param dict values: ``result`` or ``error``
    """
    body = {"jsonrpc": "2.0", "id": request.public_link_call, **values}
    return secure(request.make_json_response(body))
