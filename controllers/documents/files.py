# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All files of a page as one ZIP: what the page offers one by one, and nothing else."""

import base64
import os

from werkzeug.wsgi import FileWrapper

from odoo.http import Controller, Response, content_disposition, request

from ...tools.archive import zip_file
from .. import base, pdf, responses
from ..base import public_route

# Bytes that are read from the disk at a time.
CHUNK = 2**16


def serve_files(link, document):
    """Return the ZIP; the page that waits, while the document's PDF is not rendered yet.

    :param link: `public.link`, alive
    :param document: what it opens
    """
    files = document._public_files(link)
    if not document._public_files_url(link, files):
        return responses.unknown()
    title = document._public_values(link)["title"]
    contents = [(name, _reader(attachment)) for name, attachment in files]
    if document._public_pdf_url(link):
        content, waiting = _document_pdf(link, document)
        if waiting:
            return waiting
        name = link.env["public.link.pdf"]._filename(title)
        contents.insert(0, (name, lambda: content))
    name = link.env["public.link.pdf"]._filename(title).replace(".pdf", ".zip")
    return base.log_visit(_answer(contents, name), link, "downloaded")


def _document_pdf(link, document):
    """Return the document's PDF, or the page that waits for it."""
    if sent := document._public_link_sent_pdf():
        return sent.raw, None
    version = document._public_link_version(document._public_values(link))
    row = pdf.ready(link, document, version)
    if row:
        return base64.b64decode(row.content), None
    return b"", pdf.waiting(link, document, version)


def _reader(attachment):
    """Return a function that reads one file, and forgets it."""

    def read():
        # By itself: the ORM would read all of them into the memory at once.
        alone = attachment.browse(attachment.id)
        content = alone.raw or b""
        alone.invalidate_recordset(["raw", "datas"], flush=False)
        return content

    return read


def _answer(contents, name):
    """Return the response, which is sent piece by piece from the disk."""
    if request.httprequest.method == "HEAD":
        response = Response(content_type="application/zip")
    else:
        target = zip_file(contents)
        response = Response(FileWrapper(target, CHUNK), content_type="application/zip")
        response.headers["Content-Length"] = target.seek(0, os.SEEK_END)
        target.seek(0)
        response.call_on_close(target.close)
    response.headers["Content-Disposition"] = content_disposition(name)
    return responses.secure(response)


class FilesController(Controller):
    @public_route("view", "files.zip")
    def files(self, link, document):
        """Serve all files of the page of a quotation, order, invoice or delivery."""
        return serve_files(link, document)
