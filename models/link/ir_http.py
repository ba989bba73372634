# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo's dispatcher does with paths below /link/: prefixes of languages, arguments,
errors."""

import re

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from odoo import models
from odoo.http import SessionExpiredException, request

from . import error_pages, replica

# A website writes its language in front: /fr/link/..., /pt_BR/link/...
PREFIXED = re.compile(
    r"/(?P<lang>[a-z]{2,3}(?:[_-]\w{2,8})?(?:@\w+)?)(?P<path>/link/.*)"
)
FORM = "application/x-www-form-urlencoded"
# A page with thousands of items has a few fields for each.
MAX_FIELDS = 10_000


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _public_link_path(cls):
        """Tell whether the requested path is one below /link/."""
        return f"{request.httprequest.path}/".startswith("/link/")

    @classmethod
    def _match(cls, path_info):
        found = PREFIXED.fullmatch(path_info)
        if found:
            # Else ``website`` would answer with its own page and cookies, or redirect to a
            # path with a language that we do not have.
            query = request.httprequest.query_string.decode("latin1")
            known = request.env["res.lang"]._get_data(url_code=found["lang"]).code
            if known and "lang" not in request.httprequest.args:
                query = "&".join(filter(None, (query, f"lang={known}")))
            path_info = found["path"]
            request.reroute(path_info, query)
        try:
            return super()._match(path_info)
        except HTTPException as error:
            # A redirect to the path with fewer slashes, without our headers: by the router
            # (RequestRedirect), or by core, with a cookie.
            answer = error.response
            code = error.code if answer is None else answer.status_code
            if not cls._public_link_path() or not 300 <= code < 400:
                raise
            return super()._match("/link/nothing")

    @classmethod
    def _pre_dispatch(cls, rule, args):
        if rule.endpoint.routing.get("public_link"):
            # Odoo adds the query string to the arguments; a page gets those of its route.
            request.public_link_arguments = args
        result = super()._pre_dispatch(rule, args)
        if rule.endpoint.routing.get("public_link"):
            cls._public_link_count_fields()
            replica.check(rule.endpoint.routing)
        return result

    @classmethod
    def _public_link_count_fields(cls):
        """Refuse a form of very many fields before it is read: each costs time.

        Forms of several parts are bounded by werkzeug.

        :raise RequestEntityTooLarge: for too many, or more bytes than the route takes
        """
        if request.httprequest.mimetype == FORM:
            body = request.httprequest.get_data(cache=True)
            if body.count(b"&") >= MAX_FIELDS:
                raise RequestEntityTooLarge

    @classmethod
    def _dispatch(cls, endpoint):
        if endpoint.routing.get("public_link"):
            request.params = dict(request.public_link_arguments)
        return super()._dispatch(endpoint)

    @classmethod
    def _handle_error(cls, exception):
        """Answer errors below /link/ by our page, with our headers and without a cookie."""
        if not cls._public_link_path():
            return super()._handle_error(exception)
        if hasattr(request, "public_link_call"):
            return error_pages.json_failure(exception)
        # A page for staff sends them to the login, as everywhere.
        if isinstance(exception, SessionExpiredException):
            return error_pages.redirect(super()._handle_error(exception).location)
        return error_pages.failure(exception)
