# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Comments, change requests and files, on the view and the approve page alike."""

from odoo.http import Controller, Response, content_disposition, request

from .. import uploads
from . import responses
from .actions import action_route, said
from .base import public_route
from .forms import again, text_of


def _may(link, document, setting):
    return (
        document._name == "sale.order"
        and link.company_id._public_links_settings()[setting]
    )


def comment(self, link, document, form):
    """Take a comment."""
    if not _may(link, document, "messages"):
        return responses.unknown()
    text, wrong = text_of(link.env, form)
    if wrong:
        return again(link, document, "comment", {"text": wrong}, text=text)
    document._public_link_comment(link, text)
    return said(link, "comment_sent")


def change(self, link, document, form):
    """Take a change request."""
    if not _may(link, document, "changes") or document.state == "cancel":
        return responses.unknown()
    text, wrong = text_of(link.env, form)
    if wrong:
        return again(link, document, "change", {"text": wrong}, text=text)
    document._public_link_ask_change(link, text)
    return said(link, "change_sent")


def upload(self, link, document, form):
    """Take files."""
    if not _may(link, document, "uploads"):
        return responses.unknown()
    files, wrong = _files(link, document)
    if wrong:
        return again(link, document, "upload", {"files": wrong})
    document._public_link_upload(link, files)
    return said(link, "files_sent")


def _files(link, document):
    """Return the files of the form that may be stored, or what is wrong: all or none.

    :return: name, media type and content of each; a sentence or ""
    """
    env, settings = link.env, link.company_id._public_links_settings()
    sent = [one for one in request.httprequest.files.getlist("files") if one.filename]
    if not sent:
        return [], env._("Please choose a file first.")
    if len(sent) > settings["upload_count"]:
        return [], env._(
            "Please send at most %s files at once.", settings["upload_count"]
        )
    most, room = settings["upload_mb"] * 2**20, document._public_link_room()
    files = []
    for one in sent:
        name = uploads.clean_name(one.filename)
        try:
            # One byte more than allowed is enough to know.
            row = uploads.checked_file(
                one.filename,
                one.stream.read(most + 1),
                document._public_upload_kinds(settings),
                most,
            )
        except uploads.BadFile as error:
            return [], _refusal(link, document, name, error.code)
        room -= len(row[2])
        if room < 0:
            return [], env._(
                "There is no room left for more files. Please send them by mail instead."
            )
        files.append(row)
    return files, ""


def _refusal(link, document, name, code):
    env, settings = link.env, link.company_id._public_links_settings()
    if code == "empty":
        return env._("“%s” is empty. Please choose another file.", name)
    if code == "large":
        return env._(
            "“%(name)s” is larger than %(size)s MB. Please send a smaller one.",
            name=name,
            size=settings["upload_mb"],
        )
    if code == "pixels":
        return env._(
            "The picture “%s” has too many pixels. Please send a smaller one.", name
        )
    if code in ("content", "zip"):
        return env._(
            "“%s” is not what its name says, or is damaged. Please save it again, or send"
            " a PDF.",
            name,
        )
    return env._(
        "Files like “%(name)s” are not taken. %(hint)s",
        name=name,
        hint=document._public_upload_hint(settings),
    )


def file(self, link, document, number):
    """Serve a file that stands on the page."""
    if document._name != "sale.order":
        return responses.unknown()
    row = link.env["public.link.message"].search(
        [
            ("id", "=", number),
            ("order_id", "=", document.id),
            ("withdrawn_at", "=", False),
            ("attachment_id", "!=", False),
        ]
    )
    if not row:
        return responses.unknown()
    attachment = row.attachment_id
    shown = attachment.mimetype in uploads.SHOWN
    kind = attachment.mimetype if shown else "application/octet-stream"
    response = Response(row._file(), content_type=kind)
    response.headers["Content-Disposition"] = content_disposition(
        uploads.clean_name(attachment.name),
        disposition_type="inline" if shown else "attachment",
    )
    return responses.secure(response)


class TalkController(Controller):
    view_comment = action_route("view", "comment", seen=False, gate=False)(comment)
    view_change = action_route("view", "change", seen=False, gate=False)(change)
    view_upload = action_route("view", "upload", seen=False, gate=False)(upload)
    view_file = public_route("view", "file/<int:number>")(file)
    approve_comment = action_route("approve", "comment", seen=False, gate=False)(
        comment
    )
    approve_change = action_route("approve", "change", seen=False, gate=False)(change)
    approve_upload = action_route("approve", "upload", seen=False, gate=False)(upload)
    approve_file = public_route("approve", "file/<int:number>")(file)
