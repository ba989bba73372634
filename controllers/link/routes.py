# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import re

from odoo import http
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from ...models.link.public_link_open import UnknownLink
from ...tools import theme
from .. import base, responses


class CommonController(http.Controller):
    """Routes that belong to no purpose."""

    @base.plain_route("/link/theme/<string:color>.css")
    def theme(self, color):
        """Serve the accent colour as a stylesheet; it depends on the URL alone."""
        if not re.fullmatch(r"[0-9a-f]{6}", color):
            return responses.unknown()
        return responses.cacheable(
            theme.theme_css(f"#{color}"), "text/css; charset=utf-8"
        )

    @base.plain_route("/link/logo/<int:company_id>/<string:version>")
    def logo(self, company_id, version):
        """Serve a company's logo under the version that its pages name."""
        env = request.env(user=responses.public_user_id(request.env), su=True)
        company = env["res.company"].browse(company_id).exists()
        if not company or company.uses_default_logo:
            return responses.unknown()
        image = base64.b64decode(company.logo_web or b"")
        return responses.cacheable(image, guess_mimetype(image, "image/png"))

    @base.plain_route("/link/<string:purpose>/<string:token>/request")
    def request_new(self, purpose, token):
        """Receive "Request a new link" of a dead link; the answer is always the same."""
        if request.httprequest.method != "POST" or not base.same_origin():
            return responses.method_not_allowed(["POST"])
        try:
            link, _document = base.find(token, purpose)
        except UnknownLink:
            return responses.unknown()
        link_id, address = link.id, request.httprequest.remote_addr or ""

        def work(env):
            # After the response: its duration must not tell what was done.
            env["public.link"].browse(link_id)._request_new(address)

        return responses.after_response(
            responses.redirect(link._path("requested")), work, promised=True
        )

    @base.plain_route("/link/<string:purpose>/<string:token>/requested")
    def requested(self, purpose, token):
        """Confirm that the request has arrived; the words are the same for all."""
        if request.httprequest.method not in ("GET", "HEAD"):
            return responses.method_not_allowed(["GET", "HEAD"])
        try:
            link, _document = base.find(token, purpose)
        except UnknownLink:
            return responses.unknown()
        env = link.env
        return responses.dead(
            env,
            "requested",
            200,
            env._("Thank you, we have your request"),
            env._(
                "If the link can be renewed, a fresh one is on its way to the address that"
                " we have on file for you. Otherwise we will get in touch."
            ),
            seller=base.seller_values(link.company_id),
        )

    @base.plain_route(
        "/link/preview/<string:purpose>/<string:model>/<int:res_id>",
        auth="user",
        csrf=True,
    )
    def preview(self, purpose, model, res_id):
        """Show staff the page as the customer sees it. It is not logged as an open."""
        env = request.env
        known = env["public.link.registry"]._known()
        if model not in known.documents:
            return responses.unknown()
        if not env.user.has_group("public_links.group_user"):
            return responses.unknown()
        document = env[model].browse(res_id).exists()
        if not document or not document.has_access("read"):
            return responses.unknown()
        if purpose not in document._public_link_purposes:
            return responses.unknown()
        link = document._public_link_preview(purpose)
        link = base.enter(link)
        # sudo: the same values as on the customer's page, after the check above
        document = document.sudo().with_env(link.env)
        blockers = document._public_link_blockers(link.purpose)
        closed = [blocker for blocker in blockers if blocker.page == "gone"]
        if not closed:
            return base.show(link, document, preview=True)
        return responses.dead(
            link.env,
            closed[0].code,
            200,
            link.env._("This link does not open anything now"),
            closed[0].customer,
            seller=base.seller_values(link.company_id),
            preview=True,
        )

    @base.plain_route(["/link", "/link/<path:rest>"])
    def any_other_path(self, rest=""):
        """Answer every other path below /link/: our own 404, or 410 for a genuine link
        whose addon, and with it the route of its page, was uninstalled."""
        purpose, _slash, token = rest.partition("/")
        token = token.partition("/")[0]
        if not token or request.httprequest.method not in ("GET", "HEAD"):
            return responses.unknown()
        if purpose in request.env["public.link.registry"]._known().purposes:
            return responses.unknown()
        return base.serve(lambda link, document: responses.unknown(), token, purpose)
