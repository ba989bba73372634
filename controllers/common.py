# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import re

from odoo import http
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from .. import theme
from . import responses


class CommonController(http.Controller):
    """What belongs to no single purpose."""

    @http.route(
        "/link/theme/<string:color>.css",
        type="http",
        auth="none",
        csrf=False,
        save_session=False,
        readonly=True,
        public_link=True,
    )
    def theme(self, color):
        """Serve the accent colour as a stylesheet; it depends on the URL alone."""
        if not re.fullmatch(r"[0-9a-f]{6}", color):
            return responses.unknown()
        return responses.cacheable(theme.theme_css(f"#{color}"), "text/css; charset=utf-8")

    @http.route(
        "/link/logo/<int:company_id>/<string:version>",
        type="http",
        auth="none",
        csrf=False,
        save_session=False,
        readonly=True,
        public_link=True,
    )
    def logo(self, company_id, version):
        """Serve a company's logo under the version that its pages name."""
        env = request.env(user=responses.public_user_id(request.env), su=True)
        company = env["res.company"].browse(company_id).exists()
        if not company or company.uses_default_logo:
            return responses.unknown()
        image = base64.b64decode(company.logo_web or b"")
        return responses.cacheable(image, guess_mimetype(image, "image/png"))

    @http.route(
        ["/link", "/link/<path:rest>"],
        type="http",
        auth="none",
        csrf=False,
        save_session=False,
        readonly=True,
        public_link=True,
    )
    def nothing(self, rest=""):
        """Answer every other path below /link/ with our own 404."""
        return responses.unknown()
