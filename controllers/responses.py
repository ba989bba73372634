# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Responses of public pages: their headers, and the pages for when nothing opens.

Errors are returned, never raised: what is raised leaves Odoo without these headers.
"""

import contextlib
import functools
import hashlib
import logging
import threading
import weakref
from pathlib import Path

import psycopg2.errors
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from odoo import SUPERUSER_ID, api
from odoo.http import Response, content_disposition, request
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.misc import get_lang

from ..tools import uploads

_logger = logging.getLogger(__name__)

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Everything off; a page that needs one asks for it.
PERMISSIONS = {
    name: "()"
    for name in (
        "accelerometer",
        "autoplay",
        "camera",
        "clipboard-read",
        "clipboard-write",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
}
_STATIC = Path(__file__).parent.parent / "static" / "src"


@functools.cache
def asset(name):
    """Return the versioned URL of a file below ``static/src``."""
    version = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/public_links/static/src/{name}?v={version}"


def assets():
    """Return the versioned URLs of the pages' stylesheet and script."""
    return {
        "css": asset("public/public.css"),
        "js": asset("public/public.js"),
        "track": asset("public/track.css"),
        "act": asset("public/act.js"),
        "act_css": asset("public/act.css"),
        "portal_css": asset("public/portal.css"),
        "account_css": asset("public/account.css"),
    }


def secure(response, csp=CSP, permissions=None):
    """Put the headers of every public response on it.

    :param response: any response
    :param str csp: the content security policy, where a page needs another one
    :param dict permissions: features that the page uses, like
        ``{"clipboard-write": "(self)"}``
    :return: the same response
    """
    policy = PERMISSIONS | (permissions or {})
    response.headers.update(
        {
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Permissions-Policy": ", ".join(f"{k}={v}" for k, v in policy.items()),
            "Content-Security-Policy": csp,
        }
    )
    return response


def cacheable(body, content_type):
    """Return a response that is the same for everybody under its URL."""
    response = secure(Response(body, content_type=content_type))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def file(content, kind, name):
    """Return a file: pictures and PDFs are shown, all else is downloaded.

    :param bytes content: what it holds
    :param str kind: its media type
    :param str name: what it is called, by anybody
    """
    shown = kind in uploads.SHOWN
    response = Response(
        content, content_type=kind if shown else "application/octet-stream"
    )
    response.headers["Content-Disposition"] = content_disposition(
        uploads.clean_name(name), disposition_type="inline" if shown else "attachment"
    )
    return secure(response)


def render(env, template, page, status=200, **headers):
    """Render a public template from plain values.

    :param env: environment with the recipient's language
    :param str template: its XML id
    :param dict page: see ``page_values``
    :param int status: HTTP status
    :rtype: Response
    """
    html = env["ir.qweb"]._render(template, {"page": page})
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    return secure(response, **headers)


def redirect(location):
    """Send the browser elsewhere after an action (303, so that it asks by GET)."""
    response = secure(Response(status=303))
    response.headers["Location"] = location
    return response


def dead(env, code, status, headline, sentence, **values):
    """Return the page of something that does not open.

    :param env: environment with a language
    :param str code: see ``page_values.DeadPage``
    :param int status: HTTP status
    :param str headline: what it is, in a few words
    :param str sentence: what to do next
    :param values: seller, request_url, request_label, refresh, languages
    """
    page = dead_values(env, code, headline, sentence) | values
    return render(env, "public_links.dead_page", page, status)


def dead_values(env, code, headline, sentence):
    """Return a ``page_values.DeadPage`` that knows nothing of link or seller."""
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
    """Return the environment of a visitor of whom nothing is known yet."""
    env = request.env(user=public_user_id(request.env), su=True)
    lang = request.best_lang
    known = lang and request.env["res.lang"]._get_data(code=lang)
    return env(context={"lang": lang if known else get_lang(env).code})


def public_user_id(env):
    """Return the id of Odoo's public user, from the cache of XML ids."""
    return env["ir.model.data"]._xmlid_to_res_model_res_id("base.public_user")[1]


def unknown():
    """Return the answer to a token that names nothing: 404, and no more is said."""
    html = visitor_env()["public.link"]._unknown_page()
    return secure(Response(html, status=404, content_type="text/html; charset=utf-8"))


