# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo.http import Controller, Response, content_disposition, request

from . import base, responses
from .base import public_route


@base.page("view")
def view_page(link, document):
    """Return what the page of a quotation, order, invoice or delivery shows."""
    values = document._public_values(link)
    values["actions"] = document._public_actions(link)
    headers = {"permissions": {"clipboard-write": "(self)"}}
    talk = document._public_talk(link)
    if talk:
        # The upload's progress is shown by a script, which asks our own server alone.
        headers["csp"] = responses.CSP + "; connect-src 'self'"
    return "public_links.view_page", values | {"talk": talk, "form": {}}, headers


def serve_pdf(link, document):
    """Return the document's PDF: the one that was sent, else the stored one.

    :param link: `public.link`, alive
    :param document: what it opens
    """
    env = link.env
    if not link.company_id._public_links_settings()["show_pdf"]:
        return base.dead_page(link, "disabled")
    values = document._public_values(link)
    sent = document._public_link_sent_pdf()
    if sent:
        return _pdf_response(link, sent.raw, values["title"])
    store, version = env["public.link.pdf"], document._public_link_version(values)
    row = store._find(document, version)
    if row.state == "ready":
        content = base64.b64decode(row.content)
        return _pdf_response(link, content, values["title"])
    if row.state == "failed":
        return responses.dead(
            env,
            "error",
            503,
            env._("This PDF cannot be made right now"),
            env._("Please ask us for it; we will send it to you."),
            seller=base.seller_values(link.company_id),
        )
    return _being_prepared(link, document, version)


def _pdf_response(link, content, title):
    name = link.env["public.link.pdf"]._filename(title)
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(
        name, disposition_type="inline"
    )
    return base.log_visit(responses.secure(response), link, "downloaded")


def _being_prepared(link, document, version):
    env = link.env
    response = responses.dead(
        env,
        "preparing",
        200,
        env._("Your PDF is being prepared"),
        env._("This takes a few seconds. The page opens it by itself."),
        seller=base.seller_values(link.company_id),
        refresh=3,
    )
    if request.httprequest.method == "HEAD":
        return response
    lang, model, res_id = env.lang, document._name, document.id

    def work(env):
        store = env["public.link.pdf"].with_context(lang=lang)
        store._order_pdf(store.env[model].browse(res_id), version)

    return responses.after_response(response, work)


class ViewController(Controller):
    @public_route("view")
    def view(self, link, document):
        """Show a quotation, order, invoice, credit note or delivery."""
        return base.log_visit(base.show(link, document), link)

    @public_route("view", "pdf")
    def pdf(self, link, document):
        """Serve the document's PDF."""
        return serve_pdf(link, document)
