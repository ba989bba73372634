# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Comments, change requests and files: on view pages and on approve pages."""

from odoo.http import Controller, request
from odoo.tools import SQL

from ..models.link.public_link_read import fetch_where
from ..models.talk.public_link_message import MAX_TEXT
from . import responses
from .actions import action_route, said
from .base import UPLOAD_BYTES, public_route
from .forms import again, check_files, files_of, text_of


def comment(self, link, document, form):
    """Receive a comment."""
    if not document._public_talk_on("messages"):
        return responses.unknown()
    text, wrong = text_of(link.env, form)
    if wrong:
        return again(link, document, "comment", {"text": wrong}, text=text)
    if trouble := document._public_link_comment(link, text):
        return again(link, document, "comment", {}, trouble, text=text)
    return said(link, "comment_sent")


def change(self, link, document, form):
    """Receive a change request."""
    if not document._public_talk_on("changes"):
        return responses.unknown()
    text, wrong = text_of(link.env, form)
    if wrong:
        return again(link, document, "change", {"text": wrong}, text=text)
    if trouble := document._public_link_ask_change(link, text):
        return again(link, document, "change", {}, trouble, text=text)
    return said(link, "change_sent")


def dispute(self, link, document, form):
    """Receive what is wrong with an invoice."""
    if not document._public_may_dispute():
        return responses.unknown()
    text, wrong = text_of(link.env, form)
    if wrong:
        return again(link, document, "dispute", {"text": wrong}, text=text)
    if trouble := document._public_link_dispute(link, text):
        return again(link, document, "dispute", {}, trouble, text=text)
    return said(link, "dispute_sent")


def check_uploads(link, document):
    """Check the files before the document is locked, where any are taken."""
    return check_files(link, document) if document._public_talk_on("uploads") else {}


def upload(self, link, document, form):
    """Receive files."""
    if not document._public_talk_on("uploads"):
        return responses.unknown()
    files, wrong = files_of(document, "files")
    if not (files or wrong):
        wrong = link.env._("Please choose a file first.")
    if wrong:
        return again(link, document, "upload", {"files": wrong}, chosen=bool(sent()))
    if trouble := document._public_link_upload(link, files):
        return again(link, document, "upload", {}, trouble, chosen=True)
    return said(link, "files_sent")


def sent():
    """Return the files that the browser has sent."""
    return [one for one in request.httprequest.files.getlist("files") if one.filename]


def back(which):
    """Return a function that shows a form again, see ``action_route``.

    :param str which: comment, change, dispute or upload
    """
    setting = {"comment": "messages", "change": "changes", "upload": "uploads"}.get(
        which
    )

    def shown(link, document, form, code):
        open_ = (
            document._public_talk_on(setting)
            if setting
            else document._public_may_dispute()
        )
        if not open_:
            return None
        text = form.get("text", "")[: 4 * MAX_TEXT]
        chosen = bool(sent())
        return again(link, document, which, {}, code, text=text, chosen=chosen)

    return shown


def file(self, link, document, number):
    """Serve a file of the page's conversation."""
    if not document._public_message_field:
        return responses.unknown()
    row = fetch_where(
        link.env["public.link.message"],
        ("attachment_id",),
        SQL("%s AND id = %s", document._public_talk_condition(), number),
    )
    if not row.attachment_id:
        return responses.unknown()
    attachment = row.attachment_id
    return responses.file(row._file(), attachment.mimetype, attachment.name)


def _action(purpose, which, **options):
    return action_route(
        purpose, which, seen=False, gate=False, back=back(which), **options
    )


UPLOAD = {"before": check_uploads, "most": UPLOAD_BYTES}


class TalkController(Controller):
    view_comment = _action("view", "comment")(comment)
    view_change = _action("view", "change")(change)
    view_dispute = _action("view", "dispute")(dispute)
    view_upload = _action("view", "upload", **UPLOAD)(upload)
    view_file = public_route("view", "file/<int:number>")(file)
    approve_comment = _action("approve", "comment")(comment)
    approve_change = _action("approve", "change")(change)
    approve_upload = _action("approve", "upload", **UPLOAD)(upload)
    approve_file = public_route("approve", "file/<int:number>")(file)
