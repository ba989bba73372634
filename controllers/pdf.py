# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PDFs of public pages. They are rendered by a scheduled job, never in a request."""

import base64

from odoo.http import Response, content_disposition, request

from ..models.link.public_link_job import HURRY
from . import base, responses

# A PDF that failed so often takes longer than anybody waits in front of a page.
SLOW = 3


def file(link, content, title):
    """Return the response with a PDF.

    :param link: `public.link`
    :param bytes content: the file
    :param str title: what its name is made of
    """
    name = link.env["public.link.pdf"]._filename(title)
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(
        name, disposition_type="inline"
    )
    return base.log_visit(responses.secure(response), link, "downloaded")


def stored(link, document, version, title):
    """Return the stored PDF of a version; else have it rendered, and say so.

    :param link: `public.link`
    :param document: a record with ``_public_link_report`` and ``_public_link_company``
    :param str version: hash of what it shows
    :param str title: what the file's name is made of
    """
    if row := ready(link, document, version):
        return file(link, base64.b64decode(row.content), title)
    return waiting(link, document, version)


def ready(link, document, version):
    """Return the stored PDF of a version, if it is rendered.

    :rtype: `public.link.pdf`, possibly empty
    """
    row = link.env["public.link.pdf"]._find(document, version)
    return row.filtered(lambda row: row.state == "ready")


def waiting(link, document, version):
    """Have a version rendered, and return the page that says so.

    :param link: `public.link`
    :param document: see ``stored``
    :param str version: hash of what it shows
    """
    env = link.env
    row = env["public.link.pdf"]._find(document, version)
    if row and env["public.link.job"]._of("pdf", row).attempts >= SLOW:
        response = _slow(link)
    else:
        response = being_prepared(link)
    return _ordered(response, link, document, version)


def being_prepared(link):
    """Return the page that waits for a PDF, and opens it by itself.

    :param link: `public.link`
    """
    env = link.env
    return responses.dead(
        env,
        "preparing",
        200,
        env._("Your PDF is being prepared"),
        env._("This takes a few seconds. The page opens it by itself."),
        seller=base.seller_values(link.company_id),
        # Most take one and a half; three may pass, with the page that waits.
        refresh=2,
    )


def _slow(link):
    """Return the page for a PDF that failed, and is tried again."""
    env = link.env
    response = responses.dead(
        env,
        "error",
        503,
        env._("This PDF cannot be made right now"),
        env._(
            "We keep trying: please come back in a while. Or ask us for it, and we will"
            " send it to you."
        ),
        seller=base.seller_values(link.company_id),
    )
    response.headers["Retry-After"] = str(int(HURRY.total_seconds()))
    return response


def _ordered(response, link, document, version):
    """Have the version rendered, or tried again, after the response."""
    env = link.env
    if request.httprequest.method == "HEAD":
        return response
    model, res_id = document._name, document.id
    # A contact may belong to no company: the link says whose account is meant.
    context = {"lang": env.lang, "allowed_company_ids": link.company_id.ids}

    def work(env):
        store = env["public.link.pdf"].with_context(**context)
        store._order_pdf(store.env[model].browse(res_id), version)

    return responses.after_response(response, work)
