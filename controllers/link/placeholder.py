# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import urlencode

from odoo import http
from odoo.http import request
from odoo.tools import consteq

from ...tools import placeholders
from .. import base, responses


class PlaceholderController(http.Controller):
    """Placeholders that were not replaced at sending: staff click them in the chatter."""

    @base.plain_route("/link/to/<int:link_id>")
    def to_link(self, link_id):
        """Lead staff to the document of a link."""
        return self._to_document(placeholders.Placeholder(link_id, "", "", 0))

    @base.plain_route("/link/for/<string:purpose>/<string:model>/<int:document_id>")
    def to_document(self, purpose, model, document_id):
        """Lead staff to a document."""
        return self._to_document(
            placeholders.Placeholder(0, purpose, model, document_id)
        )

    def _to_document(self, placeholder):
        if request.httprequest.method not in ("GET", "HEAD"):
            return responses.method_not_allowed(["GET", "HEAD"])
        env = request.env(user=responses.public_user_id(request.env), su=True)
        # The session only decides where to redirect; core's page there checks login and
        # rights.
        user = env["res.users"].browse(request.session.uid or []).exists()
        if not user or not user._is_internal():
            return responses.unknown()
        document, _purpose, _link = env["public.link"]._placeholder_target(placeholder)
        if not document:
            return responses.unknown()
        query = urlencode({"model": document._name, "res_id": document.id})
        return responses.redirect(f"/mail/view?{query}")

    @base.plain_route("/link/ask/<int:company_id>/<string:proof>")
    def ask(self, company_id, proof):
        """Show whom to ask, to readers of a mail whose links were made for others."""
        if request.httprequest.method not in ("GET", "HEAD"):
            return responses.method_not_allowed(["GET", "HEAD"])
        env = responses.visitor_env()
        company = env["res.company"].browse(company_id)
        expected = env["public.link"]._stranger_proof(company)
        # As bytes: consteq raises on texts beyond ASCII.
        if not consteq(proof.encode(), expected.encode()) or not company.exists():
            return responses.unknown()
        return responses.dead(
            env,
            "personal",
            200,
            env._("This link is personal"),
            env._(
                "Each link is made for one person, and none was made for this address."
                " Please ask us, we will gladly send you your own."
            ),
            seller=base.seller_values(company),
        )