def method_not_allowed(allowed):
    """Return the answer to a method that the page does not know."""
    env = visitor_env()
    response = dead(
        env,
        "method",
        405,
        env._("This page cannot be used like that"),
        env._("Please open the link from the mail that you got."),
    )
    response.headers["Allow"] = ", ".join(allowed)
    return response


def unreadable(status):
    """Return the answer to a request that is none of those that our pages send.

    :param int status: HTTP status, 4xx
    """
    env = visitor_env()
    return dead(
        env,
        "error",
        status,
        env._("This page cannot be used like that"),
        env._("Please open the link from the mail that you got."),
    )


def failure(exception):
    """Return a calm page for anything that went wrong below /link/.

    :param Exception exception: what was raised; Odoo logs it for staff
    """
    if isinstance(exception, HTTPException) and exception.code in (404, 405):
        return (
            unknown() if exception.code == 404 else method_not_allowed(["GET", "HEAD"])
        )
    # What failed may have left the transaction unusable; the page below reads.
    with contextlib.suppress(psycopg2.Error):
        request.env.cr.rollback()
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
    return dead(
        env,
        "error",
        500,
        env._("Something went wrong on our side"),
        # A card may have been charged before what failed.
        _unclear(env)
        if request.httprequest.method == "POST"
        and request.httprequest.path.startswith("/link/pay/")
        else env._("Nothing was changed. Please try again in a few minutes."),
    )


def _unclear(env):
    """Return what is said when a payment may have gone through, or not."""
    return env._(
        "Something went wrong on our side. We do not know yet whether your payment"
        " went through: please open your link again, it shows how things stand,"
        " before you pay once more."
    )


def json_failure(exception):
    """Return the answer to a payment form whose request could not be carried out.

    Odoo's own carries a traceback; this one says what the customer needs, and no more.

    :param Exception exception: what was raised; one ``for_customer`` speaks to them
    """
    with contextlib.suppress(psycopg2.Error):
        request.env.cr.rollback()
    # Other texts of Odoo's are written for staff.
    told = getattr(exception, "for_customer", False)
    if told:
        message = str(exception)
    else:
        message = _unclear(visitor_env())
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
    return _json_rpc({"error": error})


def json_result(values):
    """Return the answer to a payment form whose request was carried out.

    :param dict values: what the form goes on with
    """
    return _json_rpc({"result": values})


def _json_rpc(values):
    body = {"jsonrpc": "2.0", "id": request.public_link_call, **values}
    return secure(request.make_json_response(body))


# === AFTER THE RESPONSE === #

# Work that is not done yet. It is held by its response, so that a response which is
# dropped, since Odoo serves the request again, drops its work too.
_pending = weakref.WeakSet()


class _Work:
    def __init__(self, database, work):
        self.database, self.work = database, work

    def __call__(self):
        try:
            with _no_address():
                _in_own_transaction(self.database, self.work)
        except Exception:
            _logger.exception("Work after a public page failed.")
        finally:
            _pending.discard(self)


def after_response(response, work):
    """Do some work once the visitor has the page, in a transaction of its own.

    Pages are served from a read-only transaction; what they leave in the log is written
    here. A failure is logged and harms nobody.

    :param response: the response about to be returned
    :param work: a function of an environment (superuser)
    """
    call = _Work(request.db, work)
    _pending.add(call)
    response.call_on_close(call)
    return response


@contextlib.contextmanager
def _no_address():
    """Forget, while there is no request any more, which address it asked for.

    Odoo leaves it on the thread, and ``website`` takes it for a host's name, which a
    token is too long for.
    """
    thread = threading.current_thread()
    url = thread.__dict__.pop("url", None)
    try:
        yield
    finally:
        if url is not None:
            thread.url = url


def _in_own_transaction(database, work, attempts=3):
    for attempt in range(attempts):
        try:
            with Registry(database).cursor() as cr:
                work(api.Environment(cr, SUPERUSER_ID, {}))
            return
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            if attempt == attempts - 1:
                raise


def pending_work():
    """Tell how many pieces of work after a response are not done yet, for tests."""
    return len(_pending)
