# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Comments, change requests and files: on view pages and on approve pages."""

from odoo.http import Controller
from odoo.tools import SQL

from ..models.link.public_link_read import fetch_where
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
    document._public_link_comment(link, text)
    return said(link, "comment_sent")


def change(self, link, document, form):
    """Receive a change request."""
    if not document._public_talk_on("changes"):
        return responses.unknown()
    text, wrong = text_of(link.env, form)
    if wrong:
        return again(link, document, "change", {"text": wrong}, text=text)
    document._public_link_ask_change(link, text)
    return said(link, "change_sent")


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
        return again(link, document, "upload", {"files": wrong})
    document._public_link_upload(link, files)
    return said(link, "files_sent")


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


class TalkController(Controller):
    view_comment = action_route("view", "comment", seen=False, gate=False)(comment)
    view_change = action_route("view", "change", seen=False, gate=False)(change)
    view_upload = action_route(
        "view",
        "upload",
        seen=False,
        gate=False,
        before=check_uploads,
        most=UPLOAD_BYTES,
    )(upload)
    view_file = public_route("view", "file/<int:number>")(file)
    approve_comment = action_route("approve", "comment", seen=False, gate=False)(
        comment
    )
    approve_change = action_route("approve", "change", seen=False, gate=False)(change)
    approve_upload = action_route(
        "approve",
        "upload",
        seen=False,
        gate=False,
        before=check_uploads,
        most=UPLOAD_BYTES,
    )(upload)
    approve_file = public_route("approve", "file/<int:number>")(file)
